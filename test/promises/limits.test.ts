import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maxBaselineBytes } from '../../src/cli/baseline.js';
import { maxBlankBytes } from '../../src/cli/recording-file.js';
import { maxMergedBytes, maxShardBytes } from '../../src/cli/shard.js';
import { pipePatience } from '../../src/files/pipe.js';
import { maxModuleBytes, moduleFileFault } from '../../src/jobs/module-file.js';
import { MAX_RECORD } from '../../src/litellm/log-forms/records.js';
import { logLimits } from '../../src/litellm/logs.js';
import { maxLineBytes } from '../../src/litellm/recording.js';
import { DEFAULT_MAX_EVENTS } from '../../src/studies/event-limit.js';
import { DEFAULT_MAX_MEMORY_MB } from '../../src/studies/memory-limit.js';
import { limits } from '../../src/text/limits.js';
import { numberLimits } from '../../src/text/numbers.js';
import { built, latsim } from '../cli/in-process.js';
import { SMALL, workFolder } from '../cli/latsim.js';
import { goldenText } from '../worlds/replay/recordings.js';

/**
 * The promise: whatever a command is given to read is read no further than what it can be, and no run is
 * begun that needs more than the machine may give.
 */

const CONFIG = `model_list:
  - { model_name: m, litellm_params: { model: openai/a } }
`;
const RECORDING = goldenText('v1.76.1', '04_overflow_drift.jsonl.gz');

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

function loggerCommand(file: string): string[] {
  return ['run', 'small.yaml', '--logger', `./${file}`];
}

describe.each(['/dev/zero', '/dev/urandom'])('%s is refused by its beginning', (device) => {
  it.each(READERS)('by %s', async (_, command) => {
    const { code, stderr } = await latsim(command(device), { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain(device);
  });
});

describe.runIf(process.platform !== 'win32')('what is no file', () => {
  const usual_ms = pipePatience.ms;
  const socket = createServer();
  beforeAll(async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await new Promise<void>((listens) => socket.listen(join(folder, 'socket'), listens));
    pipePatience.ms = 20;
  });
  afterAll(() => {
    pipePatience.ms = usual_ms;
    socket.close();
  });

  const all = [...READERS, ['a logger', (file: string) => loggerCommand(file)] as const];
  it.each(all)('a socket is refused by %s', async (_, command) => {
    const { code, stderr } = await built(command('socket'), { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/socket"?(: this is a socket| is a pipe or a device)/);
  });

  it.each(all)('a name too long, and links in a loop, are refused by %s', async (_, command) => {
    symlinkSync('round', join(folder, 'again'));
    symlinkSync('again', join(folder, 'round'));
    for (const name of ['n'.repeat(300), 'round']) {
      const { code, stderr } = await latsim(command(name), { cwd: folder });
      expect(code).toBe(2);
      expect(stderr).toMatch(/so long a name|form a loop|there is no such file/);
    }
    for (const link of ['again', 'round']) rmSync(join(folder, link));
  });

  it.each(READERS)('a pipe that nobody writes to is refused by %s', async (_, command) => {
    const { code, stderr } = await latsim(command('pipe'), { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/pipe"?: nobody writes to this pipe/);
  });

  it.each([
    ['run', SMALL, ['run', 'pipe', '--seeds', '1']],
    ['import', CONFIG, ['import', 'pipe', '--output', '-']],
    ['replay', RECORDING, ['replay', 'pipe']],
  ])('a pipe is read to its end by %s, whoever begins', async (_, content, command) => {
    pipePatience.ms = usual_ms;
    writeFileSync(join(folder, 'whole'), content);
    spawn('sh', ['-c', 'cat whole > pipe'], { cwd: folder, stdio: 'ignore' });
    expect((await latsim(command, { cwd: folder })).code).toBe(0);
    pipePatience.ms = 20;
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
  expect(moduleFileFault('/dev/zero', 'logger')?.what).toContain('device');
  expect(moduleFileFault(folder, 'logger')?.what).toContain('directory');
  expect(moduleFileFault(join(folder, 'small.yaml'), 'logger')?.what).toContain('not a module');
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
    ['a counterexample of no kind', 12, /"kind":"lost-update"/, '"kind":"other"'],
    ['a step that nobody takes', 12, /"who":"task 1"/, '"who":1'],
    ['no model groups', 1, /"modelGroups":\[.*?\}\],"cuts_s"/, '"modelGroups":[],"cuts_s"'],
  ];

  it('whose lines latsim has not written is refused, whatever its checksum says', async () => {
    const expects = ['share(slow) >= 1%', 'explore: no violation'];
    const expecting = expects.flatMap((text) => ['--expect', text]);
    const args = ['gate', 'small.yaml', ...expecting, '--seeds', '10', '--shard', '1/1'];
    const written = await latsim(args, { cwd: folder });
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

describe('a baseline', () => {
  const gate = ['gate', 'small.yaml', '--expect', 'lost >= 0', '--fixed', '--threads', '1'];
  let written = '';
  beforeAll(async () => {
    await latsim([...gate, '--save-baseline', 'base.json'], { cwd: folder });
    written = readFileSync(join(folder, 'base.json'), 'utf8');
  });
  const compared = (content: string) => {
    writeFileSync(join(folder, 'odd.json'), content);
    return latsim([...gate, '--baseline', 'odd.json', '--json'], { cwd: folder });
  };

  it.each(['"NaN"', '1e999', '-1e999', 'null', '[]', '{"a":1}', 'true'])(
    'whose figures are %s is refused with its place',
    async (value) => {
      for (const field of ['mean', 'sd', 'n']) {
        const changed = written.replace(new RegExp(`"${field}":[^,}]+`), `"${field}":${value}`);
        const { code, stdout, stderr } = await compared(changed);
        expect({ code, stdout }, field).toEqual({ code: 2, stdout: '' });
        expect(stderr).toMatch(/odd\.json:\d+:\d+: this baseline is damaged at figures\.0\./);
      }
    },
  );

  it.each(['-1', '-1e300', '1e300', '1.7e308', '5e-324', '9007199254740993', '0.5'])(
    'whose figures are %s is refused, or compared in figures',
    async (value) => {
      for (const field of ['mean', 'sd', 'n']) {
        const all = new RegExp(`"${field}":[^,}]+`, 'g');
        const { code, stdout } = await compared(written.replace(all, `"${field}":${value}`));
        expect([0, 1, 2], field).toContain(code);
        if (code === 2) expect(stdout).toBe('');
        else expectSound(JSON.parse(stdout).baseline);
      }
    },
  );
});

/** No text of a number that is none, and no null in the place of a figure. */
function expectSound(value: unknown): void {
  expect(JSON.stringify(value)).not.toMatch(/NaN|Infinity|"(before|after|difference)":null/);
}

describe('nesting without an end is refused with its place', () => {
  const deep = 200_000;
  const nested = ['['.repeat(deep), '{"a":'.repeat(deep), `${'['.repeat(deep)}${']'.repeat(deep)}`];
  const [config = ''] = RECORDING.split('\n');

  it.each([
    ['a shard', (json: string) => json, ['merge', 'deep']],
    ['a line of a shard', (json: string) => `{"latsimShard":3,"plan":${json}}`, ['merge', 'deep']],
    ['a recording', (json: string) => json, ['replay', 'deep']],
    [
      'a line of a recording',
      (json: string) => `${config}\n{"op":"select","t":${json}}`,
      ['replay', 'deep'],
    ],
    [
      'a state of a recording',
      (json: string) => `${config}\n{"op":"state","t":1,"map":${json}}`,
      ['replay', 'deep'],
    ],
    [
      'a spend log',
      (json: string) => `{"model":"a","metadata":${json}}`,
      ['import', 'config.yaml', '--output', '-', '--logs', 'deep'],
    ],
    [
      'a configuration',
      (json: string) => `model_list: ${json}`,
      ['import', 'deep', '--output', '-'],
    ],
    [
      'a baseline',
      (json: string) => json,
      ['gate', 'small.yaml', '--expect', 'lost >= 0', '--baseline', 'deep'],
    ],
    [
      'a figure of a baseline',
      (json: string) => `{"latsimBaseline":1,"figures":${json}}`,
      ['gate', 'small.yaml', '--expect', 'lost >= 0', '--baseline', 'deep'],
    ],
  ])('%s', async (_, file, command) => {
    for (const json of nested) {
      writeFileSync(join(folder, 'deep'), `${file(json)}\n`);
      const { code, stderr } = await latsim(command, { cwd: folder });
      expect(code).toBe(2);
      expect(stderr).toMatch(/deep(:\d+:\d+)?: /);
      expect(stderr.length).toBeLessThan(2000);
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
  const hoarding = `
const kept = new Float64Array(8e6);
export default { *record() {}, *view() { return kept[0] === 1 ? 1 : undefined; } };
`;
  const here = {
    cwd: workFolder({ 'burst.yaml': burst, 'small.yaml': SMALL, 'own.mjs': hoarding }),
  };

  it.each(['run', 'compare', 'trace', 'gate'])(
    'that needs too much memory at once is refused by %s, with what would allow it',
    async (command) => {
      const more = command === 'gate' ? ['--expect', 'lost == 0'] : [];
      const loggers = command === 'compare' ? ['--loggers', 'atomic'] : [];
      const { code, stderr } = await latsim([command, 'burst.yaml', ...more, ...loggers], here);
      expect(code).toBe(2);
      expect(stderr).toMatch(/needs about [\d,]+ MB of memory at once, over the limit of 1,000/);
      expect(stderr).toMatch(/--max-memory \d+/);
    },
  );

  it.each(['run', 'gate'])(
    "of a user's own logger is refused by %s for what its first replication takes",
    async (command) => {
      const options = {
        run: ['--logger', './own.mjs'],
        gate: ['--logger', './own.mjs', '--expect', 'lost >= 0', '--fixed'],
      }[command] as string[];
      const { code, stderr } = await built(
        [command, 'small.yaml', ...options, '--max-memory', '160', '--threads', '1'],
        here,
      );
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /needs about [\d,]+ MB of memory at once \(by its first replication\), over the limit of 160/,
      );
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
    maxModuleBytes,
    DEFAULT_MAX_EVENTS,
    DEFAULT_MAX_MEMORY_MB,
  ];
  for (const limit of all) expect(page).toContain(limit.toLocaleString('en-US'));
  expect(page).toContain(`${limits.depth} levels`);
});
