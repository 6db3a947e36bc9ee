import { MAX_RECORD, type Naming, type RecordSink, Row } from './records.js';

/** What stands between the cells of a row. */
const SEPARATORS = [',', ';', '\t', '|'];
/** The first line of what Excel or PowerShell writes may say how it is written. */
const PREFACE = /^\s*(?:sep=(.)|#TYPE [^\n]*)\r?\n/i;
/** psql counts the rows below them. */
const FOOTER = /^\(\d+ (?:rows?|Zeilen?|lignes?|filas?)\)$/;

/**
 * Takes CSV apart: RFC 4180, the columns named in the first row, which tells the separator.
 * @param head the text up to the end of that row, at least
 */
export async function readCsv(
  head: string,
  rest: AsyncIterable<string>,
  name: Naming,
  sink: RecordSink,
  isWanted: (column: string) => boolean,
): Promise<void> {
  const { parse } = await import('csv-parse');
  const [preface = '', stated] = PREFACE.exec(head) ?? [];
  const text = head.slice(preface.length);
  const [first = ''] = text.trimStart().split(/[\r\n]/, 1);
  const delimiter = stated ?? separatorOf(first, isWanted);
  const row = new Row(name);
  const more = preface.split('\n').length - 1;
  let linesBefore = more;
  const parser = parse({
    bom: true,
    delimiter,
    // Of bars and tabs programs make text without quotes: what stands in it is as it is.
    relax_quotes: delimiter === '\t' || delimiter === '|',
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MAX_RECORD,
    on_record: (record: string[], { lines }) => {
      // A row may go over several lines: it is named by its first.
      const line = linesBefore + 1;
      linesBefore = lines + more;
      if (row.width === 0) {
        const names = record.map((column) => column.trim());
        row.head(names);
        sink.columns(names);
      } else if (record.length === row.width) {
        sink.record(line, row.fill(record));
      } else if (record.length !== 1 || !FOOTER.test(record[0] as string)) {
        sink.damaged(line, `${record.length} fields where there are ${row.width} columns`);
      }
      return null;
    },
    on_skip: () => {
      sink.damaged(linesBefore + 1, 'a quote that does not belong there, or is not closed');
      linesBefore = parser.info.lines + more;
      return undefined;
    },
  });
  parser.resume();
  const failed = new Promise<never>((_, reject) => parser.once('error', reject));
  failed.catch(() => undefined); // also where nobody waits for it any more
  const done = new Promise<void>((resolve) => parser.once('end', resolve));
  const write = async (piece: string): Promise<void> => {
    if (parser.write(piece)) return;
    await Promise.race([new Promise((resolve) => parser.once('drain', resolve)), failed]);
  };
  await write(text);
  for await (const piece of rest) await write(piece);
  parser.end();
  await Promise.race([done, failed]);
}

/** That which makes the most columns that are looked for, else the most columns. */
function separatorOf(header: string, isWanted: (column: string) => boolean): string {
  const outside = header.replace(/"(?:[^"]|"")*"/g, (quoted) => quoted.replace(/[,;\t|]/g, ' '));
  const cut = SEPARATORS.map((separator) => {
    const names = outside.split(separator).map((name) => name.trim().replace(/^"|"$/g, ''));
    return { separator, wanted: names.filter(isWanted).length, count: names.length };
  });
  cut.sort((a, b) => b.wanted - a.wanted || b.count - a.count);
  return cut[0]?.separator as string;
}
