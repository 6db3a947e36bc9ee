import { always } from '../../kernel/distributions/constant.js';
import { kindNamed } from '../../kernel/kind.js';
import { kindsOf } from '../../scenario/all-kinds.js';
import { type Change, change } from '../../scenario/change.js';
import { KINDS } from '../../scenario/kinds.js';
import { loggerOf } from '../../scenario/presets.js';
import { fractionsOf } from '../../scenario/sample-kinds.js';
import { samplesIn } from '../../scenario/samples.js';
import { looksAtOrder } from '../../strategies/candidates.js';
import { profileNamed } from '../../strategies/lowest-latency/profile.js';
import { type ChangeSet, changed } from './change-set.js';
import type { Subject } from './subject.js';

/** What the mechanism is called that is nothing wrong. */
export const RIGHT = 'routing as it should be';

/** Records seconds, and drops the oldest sample of a full list. */
const RIGHT_PROFILE = 'v1.110.2';

/**
 * Routing as it should be on the scenario's fleet, load, ttl and store: what each mechanism changes
 * in one respect. One process, every sample recorded at once and in seconds, none lost; of a strategy
 * that reads no latencies one process, and the newest rules. Only fields that the scenario has
 * otherwise are set.
 */
export function rightRouting(subject: Subject): ChangeSet {
  const { scenario } = subject;
  const { processes, dispatch, router, store, logger } = scenario;
  const set: Change[] = [];
  if (processes.count !== 1) set.push(change(['processes', 'count'], 1));
  set.push(...orderAsItIs(subject));
  const profile = missesStreams(subject) ? SEES_STREAMS : RIGHT_PROFILE;
  if (router.profile !== profile) set.push(change(['router', 'profile'], profile));
  if (!readsLatencies(subject)) return changed(set, []);
  if (dispatch.kind !== 'immediate') set.push(change(['dispatch'], { kind: 'immediate' }));
  set.push(...kindsOf(scenario, fractionsOf({ chat: 1 })));
  const lossless = losslessLogger(store.kind);
  if (logger.name !== lossless) set.push(change(['logger'], loggerOf(lossless)));
  return changed(set, tokensDiffer(subject) ? tokensOf(subject, () => commonTokens(subject)) : []);
}

/** By these rules usage-based-routing-v2 counts the tokens of a stream where a choice looks. */
const SEES_STREAMS = 'v1.82.3';

/** Whether there are streams whose tokens the newest rules count where no choice looks. */
export function missesStreams({ scenario, modelGroup }: Subject): boolean {
  return (
    scenario.router.strategy === 'usage-based-routing-v2' &&
    modelGroup.groups.some((group) => samplesIn(scenario.samples, group).stream > 0)
  );
}

/**
 * Under another profile `order` must not begin to count, or every deployment that it leaves out would
 * be a difference of the profile's: where it does not count, all have the same.
 */
function orderAsItIs({ scenario, modelGroup, position }: Subject): Change[] {
  const { profile, enable_pre_call_checks: preCallChecks = false } = scenario.router;
  const { release } = profileNamed(profile);
  const { groups } = modelGroup;
  if (looksAtOrder({ release, preCallChecks })) return [];
  if (groups.every(({ order }) => order === undefined)) return [];
  return groups.map((_, g) => change(['modelGroups', position, 'groups', g, 'order'], 0));
}

/** Whether the scenario's strategy chooses by latencies. */
export function readsLatencies({ scenario }: Subject): boolean {
  return kindNamed(KINDS.strategies, scenario.router.strategy).readsLatencies;
}

/** A logger that loses nothing in one process on this kind of store. */
function losslessLogger(store: string): string {
  // In memory nothing suspends between the read and the write; over a network a lock is needed.
  return store === 'remote' ? 'locked' : 'unlocked';
}

/** Groups whose answers are longer than others' by less than this give answers of the same length. */
export const SAME_TOKENS = 1.25;

/**
 * Whether the answers of some groups are longer than those of others, so that the order by seconds per
 * token is not that by seconds. Where they only differ from request to request, that is no fault.
 */
export function tokensDiffer({ traffic }: Subject): boolean {
  const means = traffic.groups.map(({ tokens }) => tokens.mean);
  return !(Math.max(...means) < SAME_TOKENS * Math.min(...means));
}

/** The same number of tokens for all: the fleet's mean, so that tpm limits mean the same. */
export function commonTokens({ traffic }: Subject): number {
  let tokens = 0;
  let deployments = 0;
  for (const group of traffic.groups) {
    tokens += group.deployments * group.tokens.mean;
    deployments += group.deployments;
  }
  return Math.max(1, Math.round(tokens / deployments));
}

/** Sets the tokens of each group; undefined leaves them as the scenario has them. */
export function tokensOf(
  { modelGroup, position }: Subject,
  of: (group: number) => number | undefined,
): Change[] {
  return modelGroup.groups.map((_, g) => {
    const tokens = of(g);
    const value = tokens === undefined ? undefined : always(tokens);
    return change(['modelGroups', position, 'groups', g, 'tokens'], value);
  });
}
