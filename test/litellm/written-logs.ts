import { csv, type Fields, jsonLines } from './spend-logs.js';

/*
 * Rows of a spend log in each form that people have them in. Rows have texts alone, and the same fields.
 */

const namesOf = (rows: readonly Fields[]) => Object.keys(rows[0] ?? {});
const textsOf = (row: Fields) => Object.values(row).map(String);

const separated = (separator: string) => (rows: readonly Fields[]) =>
  [namesOf(rows), ...rows.map(textsOf)]
    .map((cells) =>
      cells.map((cell) => (/["\n;\t|]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)),
    )
    .map((cells) => `${cells.join(separator)}\n`)
    .join('');

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\t': '\\t' };
const copied = (cell: string) =>
  cell === '' ? '\\N' : cell.replace(/[\\\n\t]/g, (found) => ESCAPED[found] as string);
const quoted = (name: string) => (/^[a-z_]+$/.test(name) ? name : `"${name}"`);
const sqlText = (cell: string) => (cell === '' ? 'NULL' : `'${cell.replaceAll("'", "''")}'`);

const HEAD = `--
-- PostgreSQL database dump
--
\\restrict x
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
`;
const OTHERS = `COPY public."LiteLLM_ErrorLogs" (request_id, "startTime", "endTime") FROM stdin;
e1\t2026-01-01 00:00:00\t2026-01-01 00:00:01
\\.
`;

/** A table as psql draws it: a `+` at the end of each line of a cell but its last. */
function drawn(rows: readonly Fields[]): string {
  const names = namesOf(rows);
  const lines = rows.map((row) => textsOf(row).map((cell) => cell.split('\n')));
  const widths = names.map((name, i) =>
    Math.max(name.length, ...lines.flatMap((row) => (row[i] ?? []).map((line) => line.length))),
  );
  const text = lines.map((row) => {
    const height = Math.max(...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) =>
      row
        .map((cell, i) => {
          const end = line < cell.length - 1 ? '+' : ' ';
          return ` ${(cell[line] ?? '').padEnd(widths[i] ?? 0)}${end}`;
        })
        .join('|'),
    ).join('\n');
  });
  return [
    names.map((name, i) => ` ${name.padEnd(widths[i] ?? 0)} `).join('|'),
    widths.map((width) => '-'.repeat(width + 2)).join('+'),
    ...text,
    `(${rows.length} rows)`,
    '',
  ].join('\n');
}

function expanded(rows: readonly Fields[]): string {
  const width = Math.max(...namesOf(rows).map((name) => name.length));
  const cell = (name: string, value: string) =>
    value
      .split('\n')
      .map((line, i, all) => {
        const end = i < all.length - 1 ? '+' : '';
        return `${(i === 0 ? name : '').padEnd(width)} | ${line}${end}\n`;
      })
      .join('');
  return rows
    .map(
      (row, i) =>
        `-[ RECORD ${i + 1} ]${'-'.repeat(width)}+---\n${Object.entries(row)
          .map(([name, value]) => cell(name, String(value)))
          .join('')}`,
    )
    .join('');
}

const page = (rows: readonly Fields[], number: number, of: number) => ({
  data: rows,
  total: rows.length * of,
  page: number,
  page_size: rows.length,
  total_pages: of,
});

/** How each form writes rows. */
export const FORMS: Readonly<Record<string, (rows: readonly Fields[]) => string>> = {
  'CSV in quotes': csv,
  'CSV with commas': (rows) => csv(rows).replaceAll('\n"2', '\r\n"2'),
  'CSV with semicolons': separated(';'),
  'CSV with tabs': separated('\t'),
  'CSV with bars': separated('|'),
  'CSV that says its separator': (rows) => `sep=;\r\n${separated(';')(rows)}`,
  'JSON Lines': jsonLines,
  'a JSON array': (rows) => JSON.stringify(rows),
  'a pretty JSON array': (rows) => JSON.stringify(rows, null, 4),
  'objects one after another': (rows) => rows.map((row) => JSON.stringify(row)).join(''),
  'pretty objects': (rows) => rows.map((row) => JSON.stringify(row, null, 2)).join('\n'),
  'a page': (rows) => JSON.stringify(page(rows, 1, 1)),
  'pretty pages in an array': (rows) =>
    JSON.stringify([page(rows.slice(0, 2), 1, 2), page(rows.slice(2), 2, 2)], null, 2),
  'pages one after another': (rows) =>
    `${JSON.stringify(page(rows.slice(0, 1), 1, 2))}\n${JSON.stringify(page(rows.slice(1), 2, 2))}\n`,
  'what COPY makes of JSON': (rows) => jsonLines(rows).replaceAll('\\', '\\\\'),
  'a dump': (rows) =>
    `${HEAD}${OTHERS}COPY public."LiteLLM_SpendLogs" (${namesOf(rows).map(quoted).join(', ')}) FROM stdin;\n${rows.map((row) => `${textsOf(row).map(copied).join('\t')}\n`).join('')}\\.\n${OTHERS}`,
  'a dump with INSERT': (rows) =>
    `${HEAD}CREATE TABLE public."LiteLLM_SpendLogs" (\n${namesOf(rows)
      .map((name) => `    ${quoted(name)} text,\n`)
      .join('')}    CONSTRAINT x PRIMARY KEY (y)\n);\n${rows
      .map(
        (row) =>
          `INSERT INTO public."LiteLLM_SpendLogs" VALUES (${textsOf(row).map(sqlText).join(', ')});\n`,
      )
      .join('')}`,
  'a dump with INSERT of many rows': (rows) =>
    `${HEAD}INSERT INTO public."LiteLLM_SpendLogs" (${namesOf(rows).map(quoted).join(', ')}) VALUES\n${rows
      .map((row) => `\t(${textsOf(row).map(sqlText).join(', ')})`)
      .join(',\n')}\n ON CONFLICT (request_id) DO NOTHING;\n`,
  'what psql draws': drawn,
  'what psql prints with \\x': (rows) => `Expanded display is on.\n${expanded(rows)}`,
};
