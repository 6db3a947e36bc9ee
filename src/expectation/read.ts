import { suggest } from '../text/problems.js';
import { EXPECTATION_KINDS, type ExpectationKinds } from './kinds/index.js';
import type { Expectation, Measure, MeasuredFigure } from './kinds/kind.js';
import type { Context } from './names.js';
import { ExpectationError, Scanner } from './scanner.js';

/** What is wrong with the text of an expectation. */
export interface ReadProblem {
  /** Where in the text, from 0. */
  readonly offset: number;
  readonly message: string;
  readonly remedy: string;
}

type NotRead = { readonly ok: false; readonly problem: ReadProblem };

export type ReadResult = { readonly ok: true; readonly expectation: Expectation } | NotRead;

export type ReadFigureResult = { readonly ok: true; readonly figure: MeasuredFigure } | NotRead;

/** Reads one expectation, by recursive descent: the kinds are tried one after the other. */
export function readExpectation(
  text: string,
  context: Context,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): ReadResult {
  return whole(text, (scanner) => {
    const expectation = ofSomeKind(scanner, context, kinds);
    if (!scanner.atEnd) {
      const rest = text.slice(scanner.offset, scanner.offset + 20).trim();
      scanner.fail(`unexpected "${rest}"`, 'remove it; each expectation is an item of its own');
    }
    return { ok: true, expectation };
  });
}

/** Reads what an expectation is about, without its bound: `share(gpt-4.1)`, `p95(latency)`, `lost`. */
export function readFigure(
  text: string,
  context: Context,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): ReadFigureResult {
  return whole(text, (scanner) => {
    const examples = kinds.flatMap(({ figure }) => figure?.example ?? []);
    const measure = readMeasure(scanner, `write it like ${examples.join(', ')}`);
    for (const { figure: measuring } of kinds) {
      const figure = scanner.attempt(() => measuring?.read(scanner, measure, context) ?? null);
      if (figure === null) continue;
      if (!scanner.atEnd) {
        const { offset } = scanner;
        const rest = text.slice(offset, offset + 20).trim();
        scanner.fail(
          `unexpected "${rest}"`,
          `a figure is measured, not judged: write ${text.slice(0, offset).trim()}`,
        );
      }
      return { ok: true, figure };
    }
    const known = kinds.flatMap(({ figure, measures }) => (figure === undefined ? [] : measures));
    return unknown(scanner, measure, known);
  });
}

/** Reads a text from its beginning to its end. */
function whole<Result>(text: string, read: (scanner: Scanner) => Result): Result | NotRead {
  const scanner = new Scanner(text);
  try {
    return read(scanner);
  } catch (error) {
    if (!(error instanceof ExpectationError)) throw error;
    const { remedy, ...problem } = error.problem;
    const told = typeof remedy === 'string' ? remedy : suggest(remedy.name, remedy.known);
    return { ok: false, problem: { ...problem, remedy: told } };
  }
}

const EXAMPLE = 'write it like share(gpt-4.1) >= 85%, lost == 0 or verdict == differentiated';

function ofSomeKind(scanner: Scanner, context: Context, kinds: ExpectationKinds): Expectation {
  const measure = readMeasure(scanner, EXAMPLE);
  for (const kind of kinds) {
    const expectation = scanner.attempt(() => kind.read(scanner, measure, context));
    if (expectation !== null) return expectation;
  }
  return unknown(
    scanner,
    measure,
    kinds.flatMap(({ measures }) => measures),
  );
}

/** What a text begins with. @param remedy what to write where there is nothing */
function readMeasure(scanner: Scanner, remedy: string): Measure {
  const { offset } = scanner;
  return { name: scanner.expect(/[\p{L}\p{N}_.]+/uy, 'a measure', remedy), offset };
}

function unknown(scanner: Scanner, { name, offset }: Measure, known: readonly string[]): never {
  const each = [...new Set(known)];
  return scanner.fail(`there is no measure "${name}"`, { name, known: each }, offset);
}
