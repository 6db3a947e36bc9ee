import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Ended } from '../cli/latsim.js';
import { jsonLines } from '../litellm/spend-logs.js';
import { FORMS } from '../litellm/written-logs.js';

/*
 * Secrets planted in every position of what latsim reads of others, and bytes changed: each input comes
 * twice, with other secrets of the same length and characters of the same classes.
 */

/** A stream of luck that is the same everywhere (Marsaglia's xorshift). */
export class Luck {
  private state: number;

  constructor(seed: number) {
    this.state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) | 1;
    for (let i = 0; i < 4; i++) this.below(2);
  }

  below(n: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % n;
  }

  one<T>(of: readonly T[]): T {
    return of[this.below(of.length)] as T;
  }
}

const CLASSES = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789'];

/** Eight letters and figures, and others of the same classes; the first is a letter. */
function token(luck: Luck): [string, string] {
  const classes = [CLASSES[0], ...Array.from({ length: 7 }, () => luck.one(CLASSES))];
  const draw = () =>
    classes.map((of) => (of as string)[luck.below((of as string).length)]).join('');
  return [draw(), draw()];
}

/** `S` is a token, `A` an address with some. */
const CONFIG = `model_list:
  - model_name: chat
    litellm_params: { model: openai/gpt-4.1, api_key: sk-S, api_base: "A", rpm: 60 }
    model_info: { id: S, S: S, note: "S S" }
  - model_name: "user:S@gw.example"
    litellm_params:
      model: "A"
      api_key: os.environ/S
      rpm: S
      extra_headers: { S: S, Authorization: "Bearer S" }
      ssl_certificate: /etc/S/S.pem
    model_info:
      id: "A"
  - &a {model_name: chat, litellm_params: {model: "gpt-4?key=S", S: S}}
  - *a
router_settings:
  routing_strategy: latency-based-routing
  routing_strategy_args: { ttl: 60, S: S }
  redis_url: redis://:S@h:6379/0?S=S
  redis_password: S
  S: S
litellm_settings: { cache: true, cache_params: { type: redis, password: S } } # S
include: [S.yaml, "A"]
credential_list: [{ credential_name: S, credential_values: { api_key: S } }]
guardrails:
  - guardrail_name: S
    litellm_params: { api_key: os.environ/S, api_base: "A" }
general_settings:
  master_key: 'sk-S'
  database_url: "postgres://llm:S@db/litellm"
  S: [S, {S: S}]
environment_variables: |
  OPENAI_API_KEY=sk-S
  model: S
  S: S
`;

/** What is no configuration any more, each in its own way. */
const BROKEN = [
  ['model_list:', 'model_list: []\n}'],
  ['rpm: 60', 'rpm: "S"'],
  ['rpm: 60', 'rpm: &S S'],
  ['rpm: 60', 'rpm: *S'],
  ['rpm: 60', 'rpm: !S S'],
  ['ttl: 60', 'ttl: S'],
  ['  redis_password', '\tredis_password'],
  ['latency-based-routing', 'S'],
  ['  S: S\n', '  S: S\n  S: S\n'],
  ["'sk-S'", "'sk-S"],
  ['{ cache: true', '} { cache: true'],
  ['*a', '*S'],
  ['litellm_params: { model', 'litellm_params: S { model'],
  ['model_list:', '%TAG !S! tag:S,2026:\n---\nmodel_list:'],
  ['model_list:', '%S S\n---\nmodel_list:'],
  ['rpm: 60', 'rpm: !S!S 60'],
  ['rpm: 60', 'rpm: !<S> 60'],
  ['router_settings:', '? S\n: S\n? [S, S]\n: { S }\nrouter_settings:'],
  ['router_settings:', '<<: *S\nrouter_settings: &S'],
  ['router_settings:', '--- S\nS: S\n...\nrouter_settings:'],
  ['router_settings:', 'router_settings: "S\n  S\n S'],
  ['router_settings:', 'router_settings: S'],
  ['model_info: { id', 'model_info: S\n    S: { id'],
  ['rpm: 60', 'rpm: 60, rpm: S, order: S, weight: -S, tpm: {S: S}'],
  ['rpm: 60', 'rpm: [S]'],
  ['model_name: chat', 'model_name: [S]'],
  ['model_name: chat', 'S: S'],
  ['model: openai/gpt-4.1', 'model: {S: S}'],
  ['ttl: 60', 'ttl: 60, lowest_latency_buffer: "S", max_latency_list_size: {S: S}'],
  ['model_list:', 'S:'],
  ['- *a', '- S\n  - [S]\n  - "S": S'],
] as const;

const COLUMNS =
  'startTime,endTime,model,model_group,model_id,api_base,completion_tokens,api_key,user,request_id,messages';
const ROW =
  '"2026-03-01T00:00:0NZ","2026-03-01T00:00:1NZ",gpt-4.1,chat,"A","A",5,"sk-S","S","S","say ""S"""';
const BROKEN_CELLS = [
  ['startTime', 'S'],
  ['"2026', '"S'],
  [',5,', ',S,'],
  ['gpt-4.1', '"A"'],
  ['""S"""', '"S"'],
  ['chat', '"user:S@gw.example"'],
] as const;

const RECORDING = [
  '{"op":"config","variant":"v1.82.3","deployments":[{"id":"a","rpm":null,"tpm":null,"S":"S"},{"id":"A","rpm":null,"tpm":null}],"ttl":60,"lowest_latency_buffer":0,"max_latency_list_size":10,"S":"S"}',
  '{"op":"select","t":0,"healthy":["a","A"],"stream":false,"input_tokens":1,"valid":["a"],"averages":{"a":1},"S":"S"}',
  '{"op":"success","t":1,"id":"a","latency_s":1,"kind":"chat","completion_tokens":1,"total_tokens":2,"stream":false,"ttft_s":null,"S":{"S":"S"}}',
  '{"op":"state","t":2,"map":{"a":{"latency":[1],"ttft":[],"minutes":{"2026-03-27-00-00":{"tpm":1,"rpm":1}}}}}',
].join('\n');
const BROKEN_LINES = [
  ['"success"', '"S"'],
  ['v1.82.3', 'S'],
  ['"t":1', '"t":"S"'],
  ['"id":"a","latency', '"id":"S","latency'],
  ['"kind":"chat"', '"kind":"S"'],
  ['2026-03-27-00-00', 'S'],
  ['"map":{"a"', '"map":{"S"'],
  ['{"op":"state"', 'S {"op":"state"'],
  ['{"tpm":1,"rpm":1}', '"S"'],
] as const;

/** What a gate and its shard write, with something more or else in each position. */
const FIGURE =
  '{"scenario":"s","logger":"unlocked","figure":"lost","unit":"count","mean":0,"sd":0,"n":10}';
const BASELINE = `{"latsimBaseline":1,"tool":"0.1.0","scenarios":[{"name":"s","hash":"ca49d9d93b2c","profile":"v1.82.3","margin":0.1,"setting":["a x 2"]}],"figures":[
${FIGURE}
]}`;
const BROKEN_BASELINE = [
  ['"latsimBaseline":1', '"S":"S"'],
  ['"latsimBaseline":1', '"latsimBaseline":"S"'],
  ['"latsimBaseline":1', '"latsimBaseline":1,"S":"S"'],
  ['"0.1.0"', '{"S":"S"}'],
  ['"name":"s"', '"name":["S"]'],
  ['"margin":0.1', '"margin":"S"'],
  ['"a x 2"', '{"S":"S"}'],
  ['"count"', '"S"'],
  ['"mean":0', '"mean":"S","S":0'],
  ['"n":10', '"n":S'],
  ['"figures":[', '"figures":["S",'],
  ['{"latsim', 'S {"latsim'],
] as const;
const SHARD =
  '{"latsimShard":3,"tool":{"name":"latsim","version":"0.1.0"},"shard":{"index":1,"of":2},"plan":{"S":"S"}}\n{"run":"S","S":"A"}\n{"end":"S"}';
const BROKEN_SHARD = [
  ['"latsimShard":3', '"latsimShard":"S"'],
  ['"latsimShard":3', '"S":2'],
  ['{"index":1,"of":2}', '"S"'],
  ['"0.1.0"', '"A"'],
  ['{"run"', 'S {"run"'],
  ['{"latsim', 'S\n{"latsim'],
] as const;

const NUMBERS = '1s\n200ms\nS\nroot:S:0:0:/root:/bin/sh\nKEY=sk-S # S\n1 S\n5S\n';
const SCENARIO = `fleet: { groups: [{ name: a, deployments: 2, latency: { distribution: empirical, file: data.txt } }] }
load: { kind: uniform, rate: 1/s }
duration: 10s
`;

/** No group of it is in any log: what the log has is said instead. */
const OTHER = `fleet:
  groups:
    - { name: a, deployments: 2, latency: { distribution: constant, value: 1s } }
    - { name: b, deployments: 2, latency: { distribution: constant, value: 2s } }
load: { kind: uniform, rate: 1/s }
duration: 10s
`;

const ADDRESSES = [
  'https://user:S@gw.example/v1?key=S',
  'user:S@gw.example',
  'https://S:S@h:8080/p#S',
  '//u:S@h/p;k=S',
  'h/p?key=S&S=S',
];

/**
 * What is put in. No backslash, and no | and >: whether one begins an escape or a text of several lines hangs
 * on the characters behind it, and so does what else of a file can be read, and where that ends.
 */
const PIECES = [...'{}[]:,#&*!\'"%@`-? \n\t\u0001\u202e;=/', ': ', '\n  ', '\n- ', ''];

/** Something in the place of some bytes, or some bytes left out or repeated. */
function mutated(texts: [string, string], luck: Luck): [string, string] {
  const { length } = texts[0];
  const [at, size] = [luck.below(length), 1 + luck.below(luck.below(4) === 0 ? 40 : 2)];
  const piece = luck.one(PIECES);
  const kind = luck.below(3);
  return texts.map((text) =>
    kind === 0
      ? text.slice(0, at) + piece + text.slice(at + size)
      : kind === 1
        ? text.slice(0, at) + piece + text.slice(at)
        : text.slice(0, at + size) + text.slice(at),
  ) as [string, string];
}

interface Planted {
  /** Of both inputs: texts by file. */
  readonly files: readonly [Files, Files];
  readonly args: readonly string[];
  readonly tokens: readonly string[];
}
type Files = Readonly<Record<string, string>>;

/** An input of a number, always the same. */
export function planted(number: number): Planted {
  const luck = new Luck(number);
  const tokens: string[] = [];
  const twice = (template: string, broken: readonly (readonly [string, string])[]) => {
    let text = template;
    for (let left = luck.below(3); left > 0 && broken.length > 0; left--) {
      text = text.replace(...(luck.one(broken) as [string, string]));
    }
    // Where it begins, a word of the template never is a lone S or A.
    const withAddresses = text.replace(/\bA\b/g, () => luck.one(ADDRESSES));
    const texts: [string, string] = ['', ''];
    for (const part of withAddresses.split(/(?<![A-Za-z])S(?![A-Za-z])/)) {
      if (texts[0] !== '' || part !== withAddresses.split(/(?<![A-Za-z])S(?![A-Za-z])/)[0]) {
        const drawn = token(luck);
        tokens.push(...drawn);
        texts[0] += drawn[0];
        texts[1] += drawn[1];
      }
      texts[0] += part;
      texts[1] += part;
    }
    let both = texts;
    for (let left = luck.below(3); left > 0; left--) both = mutated(both, luck);
    return both;
  };
  const files = (made: Readonly<Record<string, [string, string]>>) =>
    [0, 1].map((i) =>
      Object.fromEntries(Object.entries(made).map(([name, texts]) => [name, texts[i]])),
    ) as unknown as [Files, Files];
  const log = () => {
    const rows = Array.from({ length: 4 }, (_, n) => ROW.replaceAll('N', String(n)));
    const csv = [COLUMNS, ...rows].join('\n');
    if (luck.below(3) === 0) return twice(csv, BROKEN_CELLS);
    const fields = rows.map((row) => {
      const cells = row.match(/"(?:[^"]|"")*"|[^,]+/g) ?? [];
      const texts = cells.map((cell) => cell.replace(/^"|"$/g, '').replaceAll('""', "'"));
      return Object.fromEntries(
        [...COLUMNS.split(','), 'S'].map((name, i) => [name, texts[i] ?? 'S']),
      );
    });
    const write = luck.below(2) === 0 ? jsonLines : luck.one(Object.values(FORMS));
    return twice(write(fields), BROKEN_CELLS);
  };
  switch (luck.below(7)) {
    case 0:
      return {
        files: files({ 'c.yaml': twice(CONFIG, BROKEN) }),
        args: [
          'import',
          'c.yaml',
          '--output-dir',
          'made',
          '--force',
          ...luck.one([[], ['--json']]),
        ],
        tokens,
      };
    case 1:
      return {
        files: files({ 'c.yaml': twice(CONFIG, []), 'l.csv': log() }),
        args: ['import', 'c.yaml', '--logs', 'l.csv', '--model-name', 'chat', '--output', '-'],
        tokens,
      };
    case 2: {
      const by = luck.one(['model', 'model_id', 'api_base']);
      return {
        files: files({ 'l.csv': log(), 's.yaml': [OTHER, OTHER] }),
        args: ['diagnose', 's.yaml', '--logs', 'l.csv', '--group-by', by],
        tokens,
      };
    }
    case 3:
      return {
        files: files({ 'r.jsonl': twice(RECORDING, BROKEN_LINES) }),
        args: ['replay', 'r.jsonl', ...luck.one([[], ['--json'], ['--profile', 'v1.76.1']])],
        tokens,
      };
    case 4:
      return {
        files: files({ 's.yaml': [OTHER, OTHER], 'b.json': twice(BASELINE, BROKEN_BASELINE) }),
        args: ['gate', 's.yaml', '--expect', 'lost == 0', '--seeds', '10', '--baseline', 'b.json'],
        tokens,
      };
    case 5:
      return {
        files: files({ 'p.jsonl': twice(SHARD, BROKEN_SHARD) }),
        args: ['merge', 'p.jsonl', ...luck.one([[], ['--json']])],
        tokens,
      };
    default:
      return {
        files: files({ 's.yaml': [SCENARIO, SCENARIO], 'data.txt': twice(NUMBERS, []) }),
        args: ['validate', 's.yaml'],
        tokens,
      };
  }
}

export type Run = (
  args: readonly string[],
  surroundings: { readonly cwd: string },
) => Promise<Ended>;

/**
 * Runs inputs, and compares.
 * @returns how many were looked at, and those that a mutation made a name of a model of, which are left out
 * @throws Error that names the first input at fault
 */
export async function lookForSecrets(
  from: number,
  to: number,
  run: Run,
  made: (folder: string) => string,
): Promise<{ readonly looked: number; readonly named: number }> {
  const cwd = mkdtempSync(join(tmpdir(), 'latsim-secrets-'));
  let [looked, named] = [0, 0];
  try {
    for (let number = from; number < to; number++) {
      const { files, args, tokens } = planted(number);
      const outputs: string[] = [];
      for (const of of files) {
        rmSync(join(cwd, 'made'), { recursive: true, force: true });
        for (const [name, text] of Object.entries(of)) writeFileSync(join(cwd, name), text);
        const { code, stdout, stderr } = await run(args, { cwd });
        const all = `${code}\n${stdout}\n${stderr}\n${made(join(cwd, 'made'))}`;
        if (code === 3) throw new Error(`input ${number}: exit 3\n${all}`);
        outputs.push(all);
      }
      if (becameName(files, tokens)) {
        named += 1;
        continue;
      }
      looked += 1;
      const found = tokens.find((one) => outputs.some((text) => text.includes(one)));
      const what = found === undefined ? 'other secrets give other bytes' : `${found} is shown`;
      if (found !== undefined || outputs[0] !== outputs[1]) {
        throw new Error(`input ${number}: ${what} by ${args.join(' ')}\n${outputs.join('\n')}`);
      }
    }
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
  return { looked, named };
}

/** Whether a changed byte has put a secret, or a part of it, where the name of a model or a number stands. */
function becameName([files, others]: readonly [Files, Files], tokens: readonly string[]): boolean {
  const [names, theirs] = [namesIn(files), namesIn(others)];
  const isAddress = (name: string) => ADDRESS.test(name.trim().replace(/^"|"$/g, ''));
  if (names.length !== theirs.length) return true;
  const apart = names.some((name, i) => name !== theirs[i] && !isAddress(name));
  return (
    apart || names.some((name) => tokens.some((one) => name.includes(one)) && !isAddress(name))
  );
}

/** What is shown by right. */
function namesIn(files: Files): string[] {
  const names: unknown[] = [];
  try {
    const { model_list } = parse(files['c.yaml'] ?? '', { logLevel: 'silent' }) ?? {};
    for (const one of model_list ?? []) names.push(one?.model_name, one?.litellm_params?.model);
  } catch {
    // no configuration has no names
  }
  const log = files['l.csv'] ?? files['r.jsonl'] ?? '';
  for (const line of log.split('\n')) {
    for (const [, value = ''] of line.matchAll(
      /"(?:model|model_group|model_id|api_base|id)":\s*"((?:[^"\\]|\\.)*)"/g,
    )) {
      names.push(value);
    }
    const [, printed] = /^(?:model|model_group|model_id|api_base) +\|(.*)$/.exec(line) ?? [];
    names.push(printed);
    if (files['l.csv'] !== undefined && !line.startsWith('{')) {
      for (const between of [/","|",|,"|,/, /"?[;|\t]"?/, /', *'/]) {
        names.push(...line.split(between).slice(2, 6));
      }
    }
  }
  // A piece of a secret may be a number with a unit.
  const values = files['data.txt']
    ?.split('\n')
    .filter((line) => /^\s*[-+]?\d[\de.]*\s?\w{0,2}\s*(?:#|$)/.test(line));
  return [...names, ...(values ?? [])].filter((name) => typeof name === 'string');
}

const T = '\\w{8}';
/** The addresses above, and nothing else. */
const ADDRESS = new RegExp(
  `^(?:${[...ADDRESSES, 'gpt-4?key=S']
    .map((one) => one.replace(/[.?/]/g, '\\$&').replace(/(?<![A-Za-z])S(?![A-Za-z])/g, T))
    .join('|')})$`,
);
