import { kindNamed } from '../kernel/kind.js';
import { isModulePath } from '../text/addresses.js';
import { type StrategyKind, strategyKind } from './kind.js';

/**
 * The kind that a router names: one of these, or what stands in a user's own file.
 * @throws RangeError where there is none
 */
export function strategyKindOf(kinds: readonly StrategyKind[], name: string): StrategyKind {
  return isModulePath(name) ? inFile(name) : kindNamed(kinds, name);
}

/** What is known of a strategy before its file is loaded. */
function inFile(name: string): StrategyKind {
  return strategyKind({
    name,
    says: 'A strategy of your own.',
    parameters: {},
    readsLatencies: false,
    words: () => name,
    create: () => {
      throw new RangeError(`strategy '${name}' was not given`);
    },
  });
}
