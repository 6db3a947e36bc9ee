import { increment } from '../effects/effects.js';
import type { Steps } from '../effects/steps.js';
import type { Cause } from '../model/cause.js';
import type { Choice, Situation, Strategy, StrategyModel } from '../model/strategy.js';
import { FOR_GOOD_S } from './counting.js';
import { strategyKind } from './kind.js';
import { keepingOf, type Recording, Records } from './lowest-latency/recording.js';

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

  choose({ fleet, healthy, view }: Situation<number>): number {
    const count = healthy?.length ?? fleet.size;
    if (count === 0) return -1;
    const next = ((view ?? 1) - 1) % count;
    return healthy === undefined ? next : healthy[next]!;
  }

  explain({ healthy, fastest }: Choice<number>): Cause {
    const may = healthy === undefined || fastest.some((position) => healthy.includes(position));
    return may ? 'turn' : 'unavailable';
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
