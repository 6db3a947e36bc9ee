import { expect, it } from 'vitest';
import {
  commandsOfPages,
  expectError,
  expectReport,
  expectToRun,
  isSlow,
  readersFolder,
} from '../cli/suggestions.js';

/* What is suggested can be copied (see test/promises/suggestions.test.ts), where that takes seconds. */

it.for([
  ['explore', '--all', '--tasks', '2'],
  ['run', 'own.yaml', '--set', 'requests=20'],
  ['diagnose', 'small.yaml', '--observed', 'slow=6,fast=2', '--set', 'logger=locked'],
  ['diagnose', 'small.yaml', '--observed', 'slow=30,fast=2'],
])('latsim %j', expectReport);

it.for([['gate', 'small.yaml', '--logger', './throws.mjs', '--expect', 'lost == 0']])(
  'what is wrong with latsim %j',
  expectError,
);

it('of the documentation', async () => {
  const folder = await readersFolder();
  const commands = commandsOfPages();
  const made = commands.find((command) => command.startsWith('latsim import ')) ?? '';
  const slow = commands.filter(isSlow);
  expect(slow.length).toBeGreaterThan(0);
  for (const command of [made, ...slow]) await expectToRun(command, folder);
});
