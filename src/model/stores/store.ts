import type { DataStore } from '../../effects/store.js';
import { type Kind, kindOf } from '../../kernel/kind.js';
import type { Stream } from '../../kernel/random.js';
import type { Cache, CacheRules, CacheWitness } from '../cache.js';
import type { Caller } from '../caller.js';

/** Where the data lives: its copies, and what effects do to them. */
export interface Store extends DataStore<Caller> {
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
  /** Whether it is its copies and nothing else, so that a real shared copy can stand in for the modelled one. */
  readonly canBeReal: boolean;
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
