import { describe, expect, it } from 'vitest';
import { explore } from '../../src/index.js';
import type { ExploreFields, ProgramFields } from '../../src/report/explore/json.js';
import { built, latsim } from '../cli/in-process.js';
import { workFolder } from '../cli/latsim.js';

/** Promise: a verdict of explore names what was tried and what was not, and is never about more. */

const logger = (body: string) => `
import { acquire, read, release, write } from 'latsim';
export default {
  name: 'mine',
  *record(event, context) {
    ${body}
  },
  *view(context) { return yield read(context.key); },
};`;
const ADD = `const map = (yield read(context.key)) ?? context.emptyMap();
    context.add(map, event);
    yield write(context.key, map, context.ttl_s);`;

const cwd = workFolder({
  'too-fine.mjs': logger(
    `yield acquire(event.deployment); try { ${ADD} } finally { yield release(event.deployment); }`,
  ),
  'no-finally.mjs': logger(`yield acquire('lock'); ${ADD} yield release('lock');`),
});
const ofOwn = (...args: string[]) => built(['explore', ...args], { cwd });
const said = (text: string) => text.replaceAll(/\s+/g, ' ');
const json = async (...args: string[]): Promise<ExploreFields> =>
  JSON.parse((await latsim(['explore', ...args, '--json'])).stdout);

describe('without a program, the small matrix', () => {
  const keyOf = ({ tasks, processes, deployments, crash, store }: ProgramFields) =>
    `${tasks} ${processes} ${deployments} ${crash} ${store}`;

  it('has the same programs in the same order, and one that stands for all', async () => {
    const { programs = [], partial, ...leading } = await json('--logger', 'locked');
    expect(programs.map(keyOf)).toEqual([
      '2 1 same none remote',
      '2 1 distinct none remote',
      '2 1 same task remote',
      '2 1 distinct task remote',
      '3 1 same none remote',
      '3 1 distinct none remote',
      '3 1 same task remote',
      '3 1 distinct task remote',
      '2 2 same none remote',
      '2 2 distinct none remote',
      '3 2 same none remote',
      '3 2 distinct none remote',
    ]);
    expect(partial).toBe(false);
    expect(leading).toMatchObject(programs[0] as object);
    expect(programs.map(({ violation }) => violation?.kind)).toEqual([
      ...new Array(8).fill(undefined),
      ...new Array(4).fill('lost-update'),
    ]);
    const one = await json('--logger', 'locked', '--tasks', '2');
    expect(one).toEqual(leading);
  });

  it('says what it tried, what two processes do and why, and what it did not try', async () => {
    const { code, stdout } = await latsim(['explore', '--logger', 'locked']);
    expect(code).toBe(0);
    expect(said(stdout)).toContain(
      'Not tried: more than 3 tasks, a process that crashes, expiry, a concurrent select, ' +
        'full lists, other stores. Next: Rerun this order, the shortest that shows it:',
    );
    const lines = stdout.split('\n');
    expect(said(lines.slice(0, 3).join(' '))).toBe(
      'locked loses an update across two processes (its lock is one per process). In one process no ' +
        'violation was found: 8 programs, 2,008 orders, up to 3 tasks, remote store.',
    );
    expect(lines.length).toBeLessThanOrEqual(24);
    const isCommand = (line: string) => line.startsWith('    latsim explore ');
    const widths = lines.filter((line) => !isCommand(line)).map(({ length }) => length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
    const command = lines.find(isCommand) ?? '';
    expect(command.trim()).toBe(
      'latsim explore --logger locked --tasks 2 --processes 2 --schedule 1,1,2,2,1,2',
    );
    expect((await latsim(command.trim().split(' ').slice(1))).code).toBe(1);
  });

  it.each([
    ['locked-distributed', 'Across two processes: no violation found, 4 programs, 316 orders'],
    ['unlocked', 'unlocked loses an update in 4 of 6 orders of two concurrent completions'],
  ])('%s: no reason that is not known', async (name, told) => {
    const { code, stdout } = await latsim(['explore', '--logger', name]);
    expect(said(stdout)).toContain(told);
    expect(stdout).not.toContain('its lock');
    expect(code).toBe(name === 'unlocked' ? 1 : 0);
    // Leases that are not tried are said, and tried by the command.
    expect(stdout.includes('--expiry 1 --lease-expiry 1')).toBe(name === 'locked-distributed');
  });

  it('finds a lock per deployment round one map, and tells it once', async () => {
    const { code, stdout } = await ofOwn('--logger', './too-fine.mjs');
    expect(code).toBe(1);
    expect(said(stdout)).toContain(
      'mine loses an update in 12 of 20 orders of two concurrent completions for distinct ' +
        'deployments, remote store. Violations show in 4 of 8 programs in one process.',
    );
    expect(stdout.match(/^lost-update: /gm)).toHaveLength(1);
    expect(stdout).toContain(
      '\n    latsim explore --logger ./too-fine.mjs --tasks 2 --deployments distinct --schedule 1,1,2,2,1,2\n',
    );
  });

  it('finds a lock without finally', async () => {
    const without = await ofOwn('--logger', './no-finally.mjs');
    expect(without.code).toBe(1);
    expect(said(without.stdout)).toMatch(
      /a task that crashes \(once\)\. .* deadlock: task 2 waits/,
    );
  });

  it.each([
    [[], 0],
    [['--strict'], 4],
  ])('bounded, it is no bare verdict: %j', async (more, code) => {
    const ended = await latsim(['explore', '--logger', 'locked', '--max-states', '100', ...more]);
    expect(ended.code).toBe(code);
    expect(said(ended.stdout)).toContain(
      'locked loses an update across two processes. In one process no violation was found so far: ' +
        '8 programs, at least 1,132 orders, up to 3 tasks, remote store. That is no proof: 1 of 8 programs stopped by --max-states 100.',
    );
  });

  it('interrupted, it shows what was begun: 130', async () => {
    const ended = await latsim(['explore', '--logger', 'locked'], { interruptAfter: 4 });
    expect(ended.code).toBe(130);
    expect(said(ended.stdout)).toMatch(
      /No violation found so far: locked, \d of 8 programs, .* That is no proof: interrupted, when \d of 12/,
    );
    expect(ended.stdout).toContain('Across two processes: not tried.');
  });

  it('draws the first program that is violated', async () => {
    const drawn = (...args: string[]) => latsim(['explore', ...args, '--format', 'mermaid']);
    const across = await drawn('--logger', 'locked');
    expect(across.code).toBe(0);
    expect(across).toEqual({
      ...(await drawn('--logger', 'locked', '--processes', '2')),
      code: 0,
      stderr: '',
    });
    const none = await drawn('--logger', 'atomic');
    expect(none.stderr).toContain('there is no violation, so there is no diagram');
  });

  it('holds settings for every program, and is what the library tries', async () => {
    const args = ['--logger', 'compare-and-set', '--retries', '0', '--max-states', '5000'];
    const fields = await json(...args);
    expect(fields.programs?.every(({ retries }) => retries === 0)).toBe(true);
    expect(fields.violation?.kind).toBe('abandoned');
    expect(await explore({ logger: 'compare-and-set', retries: 0, maxStates: 5000 })).toEqual(
      fields,
    );
  });
});

describe('an option of a program means that one alone, also where it holds anyway', () => {
  it.each([
    '--tasks 2',
    '--processes 1',
    '--store remote',
    '--deployments same',
    '--samples equal',
    '--samples-per-task 1',
    '--crash none',
    '--strategy exhaustive',
  ])('%s', async (option) => {
    const { programs, ...fields } = await json('--logger', 'locked', ...option.split(' '));
    expect(programs).toBeUndefined();
    expect(fields).toMatchObject({ tasks: 2, processes: 1, schedules: 6, states: 18 });
  });

  it.each([
    ['', 'Not tried: distinct deployments'],
    ['--expiry', 'Not tried: distinct deployments'],
    ['--deployments distinct', 'Not tried: the same deployment'],
  ])('its verdict names its scope: %s', async (option, rest) => {
    const args = ['--logger', 'atomic', '--tasks', '2', ...option.split(' ').filter(Boolean)];
    const { stdout } = await latsim(['explore', ...args]);
    const which = option.startsWith('--dep') ? 'distinct deployments' : 'same deployment';
    const expiry = option === '--expiry' ? ', expiry (once)' : '';
    const { schedules } = await json(...args);
    expect(said(stdout)).toContain(
      `No violation found: atomic, ${schedules} of ${schedules} orders, 2 tasks, 1 process, ${which}, remote store${expiry}. ${rest}`,
    );
    expect(stdout).not.toMatch(/\bsafe\b/i);
  });
});

it('what is not checked for the bound on steps is not put on the number of orders', async () => {
  const args = ['--logger', 'unlocked', '--tasks', '2', '--max-steps', '3'];
  const { stdout } = await latsim(['explore', ...args]);
  expect(said(stdout)).toContain('No violation of unlocked within --max-steps 3.');
  expect(said(stdout)).toContain('the sequential orders, too, take more than 3 steps.');
  expect(said(stdout)).not.toContain('too many');
});

it('--all shows a logger of one’s own beside the shipped ones', async () => {
  const args = [
    '--all',
    '--logger',
    './too-fine.mjs',
    '--tasks',
    '2',
    '--threads',
    '1',
    '--max-states',
    '100',
  ];
  const { code, stdout } = await ofOwn(...args, '--json');
  expect(code).toBe(0);
  const { cells } = JSON.parse(stdout) as {
    cells: (ProgramFields & { special: string; verdict: string })[];
  };
  const own = cells.filter(({ logger }) => logger === 'mine');
  expect(own.filter(({ special }) => special === '')).toHaveLength(6);
  const distinct = own.find(({ deployments }) => deployments === 'distinct');
  expect(distinct?.verdict).toBe('lost-update');
  // Its lock is one per process: no crash is needed for that.
  const crashed = own.find(({ crash }) => crash === 'process');
  expect(crashed?.special).toBe('one of two processes crashes (and so without a crash)');
  expect(cells.filter(({ logger }) => logger === 'locked').length).toBeGreaterThan(0);
});

it('--all as Markdown is the finding, its tables and the command that repeats it', async () => {
  const args = ['--all', '-l', './too-fine.mjs', '--tasks', '2', '--max-states', '100'];
  const { stdout } = await ofOwn(...args, '--format', 'markdown');
  expect(stdout).toMatch(/^### mine goes wrong within one process\n\nOf the shipped loggers, /);
  expect(stdout).toContain('| logger | store | 1 process | 2 processes |\n|---|---|---|---|\n');
  expect(stdout).toContain('| mine | a deployment for each task | **loses updates** |');
  const again = 'latsim explore --logger ./too-fine.mjs --all --tasks 2 --max-states 100';
  expect(stdout).toContain(`To repeat it:\n\n\`\`\`sh\n${again}\n\`\`\`\n`);
});
