import type { Effect } from '../../src/effects/effects.js';
import type { Steps } from '../../src/effects/steps.js';
import { type DataEffect, TRAVELS } from '../../src/effects/store.js';
import type { Caller } from '../../src/model/caller.js';
import type { Store } from '../../src/model/stores/store.js';

/** Runs a logger's generator to its end, answering every effect on the spot. */
export function drive<Result>(
  process: Steps<Result>,
  answerTo: (effect: Effect) => unknown,
): Result {
  let step = process.next();
  while (step.done !== true) step = process.next(answerTo(step.value));
  return step.value;
}

/** Answers effects from a store that never suspends. */
export function atOnce(store: Store, caller: Caller, now_s: number): (effect: Effect) => unknown {
  return (effect) => {
    const answer = store.begin(effect as DataEffect, caller, now_s);
    if (answer === TRAVELS) throw new Error(`'${effect.op}' travels`);
    return answer;
  };
}
