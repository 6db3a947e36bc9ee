import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { latsim } from './in-process.js';
import { SMALL, workFolder } from './latsim.js';

it.each([
  ['logger: { name: ./none.mjs }', 17],
  ['logger: ./none.mjs', 9],
])('a logger whose file is not there is named with its place: %s', async (line, column) => {
  const cwd = workFolder();
  const text = `${SMALL.replace(/^logger:.*$/m, '').trimEnd()}\n`;
  writeFileSync(join(cwd, 's.yaml'), `${text}${line}\n`);
  const at = `s.yaml:${text.split('\n').length}:${column}: logger ./none.mjs: there is no such file`;
  for (const command of ['validate', 'run', 'trace']) {
    const { code, stderr } = await latsim([command, 's.yaml'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(at);
  }
});

it('a logger and a strategy that are not there are both named, whatever else is overridden', async () => {
  const text = SMALL.replace(/^router:.*$/m, 'router: { strategy: ./gone.mjs }');
  const cwd = workFolder({ 's.yaml': `${text}logger: ./none.mjs\n` });
  for (const args of [['validate'], ['run', '--set', 'router.ttl=60s']]) {
    const { code, stderr } = await latsim([...args, 's.yaml'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^s\.yaml:\d+:\d+: logger \.\/none\.mjs: there is no such file/m);
    expect(stderr).toMatch(/^s\.yaml:\d+:\d+: strategy \.\/gone\.mjs: there is no such file/m);
  }
});
