import type { Profile } from '../../strategies/lowest-latency/profile.js';
import type { ComparedField } from '../../worlds/replay/compared.js';
import type {
  DumpedMinute,
  DumpedStats,
  Operation,
  RecordedDeployment,
  RecordedSettings,
  Select,
  StateDump,
  Success,
} from '../../worlds/replay/recording.js';
import { Replay } from '../../worlds/replay/replay.js';
import { mapTexts } from './dumped-map.js';
import {
  amount,
  distinctPositionsOf,
  type Fields,
  finite,
  list,
  Malformed,
  named,
  type Positions,
  positionOf,
  positionsIn,
  positionsOf,
  record,
  truth,
  unknownOp,
  wholeNumber,
  wrong,
} from './fields.js';
import type { OpenRecording, RecordingKind, RecordingWarning } from './kind.js';
import { versionOf } from './version.js';
import { wallMinute } from './wall-minute.js';

/** What is compared: averages and candidates of selects, and dumped maps. */
export const LATENCY_CHECKS = [
  { field: 'averages', all: 'averages of selects', one: 'averages' },
  { field: 'valid', all: 'candidates of selects', one: 'candidates' },
  { field: 'map', all: 'dumped maps', texts: mapTexts },
] as const satisfies readonly ComparedField[];

/** A recording of latency-based routing. */
export interface LatencyRecording extends OpenRecording<Operation> {
  readonly profile: Profile;
  readonly settings: RecordedSettings;
}

/** Recordings of LiteLLM's latency-based routing, which were the first: their config names no strategy. */
export const latencyRecordings: RecordingKind = {
  timeField: 't',
  checks: LATENCY_CHECKS,
  recognises: () => true,
  open: (config, asked): LatencyRecording => {
    const settings = settingsOf(config);
    const { variant, profile, warnings } = versionOf(config, asked);
    const positions = positionsIn(settings.deployments);
    return {
      kind: latencyRecordings,
      variant,
      replayedAs: profile.name,
      profile,
      settings,
      warnings: [...warnings, ...withoutEffect(settings, profile)],
      read: (line) => operationOf(line, positions),
      replay: () => new Replay(settings, profile, LATENCY_CHECKS),
    };
  },
};

/** What settings say that a profile does not know. */
function withoutEffect(
  { ttftPercentile }: RecordedSettings,
  { name, ttftPercentile: known }: Profile,
): RecordingWarning[] {
  if (ttftPercentile === undefined || known) return [];
  return [
    {
      message: `ttft_percentile has no effect: ${name} does not know it`,
      remedy: 'where it was recorded under another version, averages of streams differ',
    },
  ];
}

function settingsOf(fields: Fields): RecordedSettings {
  if (typeof fields.variant !== 'string') throw wrong('variant', 'a string', fields.variant);
  const deployments = named(fields.deployments, 'deployments', deploymentOf);
  const listSize = wholeNumber(fields.max_latency_list_size, 'max_latency_list_size');
  if (listSize === 0) throw wrong('max_latency_list_size', 'at least 1', listSize);
  return {
    deployments,
    ttl_s: amount(fields.ttl, 'ttl'),
    buffer: amount(fields.lowest_latency_buffer, 'lowest_latency_buffer'),
    listSize,
    ...(fields.ttft_percentile != null && { ttftPercentile: percentileOf(fields.ttft_percentile) }),
    compensated: fields.python != null && compensates(fields.python),
  };
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

function operationOf(fields: Fields, positions: Positions): Operation {
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
    default:
      throw unknownOp(fields.op, ['select', 'success', 'timeout', 'failure', 'state']);
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

/** LiteLLM names minutes by wall clock: 2026-03-27-00-05. */
function minuteOf(name: string, { tpm, rpm }: Fields): DumpedMinute {
  const minute = wallMinute(name);
  if (minute === undefined) {
    const remedy = 'name minutes as 2026-03-27-00-05';
    throw new Malformed('a key of "minutes" is not a minute', remedy, 'minutes');
  }
  return {
    minute,
    tpm: wholeNumber(tpm, 'tpm'),
    rpm: wholeNumber(rpm, 'rpm'),
  };
}
