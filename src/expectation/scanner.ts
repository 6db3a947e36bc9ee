/** What is wrong with the text of an expectation. */
export interface TextProblem {
  /** Where in the text, from 0. */
  readonly offset: number;
  readonly message: string;
  /** What to do, or the name that is not known and those that are, of which one may be meant. */
  readonly remedy: string | Unknown;
}

/** A name that is not among those that are known. */
export interface Unknown {
  readonly name: string;
  readonly known: readonly string[];
}

/** Thrown while an expectation is read; caught by `readExpectation`. */
export class ExpectationError extends Error {
  override readonly name = 'ExpectationError';

  constructor(readonly problem: TextProblem) {
    super(problem.message);
  }
}

/** A text that is read from left to right; blanks are passed over before each part. */
export class Scanner {
  private position = 0;

  constructor(readonly text: string) {}

  /** Where the next part starts. */
  get offset(): number {
    while (/\s/.test(this.text[this.position] ?? '')) this.position += 1;
    return this.position;
  }

  get atEnd(): boolean {
    return this.offset === this.text.length;
  }

  /** The next part, if it looks like this; it is not taken. @param pattern with the flag y */
  peek(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    return pattern.exec(this.text)?.[0];
  }

  /** Takes the next part, if it looks like this. @param pattern with the flag y */
  take(pattern: RegExp): string | undefined {
    const part = this.peek(pattern);
    if (part !== undefined) this.position += part.length;
    return part;
  }

  /** Reads on, or stays where it is if there is nothing to be read: null. */
  attempt<T>(read: () => T | null): T | null {
    const before = this.position;
    const result = read();
    if (result === null) this.position = before;
    return result;
  }

  /** Takes the next part, which must look like this. @param pattern with the flag y */
  expect(pattern: RegExp, what: string, remedy: string): string {
    return this.take(pattern) ?? this.fail(this.missing(what), remedy);
  }

  /** @throws ExpectationError at the next part, or where it is told. */
  fail(message: string, remedy: string | Unknown, offset = this.offset): never {
    throw new ExpectationError({ offset, message, remedy });
  }

  private missing(what: string): string {
    const found = this.peek(/[^\s()*]+|\S/uy);
    return found === undefined ? `${what} is missing` : `${what} is missing before "${found}"`;
  }
}
