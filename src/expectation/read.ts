import { suggest } from '../text/problems.js';
import { EXPECTATION_KINDS, type ExpectationKinds } from './kinds/index.js';
import type { Expectation } from './kinds/kind.js';
import type { Context } from './names.js';
import { ExpectationError, Scanner } from './scanner.js';

/** What is wrong with the text of an expectation. */
export interface ReadProblem {
  /** Where in the text, from 0. */
  readonly offset: number;
  readonly message: string;
  readonly remedy: string;
}

export type ReadResult =
  | { readonly ok: true; readonly expectation: Expectation }
  | { readonly ok: false; readonly problem: ReadProblem };

/** Reads one expectation, by recursive descent: the kinds are tried one after the other. */
export function readExpectation(
  text: string,
  context: Context,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): ReadResult {
  const scanner = new Scanner(text);
  try {
    const expectation = ofSomeKind(scanner, context, kinds);
    if (!scanner.atEnd) {
      const rest = text.slice(scanner.offset, scanner.offset + 20).trim();
      scanner.fail(`unexpected "${rest}"`, 'remove it; each expectation is an item of its own');
    }
    return { ok: true, expectation };
  } catch (error) {
    if (!(error instanceof ExpectationError)) throw error;
    const { remedy, ...problem } = error.problem;
    const told = typeof remedy === 'string' ? remedy : suggest(remedy.name, remedy.known);
    return { ok: false, problem: { ...problem, remedy: told } };
  }
}

const EXAMPLE = 'write it like share(gpt-4.1) >= 85%, lost == 0 or verdict == differentiated';

function ofSomeKind(scanner: Scanner, context: Context, kinds: ExpectationKinds): Expectation {
  const { offset } = scanner;
  const name = scanner.expect(/[\p{L}\p{N}_.]+/uy, 'a measure', EXAMPLE);
  for (const kind of kinds) {
    const expectation = scanner.attempt(() => kind.read(scanner, { name, offset }, context));
    if (expectation !== null) return expectation;
  }
  const known = [...new Set(kinds.flatMap(({ measures }) => measures))];
  return scanner.fail(`there is no measure "${name}"`, { name, known }, offset);
}
