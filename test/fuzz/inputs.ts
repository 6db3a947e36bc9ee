import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { COMMANDS } from '../../src/cli/commands.js';
import { LOGGER_NAMES } from '../../src/loggers/index.js';
import { surrounded } from '../cli/in-process.js';
import { SMALL } from '../cli/latsim.js';
import { USER_LOGGERS } from '../cli/loggers-of-users.js';
import { jsonLines } from '../litellm/spend-logs.js';
import { FORMS } from '../litellm/written-logs.js';
import { goldenText } from '../worlds/replay/recordings.js';
import type { Case, Files } from './case.js';
import type { Draw } from './draw.js';
import { mutated } from './mutate.js';

/*
 * Every kind of input that latsim reads, each with an example or several, and the commands that read
 * it: what is tried are these with some bytes changed.
 */

/** No command may take long: what is longer than this is refused beforehand. */
export const LIMIT = ['--max-events', '20000'];

const SCENARIO = `${SMALL}expect:
  any: [lost >= 0, share(fast) >= 1%, verdict == differentiated]
  atomic: [p95(latency) <= 9s, share(slow) <= 2 * share(fast)]
`;

const MODEL_GROUPS = `title: "Two: groups"
duration: 40s
modelGroups:
  - name: a
    fleet:
      groups:
        - { name: x, deployments: 2, latency: { distribution: exponential, mean: 1s }, rpm: 30 }
        - { name: y, deployments: 1, latency: { distribution: empirical, file: durations.txt } }
    load: &load { kind: file, path: arrivals.txt }
  - name: b
    fleet: { groups: [{ name: z, deployments: 2, latency: 1s, samples: { kind: { chat: 1, other: 2 } } }] }
    load: *load
router: { litellm: 1.88.0, strategy: lowest-latency }
`.replace('latency: 1s', 'latency: { distribution: constant, value: 1s }');

const CONFIG = `model_list:
  - model_name: assistant
    litellm_params: { model: openai/gpt-4.1, api_key: os.environ/KEY, rpm: 100 }
    model_info: { id: one }
  - model_name: assistant
    litellm_params:
      model: azure/gpt-4.1-eu
      api_base: "https://eu.example.com/v1"
      tpm: 90000
  - { model_name: embeddings, litellm_params: { model: bedrock/titan, region: eu } }
router_settings:
  routing_strategy: latency-based-routing
  routing_strategy_args: { ttl: 300, lowest_latency_buffer: 0.1 }
  redis_host: localhost
  redis_port: 6379
litellm_settings: { cache: true, cache_params: { type: redis } }
`;

const COLUMNS = [
  ...[
    'request_id',
    'call_type',
    'startTime',
    'endTime',
    'completionStartTime',
    'model',
    'model_id',
  ],
  ...[
    'model_group',
    'api_base',
    'completion_tokens',
    'total_tokens',
    'cache_hit',
    'status',
    'metadata',
  ],
];

const ROWS = Array.from({ length: 24 }, (_, i) => {
  const at = (more_s: number) => new Date(Date.UTC(2026, 0, 1) + 1000 * (i + more_s)).toISOString();
  const eu = i % 3 === 0;
  return [
    ...[
      `r${i}`,
      'acompletion',
      at(0),
      at(eu ? 0.9 : 0.4),
      at(0.2),
      eu ? 'gpt-4.1-eu' : 'gpt-4.1',
      'one',
    ],
    ...[
      'assistant',
      'https://eu.example.com/v1',
      1 + i,
      3 + i,
      'False',
      'success',
      '{"a": "b, c"}',
    ],
  ];
});

const CSV = [COLUMNS, ...ROWS]
  .map((cells) => `${cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')}\n`)
  .join('');
const FIELDS = ROWS.map((row) => Object.fromEntries(row.map((cell, i) => [COLUMNS[i], cell])));
const JSON_LINES = jsonLines(FIELDS);
/** The same in each other form. */
const OTHER_FORMS = Object.values(FORMS).map((write) => write(FIELDS));
const UTF_16 = Buffer.from(`\ufeff${CSV}`, 'utf16le');

/** A scenario of the groups that the log has. */
const OBSERVED = SMALL.replace('name: slow', 'name: gpt-4.1-eu').replace(
  'name: fast',
  'name: gpt-4.1',
);

const GATE = [
  'gate',
  'small.yaml',
  '--seeds',
  '2',
  '--fixed',
  '--threads',
  '1',
  '--expect',
  'lost >= 0',
];

interface Kind {
  /** What is changed. */
  readonly file: string;
  readonly examples: readonly (string | Uint8Array)[];
  /** What stands beside it. */
  readonly beside?: Files;
  /** One of these reads it. */
  readonly commands: readonly (readonly string[])[];
  /** Makes it whole again where otherwise a checksum would keep the changes from being read. */
  readonly sealed?: (changed: Buffer) => Buffer;
  /** Made by this command, before. */
  readonly madeBy?: readonly string[];
}

const numbers = {
  'durations.txt': '500ms\n0.25s\n1.5s\n',
  'arrivals.txt': '0s\n1s\n1s\n2.5s\n30s\n',
};

export const READ: Readonly<Record<string, Kind>> = {
  scenario: {
    file: 's.yaml',
    examples: [SMALL, SCENARIO, MODEL_GROUPS],
    beside: numbers,
    commands: [
      ['validate', 's.yaml'],
      ['run', 's.yaml', '--seeds', '1', '--json', ...LIMIT],
      ['run', 's.yaml', '--seeds', '2', '--by', 'deployment', ...LIMIT],
      ['compare', 's.yaml', '--seeds', '1', ...LIMIT],
      ['trace', 's.yaml', '--seeds', '1', ...LIMIT],
      ['gate', 's.yaml', '--seeds', '2', '--fixed', '--threads', '1', ...LIMIT],
    ],
  },
  numbers: {
    file: 'durations.txt',
    examples: Object.values(numbers),
    beside: { ...numbers, 's.yaml': MODEL_GROUPS, 'durations.txt': '' },
    commands: [
      ['validate', 's.yaml'],
      ['run', 's.yaml', '--seeds', '1', '--json', ...LIMIT],
    ],
  },
  configuration: {
    file: 'config.yaml',
    examples: [CONFIG],
    beside: { 'log.csv': CSV },
    commands: [
      ['import', 'config.yaml', '--output-dir', 'out'],
      ['import', 'config.yaml', '--output-dir', 'out', '--json'],
      ['import', 'config.yaml', '--model-name', 'assistant', '--output', '-'],
      ['import', 'config.yaml', '--model-name', 'assistant', '--logs', 'log.csv', '--output', '-'],
      ['import', 'config.yaml', '--group-by', 'api_base', '--output-dir', 'out'],
    ],
  },
  log: {
    file: 'log',
    examples: [CSV, JSON_LINES, UTF_16, ...OTHER_FORMS, gzipSync(CSV), gzipSync(JSON_LINES)],
    beside: { 'config.yaml': CONFIG, 'small.yaml': OBSERVED },
    commands: [
      ['import', 'config.yaml', '--model-name', 'assistant', '--logs', 'log', '--output', '-'],
      ['import', 'config.yaml', '--logs', 'log', '--output-dir', 'out', '--as-arrivals', '--json'],
      ['import', 'config.yaml', '--logs', 'log', '--output-dir', 'out', '--allow-damaged', '100'],
      ['import', 'config.yaml', '--logs', 'log', 'log', '--output-dir', 'out', '--json'],
      [
        'import',
        'config.yaml',
        '--logs',
        'log',
        '--output-dir',
        'out',
        '--allow-jumps',
        '--assume-utc',
      ],
    ],
  },
  'log that is diagnosed': {
    file: 'log',
    examples: [CSV, JSON_LINES],
    beside: { 'small.yaml': OBSERVED.replace('duration: 60s', 'duration: 2s') },
    commands: [
      ['diagnose', 'small.yaml', '--logs', 'log', '--threads', '1'],
      [
        'diagnose',
        'small.yaml',
        '--logs',
        'log',
        '--threads',
        '1',
        '--json',
        '--allow-damaged',
        '50',
      ],
    ],
  },
  recording: {
    file: 'r.jsonl',
    examples: [
      goldenText('v1.76.1', '02_issue_timedelta.jsonl.gz'),
      goldenText('v1.82.3', '14_list_size_3.jsonl.gz'),
      goldenText('v1.110.2', '22_exact_expiry.jsonl.gz'),
    ].flatMap((text) => [text, gzipSync(text)]),
    commands: [
      ['replay', 'r.jsonl'],
      ['replay', 'r.jsonl', '--json'],
      ['replay', 'r.jsonl', '--profile', 'v1.110.2'],
    ],
  },
  baseline: {
    file: 'b.json',
    examples: [],
    madeBy: [...GATE, '--save-baseline', 'b.json'],
    beside: { 'small.yaml': SMALL },
    commands: [
      [...GATE, '--baseline', 'b.json'],
      [...GATE, '--baseline', 'b.json', '--allow-changed', '--json'],
    ],
  },
  shard: {
    file: 'shard',
    examples: [],
    madeBy: [...GATE, '--shard', '1/1', '--output', 'shard'],
    beside: { 'small.yaml': SMALL },
    commands: [
      ['merge', 'shard'],
      ['merge', 'shard', '--json'],
      ['merge', 'shard', 'shard'],
    ],
    sealed: sealedShard,
  },
  logger: {
    file: 'l.mjs',
    // What a module does is its own business: only how it is read is tried here.
    examples: ['syntax.mjs', 'no-default.mjs', 'no-view.mjs', 'misspelt.mjs', 'import.mjs'].map(
      (name) => USER_LOGGERS[name as keyof typeof USER_LOGGERS],
    ),
    beside: { 'small.yaml': SMALL },
    commands: [['explore', '--logger', './l.mjs', '--tasks', '2']],
  },
};

/** Of the changed lines of a shard, so that its checksum is right. */
function sealedShard(changed: Buffer): Buffer {
  const lines = changed.toString('latin1').split('\n');
  const body = `${lines.slice(0, -2).join('\n')}\n`;
  const sha256 = createHash('sha256').update(body, 'latin1').digest('hex');
  const last = JSON.stringify({ findings: lines.length - 3, sha256 });
  return Buffer.from(`${body}${last}\n`, 'latin1');
}

/** An input of a kind with some bytes changed. */
export function changedInput(name: string, draw: Draw, made: readonly Uint8Array[]): Case {
  const { file, examples, beside, commands, sealed } = READ[name] as Kind;
  const all = [...examples, ...made].map((one) => Buffer.from(one));
  const changed = mutated(draw, draw.of(all), all);
  const content = sealed !== undefined && draw.chance(0.8) ? sealed(changed) : changed;
  return { files: { ...beside, [file]: content }, commands: [draw.of(commands)] };
}

/** What a value of an option may be like, right and wrong. */
const VALUES = [
  ...[
    '',
    '0',
    '1',
    '2',
    '-1',
    '1e3',
    '1e400',
    '0x10',
    '2.5',
    '9007199254740993',
    'NaN',
    '50%',
    '5',
  ],
  ...[
    'slow=1,fast=2',
    'slow=1',
    '=,',
    'a=b',
    'model=other',
    '1/2',
    '2/1',
    '1,2,1,2',
    'e1,1,1',
    'crash 1',
  ],
  ...[
    'lost == 0',
    'share(fast) >= 1%',
    'share(',
    'p95(latency) <= 2s',
    'explore: no violation with 2 tasks',
  ],
  ...[
    'duration=10s',
    'router.ttl=5s',
    'fleet.groups[0].deployments=3',
    'fleet.groups[9]=1',
    'seeds=1e9',
  ],
  ...[
    'store={ kind: tiered, rtt: 1ms }',
    'store.kind=in-process',
    'load={',
    'a.b.c=1',
    '__proto__.x=1',
  ],
  ...[
    'text',
    'json',
    'junit',
    'text=out.txt',
    'svg',
    'mermaid',
    'markdown',
    'github=',
    'json=/no/where',
  ],
  ...[
    'small.yaml',
    './good.mjs',
    './none.mjs',
    'nowhere/x',
    '.',
    '/dev/null',
    'model',
    'api_base',
    'b.json',
  ],
  ...[
    'unlocked,locked',
    'unlocked,unlocked',
    'v1.82.3',
    '1.88.0',
    'remote',
    'tiered',
    'same',
    'powers',
  ],
  ...['\u001b[31m', '\u202e', 'é', "'", '"', '`x`', '$(x)', '\n', 'x'.repeat(3000), 'toString'],
  ...LOGGER_NAMES,
];

const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  merge: ['shard'],
  import: ['config.yaml'],
  replay: ['r.jsonl'],
  explore: [],
  list: [],
  init: ['scenario', '-'],
  show: ['16x4'],
  completion: ['bash'],
  version: [],
  schema: [],
};

/** They start programs, or ask servers: that is not to be left to chance. */
const REACHING_OUT = ['live', 'probe'];

/** The options of each command, as it describes them. */
async function optionsOf(): Promise<ReadonlyMap<string, readonly string[]>> {
  const all = new Map<string, readonly string[]>();
  for (const { name, load } of COMMANDS) {
    if (REACHING_OUT.includes(name)) continue;
    const command = new Command(name);
    (await load()).configure(command, {
      io: surrounded().io,
      args: [],
      end: async () => {},
      commands: async () => [],
    });
    all.set(
      name,
      command.options.map(({ flags }) => flags.replace(/^-\w, /, '')),
    );
  }
  return all;
}

let options: ReadonlyMap<string, readonly string[]> | undefined;

/** A command with some of its options, each with a value that may be right. */
export async function changedCommand(draw: Draw): Promise<Case> {
  options ??= await optionsOf();
  const name = draw.of([...options.keys()]);
  const known = options.get(name) as readonly string[];
  const words = draw.some(known, 2 / (known.length + 1)).flatMap((flags) => {
    const [option, wanted] = flags.split(' ') as [string, string?];
    const given = wanted === undefined ? [] : [optionValue(draw)];
    return draw.chance(0.02) ? [`${option}x`, ...given] : [option, ...given];
  });
  const own = ARGUMENTS[name] ?? ['small.yaml'];
  const short = ['run', 'compare', 'trace', 'gate'].includes(name) ? LIMIT : [];
  const bounds = name === 'explore' ? ['--max-states', '2000', '--max-seconds', '1'] : [];
  const threads = known.some((flags) => flags.startsWith('--threads')) ? ['--threads', '1'] : [];
  // The last one of an option counts.
  return {
    files: { 'small.yaml': SMALL, 'config.yaml': CONFIG, 'r.jsonl': SMALL_RECORDING, ...numbers },
    commands: [
      [
        name,
        ...draw.of([own, own, own, [optionValue(draw)]]),
        ...words,
        ...short,
        ...bounds,
        ...threads,
      ],
    ],
  };
}

const SMALL_RECORDING = goldenText('v1.82.3', '21_empty_healthy.jsonl.gz');

function optionValue(draw: Draw): string {
  const value = draw.of(VALUES);
  if (draw.chance(0.7)) return value;
  const others = VALUES.map((one) => Buffer.from(one));
  return mutated(draw, Buffer.from(value), others).subarray(0, 300).toString().replaceAll('\0', '');
}
