import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workFolder } from '../cli/latsim.js';
import { ROOT } from '../docs/page.js';
import { litellmOf, RELEASES } from './releases.js';

describe('a LiteLLM release', () => {
  it('is taken from where its variable says', () => {
    const command = join(workFolder({ litellm: '' }), 'litellm');
    expect(litellmOf('1.82.3', { LATSIM_LITELLM_1_82_3: command })).toBe(command);
  });

  it('that is missing fails with the remedy', () => {
    const missing = { LATSIM_LITELLM_1_110_2: '/nowhere/litellm' };
    expect(() => litellmOf('1.110.2', missing)).toThrow(
      /^no litellm 1\.110\.2 at \/nowhere\/litellm\ninstall it: .* -r docs\/examples\/litellm-1\.110\.2\.txt\nor say where it is: LATSIM_LITELLM_1_110_2=/,
    );
  });

  it.each(RELEASES)('%s is pinned, with all that it needs', (release) => {
    const lines = readFileSync(join(ROOT, `docs/examples/litellm-${release}.txt`), 'utf8')
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    expect(lines).toContain(`litellm==${release}`);
    expect(lines.filter((line) => !/^[\w.-]+==[\w.]+$/.test(line))).toEqual([]);
  });
});
