/** A number or a word. */
const WORD = /[^\s,()']+/y;
/** The type of a value, behind it. */
const CAST = /::[\w "[\]]+(?:\(\d+\))?/y;
const BLANK = /\s+/y;
/** What may follow the rows: ON CONFLICT and the like. */
const REST = /^[^'"()]*(?:\([^'()]*\)[^'"()]*)?;\s*$/;

/**
 * The rows of an INSERT statement: `(1, 'a'), (2, NULL);`.
 * @param from where they begin
 * @returns undefined where the statement does not end where its text does
 */
export function insertedRows(statement: string, from: number): (string | null)[][] | undefined {
  const values = new SqlValues(statement, from);
  const rows: (string | null)[][] = [];
  do {
    if (!values.take('(')) return undefined;
    const row: (string | null)[] = [];
    do {
      const value = values.next();
      if (value === undefined) return undefined;
      row.push(value);
    } while (values.take(','));
    if (!values.take(')')) return undefined;
    rows.push(row);
  } while (values.take(','));
  return REST.test(values.rest()) ? rows : undefined;
}

class SqlValues {
  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  rest(): string {
    return this.text.slice(this.at);
  }

  /** Whether this comes next, behind blanks; takes it. */
  take(character: string): boolean {
    this.matched(BLANK);
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  /** The next value; undefined where there is none, or not its end. */
  next(): string | null | undefined {
    this.matched(BLANK);
    const isEscaped = /^E'/i.test(this.text.slice(this.at, this.at + 2));
    if (isEscaped) this.at += 1;
    if (this.text[this.at] !== "'") {
      const word = this.matched(WORD)?.replace(/::.*$/, '');
      return word !== undefined && /^null$/i.test(word) ? null : word;
    }
    const content = this.quoted(isEscaped);
    if (content === undefined) return undefined;
    this.matched(CAST);
    const plain = content.replaceAll("''", "'");
    return isEscaped ? plain.replace(/\\([\s\S])/g, '$1') : plain;
  }

  /** What stands up to the quote that is not doubled. */
  private quoted(isEscaped: boolean): string | undefined {
    const begin = this.at + 1;
    for (let end = begin; ; end++) {
      end = this.text.indexOf("'", end);
      if (end < 0) return undefined;
      if (isEscaped && this.isAfterBackslash(begin, end)) continue;
      if (this.text[end + 1] === "'") {
        end += 1;
        continue;
      }
      this.at = end + 1;
      return this.text.slice(begin, end);
    }
  }

  private isAfterBackslash(begin: number, end: number): boolean {
    let backslashes = 0;
    while (end - backslashes > begin && this.text[end - backslashes - 1] === '\\') backslashes += 1;
    return backslashes % 2 === 1;
  }

  private matched(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}
