import { parseTimestamp, type Timestamp } from './timestamp.js';

/** The columns of a LiteLLM spend log that are looked at; nothing else of a row is. */
export const COLUMNS = [
  'request_id',
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
/** What LiteLLM's logging payloads have instead, or beside. */
const OF_PAYLOADS = ['id', 'error_information'] as const;
export type ColumnName = (typeof COLUMNS)[number] | (typeof OF_PAYLOADS)[number];

/** What the router did with a request, or why it did not see it. */
export type RequestOutcome = 'success' | 'timeout' | 'failure' | 'cache-hit' | 'never-reached';

/**
 * What was called: /chat/completions; /v1/messages; or something else, whose answer is another
 * response object to LiteLLM's latency logger (litellm/router_strategy/lowest_latency.py).
 */
export type LoggedCall = 'chat' | 'messages' | 'other';

/** A request of a spend log. Texts are empty where the row says nothing. */
export interface SpendRow {
  /** LiteLLM's request_id, the id of a logging payload. */
  readonly id: string;
  /** In microseconds since 1970, whole numbers. */
  readonly start_us: number;
  readonly end_us: number;
  /** When the first token came; null where the answer was not streamed. */
  readonly firstToken_us: number | null;
  /** Whether a time that was a little before or after what it cannot be was taken as equal. */
  readonly mended: boolean;
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

/**
 * The model group that was asked for. A failure may name no more than that, as its model (LiteLLM 1.94);
 * empty where nothing is said.
 */
export function askedFor({ modelGroup, modelId, apiBase, model, outcome }: SpendRow): string {
  if (modelGroup !== '' || outcome === 'success') return modelGroup;
  return modelId === '' && apiBase === '' ? model : '';
}

/** The cell of a column, as CSV (text) or JSON gives it; undefined where there is none. */
export type Cells = (column: ColumnName) => unknown;

/** No request takes longer: such a row has a wrong time. */
export const MAX_LATENCY_S = 86_400;

/**
 * LiteLLM takes the times of a row one after another, and those of a request that was refused in no order:
 * so much before what it follows, a time is equal to it.
 */
const TOLERANCE_US = 50e3;

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
  const outcome = outcomeOf(cell);
  const first = outcome === 'success' ? textOrNull(cell('completionStartTime')) : null;
  const firstToken = first === null ? null : moment(cell, 'completionStartTime');
  const times = firstToken === null ? [start, end] : [start, end, firstToken];
  const unzoned = times.filter((time) => !time.zoned).length;
  const zoned = unzoned < times.length;
  if (zoned && unzoned > 0 && !assumeUtc) throw new MixedZones();
  const end_us = notBefore(start.time_us, end.time_us, 'endTime is before startTime');
  if (end_us - start.time_us > MAX_LATENCY_S * 1e6) {
    throw new RangeError('endTime is more than a day after startTime');
  }
  const first_us = firstToken === null ? null : streamed(firstToken.time_us, start.time_us, end_us);
  const callType = text(cell('call_type')).toLowerCase();
  return {
    id: text(cell('request_id')) || text(cell('id')),
    start_us: start.time_us,
    end_us,
    firstToken_us: first_us === end_us ? null : first_us,
    mended: end_us !== end.time_us || first_us !== (firstToken?.time_us ?? null),
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
    outcome,
  };
}

/** Exports write what is not there as nothing, or in these words. */
function text(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const written = typeof value === 'string' ? value.trim() : '';
  return /^(?:none|null|nan|nat|\\n)$/i.test(written) ? '' : written;
}

function textOrNull(value: unknown): string | null {
  return text(value) || null;
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
function streamed(first_us: number, start_us: number, end_us: number): number {
  const from_us = notBefore(start_us, first_us, 'completionStartTime is before startTime');
  return -notBefore(-end_us, -from_us, 'completionStartTime is after endTime');
}

/** A time, or the one that it follows where it is little before it. @throws RangeError where it is much */
function notBefore(earlier_us: number, time_us: number, message: string): number {
  if (time_us < earlier_us - TOLERANCE_US) throw new RangeError(message);
  return Math.max(earlier_us, time_us);
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
  const status = (text(cell('status')) || statusIn(cell('metadata'))).toLowerCase();
  if (status === '' || status === 'success') return 'success';
  if (/^time(d[ _]?)?out$/.test(status)) return 'timeout';
  const error = errorOf(cell);
  if (/timeout/i.test(error.name)) return 'timeout';
  return wasRefused(cell, error) ? 'never-reached' : 'failure';
}

/** Releases without a column for it have it in the metadata, in those of failures. */
function statusIn(metadata: unknown): string {
  if (typeof metadata === 'string' && !metadata.includes('"failure"')) return '';
  return text(objectOf(metadata).status);
}

interface LoggedError {
  readonly name: string;
  readonly code: string;
}

/** The error that LiteLLM keeps in the metadata of a failure, a logging payload beside them. */
function errorOf(cell: Cells): LoggedError {
  const own = objectOf(cell('error_information'));
  const kept = objectOf(objectOf(cell('metadata')).error_information);
  const name = text(cell('error_class')) || text(own.error_class) || text(kept.error_class);
  return { name, code: text(own.error_code) || text(kept.error_code) };
}

/** What the proxy itself answers with, before it routes: a wrong key, a budget that is spent. */
const OF_PROXY = /(?:Proxy\w*Exception|HTTPException|BudgetExceeded\w*|ProxyModelNotFoundError)$/;

/** Whether a failure never reached a model: it names none, or the proxy itself refused it. */
function wasRefused(cell: Cells, { name, code }: LoggedError): boolean {
  const isPlaced = [cell('model_group'), cell('model_id'), cell('api_base')].some(
    (value) => text(value) !== '',
  );
  if (isPlaced) return false;
  return (
    text(cell('model')) === '' || OF_PROXY.test(name) || (name === '' && /^40[13]$/.test(code))
  );
}

/** An object, or its JSON; what cannot be read has nothing in it. */
function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  try {
    const data = typeof value === 'string' ? JSON.parse(value) : value;
    return typeof data === 'object' && data !== null ? data : {};
  } catch {
    return {};
  }
}
