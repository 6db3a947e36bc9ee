import type { KindSettings } from '../../kernel/parameters.js';
import { type Change, change } from '../../scenario/change.js';
import { KINDS } from '../../scenario/kinds.js';
import { loggerOf, withPresets } from '../../scenario/presets.js';

/** The logger that takes no lock. */
export const UNLOCKED = change(['logger'], loggerOf('unlocked'));

/** Another store than the scenario's, without a lock; its times are written in milliseconds. */
export function onStore(store: KindSettings): readonly Change[] {
  return [change(['store'], withPresets(KINDS.stores, store), 'ms'), UNLOCKED];
}
