import type { Stream } from '../kernel/random.js';
import type { Fleet, Group } from './fleet.js';
import type { Load } from './loads/load.js';
import type { Pace } from './pace.js';
import type { SampleModel } from './samples.js';
import type { StoreModel } from './stores/store.js';
import type { StrategyModel } from './strategy.js';

/** Everything that a run needs to know, as objects that can be run: a scenario, compiled. */
export interface Experiment {
  readonly modelGroups: readonly ModelGroup[];
  /** Length of a replication in seconds. */
  readonly duration_s: number;
  /** Requests that arrive before this, in seconds, are served and logged, but not counted. */
  readonly warmup_s: number;
  /** After this many counted requests no more arrive in a model group; undefined: no limit. */
  readonly requestLimit?: number;
  /** Times in seconds, from each of which on requests are also counted on their own. */
  readonly cuts_s: readonly number[];
  /** What requests ask for, and what a completion hands to the logger where its group says nothing else. */
  readonly samples: SampleModel;
  readonly dispatch: Dispatch;
  readonly processes: { readonly count: number; readonly assign: 'random' | 'round-robin' };
  readonly store: StoreModel;
  /** Draws one round trip to the shared copy, in seconds. */
  readonly roundTrip_s: (stream: Stream) => number;
  /** How fast the processes of a replication are, by its number; absent: as the store says. */
  pace?(replication: number): Pace;
  readonly strategy: StrategyModel;
  /**
   * The positions that may be chosen for requests with a tag, or without one; undefined: all. Absent:
   * always all.
   */
  candidates?(fleet: Fleet, tag: string | undefined): readonly number[] | undefined;
  /** How much above the lowest mean still counts as equal to the router: a fraction of it. */
  readonly buffer: number;
  /** How completions are recorded: name and what it does, for reports. */
  readonly logger: { readonly name: string; readonly summary: string };
  /** The seed of the random numbers. */
  readonly seed: number;
  /** Number of independent replications. */
  readonly replications: number;
}

/** LiteLLM's model_name: one map, one expiry, one lock key, and its own traffic. */
export interface ModelGroup {
  readonly name: string;
  readonly groups: readonly Group[];
  readonly load: Load;
  /** How many sessions its requests belong to, each as often as any other; undefined: to none. */
  readonly sessions?: number;
  /** Which part of its requests has which tag; the rest has none. Absent: none has one. */
  readonly tags?: readonly TagShare[];
}

/** A tag of requests. */
export interface TagShare {
  readonly tag: string;
  /** Of all requests, 0..1. */
  readonly share: number;
}

/** When a completion is handed to the logger. */
export type Dispatch =
  | { readonly kind: 'immediate' }
  | {
      readonly kind: 'flushes';
      readonly every_s: number;
      /** `random`: drawn for each replication, evenly over a period. */
      readonly phase_s: number | 'random';
      /** Process p flushes p / processes of a period later than the first. */
      readonly stagger: boolean;
    };
