import { suggest } from '../text/problems.js';
import type {
  DumpedMinute,
  DumpedStats,
  Operation,
  RecordedDeployment,
  RecordedSettings,
  Select,
  StateDump,
  Success,
} from '../worlds/replay/recording.js';
import { parseTimestamp } from './timestamp.js';

/**
 * The lines of a recording, checked by hand: a schema library would take longer than the replay.
 * Unknown fields are let pass. Errors show names of fields that are known, and numbers; of texts nothing.
 */

/** What is wrong with a line. */
export class Malformed extends Error {
  constructor(
    message: string,
    readonly remedy?: string,
    /** The field at fault. */
    readonly field?: string,
  ) {
    super(message);
  }
}

/** Where each deployment stands in the settings, by id. */
type Positions = ReadonlyMap<string, number>;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The first line.
 * @throws Malformed
 */
export function settingsOf(line: object): { variant: string; settings: RecordedSettings } {
  const fields = line as Fields;
  if (fields.op !== 'config') {
    const remedy = 'a recording begins with a line {"op":"config", ...}';
    throw new Malformed('the first line is not a config line', remedy, 'op');
  }
  const { variant, deployments } = fields;
  if (typeof variant !== 'string') throw wrong('variant', 'a string', variant);
  if (!Array.isArray(deployments) || deployments.length === 0) {
    throw wrong('deployments', 'a list of one deployment or more', deployments);
  }
  const listSize = wholeNumber(fields.max_latency_list_size, 'max_latency_list_size');
  if (listSize === 0) throw wrong('max_latency_list_size', 'at least 1', listSize);
  const settings = {
    deployments: deployments.map(deploymentOf),
    ttl_s: amount(fields.ttl, 'ttl'),
    buffer: amount(fields.lowest_latency_buffer, 'lowest_latency_buffer'),
    listSize,
    ...(fields.ttft_percentile != null && { ttftPercentile: percentileOf(fields.ttft_percentile) }),
    compensated: fields.python != null && compensates(fields.python),
  };
  const ids = settings.deployments.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) < i);
  if (twice !== undefined) {
    throw new Malformed('two deployments have the same name', undefined, 'deployments');
  }
  return { variant, settings };
}

function percentileOf(value: unknown): number {
  if (typeof value === 'number' && value > 0 && value <= 1) return value;
  throw wrong('ttft_percentile', 'a number above 0 and up to 1', value);
}

/** Whether a Python of this version compensates what `sum` rounds off. */
function compensates(version: unknown): boolean {
  const [, minor] = /^3\.(\d{1,3})(?:\.\d+)*$/.exec(String(version)) ?? [];
  if (typeof version !== 'string' || minor === undefined) {
    throw wrong('python', 'a version such as "3.13"', version);
  }
  return Number(minor) >= 12;
}

function deploymentOf(value: unknown): RecordedDeployment {
  const { id, rpm, tpm } = record(value, 'deployments');
  if (typeof id !== 'string' || id === '') throw wrong('id', 'a name', id);
  return {
    id,
    ...(rpm !== null && { rpm: amount(rpm, 'rpm') }),
    ...(tpm !== null && { tpm: amount(tpm, 'tpm') }),
  };
}

/**
 * A further line.
 * @throws Malformed
 */
export function operationOf(line: object, positions: Positions): Operation {
  const fields = line as Fields;
  switch (fields.op) {
    case 'select':
      return selectOf(fields, positions);
    case 'success':
      return successOf(fields, positions);
    case 'timeout':
    case 'failure':
      return {
        op: fields.op,
        t_s: amount(fields.t, 't'),
        deployment: positionOf(fields.id, positions, 'id'),
      };
    case 'state':
      return stateOf(fields, positions);
    default: {
      const known = ['select', 'success', 'timeout', 'failure', 'state'];
      const remedy = typeof fields.op === 'string' ? suggest(fields.op, known) : undefined;
      const what = fields.op === 'config' ? '"config"' : `(${described(fields.op)})`;
      throw new Malformed(`unknown op ${what}`, remedy, 'op');
    }
  }
}

function selectOf(fields: Fields, positions: Positions): Select {
  return {
    op: 'select',
    t_s: amount(fields.t, 't'),
    healthy: distinctPositionsOf(fields.healthy, positions, 'healthy'),
    stream: truth(fields.stream, 'stream'),
    inputTokens: wholeNumber(fields.input_tokens, 'input_tokens'),
    valid: positionsOf(fields.valid, positions, 'valid'),
    averages: averagesOf(fields.averages, positions),
  };
}

function averagesOf(value: unknown, positions: Positions): Float64Array {
  const recorded = record(value, 'averages');
  const averages = new Float64Array(positions.size).fill(Number.NaN);
  for (const id of Object.keys(recorded)) {
    averages[positionOf(id, positions, 'averages')] = finite(recorded[id], 'averages');
  }
  return averages;
}

/** What LiteLLM was answered, by its name in a recording. */
const KINDS = {
  chat: 'chat',
  no_usage: 'no-usage',
  other: 'other',
  responses: 'responses',
} as const;

function successOf(fields: Fields, positions: Positions): Success {
  const { kind } = fields;
  if (typeof kind !== 'string' || !Object.hasOwn(KINDS, kind)) {
    throw wrong('kind', '"chat", "no_usage", "other" or "responses"', kind);
  }
  const latency_s = amount(fields.latency_s, 'latency_s');
  const { completion_tokens, total_tokens, ttft_s } = fields;
  // Also where they do not count, they have to be sound.
  const completion =
    completion_tokens === null ? 0 : wholeNumber(completion_tokens, 'completion_tokens');
  const total = total_tokens === null ? 0 : wholeNumber(total_tokens, 'total_tokens');
  const known = KINDS[kind as keyof typeof KINDS];
  return {
    op: 'success',
    t_s: amount(fields.t, 't'),
    deployment: positionOf(fields.id, positions, 'id'),
    latency_s,
    kind: known,
    completion_tokens: known === 'chat' || known === 'responses' ? completion : 0,
    total_tokens: known === 'chat' ? total : 0,
    stream: truth(fields.stream, 'stream'),
    ttft_s: ttft_s === null ? latency_s : finite(ttft_s, 'ttft_s'),
  };
}

function stateOf(fields: Fields, positions: Positions): StateDump {
  const t_s = amount(fields.t, 't');
  if (fields.map === null) return { op: 'state', t_s, map: null };
  const dumped = record(fields.map, 'map');
  const map = new Array<DumpedStats | undefined>(positions.size).fill(undefined);
  for (const id of Object.keys(dumped)) {
    map[positionOf(id, positions, 'map')] = statsOf(record(dumped[id], 'map'));
  }
  return { op: 'state', t_s, map };
}

function statsOf({ latency, ttft, minutes }: Fields): DumpedStats {
  return {
    latency: list(latency, 'latency').map((sample) =>
      typeof sample === 'number'
        ? amount(sample, 'latency')
        : { timedelta_s: amount(record(sample, 'latency').timedelta_s, 'timedelta_s') },
    ),
    ttft: list(ttft, 'ttft').map((value) => finite(value, 'ttft')),
    minutes: Object.entries(record(minutes, 'minutes')).map(([name, usage]) =>
      minuteOf(name, record(usage, 'minutes')),
    ),
  };
}

/** The clock of a recording begins at this moment. */
const ORIGIN_US = Date.UTC(2026, 2, 27) * 1000;
const MINUTE_US = 60_000_000;

/** LiteLLM names minutes by wall clock: 2026-03-27-00-05. */
function minuteOf(name: string, { tpm, rpm }: Fields): DumpedMinute {
  const [, date, hour, minute] = /^(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)$/.exec(name) ?? [];
  const time = parseTimestamp(`${date}T${hour}:${minute}:00Z`);
  if (time === undefined) {
    const remedy = 'name minutes as 2026-03-27-00-05';
    throw new Malformed('a key of "minutes" is not a minute', remedy, 'minutes');
  }
  return {
    minute: (time.time_us - ORIGIN_US) / MINUTE_US,
    tpm: wholeNumber(tpm, 'tpm'),
    rpm: wholeNumber(rpm, 'rpm'),
  };
}

function positionsOf(value: unknown, positions: Positions, field: string): number[] {
  const ids = list(value, field);
  const found = new Array<number>(ids.length);
  for (let i = 0; i < ids.length; i++) found[i] = positionOf(ids[i], positions, field);
  return found;
}

function distinctPositionsOf(value: unknown, positions: Positions, field: string): number[] {
  const found = positionsOf(value, positions, field);
  const seen = new Uint8Array(positions.size);
  for (const position of found) {
    if (seen[position] === 1) {
      throw new Malformed(`"${field}" names a deployment twice`, 'name each once', field);
    }
    seen[position] = 1;
  }
  return found;
}

function positionOf(id: unknown, positions: Positions, field: string): number {
  const position = positions.get(id as string);
  if (position !== undefined) return position;
  if (typeof id !== 'string') throw wrong(field, 'the id of a deployment', id);
  const message = `"${field}" is not the name of a deployment`;
  throw new Malformed(message, 'name one that the config has', field);
}

function amount(value: unknown, field: string): number {
  if (typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY) return value;
  throw wrong(field, 'a number, 0 or more', value);
}

/** Clocks that are not one may say that an answer began before it was asked for. */
function finite(value: unknown, field: string): number {
  if (Number.isFinite(value)) return value as number;
  throw wrong(field, 'a number', value);
}

function wholeNumber(value: unknown, field: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw wrong(field, 'a whole number, 0 or more', value);
}

function truth(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value;
  throw wrong(field, 'true or false', value);
}

function list(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(field, 'a list', value);
}

function record(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw wrong(field, 'an object', value);
}

function wrong(field: string, wanted: string, value: unknown): Malformed {
  const message =
    value === undefined
      ? `there is no "${field}"`
      : `"${field}" must be ${wanted}, not ${described(value, /number|at least/.test(wanted))}`;
  return new Malformed(message, `write "${field}" as ${wanted}`, field);
}

/** What a value is: of texts no more than how long they are, and a number where one is wanted. */
function described(value: unknown, ofNumber = false): string {
  if (typeof value === 'number' && !ofNumber) return 'a number';
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
