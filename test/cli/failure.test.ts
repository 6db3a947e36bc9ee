import { describe, expect, it } from 'vitest';
import { report } from '../../src/cli/report-failure.js';
import { LoggerFault } from '../../src/effects/fault.js';
import { CommandError, failureOf, inputError, usageError } from '../../src/text/failure.js';
import { ScenarioError } from '../../src/text/problems.js';
import { latsim, surrounded } from './in-process.js';
import { HELP, SMALL, workFolder } from './latsim.js';

describe('what an error means', () => {
  it('a fault of a logger is the user’s to mend', () => {
    const failure = failureOf(new LoggerFault('mine', 'it threw', 'mend it'), 3);
    expect(failure).toEqual({
      code: 2,
      message: "logger 'mine': it threw",
      loggerFault: { logger: 'mine', part: 'logger', fault: 'it threw' },
      remedy: 'mend it',
      replication: 3,
    });
  });
  it('a command’s own error keeps what it says', () => {
    const { failure } = usageError('wrong', 'right');
    expect(failureOf(new CommandError(failure))).toEqual(failure);
  });
  it('anything else is a fault of latsim', () => {
    expect(failureOf(new TypeError('x is not a function'), 1)).toMatchObject({
      code: 3,
      message: 'a fault of latsim itself: x is not a function',
      replication: 1,
    });
    expect(failureOf('text')).toMatchObject({ code: 3 });
  });
});

describe('how it is shown', () => {
  function shown(error: unknown): { code: number; text: string } {
    const { io, written } = surrounded();
    const code = report(error, io, ['run', 'a b.yaml'], false);
    return { code, text: written().stderr };
  }

  it('a fault of latsim asks for a report, with all that it needs', () => {
    const { code, text } = shown(new TypeError('x is not a function'));
    expect(code).toBe(3);
    for (const part of ['please report it', 'Node v', 'failure.test.ts', 'TypeError']) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(/\nreplay: latsim run 'a b.yaml'\n$/);
  });
  it('problems of a scenario are shown as they are', () => {
    const problem = { file: 'a b.yaml', line: 1, column: 2, message: 'wrong', remedy: 'right' };
    const { code, text } = shown(new ScenarioError([problem]));
    expect(code).toBe(2);
    expect(text).toBe("a b.yaml:1:2: wrong\n  = right\n\nreplay: latsim run 'a b.yaml'\n");
  });
  it('one of a replication is shown with what runs that alone', () => {
    const { failure } = inputError('m', 'r');
    const { text } = shown(new CommandError({ ...failure, replication: 3 }, 'latsim run x'));
    const alone = '  = replication 3 alone:\n    latsim run x\n';
    expect(text).toBe(`latsim: m\n  = r\n${alone}replay: latsim run 'a b.yaml'\n`);
  });
});

describe('a file that the command line names, and that is not there, ends with help', () => {
  const cwd = workFolder({ 'small.yaml': SMALL });
  it.each([
    [['run', 'smal.yaml'], 'did you mean "small.yaml"?'],
    [['merge', 'nope.jsonl'], 'check the path'],
    [['replay', 'nope.jsonl'], 'check the path'],
    [['import', './smoll.yaml'], 'did you mean "./small.yaml"?'],
    [['explore', '--logger', './nope.mjs'], 'check the path'],
    [['run', 'small.yaml', '--logger', './nope.mjs'], 'check the path'],
    [['gate', 'small.yaml', '--expect', 'lost == 0', '--baseline', 'no.json'], 'check the path'],
    [['compare', 'small.yaml', '--output', 'out/'], 'name a file in it'],
    [['diagnose', 'small.yaml', '--logs', 'nope.csv'], 'check the path'],
  ])('%j', async (args, remedy) => {
    const { code, stderr } = await latsim(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(remedy);
    expect(stderr).toMatch(HELP);
  });
});

it('a folder that is not there is made by the command that is shown', async () => {
  const cwd = workFolder({ 'small.yaml': SMALL });
  const { code, stderr } = await latsim(['run', 'small.yaml', '--events', 'a b/c/x.jsonl'], {
    cwd,
  });
  expect(code).toBe(2);
  expect(stderr).toBe(
    "latsim: a b/c/x.jsonl cannot be written: there is no such folder\n  = make it, or name another file:\n    mkdir -p 'a b/c'\n",
  );
});
