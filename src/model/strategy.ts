import type { Steps } from '../effects/steps.js';
import type { Keeping } from './cache.js';
import type { Cause } from './cause.js';
import type { CompletionEvent } from './completion.js';
import type { Fleet } from './fleet.js';
import type { MissingFate } from './knowledge.js';

/** What a recorder returns that gives its sample up: counted as abandoned, never forgotten. */
export const ABANDONED = 'abandoned';

/** What `started` returns where the call is not to be made: the caller gets an error at once. */
export const REFUSED = 'refused';

/** A moment in the life of a request: whose it is, and when. */
export interface Moment {
  /** Names the request among those of its model group. */
  readonly request: number;
  /** In seconds. */
  readonly now_s: number;
  /** floor(now / 60 s). */
  readonly minute: number;
  /** The session that the request belongs to, from 0; undefined: it belongs to none. */
  readonly session?: number | undefined;
}

/** A request for which a deployment is to be chosen, and what its process knows itself. */
export interface Asking extends Moment {
  readonly fleet: Fleet;
  /** Positions of the deployments that may be chosen, in the order given; undefined: all. */
  readonly healthy?: readonly number[] | undefined;
  /** Requests under way per deployment, from the choosing process. */
  readonly inFlight: ArrayLike<number>;
  readonly stream: boolean;
  readonly inputTokens: number;
  /** The request's own luck for a random choice: uniform, strictly between 0 and 1. */
  readonly luck: number;
}

/** What is known at the moment of a choice. */
export interface Situation<View> extends Asking {
  /** What the strategy's view has read; undefined where nothing is known or nothing was read. */
  readonly view: View | undefined;
}

/** How a request ended at its deployment. */
export interface CallEnd {
  readonly outcome: 'success' | 'failure' | 'timeout';
  /** From the call to its end, in seconds. */
  readonly latency_s: number;
}

/** A choice of a slower deployment, and what may explain it. */
export interface Choice<View> extends Situation<View> {
  /** Position of what was chosen. */
  readonly chosen: number;
  /** Positions of the fastest group's deployments. */
  readonly fastest: readonly number[];
  /** Requests really under way per deployment, from all processes, each from its choice on. */
  readonly underWay: ArrayLike<number>;
  /** What became of the samples of the deployment at a position, of which the view has none. */
  missing(position: number): MissingFate;
}

/** What of a stored value belongs to a run's decisions: two numbers per deployment. */
export interface Digested {
  readonly sum: number;
  readonly count: number;
}

/**
 * A way to route the requests of one model group: what it records, what it reads, how it chooses,
 * what it writes when it has chosen, and how it explains a choice. All that it keeps is in a store,
 * which it reads and writes by effects: so every world can interpret it, and the explorer tries its
 * effects in every order. It owns the type of its view. It must be deterministic: no clock, no
 * random numbers of its own, nothing shared between calls but through effects.
 */
// A view is whatever its strategy makes of it: only the strategy itself looks into one.
// biome-ignore lint/suspicious/noExplicitAny: see above
export interface Strategy<View = any> {
  readonly name: string;
  /** Reads what a choice goes by; absent: it goes by what the process knows itself. */
  view?(asking: Asking): Steps<View | undefined>;
  /** The position of the chosen deployment; -1 if none may be chosen. */
  choose(situation: Situation<View>): number;
  /** Writes what a choice changes, before the request is sent. */
  chosen?(position: number, moment: Moment): Steps<void>;
  /**
   * From a choice to the call of its deployment, in seconds: for that long requests that come
   * meanwhile see nothing of what `started` writes. Absent: no time passes.
   */
  readonly callDelay_s?: number;
  /** Writes that a request is sent; `REFUSED`: it is not to be. */
  // biome-ignore lint/suspicious/noConfusingVoidType: as record has it
  started?(position: number, moment: Moment): Steps<typeof REFUSED | void>;
  /** Writes that a request has ended, before its completion is dispatched. */
  ended?(position: number, moment: Moment, ending: CallEnd): Steps<void>;
  /** Records one completion. Ends with `ABANDONED` if it gives the sample up. */
  // A generator without a return statement is one of void, so undefined would refuse it.
  // biome-ignore lint/suspicious/noConfusingVoidType: see above
  record(event: CompletionEvent): Steps<typeof ABANDONED | void>;
  /** Why it chose a slower group's deployment; absent or null: there is no cause to tell. */
  explain?(choice: Choice<View>): Cause | null;
  /** How many samples of a deployment a view shows; absent: a view shows none. */
  seen?(view: View | undefined, position: number): number;
  /** The key under which what it knows is stored, for the decisions of a run. */
  readonly key?: string;
  /** Whether what is stored under that key is of the strategy's own making. */
  covers?(value: unknown): boolean;
  /** What of a value under that key is decided of a deployment; undefined: nothing. */
  digest?(value: unknown, position: number): Digested | undefined;
}

/** Makes the strategy of one model group. */
export interface StrategyModel {
  readonly name: string;
  /** Written by a user: faults of its calls are its own, not those of the logger beside it. */
  readonly isUsers?: true;
  /** How what it stores keeps samples, so that their provenance can be followed. */
  readonly keeping: Keeping;
  /** @param key under which it keeps what it knows; what else it stores has keys that begin so */
  create(key: string, fleet: Fleet): Strategy;
}
