import { suggest } from '../text/problems.js';
import { KINDS, type Kinds } from './kinds/index.js';
import type { Expectation } from './kinds/kind.js';
import type { Context } from './names.js';
import { ExpectationError, Scanner, type TextProblem } from './scanner.js';

export type ReadResult =
  | { readonly ok: true; readonly expectation: Expectation }
  | { readonly ok: false; readonly problem: TextProblem };

/** Reads one expectation, by recursive descent: the kinds are tried one after the other. */
export function readExpectation(text: string, context: Context, kinds: Kinds = KINDS): ReadResult {
  const scanner = new Scanner(text);
  try {
    const expectation = ofSomeKind(scanner, context, kinds);
    if (!scanner.atEnd) {
      const rest = text.slice(scanner.offset, scanner.offset + 20).trim();
      scanner.fail(
        `"${rest}" is too much here`,
        'remove it; each expectation is an item of its own',
      );
    }
    return { ok: true, expectation };
  } catch (error) {
    if (error instanceof ExpectationError) return { ok: false, problem: error.problem };
    throw error;
  }
}

const EXAMPLE = 'write it like share(gpt-4.1) >= 85%, lost == 0 or verdict == differentiated';

function ofSomeKind(scanner: Scanner, context: Context, kinds: Kinds): Expectation {
  const { offset } = scanner;
  const name = scanner.expect(/[\p{L}\p{N}_.]+/uy, 'a measure', EXAMPLE);
  for (const kind of kinds) {
    const expectation = scanner.attempt(() => kind.read(scanner, { name, offset }, context));
    if (expectation !== null) return expectation;
  }
  const known = [...new Set(kinds.flatMap(({ measures }) => measures))];
  return scanner.fail(`there is no measure "${name}"`, suggest(name, known), offset);
}
