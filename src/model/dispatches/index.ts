import type { DispatchKind } from './dispatch.js';
import { flushesKind } from './flushes.js';
import { immediateKind } from './immediate.js';

/** Every dispatch that a scenario may name, in the order in which people are shown them. */
export const DISPATCHES: readonly DispatchKind[] = [immediateKind, flushesKind];
