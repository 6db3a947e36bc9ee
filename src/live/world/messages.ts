import type { RedisAddress } from '../../jobs/queued/address.js';
import type { SampleCounts } from '../../measure/result.js';
import type { SimulationInput } from '../../studies/job.js';
import type { Failure } from '../../text/failure.js';
import type { Wake } from '../../worlds/live/wake.js';

/** What a process of the router is, and where. */
export interface RouterSetup {
  readonly input: SimulationInput;
  /** The number of the replication whose luck it has. */
  readonly replication: number;
  /** Its number among the processes. */
  readonly process: number;
  /** By how much time is compressed. */
  readonly timeScale: number;
  readonly address: RedisAddress;
  /** What the keys of this run have in common. */
  readonly keysId: string;
  /** The minute in which the run begins, since 1970. */
  readonly firstMinute: number;
}

/** A request to come: when it is due in seconds, its model group, its number there, and its luck. */
export type Due = readonly [
  due_s: number,
  modelGroup: number,
  request: number,
  luck: readonly number[],
];

/** What a process is told. */
export type ToProcess =
  | { readonly setup: RouterSetup }
  /** When time 0 is, by the machine's monotonic clock, in nanoseconds. */
  | { readonly start_ns: bigint }
  | { readonly due: readonly Due[] }
  /** It is to come to its end. */
  | { readonly end: true };

/** What a process has counted of a model group so far. */
export interface ProcessCounts {
  readonly requests: readonly number[];
  readonly secondHalf: readonly number[];
  readonly rejected: number;
  readonly samples: Pick<SampleCounts, 'recorded'>;
}

/** How far a process is. */
export interface ProcessNews {
  readonly wakes: readonly Wake[];
  /** See `Relived.take`. */
  readonly settled_s: number;
  readonly counts: readonly ProcessCounts[];
  /** Requests that it was told of, and whether it waits for anything. */
  readonly expected: number;
  readonly isIdle: boolean;
  /** Round trips to Redis since the last news, in real seconds. */
  readonly trips_s: readonly number[];
  /** By how much timers were late since the last news: how many, their sum and the most, in real seconds. */
  readonly late: { readonly timers: number; readonly sum_s: number; readonly most_s: number };
}

/** What a process tells. */
export type FromProcess =
  | { readonly ready: true }
  | { readonly news: ProcessNews }
  /** Callers have their answers: of which request, what they wait at least, and when that was. */
  | {
      readonly answered: readonly [
        modelGroup: number,
        request: number,
        least_s: number,
        at_s: number,
      ];
    }
  | { readonly failed: Failure }
  /** All is told. */
  | { readonly ended: true };
