import type { Cells, ColumnName } from './spend-row.js';

/** Gets what a log consists of, piece by piece. */
export interface RecordSink {
  /** The names of the columns, once; of JSON Lines, which have none, each row's own fields. */
  columns(names: readonly string[]): void;
  record(line: number, cell: Cells): void;
  /** A row that cannot be taken apart. */
  damaged(line: number, reason: string): void;
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
