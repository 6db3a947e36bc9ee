import type { Effect } from '../../effects/effects.js';
import type { Cause } from '../../model/cause.js';
import type { CallKind } from './call.js';

/** What `--events` writes: one object per event, in the order in which they happened. */
export type SimulationEvent = {
  /** Virtual time in seconds. */
  readonly t: number;
  readonly replication: number;
  readonly modelGroup: string;
  /** Number of the request in its model group, from 0. */
  readonly request: number;
  readonly process: number;
} & (
  | { readonly event: 'arrival' }
  | {
      readonly event: 'select';
      /** null: every deployment is over its limits. */
      readonly deployment: string | null;
      readonly latency_s: number;
      /** Why a slower group's deployment was chosen; null if the fastest was, or does not apply. */
      readonly cause: Cause | null;
      /**
       * Samples of each deployment in the map that it saw, in the order of the fleet; null where
       * the strategy reads none.
       */
      readonly seen: readonly number[] | null;
    }
  /** The strategy did not let the call of its deployment be made. */
  | { readonly event: 'refused'; readonly deployment: string }
  /** It is sent, by a strategy for which that is another moment than its choice. */
  | { readonly event: 'sent'; readonly deployment: string }
  | { readonly event: 'completion'; readonly deployment: string; readonly latency_s: number }
  | {
      readonly event: 'not-recordable' | 'log' | 'recorded' | 'abandoned';
      readonly deployment: string;
    }
  | {
      /** An effect takes effect: at once in the process, or in mid-trip on the shared copy. */
      readonly event: 'effect';
      readonly call: CallKind;
      readonly effect: Effect;
      readonly where: 'process' | 'shared';
    }
  | {
      /** This request's sample was removed by a write of another request's logger. */
      readonly event: 'lost' | 'restored';
      readonly deployment: string;
      readonly copy: 'shared' | number;
      /** Lost to a writer in whose copy it had expired. */
      readonly afterExpiry?: true;
    }
);

/** A step of a call of a strategy or a logger: what it then waits for ends with its next one. */
export interface CallStep {
  /** Virtual time in seconds. */
  readonly t: number;
  readonly modelGroup: string;
  readonly request: number;
  readonly process: number;
  readonly call: CallKind;
  /** The effect that it asks for; null: it returns. */
  readonly asks: Effect | null;
}

/** The part of an event that is its own; the rest is filled in where it happened. */
export type EventDetail = SimulationEvent extends infer E
  ? E extends SimulationEvent
    ? Omit<E, 't' | 'replication' | 'modelGroup' | 'request' | 'process'>
    : never
  : never;
