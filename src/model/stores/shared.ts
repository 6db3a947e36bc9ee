import { STORES } from './index.js';

/** Whether a kind of store has a copy that all processes read and write. */
export function isShared(kind: string): boolean {
  return STORES.some(({ name, timeless }) => name === kind && timeless.shared);
}
