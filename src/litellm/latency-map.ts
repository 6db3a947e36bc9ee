import { ScenarioError } from '../text/problems.js';
import { parseTimestamp } from './timestamp.js';

/** What LiteLLM keeps of the latencies of a model group, as it was read from its cache. */
export type CachedMap =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'there';
      /** Whether its fields are called as up to 1.108, or as from 1.109.0 on. */
      readonly names: 'former' | 'newer';
      readonly entries: readonly CachedEntry[];
    };

/** What is kept of one deployment. */
export interface CachedEntry {
  readonly id: string;
  /** Samples that are numbers other than 0. */
  readonly numbers: number;
  /** Samples that are the text of a timedelta. */
  readonly timedeltas: number;
  /** Samples that are 0, as a choice writes it. */
  readonly zeros: number;
  /** Mean of the numbers; null where there are none. */
  readonly mean: number | null;
  /** Requests by minute, as minutes since 1970 by the clock of the proxy. */
  readonly minutes: ReadonlyMap<number, number>;
}

/** No map is longer: one of 1,000 deployments has some 500,000 characters. */
export const MAX_MAP = 32_000_000;

/** The suffix of the key of a model group's map. */
const KEY = '_map';

/**
 * Reads a latency map: the JSON of LiteLLM's `{model_name}_map` as `redis-cli get` prints it, into a
 * file or on a terminal, or a dump of the cache that has it under its key. Nothing, `(nil)` and `null`
 * mean that there is none.
 * @param file how errors name it
 * @param modelGroups names that the model group may have, where a dump has several maps
 * @throws ScenarioError where it is none; what it says holds nothing of the content
 */
export function readLatencyMap(
  file: string,
  text: string,
  modelGroups: readonly string[],
): CachedMap {
  const refuse = (message: string, remedy = REMEDY): never => {
    throw new ScenarioError([{ file, line: 1, column: 1, message, remedy }]);
  };
  if (text.length > MAX_MAP) refuse(`longer than ${MAX_MAP / 1e6} million characters`);
  const value = answerOf(text);
  if (value === undefined) return refuse('this is not JSON');
  const map = mapIn(value, modelGroups);
  if (map === undefined) {
    const asked = modelGroups.map((name) => `${name}${KEY}`).join(' or ');
    return refuse(`of its maps none is called ${asked}`, 'give that of one model group alone');
  }
  if (map === null) return { kind: 'absent' };
  if (!isObject(map)) return refuse('this is not a latency map');
  const all = Object.entries(map);
  if (all.length === 0) return { kind: 'absent' };
  let newer = false;
  let lists = 0;
  const entries = all.map(([id, stats], i): CachedEntry => {
    const where = `entry ${i + 1} of ${all.length}`;
    if (!isObject(stats)) return refuse(`${where} is not that of a deployment`);
    const isNewer = Object.hasOwn(stats, NEWER);
    newer ||= isNewer;
    const list = stats[isNewer ? NEWER : FORMER];
    if (list !== undefined) lists += 1;
    const samples = samplesOf(list ?? []) ?? refuse(`${where} has samples that are no latencies`);
    const minutes = minutesOf(stats) ?? refuse(`${where} has minutes that cannot be read`);
    return { id, ...samples, minutes };
  });
  if (lists === 0) {
    refuse(
      'there are no latencies in it: it may be the map of cost-based-routing, or of another version',
    );
  }
  return { kind: 'there', names: newer ? 'newer' : 'former', entries };
}

const REMEDY =
  "give what redis-cli get 'MODEL_NAME_map' prints, with the model_name of the group; or absent, if there is none";

/** What the list of latencies is called, in which releases (strategies/lowest-latency/rules.ts). */
const FORMER = 'latency';
const NEWER = 'latency_normalized';

/** What is printed, as data: null where there is nothing; undefined where it is no JSON. */
function answerOf(text: string): unknown {
  const printed = answerIn(text.replace(/^\ufeff/, ''));
  if (printed === '' || printed === '(nil)') return null;
  const value = parsed(printed);
  if (typeof value === 'string') return contentOf(value);
  // What redis-cli escapes for a terminal need not be JSON.
  if (value === undefined && /^".*"$/s.test(printed)) return contentOf(unescaped(printed));
  return value;
}

function contentOf(text: string): unknown {
  return text.trim() === '' ? null : parsed(text);
}

/** The answer alone, without what a terminal shows around it: the command that was typed, a number. */
function answerIn(text: string): string {
  return text
    .replace(/^\S*:\d+(?:\[\d+\])?> .*$/gm, '')
    .trim()
    .replace(/^\d+\) +/, '');
}

function parsed(text: string): unknown {
  for (const json of [text, text.replace(NOT_FINITE, '$1null')]) {
    try {
      return JSON.parse(json);
    } catch {
      // the parser's own words would show some of the content
    }
  }
  return undefined;
}

/** A sample that Python writes so, and no JSON has. */
const NOT_FINITE = /([[,]\s*)(?:NaN|-?Infinity)(?=\s*[,\]])/g;

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b' };

/** A text in quotes, escaped as redis-cli does it: bytes that are not printed as `\xe2`. */
function unescaped(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\(?:x([0-9a-f]{2})|(.))/gis, (_, hex: string | undefined, other: string) =>
      hex === undefined ? (ESCAPED[other] ?? other) : String.fromCharCode(Number.parseInt(hex, 16)),
    );
}

/** The map of a model group; null: there is none; undefined: it could be any of several. */
function mapIn(value: unknown, modelGroups: readonly string[]): unknown {
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  const isDump = keys.length > 0 && keys.every((key) => key.endsWith(KEY));
  if (!isDump) return value;
  const wanted = modelGroups.map((name) => `${name}${KEY}`).find((key) => keys.includes(key));
  const key = wanted ?? (keys.length === 1 ? keys[0] : undefined);
  if (key === undefined) return undefined;
  const map = value[key];
  return typeof map === 'string' ? (answerOf(map) ?? map) : map;
}

/** `0:00:06.616388`, `1 day, 0:00:06` */
const TIMEDELTA = /^(?:-?\d+ days?, )?\d+:\d\d:\d\d(?:\.\d+)?$/;

function samplesOf(
  list: unknown,
): Pick<CachedEntry, 'numbers' | 'timedeltas' | 'zeros' | 'mean'> | undefined {
  if (!Array.isArray(list)) return undefined;
  let [numbers, timedeltas, zeros, sum] = [0, 0, 0, 0];
  for (const sample of list) {
    if (sample === 0) zeros += 1;
    else if (typeof sample === 'number' || sample === null) numbers += 1;
    else if (typeof sample === 'string' && TIMEDELTA.test(sample)) timedeltas += 1;
    else return undefined;
    sum += typeof sample === 'number' ? sample : 0;
  }
  return { numbers, timedeltas, zeros, mean: numbers === 0 ? null : sum / numbers };
}

/** `2026-05-11-09-05`, by the proxy's own clock. */
const MINUTE = /^(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)$/;

function minutesOf(stats: Readonly<Record<string, unknown>>): Map<number, number> | undefined {
  const minutes = new Map<number, number>();
  for (const [name, usage] of Object.entries(stats)) {
    const [, day, hour, minute] = MINUTE.exec(name) ?? [];
    if (day === undefined) continue;
    const moment = parseTimestamp(`${day}T${hour}:${minute}:00Z`);
    const rpm = isObject(usage) ? (usage.rpm ?? 0) : undefined;
    if (moment === undefined || typeof rpm !== 'number' || !(rpm >= 0)) return undefined;
    minutes.set(moment.time_us / 60e6, rpm);
  }
  return minutes;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
