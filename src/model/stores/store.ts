import type { AcquireLease, Effect, ReleaseLease, Sleep } from '../../effects/effects.js';
import type { Cache, CacheRules, CacheWitness } from '../cache.js';
import type { Caller } from '../caller.js';

/** Effects on stored data; locks, leases and sleeping are the world's. */
export type DataEffect = Exclude<
  Effect,
  { op: 'acquire' } | { op: 'release' } | AcquireLease | ReleaseLease | Sleep
>;

/** Answer of `begin`: the effect has to travel to the shared copy and suspends. */
export const TRAVELS = Symbol('travels');

/**
 * Where the data lives. An effect begins in its process; what can be done there takes no time and
 * does not suspend. The rest travels: it is served by the shared copy in the middle of a round
 * trip, and completes back in the process.
 */
export interface Store {
  /** Does in the process what can be done there. Gives the answer, or `TRAVELS`. */
  begin(effect: DataEffect, caller: Caller, now_s: number): unknown;
  /** What travels with an effect: a copy made when it is sent. */
  payload(effect: DataEffect): unknown;
  /** Takes effect on the shared copy. */
  serve(effect: DataEffect, payload: unknown, caller: Caller, now_s: number): unknown;
  /** Back in the process: turns the served answer into the one that the caller sees. */
  complete(effect: DataEffect, served: unknown, caller: Caller, now_s: number): unknown;
  /** Every copy of the data, the shared one first. */
  copies(): readonly Cache[];
}

export interface StoreSetup extends Omit<CacheRules, 'refresh'> {
  readonly processes: number;
  /** Who, if anybody, is told what happens to a copy: the shared one, or a process's memory. */
  readonly witnessOf?: (copy: 'shared' | number) => CacheWitness;
}

/** Makes the empty store of one replication. */
export interface StoreModel {
  readonly kind: 'in-process' | 'remote' | 'tiered';
  /** Whether there is a shared copy, which can grant leases. */
  readonly shared: boolean;
  /** Whether a process learns from its own memory rather than from a copy common to all. */
  readonly perProcess: boolean;
  create(setup: StoreSetup): Store;
}
