import type { Situation, StrategyModel } from '../model/strategy.js';
import { causeByChance } from './explain.js';
import { anyHealthy, healthyAt, healthyCount } from './healthy.js';
import { strategyKind, type Weighing } from './kind.js';
import type { Recording } from './lowest-latency/recording.js';
import { isBefore } from './lowest-latency/release.js';
import { unread } from './unread.js';

const NAME = 'simple-shuffle';

/**
 * LiteLLM's simple-shuffle (litellm/router_strategy/simple_shuffle.py): a random choice, weighted by
 * weight, else by rpm, else by tpm, else uniform. It reads no latencies. What counts as stated is
 * another thing before 1.110.2: docs/reference/strategies-and-profiles.md.
 */
export function simpleShuffle(recording: Recording): StrategyModel {
  const byFirst = goesByFirst(recording.profile.release);
  return unread(NAME, recording, (situation) => choose(situation, byFirst), causeByChance);
}

/** Whether the first deployment says what all are weighed by, as in 1.82.3; or any that states it. */
function goesByFirst(release: string): boolean {
  return isBefore(release, '1.110.2');
}

/** What may weigh a deployment, in the order in which it is looked for. */
const WEIGHTS = ['weight', 'rpm', 'tpm'] as const;

function choose(situation: Situation<never>, byFirst: boolean): number {
  const { fleet, luck } = situation;
  const count = healthyCount(situation);
  if (count === 0) return -1;
  const at = (i: number): number => healthyAt(situation, i);
  const weight = WEIGHTS.find((name) => {
    if (byFirst) return fleet.groupAt(at(0))[name] !== undefined;
    for (let i = 0; i < count; i++) if ((fleet.groupAt(at(i))[name] ?? 0) > 0) return true;
    return false;
  });
  if (weight === undefined) return anyHealthy(situation);
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
function allZero(groups: readonly Weighing[]): (typeof WEIGHTS)[number] | undefined {
  const weight = WEIGHTS.find((name) => groups[0]?.[name] !== undefined);
  if (weight === undefined) return undefined;
  return groups.every((group) => (group[weight] ?? 0) === 0) ? weight : undefined;
}

export const simpleShuffleKind = strategyKind({
  name: NAME,
  says: 'A random choice, weighted by weight, rpm or tpm.',
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
