import { inProcess as ownMemory } from '../model/stores/in-process.js';
import { remote as shared } from '../model/stores/remote.js';
import { tiered as overShared } from '../model/stores/tiered.js';

/** A store as an exploration is told of it: where no time passes, its kind says all. */
export interface Store {
  readonly kind: string;
}

/** The memory of the one process. */
export const inProcess: Store = ownMemory;

/** One shared store. */
export const remote: Store = shared;

/** The memory of each process over one shared store, kept for so many seconds. */
export const tiered = (memoryTtl_s: number): Store => overShared(memoryTtl_s);
