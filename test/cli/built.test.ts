import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { goldenText } from '../worlds/replay/recordings.js';
import { latsim } from './in-process.js';
import { batch, type Ended, SMALL, latsim as spawned, workFolder } from './latsim.js';

/* Other tests run commands from their source: what is built does the same, in another process. */

const cwd = workFolder({
  'small.yaml': SMALL,
  'expects.yaml': `${SMALL}expect: [lost == 0]\n`,
  'config.yaml': `
model_list:
  - { model_name: medium, litellm_params: { model: openai/slow } }
  - { model_name: medium, litellm_params: { model: openai/fast } }
`,
  'recording.jsonl': goldenText('v1.76.1', '05_placeholders_healthy_subsets.jsonl.gz'),
});

const COMMANDS: readonly (readonly [args: readonly string[], code: number])[] = [
  [['run', 'expects.yaml'], 1],
  [['compare', 'small.yaml', '--json'], 0],
  [['explore', '--logger', 'unlocked'], 1],
  [['trace', 'small.yaml'], 0],
  [['gate', 'expects.yaml'], 1],
  [['merge', 'small.yaml'], 2],
  [['diagnose', 'small.yaml', '--observed', 'slow=1'], 2],
  [['replay', 'recording.jsonl'], 0],
  [['import', 'config.yaml', '--output', '-'], 0],
  [['validate', 'small.yaml'], 0],
  [['list'], 0],
  [['schema'], 0],
  [['rnu'], 2],
];

describe('the built command', () => {
  let ended: Ended[];
  beforeAll(async () => {
    ended = await batch(
      COMMANDS.map(([args]) => args),
      { cwd },
    );
  });

  it.each(COMMANDS.map(([args, code], i) => [args, code, i] as const))(
    '%j ends with %s',
    async (args, code, i) => {
      expect(ended[i]?.code).toBe(code);
      expect(ended[i]).toEqual(await latsim(args, { cwd }));
    },
  );

  it.each([
    [['run', 'expects.yaml'], 1],
    [['validate', 'small.yaml'], 0],
    [['rnu'], 2],
  ])('%j in a process of its own ends with %s', async (args, code) => {
    const ended = await spawned(args, { cwd });
    expect(ended.code).toBe(code);
    expect(ended).toEqual(await latsim(args, { cwd }));
  });
});

it('that is not there is told to be built', () => {
  const copy = workFolder({ 'package.json': '{"type":"module"}' });
  cpSync(new URL('../../bin', import.meta.url), join(copy, 'bin'), { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [join(copy, 'bin/latsim.js'), 'run']);
  expect(status).toBe(2);
  expect(String(stderr)).toMatch(
    /^latsim: .* not been built\n {2}= build it:\n {4}npm ci && npm run build\n$/,
  );
});
