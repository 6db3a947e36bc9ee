import { type Problem, ScenarioError } from '../text/problems.js';
import { type Jumps, JumpWatch } from './jumps.js';
import {
  type Naming,
  type RecordSink,
  readCsv,
  readJsonArray,
  readJsonLines,
} from './log-records.js';
import { insteadOfLog } from './recognise.js';
import {
  type Cells,
  COLUMNS,
  type ColumnName,
  MixedZones,
  readRow,
  type SpendRow,
} from './spend-row.js';

export interface LogOptions {
  /** What the log calls a column, where that is not LiteLLM's name. */
  readonly columns?: ReadonlyMap<ColumnName, string>;
  /** Part of the rows that may be damaged, 0..1; 0.01 where it is not given. */
  readonly allowDamaged?: number;
  /** Whether a clock that jumps is only reported. */
  readonly allowJumps?: boolean;
  /** Whether times without a zone are UTC, so that they may stand beside times with one. */
  readonly assumeUtc?: boolean;
}

export interface DamagedRow {
  readonly line: number;
  readonly reason: string;
}

/** What was found in a log, beside the requests themselves. */
export interface LogReading {
  /** Rows of any kind, damaged ones included. */
  readonly rows: number;
  readonly damaged: { readonly count: number; readonly first: readonly DamagedRow[] };
  /** Rows that no deployment answered. */
  readonly cacheHits: number;
  /** Rows whose call type is none that is known. */
  readonly unknownCalls: number;
  /** Whether the log has this column. */
  readonly has: (column: ColumnName) => boolean;
  readonly zoned: boolean;
  /** Times without a zone, which count as UTC. */
  readonly unzoned: number;
  readonly jumps: Jumps;
}

const SHOWN = 5;
const MOST_NAMES = 1000;
const DEFAULT_ALLOWED = 0.01;
/** A file of another kind is not read to its end. */
const HOPELESS_ROWS = 1000;

/** What a log may have of that which is no row, in characters: it may be a pipe without an end. */
export const logLimits = {
  /** Before the first line of a CSV ends. */
  header: 1_000_000,
  /** Of a line; one that is longer than a row may be is left out. */
  line: 64_000_000,
  /** Of white space in a row. */
  blank: 16_000_000,
} as const;

/**
 * Reads a LiteLLM spend log, CSV, JSON Lines or one JSON array, and hands on each request that was routed, one
 * at a time: nothing is kept. Cache hits and damaged rows are counted and left out.
 *
 * @param file How errors name it.
 * @param text Its text, in pieces of any size.
 * @param onRow Is given successes, timeouts and other failures.
 * @throws ScenarioError where the log cannot be relied on. What it says holds nothing of the
 *   content of a row, which may be a prompt or a key.
 */
export async function readLog(
  file: string,
  text: AsyncIterable<string>,
  options: LogOptions,
  onRow: (row: SpendRow) => void,
): Promise<LogReading> {
  const naming: Naming = (column) => options.columns?.get(column) ?? column;
  const reader = new LogReader(file, options, naming, onRow);
  const pieces = guarded(text, reader);
  const head = await firstPiece(pieces);
  if (/^\ufffd|\0/.test(head)) reader.refuseEncoding();
  const all = joined(head, pieces);
  switch (head.trimStart()[0]) {
    case undefined:
      break;
    case '[':
      reader.isArray = true;
      await readJsonArray(all, naming, reader, logLimits.line);
      break;
    case '{':
      await readJsonLines(all, naming, reader);
      break;
    default:
      await readCsv(headed(all, reader), naming, reader);
  }
  return reader.end();
}

/** The same text, up to where it breaks a limit. */
async function* guarded(text: AsyncIterable<string>, reader: LogReader): AsyncGenerator<string> {
  let line = 0;
  let blank = 0;
  for await (const piece of text) {
    const newline = piece.lastIndexOf('\n');
    line = newline === -1 ? line + piece.length : piece.length - newline;
    blank = piece.trim() === '' ? blank + piece.length : 0;
    // An array may well be one line.
    if (line > logLimits.line && !reader.isArray) {
      reader.refuse('characters in one line', logLimits.line);
    }
    if (blank > logLimits.blank) reader.refuse('characters of white space', logLimits.blank);
    yield piece;
  }
}

/** The same text of a CSV, if its first line ends. */
async function* headed(text: AsyncIterable<string>, reader: LogReader): AsyncGenerator<string> {
  let head: string | undefined = '';
  for await (const piece of text) {
    if (head === undefined) {
      yield piece;
      continue;
    }
    head += piece;
    const begun = head.trimStart();
    const isWhole = /[\n\r]/.test(begun);
    if (begun.length > logLimits.header && !/[\n\r]/.test(begun.slice(0, logLimits.header))) {
      reader.refuse('characters before the first line ends', logLimits.header);
    }
    if (!isWhole) continue;
    yield head;
    head = undefined;
  }
  if (head !== undefined) yield head;
}

/** Text up to the first character that is no white space, at least. */
async function firstPiece(pieces: AsyncIterator<string>): Promise<string> {
  const head: string[] = [];
  while ((head.at(-1) ?? '').trim() === '') {
    const next = await pieces.next();
    if (next.done) break;
    head.push(next.value);
  }
  return head.join('').replace(/^\ufeff/, '');
}

async function* joined(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** A name without what spellings differ in: `start_time` is `startTime`. */
function spelt(name: string): string {
  return name.toLowerCase().replace(/[ _.-]/g, '');
}

class LogReader implements RecordSink {
  /** Whether the log is one JSON array, whose lines mean nothing. */
  isArray = false;
  private readonly names = new Set<string>();
  private readonly wanted: ReadonlySet<string>;
  private readonly doubled = new Set<string>();
  private readonly first: DamagedRow[] = [];
  private readonly jumps = new JumpWatch();
  private rows = 0;
  private damagedRows = 0;
  private cacheHits = 0;
  private unknownCalls = 0;
  private zonedLine = 0;
  private unzonedLine = 0;
  private unzoned = 0;
  /** Whether the first times of either kind are of one row. */
  private isMixedRow = false;

  constructor(
    private readonly file: string,
    private readonly options: LogOptions,
    private readonly naming: Naming,
    private readonly onRow: (row: SpendRow) => void,
  ) {
    this.wanted = new Set(COLUMNS.map(naming));
  }

  columns(names: readonly string[]): void {
    for (const [i, name] of names.entries()) {
      if (this.wanted.has(name) && names.indexOf(name) < i) this.doubled.add(name);
      // Of JSON Lines with ever other names only those that are looked for are kept without end.
      if (this.names.size < MOST_NAMES || this.wanted.has(name)) this.names.add(name);
    }
  }

  record(line: number, cell: Cells): void {
    let row: SpendRow;
    try {
      row = readRow(cell, this.options.assumeUtc);
    } catch (error) {
      if (error instanceof MixedZones) {
        this.rows += 1;
        this.isMixedRow ||= this.zonedLine === 0 && this.unzonedLine === 0;
        this.zonedLine ||= line;
        this.unzonedLine ||= line;
        return;
      }
      if (!(error instanceof RangeError)) throw error;
      this.damaged(line, error.message);
      return;
    }
    this.rows += 1;
    if (row.zoned) this.zonedLine ||= line;
    if (row.unzoned > 0) this.unzonedLine ||= line;
    this.unzoned += row.unzoned;
    this.jumps.see(row, line);
    if (!row.knownCall) this.unknownCalls += 1;
    if (row.outcome === 'cache-hit') this.cacheHits += 1;
    else this.onRow(row);
  }

  damaged(line: number, reason: string): void {
    this.rows += 1;
    this.damagedRows += 1;
    if (this.first.length < SHOWN) this.first.push({ line, reason });
    if (this.damagedRows === HOPELESS_ROWS && this.rows === HOPELESS_ROWS) this.end();
  }

  /** More of something than a log has. */
  refuse(what: string, most: number): never {
    const remedy = 'name a LiteLLM spend log: CSV, JSON Lines or a JSON array';
    throw new ScenarioError([this.problem(`more than ${most / 1e6} million ${what}`, remedy)]);
  }

  refuseEncoding(): never {
    throw new ScenarioError([
      this.problem('this log is not UTF-8 text', 'export it as UTF-8 (iconv -t UTF-8)', 1),
    ]);
  }

  /** @throws ScenarioError with all that speaks against relying on it. */
  end(): LogReading {
    const problems = [
      ...this.missingColumns(),
      ...this.doubledColumns(),
      ...this.tooMuchDamage(),
      ...this.mixedZones(),
      ...this.jumpProblems(),
    ];
    if (problems.length > 0) throw new ScenarioError(problems);
    const { rows, cacheHits, unknownCalls, unzoned, names, naming } = this;
    const damaged = { count: this.damagedRows, first: this.first };
    const has = (column: ColumnName) => names.has(naming(column));
    const jumps = this.jumps.found();
    const zoned = this.zonedLine > 0;
    return { rows, damaged, cacheHits, unknownCalls, has, zoned, unzoned, jumps };
  }

  private missingColumns(): Problem[] {
    if (this.names.size === 0) {
      if (this.rows > 0) return []; // that no row can be read is damage
      const remedy = 'name a LiteLLM spend log: CSV, JSON Lines or a JSON array';
      return [this.problem('there is nothing in this log', remedy)];
    }
    const { names, naming, options } = this;
    const [only = ''] = names;
    if (names.size === 1 && /[;\t|]/.test(only)) {
      const remedy = 'export it with commas, or as JSON Lines';
      return [this.problem('this log is not comma-separated', remedy, 1)];
    }
    const other = insteadOfLog(only);
    if (names.size === 1 && other !== undefined) {
      return [this.problem(`this is ${other}, not a log`, 'name it without --logs', 1)];
    }
    const missing = (['startTime', 'endTime'] as const).filter((c) => !names.has(naming(c)));
    const given = [...(options.columns?.keys() ?? [])].filter((c) => !names.has(naming(c)));
    const wanted = new Set<ColumnName>([...missing, ...given]);
    return COLUMNS.filter((column) => wanted.has(column)).map((column) => {
      // The first row of a file without a header is content: only another spelling is shown.
      const near = [...names].find((name) => spelt(name) === spelt(column) && name !== column);
      const remedy = `say what it is called: --column ${column}=${near ?? 'NAME'}`;
      return this.problem(`there is no column ${naming(column)}`, remedy, 1);
    });
  }

  private doubledColumns(): Problem[] {
    return [...this.doubled].map((name) =>
      this.problem(`there are two columns ${name}`, 'remove or rename one of them', 1),
    );
  }

  private tooMuchDamage(): Problem[] {
    const { allowDamaged = DEFAULT_ALLOWED } = this.options;
    if (this.rows === 0 && this.names.size > 0) {
      return [this.problem('there are no rows in this log', 'name a log with requests')];
    }
    if (this.damagedRows <= allowDamaged * this.rows || this.missingColumns().length > 0) return [];
    const part = Math.ceil((this.damagedRows / this.rows) * 100);
    return [
      ...this.first.map(({ line, reason }) =>
        this.problem(`damaged row: ${reason}`, 'fix or remove it', line),
      ),
      this.problem(
        `${this.damagedRows} of ${this.rows} rows are damaged, more than ${Number((allowDamaged * 100).toPrecision(6))} %`,
        `fix them, or allow for them: --allow-damaged ${part}`,
      ),
    ];
  }

  private mixedZones(): Problem[] {
    if (this.zonedLine === 0 || this.unzonedLine === 0 || this.options.assumeUtc) return [];
    const [zoned, unzoned] = [this.zonedLine, this.unzonedLine];
    const message =
      zoned !== unzoned
        ? `times with a zone (line ${zoned}) and without one are mixed`
        : this.isMixedRow
          ? 'some times of this row have a zone and others have none'
          : 'times with a zone and without one are mixed'; // a JSON array may be one line
    const remedy = 'export them all with a zone; if those without are UTC, say so: --assume-utc';
    return [this.problem(message, remedy, unzoned)];
  }

  private jumpProblems(): Problem[] {
    if (this.options.allowJumps) return [];
    return this.jumps
      .found()
      .shown.map(({ line, what }) =>
        this.problem(
          `the clock jumps: ${what}`,
          'cut the log there, or take it as it is: --allow-jumps',
          line,
        ),
      );
  }

  private problem(message: string, remedy: string, line?: number): Problem {
    return { file: this.file, message, remedy, ...(line !== undefined && { line, column: 1 }) };
  }
}
