import { parseTimestamp, type Timestamp } from './timestamp.js';

/** The columns of a LiteLLM spend log that are looked at; nothing else of a row is. */
export const COLUMNS = [
  'startTime',
  'endTime',
  'completionStartTime',
  'model_group',
  'model_id',
  'api_base',
  'model',
  'completion_tokens',
  'total_tokens',
  'call_type',
  'cache_hit',
  'status',
  'error_class',
  'metadata',
] as const;
export type ColumnName = (typeof COLUMNS)[number];

/** What the router did with a request, or why it did not see it. */
export type RequestOutcome = 'success' | 'timeout' | 'failure' | 'cache-hit';

/**
 * What was called: /chat/completions; /v1/messages; or something else, whose answer is another
 * response object to LiteLLM's latency logger (litellm/router_strategy/lowest_latency.py).
 */
export type LoggedCall = 'chat' | 'messages' | 'other';

/** A request of a spend log. Texts are empty where the row says nothing. */
export interface SpendRow {
  /** In microseconds since 1970, whole numbers. */
  readonly start_us: number;
  readonly end_us: number;
  /** When the first token came; null where the answer was not streamed. */
  readonly firstToken_us: number | null;
  /** Whether any of its times has a zone. */
  readonly zoned: boolean;
  /** How many of its times have none. */
  readonly unzoned: number;
  readonly modelGroup: string;
  readonly modelId: string;
  readonly apiBase: string;
  readonly model: string;
  readonly completionTokens: number | null;
  readonly totalTokens: number | null;
  readonly call: LoggedCall;
  /** Whether the call type was one that is known; the others count as `other`. */
  readonly knownCall: boolean;
  readonly outcome: RequestOutcome;
}

/** The cell of a column, as CSV (text) or JSON gives it; undefined where there is none. */
export type Cells = (column: ColumnName) => unknown;

/** No request takes longer: such a row has a wrong time. */
export const MAX_LATENCY_S = 86_400;

/** Some times of a row have a zone and others have none: which is before which, nobody knows. */
export class MixedZones extends Error {}

/**
 * Reads a row.
 * @param assumeUtc whether times without a zone are UTC where others have one
 * @throws RangeError saying what is wrong with it, in words that hold nothing of its content
 * @throws MixedZones
 */
export function readRow(cell: Cells, assumeUtc = false): SpendRow {
  const start = moment(cell, 'startTime');
  const end = moment(cell, 'endTime');
  const first = textOrNull(cell('completionStartTime'));
  const firstToken = first === null ? null : moment(cell, 'completionStartTime');
  const times = firstToken === null ? [start, end] : [start, end, firstToken];
  const unzoned = times.filter((time) => !time.zoned).length;
  const zoned = unzoned < times.length;
  if (zoned && unzoned > 0 && !assumeUtc) throw new MixedZones();
  if (end.time_us < start.time_us) throw new RangeError('endTime is before startTime');
  if (end.time_us - start.time_us > MAX_LATENCY_S * 1e6) {
    throw new RangeError('endTime is more than a day after startTime');
  }
  const callType = text(cell('call_type')).toLowerCase();
  return {
    start_us: start.time_us,
    end_us: end.time_us,
    firstToken_us: firstToken === null ? null : streamed(firstToken, start, end),
    zoned,
    unzoned,
    modelGroup: text(cell('model_group')),
    modelId: text(cell('model_id')),
    apiBase: text(cell('api_base')),
    model: text(cell('model')),
    completionTokens: tokens(cell, 'completion_tokens'),
    totalTokens: tokens(cell, 'total_tokens'),
    call: callOf(callType),
    knownCall: callType === '' || CHAT.test(callType) || OTHER.test(callType),
    outcome: outcomeOf(cell),
  };
}

function text(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Exports write what is not there as nothing, or in these words. */
function textOrNull(value: unknown): string | null {
  const written = text(value);
  return written === '' || /^(none|null|nan|nat|\\n)$/i.test(written) ? null : written;
}

function moment(cell: Cells, column: ColumnName): Timestamp {
  const written = text(cell(column));
  if (written === '') throw new RangeError(`${column} is empty`);
  const read = parseTimestamp(written);
  if (read === undefined) throw new RangeError(`${column} is not a time that can be read`);
  return read;
}

/**
 * LiteLLM writes the end as the time of the first token of an answer that is not streamed, so the
 * two tell streams apart.
 */
function streamed({ time_us }: Timestamp, start: Timestamp, end: Timestamp): number | null {
  if (time_us < start.time_us) throw new RangeError('completionStartTime is before startTime');
  if (time_us > end.time_us) throw new RangeError('completionStartTime is after endTime');
  return time_us === end.time_us ? null : time_us;
}

function tokens(cell: Cells, column: ColumnName): number | null {
  const written = textOrNull(cell(column));
  if (written === null) return null;
  const value = /^\d{1,9}(?:\.0+)?$/.test(written) ? Number(written) : Number.NaN;
  if (Number.isNaN(value)) throw new RangeError(`${column} is not a number of tokens`);
  return value;
}

const CHAT = /^a?completion$/;
const MESSAGES = /^a?(?:anthropic_)?messages$/;
/** Call types that the router also serves, whose answer is no chat completion. */
const OTHER =
  /^a?(?:anthropic_messages|messages|text_completion|embedding|responses|rerank|moderation|image_generation|image_edit|transcription|speech|generate_content|generate_content_stream|pass_through_endpoint)$/;

function callOf(callType: string): LoggedCall {
  if (callType === '' || CHAT.test(callType)) return 'chat';
  return MESSAGES.test(callType) ? 'messages' : 'other';
}

function outcomeOf(cell: Cells): RequestOutcome {
  if (/^(true|1|t|yes)$/i.test(text(cell('cache_hit')))) return 'cache-hit';
  const status = text(cell('status')).toLowerCase();
  if (status === '' || status === 'success') return 'success';
  if (/^time(d[ _]?)?out$/.test(status)) return 'timeout';
  const named = text(cell('error_class')) || errorClass(cell('metadata'));
  return /timeout/i.test(named) ? 'timeout' : 'failure';
}

/** The name of the error that LiteLLM keeps in the metadata of a failure. */
function errorClass(metadata: unknown): string {
  try {
    const data = typeof metadata === 'string' ? JSON.parse(metadata) : metadata;
    return text(data?.error_information?.error_class);
  } catch {
    return ''; // what cannot be read names no error
  }
}
