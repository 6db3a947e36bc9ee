import type { CapacityKind } from './capacity.js';
import { sharingKind } from './sharing.js';
import { slotsKind } from './slots.js';

/** Every capacity that a group may have, in the order in which people are shown them. */
export const CAPACITIES: readonly CapacityKind[] = [slotsKind, sharingKind];
