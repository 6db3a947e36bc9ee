import type { Situation, StrategyModel } from '../model/strategy.js';
import { type RateLimits, strategyKind } from './kind.js';
import type { Recording } from './lowest-latency/recording.js';
import { isBefore } from './lowest-latency/release.js';
import { unread } from './unread.js';

const NAME = 'simple-shuffle';

/**
 * LiteLLM's simple-shuffle (litellm/router_strategy/simple_shuffle.py): a random choice, weighted by
 * rpm, else by tpm, else uniform. It reads no latencies. What counts as stated is another thing
 * before 1.110.2: docs/reference/policies-and-profiles.md.
 */
export function simpleShuffle(recording: Recording): StrategyModel {
  const byFirst = goesByFirst(recording.profile.release);
  return unread(NAME, recording, (situation) => choose(situation, byFirst));
}

/** Whether the first deployment says what all are weighed by, as in 1.82.3; or any that states it. */
function goesByFirst(release: string): boolean {
  return isBefore(release, '1.110.2');
}

type Weight = keyof RateLimits;

function choose({ fleet, healthy, luck }: Situation<never>, byFirst: boolean): number {
  const count = healthy?.length ?? fleet.size;
  if (count === 0) return -1;
  const at = (i: number): number => (healthy === undefined ? i : healthy[i]!);
  const states = (weight: Weight): boolean => {
    if (byFirst) return fleet.groupAt(at(0))[weight] !== undefined;
    for (let i = 0; i < count; i++) if ((fleet.groupAt(at(i))[weight] ?? 0) > 0) return true;
    return false;
  };
  const weight = states('rpm') ? 'rpm' : states('tpm') ? 'tpm' : undefined;
  if (weight === undefined) return at(Math.floor(luck * count));
  const weightOf = (position: number): number => fleet.groupAt(position)[weight] ?? 0;
  let total = 0;
  for (let i = 0; i < count; i++) total += weightOf(at(i));
  if (total === 0) return -1; // 1.82.3 divides by it, and the request fails
  let left = luck * total;
  let last = at(0);
  for (let i = 0; i < count; i++) {
    const position = at(i);
    const weight = weightOf(position);
    if (weight === 0) continue;
    last = position;
    left -= weight;
    if (left < 0) break;
  }
  return last;
}

/** Weights that are all 0 make every request fail: nobody means that. */
function allZero(groups: readonly RateLimits[]): Weight | undefined {
  const weight = (['rpm', 'tpm'] as const).find((name) => groups[0]?.[name] !== undefined);
  if (weight === undefined) return undefined;
  return groups.every((group) => (group[weight] ?? 0) === 0) ? weight : undefined;
}

export const simpleShuffleKind = strategyKind({
  name: NAME,
  says: 'A random choice, weighted by rpm or tpm.',
  parameters: {},
  readsLatencies: false,
  litellm: NAME,
  caveat: ({ profile, fleets }) => {
    const weight = goesByFirst(profile.release)
      ? fleets.map(allZero).find((name) => name !== undefined)
      : undefined;
    if (weight === undefined) return undefined;
    return {
      problem: `simple-shuffle weighs by ${weight}, which is 0 everywhere: in LiteLLM ${profile.release} every request fails (ZeroDivisionError)`,
      remedy: `write ${weight} above 0 for a group, or for none of them`,
    };
  },
  words: () => NAME,
  create: () => simpleShuffle,
});
