import { EXPECTATION_KINDS, type ExpectationKinds, kindOf } from './kinds/index.js';
import type { Contradiction, Expectation } from './kinds/kind.js';
import type { Context } from './names.js';
import { writeExpectation } from './write.js';

/**
 * Which of the expectations of one logger cannot hold together: no value is on the right side of
 * both bounds, the least shares of a model group are more than all of it, two verdicts at once; or
 * the same is said twice. What excludes what, each kind knows of its own.
 */
export function contradictions(
  list: readonly Expectation[],
  context: Context,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): Contradiction[] {
  const found: Contradiction[] = [];
  const texts = list.map((one) => writeExpectation(one, kinds));
  const plain = list.map((one) => kindOf(one, kinds).normalised?.(one, context) ?? one);
  const keys = plain.map((one) => writeExpectation(one, kinds));
  for (const [at, later] of plain.entries()) {
    for (const [i, earlier] of plain.slice(0, at).entries()) {
      if (keys[i] === keys[at]) {
        found.push({ at, message: `${texts[at]} is given twice` });
      } else if (exclude(earlier, later, kinds)) {
        found.push({ at, message: `${texts[at]} cannot hold together with ${texts[i]}` });
      } else continue;
      break;
    }
  }
  return [...found, ...kinds.flatMap((kind) => kind.contradictions?.(list, context, found) ?? [])];
}

function exclude(one: Expectation, other: Expectation, kinds: ExpectationKinds): boolean {
  return one.kind === other.kind && kindOf(one, kinds).excludes?.(one, other) === true;
}
