import { type Line, linesOf } from './lines.js';
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
  /** Where the bars are, once the line below the header has been seen. */
  private bars: readonly number[] | undefined;
  private begun: { readonly line: number; readonly cells: string[] } | undefined;

  constructor(
    name: Naming,
    private readonly sink: RecordSink,
  ) {
    this.row = new Row(name);
  }

  add({ number, text }: Line): void {
    if (text === undefined) {
      this.sink.damaged(number, TOO_LONG);
      return;
    }
    if (text.trim() === '' || FOOTER.test(text.trim())) return;
    if (isRule(text)) {
      this.rule(text);
    } else if (this.bars === undefined) {
      this.header = text;
    } else {
      this.line(number, text, this.bars);
    }
  }

  end(): void {
    if (this.begun === undefined) return;
    this.sink.damaged(this.begun.line, 'the row is not finished');
  }

  private rule(text: string): void {
    // With borders there is a line above the header, and one at the end.
    if (this.header === undefined || this.bars !== undefined) return;
    const edge = /^\s*[|│]/.test(this.header) ? 1 : 0;
    const all = [...text].flatMap((character, i) => (/[+┼|│╪╬╤]/.test(character) ? [i] : []));
    this.bars = edge === 1 ? all.slice(1, -1) : all;
    const names = this.cut(this.header, this.bars).map((cell) => cell.trim());
    this.row.head(names);
    this.sink.columns(names);
  }

  private line(number: number, text: string, bars: readonly number[]): void {
    const cells = this.cut(text, bars);
    if (cells.length !== this.row.width) {
      const { width } = this.row;
      this.sink.damaged(number, `${cells.length} fields where there are ${width} columns`);
      return;
    }
    const isOpen = cells.some((cell) => /\s\+\s*$/.test(cell) || cell === '+');
    const values = cells.map((cell) => cell.replace(/\s*\+\s*$/, '').trim());
    const { begun } = this;
    const joined =
      begun === undefined
        ? values
        : begun.cells.map((before, i) => (values[i] === '' ? before : `${before}\n${values[i]}`));
    const line = begun?.line ?? number;
    this.begun = isOpen ? { line, cells: joined } : undefined;
    if (!isOpen) this.sink.record(line, this.row.fill(joined));
  }

  /** At the bars where they are in the header; where these do not fit, at each there is. */
  private cut(text: string, bars: readonly number[]): string[] {
    if (bars.every((at) => BAR.test(text[at] ?? ''))) {
      const cells = [-1, ...bars].map((at, i) => text.slice(at + 1, bars[i] ?? text.length));
      return [
        (cells[0] as string).replace(/^\s*[|│]/, ''),
        ...cells.slice(1, -1),
        ...(cells.length > 1 ? [(cells.at(-1) as string).replace(/[|│]\s*$/, '')] : []),
      ];
    }
    return text.replace(/^\s*[|│]|[|│]\s*$/g, '').split(BAR);
  }
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
