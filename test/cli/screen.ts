import { columnsOf } from '../../src/text/columns.js';

const ESCAPE = '\u001b';
/** An order to the terminal, or a character. */
const PIECE = new RegExp(`${ESCAPE}\\[[\\d;]*[A-Za-z]|.`, 'gsu');

/**
 * A terminal as far as progress needs one: lines that are written over and cleared, and that go on in the
 * next where they are too wide, as those of xterm do.
 */
export class Screen {
  readonly isTTY = true;
  private readonly lines: string[][] = [[]];
  private row = 0;
  private column = 0;

  constructor(public columns: number) {}

  /** What is to be seen, without blanks at the ends. */
  get rows(): string[] {
    const rows = this.lines.map((line) => line.join('').trimEnd());
    while (rows.length > 1 && rows.at(-1) === '') rows.pop();
    return rows;
  }

  write(text: string): void {
    for (const [piece] of text.matchAll(PIECE)) {
      if (piece === `${ESCAPE}[2K`) this.lines[this.row] = [];
      else if (piece === '\r') this.column = 0;
      else if (piece === '\n') this.nextLine();
      else if (!piece.startsWith(ESCAPE)) this.put(piece);
    }
  }

  private put(character: string): void {
    const columns = columnsOf(character);
    if (this.column + columns > this.columns) this.nextLine();
    const line = this.lines[this.row] as string[];
    while (line.length < this.column) line.push(' ');
    line[this.column] = character;
    if (columns === 2) line[this.column + 1] = '';
    this.column += columns;
  }

  private nextLine(): void {
    this.row++;
    this.column = 0;
    this.lines[this.row] ??= [];
  }
}
