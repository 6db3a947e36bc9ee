import type { Cause } from '../model/cause.js';
import type { Choice } from '../model/strategy.js';
import { marked } from './marked.js';

/** What a strategy went by: the lower the better; NaN where a deployment may not be chosen. */
type Score = (position: number) => number;

/**
 * Why a slower group's deployment was chosen, by a strategy that takes the lowest score: none of the
 * fastest may be chosen, or one of them was as good, or was not.
 * @param byLoad it goes by requests under way: one of them may really have had fewer than was seen
 */
export function causeByScore(
  choice: Choice<unknown>,
  score: Score,
  { byLoad = false }: { readonly byLoad?: boolean } = {},
): Cause {
  const { chosen, underWay } = choice;
  const isHealthy = marked(choice);
  let best = Number.POSITIVE_INFINITY;
  let available = false;
  let fewer = false;
  for (const position of choice.fastest) {
    const its = isHealthy(position) ? score(position) : Number.NaN;
    if (Number.isNaN(its)) continue;
    available = true;
    if (its < best) best = its;
    if (underWay[position]! < underWay[chosen]!) fewer = true;
  }
  if (!available) return 'unavailable';
  if (byLoad && fewer) return 'outdated';
  return best <= score(chosen) ? 'tie' : 'preferred';
}

/** The same where random numbers decided. */
export function causeByChance(choice: Choice<unknown>): Cause {
  return choice.fastest.some(marked(choice)) ? 'random' : 'unavailable';
}
