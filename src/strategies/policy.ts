import type { Fleet } from '../model/fleet.js';
import type { LatencyMap } from '../model/latency-map.js';

/** What is known at the moment of a choice. */
export interface Situation {
  readonly fleet: Fleet;
  /** Positions of the deployments that may be chosen, in the order given; undefined: all. */
  readonly healthy?: readonly number[];
  /** What the logger's read side gave; undefined where nothing is known or nothing was read. */
  readonly map: LatencyMap | undefined;
  /** Requests under way per deployment, from the choosing process. */
  readonly inFlight: ArrayLike<number>;
  /** floor(now / 60 s). */
  readonly minute: number;
  readonly stream: boolean;
  readonly inputTokens: number;
  /** The request's own luck for a random choice: uniform, strictly between 0 and 1. */
  readonly luck: number;
}

/** How a router chooses a deployment for a request. */
export interface Policy {
  readonly name: string;
  /** Whether a choice reads the logger's map. */
  readonly readsMap: boolean;
  /** The position of the chosen deployment; -1 if none may be chosen. */
  choose(situation: Situation): number;
}
