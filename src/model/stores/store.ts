import type { AcquireLease, Effect, ReleaseLease, Sleep } from '../../effects/effects.js';
import { type Kind, kindOf } from '../../kernel/kind.js';
import type { Stream } from '../../kernel/random.js';
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
  /** Its name in a scenario. */
  readonly kind: string;
  /** Whether there is a shared copy, which can grant leases. */
  readonly shared: boolean;
  /** Whether a process learns from its own memory rather than from a copy common to all. */
  readonly perProcess: boolean;
  create(setup: StoreSetup): Store;
}

/** What a kind of store makes of its parameters. */
export interface PlacedStore {
  readonly store: StoreModel;
  /** Draws one round trip to the shared copy, in seconds. */
  readonly roundTrip_s: (stream: Stream) => number;
}

/** What a kind of store has besides what every kind has. */
export interface Timeless {
  /** As exploration has it, where no time passes and nothing outlives its own. */
  readonly timeless: StoreModel;
}

/** A kind of store, with its parameters. */
export type StoreKind = Kind<PlacedStore> & Timeless;

/** Describes a kind of store. */
export const storeKind = kindOf<PlacedStore, Timeless>();
