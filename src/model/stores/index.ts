import { inProcessKind } from './in-process.js';
import { remoteKind } from './remote.js';
import { snapshotKind } from './snapshot.js';
import type { StoreKind } from './store.js';
import { tieredKind } from './tiered.js';

/** Every store that a scenario may name, in the order in which people are shown them. */
export const STORES: readonly StoreKind[] = [inProcessKind, remoteKind, tieredKind, snapshotKind];

export const STORE_NAMES: readonly string[] = STORES.map(({ name }) => name);

/** Those that an exploration tells apart: where no time passes, one may be as another. */
export const EXPLORED_STORES: readonly string[] = STORES.filter(
  ({ name, timeless }) => timeless.kind === name,
).map(({ name }) => name);
