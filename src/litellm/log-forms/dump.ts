import { linesOf } from './lines.js';
import { type RecordReader, Row, TOO_LONG } from './records.js';
import { insertedRows } from './sql-values.js';

const COPY = /^COPY\s+(\S+)\s*\(([^)]*)\)\s+FROM\s+stdin/i;
const INSERT = /^INSERT\s+INTO\s+(\S+)\s*(?:\(([^)]*)\)\s*)?(?:OVERRIDING \w+ VALUE\s*)?VALUES\b/i;
const CREATE = /^CREATE TABLE (?:IF NOT EXISTS )?(\S+) \(/i;
/** A column in the definition of a table. */
const COLUMN = /^\s*("(?:[^"]|"")+"|\w+)\s+\w/;
const CONSTRAINT = /^\s*(?:CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN|EXCLUDE)\s/i;
/** Behind the rows of a table. */
const END_OF_COPY = '\\.';

/** Whether a text begins as one of SQL does, such as a dump of a database. */
export function isDump(first: string): boolean {
  return /^(?:--|\/\*|\\restrict|(?:SET|COPY|INSERT|BEGIN|CREATE|START|TRUNCATE|SELECT)\s)/i.test(
    first,
  );
}

/**
 * Takes the table of spend logs out of a dump of a database: the rows of COPY, or INSERT statements. Other tables
 * are left out.
 */
export const readDump: RecordReader = async (text, name, sink) => {
  const row = new Row(name);
  const tables = new Map<string, string[]>();
  let defined: string[] | undefined;
  let copied: 'rows' | 'others' | undefined;
  let inserted: { readonly line: number; text: string } | undefined;
  let isFound = false;
  const begin = (columns: readonly string[]): void => {
    isFound = true;
    row.head(columns);
    sink.columns(columns);
  };
  const insert = (number: number, statement: string): boolean => {
    const [head = '', table = '', columns] = INSERT.exec(statement) ?? [];
    const values = insertedRows(statement, head.length);
    if (values === undefined) return false;
    const named = columns === undefined ? (tables.get(table) ?? []) : namesIn(columns);
    if (!isSpendLog(table, named)) return true;
    begin(named);
    for (const fields of values) {
      if (fields.length === named.length) sink.record(number, row.fill(fields));
      else sink.damaged(number, `${fields.length} fields where there are ${named.length} columns`);
    }
    return true;
  };
  for await (const { number, text: line } of linesOf(text)) {
    if (line === undefined) {
      sink.damaged(number, TOO_LONG);
      continue;
    }
    if (copied !== undefined) {
      if (line === END_OF_COPY) copied = undefined;
      else if (copied === 'rows') {
        const fields = line.split('\t');
        if (fields.length === row.width) sink.record(number, row.fill(fields.map(unescaped)));
        else sink.damaged(number, `${fields.length} fields where there are ${row.width} columns`);
      }
      continue;
    }
    if (inserted !== undefined) {
      inserted.text += `\n${line}`;
      // A semicolon may also stand in a text, and then the statement is not at its end.
      if (/;\s*$/.test(line) && insert(inserted.line, inserted.text)) inserted = undefined;
      else if (inserted !== undefined && inserted.text.length > MOST_OF_STATEMENT) {
        sink.refuse('characters in one statement', MOST_OF_STATEMENT);
      }
      continue;
    }
    const [, table = '', columns = ''] = COPY.exec(line) ?? [];
    const [, created] = CREATE.exec(line) ?? [];
    if (table !== '') {
      const names = namesIn(columns);
      copied = isSpendLog(table, names) ? 'rows' : 'others';
      if (copied === 'rows') begin(names);
    } else if (created !== undefined) {
      defined = [];
      tables.set(created, defined);
    } else if (defined !== undefined && /^\s*\)/.test(line)) {
      defined = undefined;
    } else if (defined !== undefined) {
      const [, column] = CONSTRAINT.test(line) ? [] : (COLUMN.exec(line) ?? []);
      if (column !== undefined) defined.push(unquoted(column));
    } else if (/^INSERT\s/i.test(line)) {
      inserted = { line: number, text: line };
      if (/;\s*$/.test(line) && insert(number, line)) inserted = undefined;
    }
  }
  if (copied === 'rows') sink.damaged(0, 'the table is cut off: its rows have no end');
  if (inserted !== undefined) sink.damaged(inserted.line, 'the statement is not finished');
  if (!isFound) {
    sink.refuseAs(
      'this is SQL without the rows of a table of spend logs',
      'dump the table with its data: pg_dump --data-only -t \'"LiteLLM_SpendLogs"\'',
    );
  }
};

/** Many rows may be in one statement, but it has to be read as a whole. */
const MOST_OF_STATEMENT = 64_000_000;

/** LiteLLM's own table, or one that was made of it; other tables of LiteLLM have times, too. */
function isSpendLog(table: string, columns: readonly string[]): boolean {
  if (/spend_?logs/i.test(table)) return true;
  return !/LiteLLM_/i.test(table) && columns.includes('startTime') && columns.includes('endTime');
}

function namesIn(list: string): string[] {
  return list.split(',').map((name) => unquoted(name.trim()));
}

function unquoted(name: string): string {
  return /^".*"$/s.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name;
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** A cell as COPY writes it as text; null where it has none. */
function unescaped(cell: string): string | null {
  if (cell === '\\N') return null;
  if (!cell.includes('\\')) return cell;
  return cell.replace(/\\(x[0-9a-f]{1,2}|[0-7]{1,3}|[\s\S])/gi, (_, what: string) => {
    if (/^x./i.test(what)) return String.fromCharCode(Number.parseInt(what.slice(1), 16));
    if (/^[0-7]/.test(what)) return String.fromCharCode(Number.parseInt(what, 8));
    return ESCAPES[what] ?? what;
  });
}
