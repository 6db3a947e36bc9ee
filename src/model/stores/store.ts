import type { DataStore } from '../../effects/store.js';
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
  readonly kind: 'in-process' | 'remote' | 'tiered';
  /** Whether there is a shared copy, which can grant leases. */
  readonly shared: boolean;
  /** Whether a process learns from its own memory rather than from a copy common to all. */
  readonly perProcess: boolean;
  create(setup: StoreSetup): Store;
}
