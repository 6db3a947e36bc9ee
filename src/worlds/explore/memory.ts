import type { Effect } from '../../effects/effects.js';
import { type DataEffect, isData } from '../../effects/store.js';
import type { StoreModel } from '../../model/stores/store.js';

/**
 * Whether an effect looks into its process's own memory or changes it. Beside a shared copy those do
 * that do not go past the memory: a write, and a read unless it is of the shared copy.
 */
export function touchesMemory(
  { shared, perProcess }: StoreModel,
  effect: Effect,
): effect is DataEffect {
  if (!perProcess || !isData(effect)) return false;
  if (!shared) return true;
  return effect.op === 'write' || (effect.op === 'read' && effect.tier !== 'shared');
}
