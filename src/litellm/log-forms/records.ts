import type { Cells, ColumnName } from '../spend-row.js';

/** Gets what a log consists of, piece by piece. */
export interface RecordSink {
  /** The names of the columns, once; of JSON, which has none, each row's own fields. */
  columns(names: readonly string[]): void;
  record(line: number, cell: Cells): void;
  /** A row that cannot be taken apart. */
  damaged(line: number, reason: string): void;
  /** What stood around the rows of one page of an answer: its number, the number of all. */
  page(page: number, of: number): void;
  /** More of something than a log has. */
  refuse(what: string, most: number): never;
  /** Something else than a log. */
  refuseAs(message: string, remedy: string, line?: number): never;
}

/** The name that a log has for a column. */
export type Naming = (column: ColumnName) => string;

/** Takes a text apart. */
export type RecordReader = (
  text: AsyncIterable<string>,
  name: Naming,
  sink: RecordSink,
) => Promise<void>;

/** A row may hold a prompt and its answer, but not more than this many characters. */
export const MAX_RECORD = 16_000_000;

/** Why a row with more is damaged. */
export const TOO_LONG = `longer than ${MAX_RECORD / 1e6} million characters`;

/** The cells of a row whose columns are at these positions. */
export class Row {
  private positions: ReadonlyMap<string, number> = new Map();
  private fields: readonly unknown[] = [];
  width = 0;

  constructor(private readonly name: Naming) {}

  head(names: readonly string[]): void {
    this.positions = new Map(names.map((column, i) => [column, i]));
    this.width = names.length;
  }

  fill(fields: readonly unknown[]): Cells {
    this.fields = fields;
    return this.cell;
  }

  private readonly cell: Cells = (column) =>
    this.fields[this.positions.get(this.name(column)) ?? -1];
}
