import { type LogLine, linesOf } from './lines.js';
import { type Naming, type RecordReader, type RecordSink, Row, TOO_LONG } from './records.js';

/** The line below the names of the columns, as psql draws it by default or with Unicode. */
const RULE = /^[-+|─┼│═╪╬╤]{3,}$/;
/** What separates the records of expanded output. */
const RECORD = /^(?:[-+|─┌├└]*\[ ?RECORD \d+ ?\][-+|─┬┼┐┤]*|\* Record \d+)\s*$/i;
const FOOTER = /^\(\d+ [^)]*\)$/;
const BAR = /[|│]/;

/** Whether the two first lines are those of a table that psql has drawn. */
export function isAligned(first: string, second: string): boolean {
  return isRule(second) || (isRule(first) && BAR.test(second));
}

/** Whether the first line is that of psql's expanded output (`\x`). */
export function isExpanded(first: string): boolean {
  return RECORD.test(first);
}

function isRule(line: string): boolean {
  return RULE.test(line.trim()) && /[-─═]/.test(line);
}

/**
 * Takes apart what psql prints: columns between bars, named above a line of dashes. A cell of several lines has
 * a `+` behind each but the last.
 */
export const readAligned: RecordReader = async (text, name, sink) => {
  const table = new AlignedRows(name, sink);
  for await (const line of linesOf(text)) table.add(line);
  table.end();
};

class AlignedRows {
  private readonly row: Row;
  private header: string | undefined;
  /** Where the cells begin and end, once the line below the header has been seen: before, between and behind them. */
  private edges: readonly number[] | undefined;
  private begun: { readonly line: number; readonly cells: string[] } | undefined;

  constructor(
    name: Naming,
    private readonly sink: RecordSink,
  ) {
    this.row = new Row(name);
  }

  add({ number, text }: LogLine): void {
    if (text === undefined) {
      this.sink.damaged(number, TOO_LONG);
      return;
    }
    if (text.trim() === '' || FOOTER.test(text.trim())) return;
    if (isRule(text)) {
      this.rule(text);
    } else if (this.edges === undefined) {
      this.header = text;
    } else {
      this.line(number, text, this.edges);
    }
  }

  end(): void {
    if (this.begun === undefined) return;
    this.sink.damaged(this.begun.line, 'the row is not finished');
  }

  private rule(text: string): void {
    // With borders there is a line above the header, and one at the end.
    if (this.header === undefined || this.edges !== undefined) return;
    const bars = [...text].flatMap((character, i) => (/[+┼|│╪╬╤├┤]/.test(character) ? [i] : []));
    const hasBorder = /^\s*[|│]/.test(this.header);
    this.edges = hasBorder ? bars : [-1, ...bars, text.length];
    const names = cut(this.header, this.edges).map((cell) => cell.trim());
    this.row.head(names);
    this.sink.columns(names);
  }

  private line(number: number, text: string, edges: readonly number[]): void {
    const cells = cut(text, edges);
    if (cells.length !== this.row.width) {
      const { width } = this.row;
      this.sink.damaged(number, `${cells.length} fields where there are ${width} columns`);
      return;
    }
    const isOpen = cells.some((cell) => CONTINUED.test(cell));
    const values = cells.map((cell) => cell.replace(CONTINUED, '').trim());
    const { begun } = this;
    const joined =
      begun === undefined
        ? values
        : begun.cells.map((before, i) => (values[i] === '' ? before : `${before}\n${values[i]}`));
    const line = begun?.line ?? number;
    this.begun = isOpen ? { line, cells: joined } : undefined;
    if (!isOpen) this.sink.record(line, this.row.fill(joined));
  }
}

/** A cell that goes on in the next line. */
const CONTINUED = /\s*\+$/;

/**
 * The cells of a line: at the bars where these are in the header; where they are not, at each there is. A plus in
 * the last place of a cell, which otherwise is blank, is its end.
 */
function cut(text: string, edges: readonly number[]): string[] {
  const between = edges.slice(1, -1);
  if (!between.every((at) => BAR.test(text[at] ?? ''))) {
    const all = text.replace(/^\s*[|│]|[|│]\s*$/g, '').split(BAR);
    return all.map((cell) => cell.replace(/\s(\+?)\s*$/, '$1'));
  }
  return edges.slice(1).map((end, i) => {
    const cell = text.slice((edges[i] as number) + 1, end);
    const isContinued = cell.endsWith('+') && text.length >= end;
    return isContinued ? cell : cell.replace(/\+\s*$/, '$& ');
  });
}

/** Takes psql's expanded output apart: a line for each cell, its name before a bar. */
export const readExpanded: RecordReader = async (text, name, sink) => {
  let begunIn = 0;
  let fields = new Map<string, string>();
  let last: string | undefined;
  const finish = (): void => {
    if (begunIn === 0) return;
    sink.columns([...fields.keys()]);
    sink.record(begunIn, (column) => fields.get(name(column)));
    fields = new Map();
    begunIn = 0;
  };
  for await (const { number, text: line } of linesOf(text)) {
    if (line === undefined) {
      sink.damaged(number, TOO_LONG);
      continue;
    }
    if (RECORD.test(line)) {
      finish();
      begunIn = number;
      continue;
    }
    const [, called = '', value = ''] = /^\s*[|│]?\s*([^|│]*?)\s*[|│]\s?(.*?)\s*$/.exec(line) ?? [];
    const content = value.replace(/\s*\+$/, '');
    if (called === '' || called === '+') {
      // The next line of a cell; or what stands around the records.
      if (last !== undefined && content !== '') fields.set(last, `${fields.get(last)}\n${content}`);
    } else {
      last = called.replace(/\s*\+$/, '');
      fields.set(last, content);
    }
  }
  finish();
};
