import type { Move } from '../move.js';
import { actorOf, type Sampling } from './strategy.js';

/**
 * Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte: A randomized
 * scheduler with probabilistic guarantees of finding bugs, ASPLOS 2010). Tasks get random
 * priorities and the highest that is enabled goes on; at `depth - 1` random moves its priority
 * drops below all others.
 *
 * The guarantee: with n tasks and k moves, a violation that needs `depth` ordering constraints is
 * found by one schedule with probability at least 1 / (n k^(depth - 1)).
 */
export function pct(depth: number): Sampling {
  return {
    name: 'pct',
    scheduler(luck, longest) {
      const priorities = new Map<string, number>();
      const changes = new Map<number, number>();
      for (let change = 1; change < depth; change++) {
        changes.set(Math.floor(luck() * Math.max(1, longest)), -change);
      }
      let at = 0;
      return (enabled) => {
        for (const move of enabled) {
          const actor = actorOf(move);
          if (!priorities.has(actor)) priorities.set(actor, luck());
        }
        let best = enabled[0] as Move;
        for (const move of enabled) {
          const higher = priorities.get(actorOf(move)) ?? 0;
          if (higher > (priorities.get(actorOf(best)) ?? 0)) best = move;
        }
        const dropped = changes.get(at++);
        if (dropped !== undefined) priorities.set(actorOf(best), dropped);
        return best;
      };
    },
  };
}
