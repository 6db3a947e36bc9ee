import type { Steps } from '../../effects/steps.js';
import { copyOf } from '../../model/copy.js';

import { effectContent } from './content.js';
import type { Answered } from './task.js';

/** Longest circle, in effects, that is recognised as one. */
const LONGEST_CIRCLE = 8;

/** Length of the shortest circle that the end of a trail has gone twice; 0 if there is none. */
export function circleLength(trail: readonly Answered[]): number {
  const last = trail.length - 1;
  for (let length = 1; length <= LONGEST_CIRCLE && 2 * length <= trail.length; length++) {
    let same = true;
    for (let i = 0; i < length && same; i++) {
      const a = trail[last - i] as Answered;
      const b = trail[last - i - length] as Answered;
      same = a.effect === b.effect && a.answer === b.answer;
    }
    if (same) return length;
  }
  return 0;
}

/** So often a circle has to repeat before it is taken to go on for ever. */
const ENDLESS_ROUNDS = 10_000;

/**
 * Whether a task that got the same answers to the same effects twice in a row would go on like
 * that, for long enough to tell a loop from a bounded number of retries.
 * @param process a new run of the task's call
 */
export function goesRound(
  process: Steps<unknown>,
  trail: readonly Answered[],
  circle: number,
): boolean {
  const expected = [...trail];
  for (let i = 0; i < ENDLESS_ROUNDS * circle; i++) {
    expected.push(trail[trail.length - circle + (i % circle)] as Answered);
  }
  return follows(process, expected);
}

/** Runs a process through these answers; gives whether it yields what stands beside them. */
export function follows(
  process: Pick<Steps<unknown>, 'next'>,
  trail: readonly Answered[],
): boolean {
  let answer: unknown;
  for (const { effect, value } of trail) {
    const result = process.next(answer);
    if (result.done === true || effectContent(result.value) !== effect) return false;
    answer = copyOf(value);
  }
  return true;
}
