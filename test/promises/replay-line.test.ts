import { execFileSync } from 'node:child_process';
import { beforeAll, expect, it } from 'vitest';
import { built, latsim } from '../cli/in-process.js';
import { type Ended, SMALL, workFolder } from '../cli/latsim.js';
import { USER_LOGGERS } from '../cli/loggers-of-users.js';
import { goldenText } from '../worlds/replay/recordings.js';

/**
 * The promise: what fails or does not hold ends on stderr with `replay:` and the command that was given,
 * all of it, as a shell takes it.
 */

/** What has to be quoted, and what is not seen. */
const ODD = ['--set', "title=it's  $HOME \u202e `x` !a", '--set', 'reported=nobody'];
const ODD_FILE = "it's \u0007\n\u202e.yaml";

const cwd = workFolder({
  [ODD_FILE]: SMALL,
  'small.yaml': SMALL,
  'expects.yaml': `${SMALL}expect: [lost == 0]\n`,
  'broken.yaml': `${SMALL}duraton: 1s\n`,
  'config.yaml': 'model_list: 5\n',
  'r.jsonl': goldenText('v1.76.1', '04_overflow_drift.jsonl.gz'),
  ...USER_LOGGERS,
});

const WITH_ALL = ['--by', 'deployment', '--json', '--events', 'events.jsonl', '--threads=1'];

const BEYOND = ['--max-events', '10', '--json', '--threads', '1'];
const [LOST, OPEN] = [
  ['--expect', 'lost == 0'],
  ['--expect', 'share(slow) >= 33.3%'],
];

/** Commands, and how they end. */
const cases: readonly (readonly [args: readonly string[], code: number])[] = [
  // What does not hold, or is left open.
  [['run', 'expects.yaml', ...WITH_ALL, '--no-color'], 1],
  [['run', ODD_FILE, '--set', 'expect=[lost == 0]', ...ODD], 1],
  [
    [
      '--no-color',
      'run',
      'small.yaml',
      '--replication',
      '1',
      '--set',
      'expect=[share(slow) >= 33%]',
    ],
    0,
  ],
  [['gate', 'small.yaml', ...LOST, '--fixed', '--json', ...ODD], 1],
  [['gate', 'small.yaml', ...OPEN, '--fixed', '--threads=1', '--margin', '3'], 0],
  [['gate', 'small.yaml', ...OPEN, '--fixed', '--strict', '--reporter', 'markdown=g.md'], 4],
  [['merge', 'shard.jsonl', '--json'], 1],
  [['replay', 'r.jsonl', '--profile', 'v1.110.2', '--json'], 1],
  // What fails.
  [['run', 'small.yaml', '--seed=3', '--events', 'e.jsonl', ...BEYOND, ...ODD], 2],
  [['compare', 'small.yaml', '--loggers', 'locked,atomic', ...BEYOND], 2],
  [['trace', 'small.yaml', '--nth', '2', '--format=svg', ...BEYOND.slice(0, 2)], 2],
  [['gate', 'small.yaml', ...LOST, ...BEYOND], 2],
  [['validate', 'broken.yaml'], 2],
  [['import', 'config.yaml', '--output', '-'], 2],
  [['explore', '--logger', 'locked-distributed', '--store', 'in-process', '--json'], 2],
];

beforeAll(async () => {
  const shard = ['--shard', '1/1', '--output', 'shard.jsonl'];
  await latsim(['gate', 'small.yaml', ...LOST, ...shard], { cwd });
});

it.each(cases)('%j', async (args, code) => {
  const ended = await latsim(args, { cwd });
  expect(ended.code, ended.stderr).toBe(code);
  expectReplay(ended, args);
});

it.each([
  [['run', 'small.yaml', '--logger', './holds.mjs', '--json']],
  [['compare', 'small.yaml', '--loggers', 'locked,./holds.mjs', '--threads=1']],
  [['gate', 'small.yaml', '--logger', './holds.mjs', '--expect', 'lost == 0', '--fixed']],
])('with what shows one replication alone above: %j', async (args) => {
  const ended = await built(args, { cwd });
  expect(ended.code).toBe(2);
  expectReplay(ended, args);
  const [, alone = ''] =
    /\n {2}= replication 0 alone:\n {4}(latsim run .*)\nreplay: /.exec(ended.stderr) ?? [];
  const again = shellWords(alone);
  expect(again.join(' ')).toContain('--replication 0');
  const same = await built(again, { cwd });
  expect(same.stderr.split('\n')[0]).toBe(ended.stderr.split('\n')[0]);
  expectReplay(same, again);
  expect(same.stderr).not.toContain('alone');
});

function expectReplay({ stderr }: Ended, args: readonly string[]): void {
  const lines = [...stderr.matchAll(/^replay: (.*)$/gm)].map(([, line = '']) => line);
  expect(lines).toHaveLength(1);
  expect(shellWords(lines[0] as string)).toEqual(args);
  expect(stderr).toMatch(/\nreplay: .*\n$/);
}

/** The words of a command line, by a shell. */
function shellWords(line: string): string[] {
  const script = `latsim() { printf '%s\\0' "$@"; }\n${line}`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}
