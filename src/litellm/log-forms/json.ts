import {
  MAX_RECORD,
  type Naming,
  type RecordReader,
  type RecordSink,
  TOO_LONG,
} from './records.js';

/**
 * Takes JSON apart, as far as it consists of objects: one per line or pretty-printed, with or without something
 * between them, in arrays, and in the `data` of the pages that LiteLLM's /spend/logs/v2 answers with. Nothing
 * but a row is held.
 * @param mostOfRow characters, behind which nobody can tell where it would end
 */
export function jsonReader(mostOfRow: number): RecordReader {
  return async (text, name, sink) => {
    const rows = new JsonRows(name, sink);
    for await (const piece of text) {
      rows.add(piece);
      if (rows.length > mostOfRow) sink.refuse('characters in one row', mostOfRow);
    }
    rows.end();
  };
}

const NEWLINE = 10;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN = 91;
const BACKSLASH = 92;
const CLOSE = 93;
const BEGIN = 123;
const END = 125;

/** What is open around the rows: an array; or a page with what has been read of it. */
type Around = typeof OPEN | { readonly page: string };

/** The name of the array that a page has its rows in. */
const DATA = /"data"\s*:\s*$/;
/** Where one of these is before it, it is a row with such a field. */
const TIMES = /"(?:startTime|endTime)"\s*:/;

class JsonRows {
  /** Characters of the current row, so far. */
  length = 0;
  private line = 1;
  private readonly around: Around[] = [];
  /** Brackets that are open in the current row, from the outside in. */
  private readonly open: number[] = [];
  private isText = false;
  private isEscaped = false;
  /** The last character outside of texts that is no blank. */
  private last = 0;
  private content = '';
  private begunIn = 1;
  /** Whether a row was broken off, and the next begins with a line. */
  private isLost = false;
  private isLineStart = true;
  /** The last line with something that is no row. */
  private junkIn = 0;

  constructor(
    private readonly name: Naming,
    private readonly sink: RecordSink,
  ) {}

  add(piece: string): void {
    let begin = 0;
    for (let i = 0; i < piece.length; i++) {
      if (this.isText) {
        i = this.textEnd(piece, i);
        if (this.isLost) begin = i + 1;
        continue;
      }
      const code = piece.charCodeAt(i);
      if (code === NEWLINE) {
        this.line++;
        this.isLineStart = true;
        continue;
      }
      if (isBlank(code)) continue;
      const startsLine = this.isLineStart;
      this.isLineStart = false;
      if (this.isLost) {
        if (!startsLine || code !== BEGIN) continue;
        this.isLost = false;
      }
      if (this.open.length > 0 && (code === BEGIN || code === OPEN) && !this.mayOpen()) {
        this.breakOff();
        if (code !== BEGIN) {
          this.isLost = true;
          continue;
        }
      }
      if (this.open.length === 0) {
        const whole = code === BEGIN ? this.wholeLine(piece, i) : 0;
        if (whole > 0) i = whole - 1;
        else this.between(code);
        begin = code === BEGIN ? i : i + 1;
        if (whole > 0) begin = whole;
      } else if (code === QUOTE) {
        this.isText = true;
      } else if (code === OPEN && this.isData(piece.slice(begin, i))) {
        this.keep(piece.slice(begin, i + 1));
        this.around.push({ page: this.content }, OPEN);
        this.leave();
        begin = i + 1;
      } else if (code === BEGIN || code === OPEN) {
        this.open.push(code);
      } else if (code === END || code === CLOSE) {
        this.open.pop();
        if (this.open.length === 0) {
          this.keep(piece.slice(begin, i + 1));
          const { content, length, begunIn } = this;
          this.leave();
          if (length > MAX_RECORD) this.sink.damaged(begunIn, TOO_LONG);
          else this.take(begunIn, content);
          begin = i + 1;
        }
      }
      this.last = code;
    }
    if (this.open.length > 0) this.keep(piece.slice(begin));
  }

  end(): void {
    if (this.around.length > 0) this.sink.damaged(this.line, 'the array is not closed');
    else if (this.open.length > 0) this.sink.damaged(this.begunIn, NOT_JSON);
  }

  /** Where a text ends, or the piece does. No text has a line's end in it: a row with one is broken. */
  private textEnd(piece: string, from: number): number {
    for (let i = from; i < piece.length; i++) {
      const code = piece.charCodeAt(i);
      if (code === NEWLINE) {
        this.isText = false;
        this.isEscaped = false;
        this.breakOff();
        this.isLost = true;
        return i - 1; // the line's end is counted outside
      }
      if (this.isEscaped) this.isEscaped = false;
      else if (code === BACKSLASH) this.isEscaped = true;
      else if (code === QUOTE) {
        this.isText = false;
        return i;
      }
    }
    return piece.length;
  }

  /** Whether a bracket may open here, inside a row. */
  private mayOpen(): boolean {
    const inside = this.open[this.open.length - 1];
    if (inside === BEGIN) return this.last === COLON;
    return this.last === OPEN || this.last === COMMA;
  }

  /** Whether the array that opens is that of a page's rows. */
  private isData(before: string): boolean {
    if (this.around.length >= MOST_AROUND) return false;
    if (this.open.length !== 1 || this.open[0] !== BEGIN || this.last !== COLON) return false;
    const text = this.content + before;
    return DATA.test(text.slice(-100)) && !TIMES.test(text);
  }

  /** What stands outside of rows. */
  private between(code: number): void {
    if (code === BEGIN) {
      this.open.push(code);
      this.begunIn = this.line;
    } else if (code === OPEN && this.around.length < MOST_AROUND) {
      this.around.push(OPEN);
    } else if (code === CLOSE && this.around.at(-1) === OPEN) {
      this.around.pop();
      const page = this.around.at(-1);
      if (typeof page !== 'object') return;
      // The rest of the page is read as that of a row.
      this.around.pop();
      this.open.push(BEGIN);
      this.begunIn = this.line;
      this.content = `${page.page}]`;
      this.length = this.content.length;
    } else if (code !== COMMA && code !== RECORD_SEPARATOR) {
      this.length += 1;
      if (this.junkIn !== this.line) this.sink.damaged(this.line, NO_OBJECT);
      this.junkIn = this.line;
    }
  }

  /** Takes a row that is a line of its own; where it ends, or 0 where it is none. */
  private wholeLine(piece: string, from: number): number {
    let end = piece.indexOf('\n', from);
    if (end < 0 || end - from > MAX_RECORD) return 0;
    const next = end;
    while (isBlank(piece.charCodeAt(end - 1)) || piece.charCodeAt(end - 1) === COMMA) end--;
    if (piece.charCodeAt(end - 1) !== END) return 0;
    const fields = parsed(piece.slice(from, end));
    if (fields === undefined) return 0;
    this.object(this.line, fields);
    return next;
  }

  private take(line: number, content: string): void {
    const fields = parsed(content);
    if (fields === undefined) this.sink.damaged(line, NOT_JSON);
    else this.object(line, fields);
  }

  private object(line: number, fields: JsonFields): void {
    const { data, page, total_pages } = fields;
    if (Array.isArray(data) && !Object.hasOwn(fields, 'startTime')) {
      for (const one of data) {
        if (isObject(one)) this.row(line, one);
        else this.sink.damaged(line, NO_OBJECT);
      }
      if (typeof page === 'number' && typeof total_pages === 'number') {
        this.sink.page(page, total_pages);
      }
      return;
    }
    this.row(line, fields);
  }

  private row(line: number, fields: JsonFields): void {
    this.sink.columns(Object.keys(fields));
    this.sink.record(line, (column) => {
      const field = this.name(column);
      return Object.hasOwn(fields, field) ? fields[field] : undefined;
    });
  }

  private keep(text: string): void {
    this.length += text.length;
    this.content = this.length > MAX_RECORD ? '' : this.content + text;
  }

  private leave(): void {
    this.open.length = 0;
    this.content = '';
    this.length = 0;
  }

  /** A row that ends where it should not. */
  private breakOff(): void {
    this.sink.damaged(this.begunIn, NOT_JSON);
    this.leave();
  }
}

/** Arrays and pages around the rows are not nested deeper. */
const MOST_AROUND = 8;
/** The parser's own words would show some of the content. */
const NOT_JSON = 'this is not JSON';
const NO_OBJECT = 'this is not a JSON object';
/** Of a JSON text sequence (RFC 7464). */
const RECORD_SEPARATOR = 30;

type JsonFields = Record<string, unknown>;

function isObject(value: unknown): value is JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of an object; undefined where it is none. */
function parsed(content: string): JsonFields | undefined {
  try {
    return JSON.parse(content);
  } catch {
    // What COPY writes as text has each backslash twice.
    if (!content.includes('\\\\')) return undefined;
    try {
      return JSON.parse(content.replaceAll('\\\\', '\\'));
    } catch {
      return undefined;
    }
  }
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff;
}
