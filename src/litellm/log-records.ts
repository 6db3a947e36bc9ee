import type { Cells, ColumnName } from './spend-row.js';

/** Gets what a log consists of, piece by piece. */
export interface RecordSink {
  /** The names of the columns, once; of JSON Lines, which have none, each row's own fields. */
  columns(names: readonly string[]): void;
  record(line: number, cell: Cells): void;
  /** A row that cannot be taken apart. */
  damaged(line: number, reason: string): void;
  /** More of something than a log has. */
  refuse(what: string, most: number): never;
}

/** The name that a log has for a column. */
export type Naming = (column: ColumnName) => string;

/** A row may hold a prompt and its answer, but not more than this many characters. */
export const MAX_RECORD = 16_000_000;

/** Takes JSON Lines apart. */
export async function readJsonLines(
  text: AsyncIterable<string>,
  name: Naming,
  sink: RecordSink,
): Promise<void> {
  let line = 0;
  let rest = '';
  let overlong = false;
  const take = (content: string): void => {
    line += 1;
    if (overlong || content.length > MAX_RECORD) {
      sink.damaged(line, `longer than ${MAX_RECORD / 1e6} million characters`);
    } else if (content.trim() !== '') {
      jsonRecord(line, content, name, sink);
    }
    overlong = false;
  };
  for await (const piece of text) {
    const lines = piece.split('\n');
    const last = lines.pop() as string;
    for (const content of lines) {
      take(rest + content);
      rest = '';
    }
    rest += last;
    if (rest.length > MAX_RECORD) {
      overlong = true;
      rest = '';
    }
  }
  if (rest !== '' || overlong) take(rest);
}

/** Takes one JSON array of rows apart, as LiteLLM's `/spend/logs` gives it; nothing but a row is held. */
export async function readJsonArray(
  text: AsyncIterable<string>,
  name: Naming,
  sink: RecordSink,
  mostOfRow: number,
): Promise<void> {
  const rows = new ArrayRows((line, content) => {
    if (content === undefined) {
      sink.damaged(line, `longer than ${MAX_RECORD / 1e6} million characters`);
    } else {
      jsonRecord(line, content, name, sink);
    }
  });
  for await (const piece of text) {
    rows.add(piece);
    if (rows.length > mostOfRow) sink.refuse('characters in one row', mostOfRow);
    if (rows.isAfter) break;
  }
  if (rows.isAfter) sink.damaged(rows.line, 'there is more after the end of the array');
  else if (!rows.isClosed) sink.damaged(rows.line, 'the array is not closed');
}

/** Cuts an array at the commas between its values, wherever its lines end. */
class ArrayRows {
  /** Number of the current line. */
  line = 1;
  /** Characters of the current row, so far. */
  length = 0;
  isClosed = false;
  /** Whether something stands behind the array. */
  isAfter = false;
  /** Brackets that are open: one is that of the array. */
  private depth = 0;
  private isText = false;
  private isEscaped = false;
  private content = '';
  private begunIn = 1;

  /** @param take is given each row with its first line; without its text, it is too long */
  constructor(private readonly take: (line: number, content: string | undefined) => void) {}

  add(piece: string): void {
    let begin = 0;
    for (let i = 0; i < piece.length; i++) {
      const character = piece[i] as string;
      if (character === '\n') this.line++;
      if (this.isText) {
        if (this.isEscaped) this.isEscaped = false;
        else if (character === '\\') this.isEscaped = true;
        else if (character === '"') this.isText = false;
        continue;
      }
      if (this.isClosed) {
        begin = i + 1;
        if (isBlank(character)) continue;
        this.isAfter = true;
        return;
      } else if (this.depth === 0) {
        // The bracket of the array, behind blanks.
        if (character === '[') this.depth = 1;
        begin = i + 1;
      } else if (this.depth === 1 && (character === ',' || character === ']')) {
        this.keep(piece.slice(begin, i));
        this.end(character === ']');
        begin = i + 1;
      } else {
        // What stands before a row is none of it.
        if (this.length === 0 && begin === i) {
          if (isBlank(character)) begin = i + 1;
          else this.begunIn = this.line;
        }
        if (character === '"') this.isText = true;
        else if (character === '{' || character === '[') this.depth++;
        else if ((character === '}' || character === ']') && this.depth > 1) this.depth--;
      }
    }
    this.keep(piece.slice(begin));
  }

  private keep(text: string): void {
    this.length += text.length;
    this.content = this.length > MAX_RECORD ? '' : this.content + text;
  }

  private end(closes: boolean): void {
    const { begunIn, content, length } = this;
    this.content = '';
    this.length = 0;
    this.isClosed = closes;
    // An array may be empty.
    if (!closes || length > 0) this.take(begunIn, length > MAX_RECORD ? undefined : content);
  }
}

function isBlank(character: string): boolean {
  return /\s/.test(character);
}

function jsonRecord(line: number, content: string, name: Naming, sink: RecordSink): void {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(content);
  } catch {
    sink.damaged(line, 'this is not JSON'); // the parser's own words would show some of the content
    return;
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    sink.damaged(line, 'this is not a JSON object');
    return;
  }
  sink.columns(Object.keys(fields));
  sink.record(line, (column) => {
    const field = name(column);
    return Object.hasOwn(fields, field) ? fields[field] : undefined;
  });
}

/** Takes CSV apart: RFC 4180, the columns named in the first row. */
export async function readCsv(
  text: AsyncIterable<string>,
  name: Naming,
  sink: RecordSink,
): Promise<void> {
  const { parse } = await import('csv-parse');
  let positions: Map<string, number> | undefined;
  let width = 0;
  let fields: readonly string[] = [];
  let linesBefore = 0;
  const cell: Cells = (column) => fields[positions?.get(name(column)) ?? -1];
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MAX_RECORD,
    on_record: (record: string[], { lines }) => {
      // A row may go over several lines: it is named by its first.
      const line = linesBefore + 1;
      linesBefore = lines;
      if (positions === undefined) {
        const names = record.map((column) => column.trim());
        positions = new Map(names.map((column, i) => [column, i]));
        width = names.length;
        sink.columns(names);
      } else if (record.length !== width) {
        sink.damaged(line, `${record.length} fields where there are ${width} columns`);
      } else {
        fields = record;
        sink.record(line, cell);
      }
      return null;
    },
    on_skip: () => {
      sink.damaged(linesBefore + 1, 'a quote that does not belong there, or is not closed');
      linesBefore = parser.info.lines;
      return undefined;
    },
  });
  parser.resume();
  const failed = new Promise<never>((_, reject) => parser.once('error', reject));
  failed.catch(() => undefined); // also where nobody waits for it any more
  const done = new Promise<void>((resolve) => parser.once('end', resolve));
  for await (const piece of text) {
    if (!parser.write(piece)) {
      await Promise.race([new Promise((resolve) => parser.once('drain', resolve)), failed]);
    }
  }
  parser.end();
  await Promise.race([done, failed]);
}
