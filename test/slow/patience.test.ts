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
  [['run', 'small.yaml', '--logger', './waits.mjs'], "logger 'waits': it"],
])('%j', async (command, said) => {
  const { code, stdout, stderr } = await latsim(command, { cwd });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(said);
  expect(stderr).toMatch(/for 10 s\n/);
  expect(stderr).toContain(`replay: latsim ${command.join(' ')}`);
});
