import { type Problem, ScenarioError } from '../text/problems.js';
import { type Jumps, JumpWatch } from './jumps.js';
import { formOf, tells } from './log-forms/form.js';
import type { Naming, RecordSink } from './log-forms/records.js';
import { insteadOfRows } from './not-rows.js';
import { insteadOfLog } from './recognise.js';
import { SeenIds } from './seen-ids.js';
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
  /** Where the log has several. */
  readonly file?: string;
  readonly line: number;
  readonly reason: string;
}

/** A log, or a part of one. */
export interface LogSource {
  /** How errors name it. */
  readonly file: string;
  /** Its text, in pieces of any size. */
  readonly text: AsyncIterable<string>;
}

/** What was found in a log, beside the requests themselves. */
export interface LogReading {
  /** Rows of any kind, damaged ones included. */
  readonly rows: number;
  readonly damaged: { readonly count: number; readonly first: readonly DamagedRow[] };
  /** Rows that no deployment answered. */
  readonly cacheHits: number;
  /** Rows of requests that the proxy refused before it routed them. */
  readonly neverReached: number;
  /** Rows of requests that other rows are of already. */
  readonly duplicates: number;
  /** Rows whose call type is none that is known. */
  readonly unknownCalls: number;
  /** Pages of an answer that are not there. */
  readonly missingPages: number;
  /** Whether all of the log has this column. */
  readonly has: (column: ColumnName) => boolean;
  readonly zoned: boolean;
  /** Times without a zone, which count as UTC. */
  readonly unzoned: number;
  /** Rows with a time that was a little before or after what it cannot be. */
  readonly mended: number;
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
 * Reads a LiteLLM spend log, of one or several files in any of their forms, and hands on each request that was
 * routed, one at a time: of those read, nothing but a hash of their ids is kept. Cache hits, duplicates, damaged
 * rows and those of requests that were never routed are counted and left out.
 *
 * @param onRow Is given successes, timeouts and other failures.
 * @throws ScenarioError where the log cannot be relied on. What it says holds nothing of the
 *   content of a row, which may be a prompt or a key.
 */
export async function readLog(
  sources: readonly LogSource[],
  options: LogOptions,
  onRow: (row: SpendRow) => void,
): Promise<LogReading> {
  const naming: Naming = (column) => options.columns?.get(column) ?? column;
  const reader = new LogReader(sources.length, options, naming, onRow);
  for (const { file, text } of sources) {
    reader.begin(file);
    const pieces = guarded(text, reader);
    const head = await headOf(pieces, reader);
    if (head.includes('\0')) reader.refuseAs(NO_TEXT, TEXT_REMEDY, 1);
    if (head.trim() !== '') {
      const form = formOf(head, logLimits.line);
      reader.isStream = form.isStream;
      await form.read(rest(pieces), naming, reader, (column) => reader.isWanted(column));
    }
    reader.endOfFile();
  }
  return reader.end();
}

const LOG = 'name a LiteLLM spend log: CSV, JSON, or what psql or pg_dump writes';
const NO_TEXT = 'this log is not a text file';
const TEXT_REMEDY = 'export it as UTF-8 (iconv -t UTF-8)';

/** The same text, up to where it breaks a limit. */
async function* guarded(text: AsyncIterable<string>, reader: LogReader): AsyncGenerator<string> {
  let line = 0;
  let blank = 0;
  for await (const piece of text) {
    const newline = piece.lastIndexOf('\n');
    line = newline === -1 ? line + piece.length : piece.length - newline;
    blank = piece.trim() === '' ? blank + piece.length : 0;
    // JSON may well be one line.
    if (line > logLimits.line && !reader.isStream) {
      reader.refuse('characters in one line', logLimits.line);
    }
    if (blank > logLimits.blank) reader.refuse('characters of white space', logLimits.blank);
    yield piece;
  }
}

/** Text up to where it tells its form, at least; without a mark of its encoding. */
async function headOf(pieces: AsyncIterator<string>, reader: LogReader): Promise<string> {
  const blank: string[] = [];
  let head = '';
  while (!tells(head)) {
    const begun = head.trimStart();
    if (begun.length > logLimits.header && !/[\n\r]/.test(begun.slice(0, logLimits.header))) {
      reader.refuse('characters before the first line ends', logLimits.header);
    }
    if (head.length > 2 * logLimits.header) break;
    const next = await pieces.next();
    if (next.done) break;
    if (head === '' && next.value.trim() === '') blank.push(next.value);
    else head = head === '' ? [...blank, next.value].join('') : head + next.value;
  }
  return head.replace(/^\ufeff/, '');
}

async function* rest(pieces: AsyncIterator<string>): AsyncGenerator<string> {
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
}

/** A name without what spellings differ in: `start_time` is `startTime`. */
function spelt(name: string): string {
  return name.toLowerCase().replace(/[ _.-]/g, '');
}

/** What is known of one file of a log. */
class LogFile {
  /** Whether its lines mean nothing, as in JSON. */
  isStream = false;
  rows = 0;
  readonly names = new Set<string>();
  readonly doubled = new Set<string>();
  readonly jumps = new JumpWatch();
  zonedLine = 0;
  unzonedLine = 0;
  /** Whether the first times of either kind are of one row. */
  isMixedRow = false;

  constructor(readonly name: string) {}
}

class LogReader implements RecordSink {
  private readonly wanted: ReadonlySet<string>;
  private readonly absent = new Set<ColumnName>();
  private readonly first: DamagedRow[] = [];
  private readonly problems: Problem[] = [];
  private readonly seen = new SeenIds();
  private readonly pages = new Set<number>();
  private readonly jumps: { count: number; shown: Jumps['shown'][number][] } = {
    count: 0,
    shown: [],
  };
  private file = new LogFile('');
  private zonedFile: string | undefined;
  private unzonedFile: string | undefined;
  private allPages = 0;
  private rows = 0;
  private damagedRows = 0;
  private cacheHits = 0;
  private neverReached = 0;
  private duplicates = 0;
  private unknownCalls = 0;
  private unzoned = 0;
  private mended = 0;

  constructor(
    private readonly files: number,
    private readonly options: LogOptions,
    private readonly naming: Naming,
    private readonly onRow: (row: SpendRow) => void,
  ) {
    this.wanted = new Set(COLUMNS.map(naming));
  }

  set isStream(is: boolean) {
    this.file.isStream = is;
  }

  get isStream(): boolean {
    return this.file.isStream;
  }

  isWanted(column: string): boolean {
    return this.wanted.has(column);
  }

  begin(file: string): void {
    this.file = new LogFile(file);
  }

  columns(given: readonly string[]): void {
    const { names, doubled } = this.file;
    for (const [i, name] of given.entries()) {
      if (this.wanted.has(name) && given.indexOf(name) < i) doubled.add(name);
      // Of JSON Lines with ever other names only those that are looked for are kept without end.
      if (names.size < MOST_NAMES || this.wanted.has(name)) names.add(name);
    }
  }

  record(line: number, cell: Cells): void {
    const { file } = this;
    let row: SpendRow;
    try {
      row = readRow(cell, this.options.assumeUtc);
    } catch (error) {
      if (error instanceof MixedZones) {
        this.count();
        file.isMixedRow ||= file.zonedLine === 0 && file.unzonedLine === 0;
        file.zonedLine ||= line;
        file.unzonedLine ||= line;
        return;
      }
      if (!(error instanceof RangeError)) throw error;
      this.damaged(line, error.message);
      return;
    }
    this.count();
    if (row.zoned) file.zonedLine ||= line;
    if (row.unzoned > 0) file.unzonedLine ||= line;
    if (row.id !== '' && this.seen.hasSeen(idOf(row), row.start_us)) {
      this.duplicates += 1;
      return;
    }
    this.unzoned += row.unzoned;
    file.jumps.see(row, line);
    if (row.outcome === 'cache-hit') {
      this.cacheHits += 1;
    } else if (row.outcome === 'never-reached') {
      this.neverReached += 1;
    } else {
      if (!row.knownCall) this.unknownCalls += 1;
      if (row.mended) this.mended += 1;
      this.onRow(row);
    }
  }

  damaged(line: number, reason: string): void {
    this.count();
    this.damagedRows += 1;
    const { name } = this.file;
    if (this.first.length < SHOWN) {
      this.first.push({ ...(this.files > 1 && { file: name }), line, reason });
    }
    if (this.damagedRows !== HOPELESS_ROWS || this.rows !== HOPELESS_ROWS) return;
    this.endOfFile();
    this.end();
  }

  page(page: number, of: number): void {
    if (this.pages.size < MOST_PAGES) this.pages.add(page);
    if (Number.isSafeInteger(of)) this.allPages = Math.max(this.allPages, of);
  }

  /** More of something than a log has. */
  refuse(what: string, most: number): never {
    throw new ScenarioError([this.problem(`more than ${most / 1e6} million ${what}`, LOG)]);
  }

  refuseAs(message: string, remedy: string, line?: number): never {
    throw new ScenarioError([this.problem(message, remedy, line)]);
  }

  /** Keeps what speaks against relying on the file that was read. */
  endOfFile(): void {
    const { file, naming, jumps } = this;
    const has = (column: ColumnName) => file.names.has(naming(column));
    const instead = insteadOfRows(
      (name) => file.names.has(name),
      file.names.size === 0 || has('endTime'),
    );
    if (instead !== undefined) {
      throw new ScenarioError([this.problem(instead.message, instead.remedy, 1)]);
    }
    for (const column of COLUMNS) if (!has(column)) this.absent.add(column);
    if (file.zonedLine > 0) this.zonedFile ??= file.name;
    if (file.unzonedLine > 0) this.unzonedFile ??= file.name;
    const found = file.jumps.found();
    jumps.count += found.count;
    jumps.shown.push(...found.shown);
    this.problems.push(
      ...this.missingColumns(),
      ...this.doubledColumns(),
      ...this.mixedZones(),
      ...this.jumpProblems(found),
    );
  }

  /** @throws ScenarioError with all that speaks against relying on the log. */
  end(): LogReading {
    const problems = [...this.problems, ...this.tooMuchDamage(), ...this.zonesOfFiles()];
    if (problems.length > 0) throw new ScenarioError(problems);
    const { rows, cacheHits, neverReached, duplicates, unknownCalls, unzoned, mended } = this;
    return {
      rows,
      damaged: { count: this.damagedRows, first: this.first },
      cacheHits,
      neverReached,
      duplicates,
      unknownCalls,
      missingPages: Math.max(0, this.allPages - this.pages.size),
      has: (column) => !this.absent.has(column),
      zoned: this.zonedFile !== undefined,
      unzoned,
      mended,
      jumps: this.jumps,
    };
  }

  private count(): void {
    this.rows += 1;
    this.file.rows += 1;
  }

  private missingColumns(): Problem[] {
    const { naming, options } = this;
    const { names, rows } = this.file;
    if (names.size === 0) {
      // That no row can be read is damage; a page may be empty.
      if (rows > 0 || (this.isStream && this.rows > 0)) return [];
      return [this.problem('there is nothing in this log', LOG)];
    }
    const [only = ''] = names;
    const other = insteadOfLog(only);
    if (names.size === 1 && other !== undefined) {
      const remedy = other === 'a web page' ? LOG : 'name it without --logs';
      // What its rows would be damaged by says nothing more.
      this.refuseAs(`this is ${other}, not a log`, remedy, 1);
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
    return [...this.file.doubled].map((name) =>
      this.problem(`there are two columns ${name}`, 'remove or rename one of them', 1),
    );
  }

  private tooMuchDamage(): Problem[] {
    const { allowDamaged = DEFAULT_ALLOWED } = this.options;
    if (this.problems.length > 0 && this.rows === 0) return [];
    if (this.rows === 0) {
      return [this.problem('there are no rows in this log', 'name a log with requests')];
    }
    const isNoLog = this.problems.some(({ message }) => message.startsWith('there is no column'));
    if (this.damagedRows <= allowDamaged * this.rows || isNoLog) return [];
    const part = Math.ceil((this.damagedRows / this.rows) * 100);
    return [
      ...this.first.map(({ file = this.file.name, line, reason }) => ({
        ...this.problem(`damaged row: ${reason}`, 'fix or remove it', line),
        file,
      })),
      this.problem(
        `${this.damagedRows} of ${this.rows} rows are damaged, more than ${Number((allowDamaged * 100).toPrecision(6))} %`,
        `fix them, or allow for them: --allow-damaged ${part}`,
      ),
    ];
  }

  private mixedZones(): Problem[] {
    const { zonedLine: zoned, unzonedLine: unzoned, isMixedRow } = this.file;
    if (zoned === 0 || unzoned === 0 || this.options.assumeUtc) return [];
    const message =
      zoned !== unzoned
        ? `times with a zone (line ${zoned}) and without one are mixed`
        : isMixedRow
          ? 'some times of this row have a zone and others have none'
          : 'times with a zone and without one are mixed'; // a JSON array may be one line
    return [this.problem(message, ZONES, unzoned)];
  }

  private zonesOfFiles(): Problem[] {
    const { zonedFile, unzonedFile, problems } = this;
    if (zonedFile === undefined || unzonedFile === undefined || this.options.assumeUtc) return [];
    if (zonedFile === unzonedFile || problems.length > 0) return [];
    const message = `its times have no zone, those of ${zonedFile} have one`;
    return [{ ...this.problem(message, ZONES), file: unzonedFile }];
  }

  private jumpProblems({ shown }: Jumps): Problem[] {
    if (this.options.allowJumps) return [];
    return shown.map(({ line, what }) =>
      this.problem(
        `the clock jumps: ${what}`,
        'cut the log there, or take it as it is: --allow-jumps',
        line,
      ),
    );
  }

  private problem(message: string, remedy: string, line?: number): Problem {
    const { name: file } = this.file;
    return { file, message, remedy, ...(line !== undefined && { line, column: 1 }) };
  }
}

const ZONES = 'export them all with a zone; if those without are UTC, say so: --assume-utc';
const MOST_PAGES = 100_000;

/** Attempts of a request that fail may be logged each, under its id: when they began is of theirs. */
function idOf({ id, outcome, start_us }: SpendRow): string {
  return outcome === 'success' ? id : `${id} ${start_us}`;
}
