import { keyOf } from './key.js';
import type { Move } from './move.js';
import type { Runner } from './runner.js';

/**
 * The shortest way from the state after a schedule back to it, each task in its own place; the first in
 * the order of moves. Call it where there is one.
 */
export function wayBack(runner: Runner, schedule: readonly Move[]): Move[] {
  const start = keyOf(runner.after(schedule));
  const seen = new Set<string>();
  const ways: Move[][] = [[]];
  for (const way of ways) {
    for (const move of runner.after([...schedule, ...way]).enabled()) {
      const longer = [...way, move];
      const key = keyOf(runner.after([...schedule, ...longer]));
      if (key === start) return longer;
      if (seen.has(key)) continue;
      seen.add(key);
      ways.push(longer);
    }
  }
  return [];
}
