import { increment } from '../effects/effects.js';
import type { Steps } from '../effects/steps.js';
import type { Cause } from '../model/cause.js';
import type { Choice, Situation, Strategy, StrategyModel } from '../model/strategy.js';
import { healthyAt, healthyCount } from './healthy.js';
import { strategyKind } from './kind.js';
import { keepingOf, type Recording, Records } from './lowest-latency/recording.js';
import { marked } from './marked.js';
import { FOR_GOOD_S } from './request-counting.js';

const NAME = 'round-robin';

/** Each candidate in its turn: by a count in the store, a process's own or common to all. */
export function roundRobin(recording: Recording): StrategyModel {
  return {
    name: NAME,
    keeping: keepingOf(recording),
    create: (key, fleet) => new RoundRobin(recording, key, fleet),
  };
}

class RoundRobin extends Records implements Strategy<number> {
  readonly name = NAME;

  /** Takes a turn: two requests never get the same one. */
  *view(): Steps<number> {
    return yield increment(`${this.key}/turn`, 1, FOR_GOOD_S);
  }

  choose(situation: Situation<number>): number {
    const count = healthyCount(situation);
    const turn = situation.view ?? 1;
    return count === 0 ? -1 : healthyAt(situation, (turn - 1) % count);
  }

  explain(choice: Choice<number>): Cause {
    return choice.fastest.some(marked(choice)) ? 'turn' : 'unavailable';
  }
}

export const roundRobinKind = strategyKind({
  name: NAME,
  says: 'Each deployment in its turn.',
  parameters: {},
  readsLatencies: false,
  words: () => NAME,
  create: () => roundRobin,
});
