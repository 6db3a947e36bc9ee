import { readCsv } from './csv.js';
import { isDump, readDump } from './dump.js';
import { jsonReader } from './json.js';
import { isAligned, isExpanded, readAligned, readExpanded } from './psql.js';
import type { Naming, RecordSink } from './records.js';

/** What psql says of itself before it prints. */
const CHATTER =
  /^(?:(?:Expanded display|Output format|Timing|Null display|Border style|Line style|Tuples only|Pager|Field separator|Default footer)\b[^\n]*|SET)\r?\n/;

/** Before each text of a JSON text sequence (RFC 7464). */
const RECORD_SEPARATOR = '\u001e';

/** So much of the second line tells its form. */
const ENOUGH = 10_000;

/** What a log is written as, as far as its beginning tells. */
export interface LogForm {
  /** Whether its lines mean nothing, and may be of any length. */
  readonly isStream: boolean;
  /** @param rest what comes behind that beginning */
  read(
    rest: AsyncIterable<string>,
    name: Naming,
    sink: RecordSink,
    isWanted: (column: string) => boolean,
  ): Promise<void>;
}

/** Whether so much of a text tells its form, or whether more of it is needed. */
export function tells(head: string): boolean {
  const text = withoutChatter(head);
  if (text.trim() === '') return false;
  if (isJson(text)) return true;
  const [first, second, ...more] = linesIn(text);
  if (first === undefined || second === undefined) return false;
  return more.length > 0 || second.length > ENOUGH;
}

/**
 * The form of a text.
 * @param mostOfRow characters of a row of JSON
 */
export function formOf(head: string, mostOfRow: number): LogForm {
  const text = withoutChatter(head);
  if (isJson(text)) {
    const read = jsonReader(mostOfRow);
    return { isStream: true, read: (rest, name, sink) => read(joined(text, rest), name, sink) };
  }
  const [first = '', second = ''] = linesIn(text);
  const reader = isDump(first)
    ? readDump
    : isExpanded(first)
      ? readExpanded
      : isAligned(first, second)
        ? readAligned
        : undefined;
  if (reader === undefined) {
    return { isStream: false, read: (...of) => readCsv(text, ...of) };
  }
  return { isStream: false, read: (rest, name, sink) => reader(joined(text, rest), name, sink) };
}

/** The lines that have something in them; the last one may go on. */
function linesIn(text: string): string[] {
  return text
    .trimStart()
    .split(/\r?\n|\r/)
    .filter((line, i, all) => line.trim() !== '' || i === all.length - 1);
}

function isJson(text: string): boolean {
  const first = text.trimStart()[0];
  return first === '{' || first === '[' || first === RECORD_SEPARATOR;
}

/** The lines that it had are left as empty ones, so that the others keep their numbers. */
function withoutChatter(text: string): string {
  let rest = text.trimStart();
  for (let found = CHATTER.exec(rest); found !== null; found = CHATTER.exec(rest)) {
    rest = rest.slice(found[0].length).trimStart();
  }
  const before = text.slice(0, text.length - rest.length);
  return '\n'.repeat(before.split('\n').length - 1) + rest;
}

async function* joined(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}
