import { beforeAll, describe, expect, it } from 'vitest';
import { VERDICT_LABELS, type Verdict } from '../../src/measure/verdict.js';
import { CAUSES } from '../../src/model/cause.js';
import { advice, type Where } from '../../src/report/run/advice.js';
import { built } from '../cli/in-process.js';
import {
  commandsOfPages,
  cwd,
  expectCopied,
  expectError,
  expectReport,
  expectToRun,
  isSlow,
  readersFolder,
  run,
} from '../cli/suggestions.js';
import { words } from '../docs/commands.js';
import { HEADING, sampleRun } from '../report/sample.js';

/*
 * Promise: what a report, an error or a page suggests can be copied. It stands alone on its line, says no
 * option twice, and runs.
 */

const quick = ['--seeds', '2'];
const REPORTS: readonly string[][] = [
  ['run', 'small.yaml'],
  ['run', 'small.yaml', ...quick, '--set', 'seeds=3', '--set', 'router.ttl=1s'],
  ['run', 'small.yaml', '--replication', '1', '--by', 'deployment'],
  ['run', 'small.yaml', '--set', 'samples.kind=not-recorded', '--set', 'duration=120s'],
  ['run', 'small.yaml', '--set', 'router.strategy=simple-shuffle'],
  ['run', 'small.yaml', '--set', 'router.lowest_latency_buffer=20'],
  ['run', "it's small.yaml", '--logger', 'compare-and-set', '--set', 'logger.name=locked'],
  ['run', 'expects.yaml'],
  ['run', 'small.yaml', '--set', 'requests=20', '--set', 'samples.kind=chat'],
  ['run', 'long.yaml', '--by', 'deployment'],
  ['compare', 'long.yaml', ...quick],
  ['gate', 'expects.yaml', '--max-seeds', '12'],
  ['gate', 'long.yaml', '--logger', './good.mjs', '--expect', 'share(fast) >= 90%', '--fixed'],
  ['gate', 'small.yaml', '--set', 'expect=[lost == 0]', '--expect', 'explore: no violation'],
  ['explore', '--logger', 'unlocked'],
  ['explore', '--logger', 'locked', '--processes', '2'],
  ['trace', 'small.yaml', ...quick],
  ['trace', 'small.yaml', '--nth', '1000000', ...quick],
  ['trace', 'small.yaml', '--logger', 'locked', ...quick],
  ['import', 'config.yaml', '--force'],
];
const ERRORS: readonly string[][] = [
  ['rnu', 'small.yaml'],
  ['run', 'small.yaml', '--sed', '1'],
  ['run', 'small.yaml', '--logger', 'lokced'],
  ['run', 'small.yaml', '--set', 'router.tl=60s'],
  ['run', 'nowhere/to-be-found.yaml'],
  ['run', '16x5'],
  ['run', 'small.yaml', '--logger', './throws.mjs'],
  ['run', 'small.yaml', '--logger', './nonsense.mjs'],
  ['compare', 'small.yaml', '--format', 'svg', '--json'],
  ['gate', 'small.yaml'],
  ['diagnose', 'small.yaml'],
  ['trace', 'small.yaml', '--logger', 'locked', '--format', 'svg'],
];

it.for(REPORTS)('latsim %j', expectReport);
it.for(ERRORS)('what is wrong with latsim %j', expectError);

describe('what is advised against a cause', () => {
  const report = sampleRun();
  const verdicts = Object.keys(VERDICT_LABELS) as Verdict[];
  const where: Where = {
    ...HEADING.where,
    options: [
      ['--set', 'router.ttl=10s'],
      ['--set', 'dispatch={kind: flushes, every: 1s}'],
      ['--seeds', '2'],
    ],
  };
  it.each(CAUSES)('%s', async (cause) => {
    const causes = Object.fromEntries(CAUSES.map((one) => [one, one === cause ? 5 : 0]));
    const of = { ...report, causes: causes as typeof report.causes };
    const commands = verdicts.flatMap((verdict) =>
      [where, { ...where, loggedAtOnce: true, logger: 'locked', loggerGiven: true }].flatMap((at) =>
        advice({ ...of, verdict }, at).flatMap(({ command = [] }) => command),
      ),
    );
    for (const command of new Set(commands)) {
      expectCopied(command);
      expect([command, (await run(words(command).slice(1))).code]).toEqual([command, 0]);
    }
  });
});

it('on a terminal commands begin as they were typed, elsewhere with latsim', async () => {
  const env = { npm_command: 'exec', NO_COLOR: '1' };
  // Too few replications: there is something to try next, and something open.
  const args = ['run', 'expects.yaml', '--threads', '1', '--seeds', '3'];
  const typed = await built(args, { cwd, env, tty: true });
  expect(typed.stdout).toMatch(/\n {4}npx latsim run /);
  expect(typed.stderr).toMatch(/\nreplay: npx latsim run /);
  expect(typed.stdout).not.toMatch(/\n {4}latsim /);
  expect((await built(args, { cwd, env })).stdout).toMatch(/\n {4}latsim run /);
  const explored = await built(['explore', '--logger', 'locked'], { cwd, env, tty: true });
  expect(explored.stdout).toMatch(/\n {4}npx latsim explore --logger locked /);
  const misspelt = await built(['rnu'], { cwd, env, tty: true });
  expect(misspelt.stderr).toMatch(/\n {4}npx latsim --help\n$/);
  const written = await built(['trace', 'small.yaml', '--nth', '99999', '--output', 'told.txt'], {
    cwd,
    env,
    tty: true,
  });
  expect(written.stdout).toBe('');
});

describe('commands of the documentation that are not shown with what they say', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await readersFolder();
  });
  const quickOnes = commandsOfPages().filter((command) => !isSlow(command));
  it.for(quickOnes)('%s', async (command) => expectToRun(command, folder));
});
