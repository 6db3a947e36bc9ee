import type { Keeping } from '../model/cache.js';
import type { Fleet } from '../model/fleet.js';
import type { Situation, Strategy, StrategyModel } from '../model/strategy.js';
import type { LatencyMap } from './lowest-latency/latency-map.js';

/** Records the completions of a model group, and reads them back. */
export type Records = Required<
  Pick<Strategy<LatencyMap>, 'view' | 'record' | 'key' | 'covers' | 'digest'>
>;

/** Makes what records completions: for lowest-latency, and beside strategies that read none. */
export interface Recorder {
  readonly keeping: Keeping;
  /** @param key under which they are stored */
  create(key: string, fleet: Fleet): Records;
}

/** A strategy that goes by what its process knows itself; completions are recorded beside it. */
export function unread(
  name: string,
  { keeping, create }: Recorder,
  choose: (situation: Situation<never>) => number,
): StrategyModel {
  return {
    name,
    keeping,
    create: (key, fleet) => {
      const { view: _, ...records } = create(key, fleet);
      return { ...records, name, choose };
    },
  };
}
