import { expect, test } from 'vitest';
import { latsim, SMALL, workFolder } from '../cli/latsim.js';
import { USER_LOGGERS } from '../cli/loggers-of-users.js';

/*
 * A user's own logger that never comes back is named, after the ten seconds that the command waits
 * for it; test/promises/command-line.test.ts has the other ways to break the contract.
 */

const cwd = workFolder({ 'small.yaml': SMALL, ...USER_LOGGERS });

test.each<[command: string[], said: string]>([
  [['run', 'small.yaml', '--logger', './spins.mjs'], "logger 'spins': it never ends"],
  [['explore', '--logger', './spins.mjs'], "logger 'spins': it never ends"],
  [['compare', 'small.yaml', '--loggers', 'locked,./view-spins.mjs'], 'one call of view()'],
  [['trace', 'small.yaml', '--logger', './blocks.mjs'], 'one call of record()'],
  [['gate', 'small.yaml', '--expect', 'lost == 0', '--logger', './loops.mjs'], 'it has not loaded'],
  [['run', 'small.yaml', '--logger', './waits.mjs'], "logger 'waits': it"],
])('%j', async (command, said) => {
  const { code, stdout, stderr } = await latsim(command, { cwd });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(said);
  expect(stderr).toMatch(/for 10 s\n/);
  expect(stderr).toMatch(/\nreplay: latsim .*\n$/);
});

test('a logger that takes its time with each call is not called endless', async () => {
  const slow = `const wait = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    export default {
      *record() { wait(); },
      *view() { wait(); },
    };`;
  const folder = workFolder({ 'small.yaml': SMALL, 'slow.mjs': slow });
  const args = ['run', 'small.yaml', '--logger', './slow.mjs', '--set', 'seeds=1'];
  const { code, stderr } = await latsim(args, { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
