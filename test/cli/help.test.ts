import { expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import {
  exampleFolder,
  helpExamples,
  runExample,
  shortened,
  takesSeconds,
} from './help-examples.js';
import { latsim } from './in-process.js';

const QUESTIONS = ['run', 'compare', 'explore', 'trace', 'diagnose', 'gate', 'import', 'init'];

it('the help of each command ends with examples that work', async () => {
  const examples = await helpExamples();
  for (const name of QUESTIONS) expect([name, examples.get(name)?.length]).toEqual([name, 3]);
  const all = [...examples.values()].flat();
  expect(all.filter(takesSeconds).length).toBeGreaterThan(0); // see test/slow/help.test.ts
  const folder = await exampleFolder();
  for (const args of all.filter((one) => !takesSeconds(one))) {
    expect(await runExample(shortened(args), folder)).toBe('');
  }
});

it('without a command, latsim shows how it is used, and that is no mistake', async () => {
  const { code, stdout, stderr } = await latsim([]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: latsim .*\nQuestions:\n {2}run .*\nFiles:\n.*\nAbout latsim:\n/s);
  for (const args of [['--help'], ['help'], ['--no-color'], ['-q']]) {
    expect(await latsim(args)).toEqual({ code, stdout, stderr });
  }
});

it.each(['-v', '-V', '--version', 'version'])('%s prints the version', async (word) => {
  const { code, stdout } = await latsim([word]);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

it('latsim help X is latsim X --help', async () => {
  expect(await latsim(['help', 'explore'])).toEqual(await latsim(['explore', '--help']));
});

it('the options that are usual come first, and former names are not shown', async () => {
  const { stdout } = await latsim(['explore', '--help']);
  const headings = [...stdout.matchAll(/^(\S.*):$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual([
    ...['Arguments', 'Options', 'What is tried', 'Faults', 'Limits', 'Advanced'],
    ...['Global Options', 'Examples'],
  ]);
  for (const { name } of COMMANDS) {
    const help = (await latsim([name, '--help'])).stdout;
    expect(help).not.toMatch(/--(seeds|loggers|workers|model-name|policy)\b/);
    if (name === 'explore') expect(help).not.toContain('--strategy');
    for (const line of help.split('\n')) expect(line.length).toBeLessThan(81);
  }
});
