import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { maxBaselineBytes } from '../../src/cli/baseline.js';
import { maxBlankBytes } from '../../src/cli/recording-file.js';
import { maxMergedBytes, maxShardBytes } from '../../src/cli/shard.js';
import { loggerFileFault, maxLoggerBytes } from '../../src/jobs/logger-file.js';
import { MAX_RECORD } from '../../src/litellm/log-records.js';
import { logLimits } from '../../src/litellm/logs.js';
import { maxLineBytes } from '../../src/litellm/recording.js';
import { DEFAULT_MAX_EVENTS } from '../../src/studies/event-limit.js';
import { DEFAULT_MAX_MEMORY_MB } from '../../src/studies/memory-limit.js';
import { limits } from '../../src/text/limits.js';
import { numberLimits } from '../../src/text/numbers.js';
import { latsim } from '../cli/in-process.js';
import { SMALL, workFolder } from '../cli/latsim.js';

/**
 * The promise: whatever a command is given to read is read no further than what it can be, and no run is
 * begun that needs more than the machine may give.
 */

const CONFIG = `model_list:
  - { model_name: m, litellm_params: { model: openai/a } }
`;
const folder = workFolder({ 'small.yaml': SMALL, 'config.yaml': CONFIG });

/** Every place of the command line that takes a file. */
const READERS: readonly (readonly [name: string, command: (file: string) => string[]])[] = [
  ['run', (file) => ['run', file]],
  ['compare', (file) => ['compare', file]],
  ['trace', (file) => ['trace', file]],
  ['gate', (file) => ['gate', file]],
  ['validate', (file) => ['validate', file]],
  ['diagnose', (file) => ['diagnose', file, '--observed', 'a=1']],
  ['diagnose --logs', (file) => ['diagnose', 'small.yaml', '--logs', file]],
  ['import', (file) => ['import', file, '--output', '-']],
  ['import --logs', (file) => ['import', 'config.yaml', '--output', '-', '--logs', file]],
  ['replay', (file) => ['replay', file]],
  ['merge', (file) => ['merge', file]],
  [
    'gate --baseline',
    (file) => ['gate', 'small.yaml', '--expect', 'lost >= 0', '--baseline', file],
  ],
  ['arrivals', (file) => ['run', 'small.yaml', '--set', `load={kind: file, path: ${file}}`]],
  [
    'a round trip',
    (file) => [
      'run',
      'small.yaml',
      '--set',
      `store={kind: remote, rtt: {distribution: empirical, file: ${file}}}`,
    ],
  ],
];

describe.each(['/dev/zero', '/dev/urandom'])('%s is refused by its beginning', (device) => {
  it.each(READERS)('by %s', async (_, command) => {
    const { code, stderr } = await latsim(command(device), { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain(device);
  });
});

/** What never ends, line by line. */
function* endlessly(line: string): Generator<Buffer> {
  const piece = Buffer.from(`${line}\n`.repeat(20_000));
  for (;;) yield piece;
}

describe.each(['', 'y', '#', '{}', '['])('%j without an end is refused', (line) => {
  it.each([
    ['replay', ['replay', '-']],
    ['import', ['import', 'config.yaml', '--output', '-', '--logs', '-']],
  ])('by %s', async (_, command) => {
    const stdin = Readable.from(endlessly(line));
    const { code } = await latsim(command, { cwd: folder, stdin });
    expect(code).toBe(2);
  });
});

it('a logger is a file, and not too long', () => {
  expect(loggerFileFault('/dev/zero')?.what).toContain('device');
  expect(loggerFileFault(folder)?.what).toContain('directory');
  expect(loggerFileFault(join(folder, 'small.yaml'))).toBeUndefined();
});

describe('a shard', () => {
  const sealed = (lines: readonly string[]): string => {
    const body = lines.map((one) => `${one}\n`).join('');
    const sha256 = createHash('sha256').update(body).digest('hex');
    return `${body}${JSON.stringify({ findings: lines.length - 1, sha256 })}\n`;
  };
  const changes: readonly (readonly [name: string, line: number, from: RegExp, to: string])[] = [
    ['a count below 0', 2, /"occurrences":\d+/, '"occurrences":-1'],
    ['a number beyond doubles', 2, /"lostSeconds":[^,]+/, '"lostSeconds":1e999'],
    ['a text instead of a number', 2, /"lostSeconds":[^,]+/, '"lostSeconds":"NaN"'],
    ['too few deployments', 2, /"requests":\[\d+,/, '"requests":['],
    ['a run that there is not', 2, /"run":0/, '"run":7'],
    ['looks beyond measure', 1, /"looks":\[\d+\]/, '"looks":[1e9]'],
    ['an expectation of another text', 1, /"sense":">="/, '"sense":"<="'],
    ['no model groups', 1, /"modelGroups":\[.*?\}\],"cuts_s"/, '"modelGroups":[],"cuts_s"'],
  ];

  it('whose lines latsim has not written is refused, whatever its checksum says', async () => {
    const expecting = ['--expect', 'share(slow) >= 1%', '--seeds', '10', '--shard', '1/1'];
    const written = await latsim(['gate', 'small.yaml', ...expecting], { cwd: folder });
    const lines = written.stdout.trimEnd().split('\n').slice(0, -1);
    mkdirSync(join(folder, 'shards'));
    const merge = async (content: readonly string[]) => {
      writeFileSync(join(folder, 'shards/one.jsonl'), sealed(content));
      return latsim(['merge', 'shards/one.jsonl'], { cwd: folder });
    };
    expect((await merge(lines)).code).toBeLessThan(2);
    for (const [name, line, from, to] of changes) {
      const changed = lines.map((one, i) => (i === line - 1 ? one.replace(from, to) : one));
      expect(changed, name).not.toEqual(lines);
      const { code, stderr } = await merge(changed);
      expect(code, name).toBe(2);
      expect(stderr, name).toContain(`one.jsonl:${line}:1`);
    }
  });
});

describe('a run', () => {
  const burst = `
fleet: { groups: [{ name: a, deployments: 12000, latency: { distribution: constant, value: 1s } }] }
load: { kind: bursts, size: 12000, every: 100s }
duration: 50s
store: { kind: remote, rtt: 10ms }
logger: atomic
`;
  const here = { cwd: workFolder({ 'burst.yaml': burst, 'small.yaml': SMALL }) };

  it.each(['run', 'compare', 'trace', 'gate'])(
    'that needs too much memory at once is refused by %s, with what would allow it',
    async (command) => {
      const more = command === 'gate' ? ['--expect', 'lost == 0'] : [];
      const loggers = command === 'compare' ? ['--loggers', 'atomic'] : [];
      const { code, stderr } = await latsim([command, 'burst.yaml', ...more, ...loggers], here);
      expect(code).toBe(2);
      expect(stderr).toMatch(/needs about \d+ MB of memory at once, over the limit of 1000/);
      expect(stderr).toMatch(/--max-memory \d+/);
    },
  );

  it('says by what its events are estimated', async () => {
    const { stderr } = await latsim(['run', 'small.yaml', '--max-events', '10'], here);
    expect(stderr).toContain('(by its first requests)');
  });
});

it('the page has the limits of the code', () => {
  const page = readFileSync(new URL('../../docs/reference/limits.md', import.meta.url), 'utf8');
  const all = [
    limits.bytes,
    limits.tokens,
    limits.values,
    limits.expectations,
    numberLimits.bytes,
    numberLimits.values,
    numberLimits.line,
    numberLimits.idle,
    logLimits.header,
    logLimits.line,
    logLimits.blank,
    MAX_RECORD,
    maxLineBytes,
    maxBlankBytes,
    maxBaselineBytes,
    maxShardBytes,
    maxMergedBytes,
    maxLoggerBytes,
    DEFAULT_MAX_EVENTS,
    DEFAULT_MAX_MEMORY_MB,
  ];
  for (const limit of all) expect(page).toContain(limit.toLocaleString('en-US'));
  expect(page).toContain(`${limits.depth} levels`);
});
