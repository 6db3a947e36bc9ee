import { onlyValue } from '../../kernel/distributions/constant.js';
import { compact } from '../../scenario/write.js';
import { PROFILES } from '../../strategies/lowest-latency/profile.js';
import { changed, type Settings } from './settings.js';
import type { Subject } from './subject.js';

/** Records seconds, and drops the oldest sample of a full list. */
const RIGHT_PROFILE = 'head2026r';
/** No limit is reached: above what whole numbers of a scenario come to in a minute. */
const NO_LIMIT = '1000000000';

/**
 * Routing as it should be on the scenario's fleet, load, ttl and store: what each mechanism changes
 * in one respect. One process, every sample recorded at once and in seconds, none lost. Only fields
 * that the scenario has otherwise are set.
 */
export function rightRouting(subject: Subject): Settings {
  const { scenario, modelGroup, prefix } = subject;
  const { processes, dispatch, samples, router, store, logger } = scenario;
  const set = new Map<string, string>();
  if (processes.count !== 1) set.set('processes.count', '1');
  if (dispatch.kind !== 'immediate') set.set('dispatch', compact({ kind: 'immediate' }));
  if (samples.kind.chat !== 1) set.set('samples.kind', 'chat');
  if (router.profile !== RIGHT_PROFILE) set.set('router.profile', RIGHT_PROFILE);
  const lossless = losslessLogger(store.kind);
  if (logger.name !== lossless) set.set('logger', lossless);

  const zeroIsALimit = PROFILES.find(({ name }) => name === router.profile)?.zeroIsALimit;
  for (const [g, { rpm, tpm }] of modelGroup.groups.entries()) {
    const group = `${prefix}fleet.groups[${g}]`;
    // Under the profile set above, a limit of 0 would become a limit.
    if (rpm === 0 && !zeroIsALimit) set.set(`${group}.rpm`, NO_LIMIT);
    if (tpm === 0 && !zeroIsALimit) set.set(`${group}.tpm`, NO_LIMIT);
  }
  return changed(set, tokensDiffer(subject) ? tokensOf(subject, () => commonTokens(subject)) : {});
}

/** A logger that loses nothing in one process on this kind of store. */
function losslessLogger(store: string): string {
  // In memory nothing suspends between the read and the write; over a network a lock is needed.
  return store === 'remote' ? 'locked' : 'unlocked';
}

/** Whether answers differ in their number of tokens, so that seconds per token are not seconds. */
export function tokensDiffer({ modelGroup }: Subject): boolean {
  const [first, ...others] = modelGroup.groups.map(({ tokens }) => onlyValue(tokens));
  return first === undefined || first === 0 || others.some((tokens) => tokens !== first);
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
  { modelGroup, prefix }: Subject,
  of: (group: number) => number | undefined,
): Record<string, string | undefined> {
  return Object.fromEntries(
    modelGroup.groups.map((_, g) => [`${prefix}fleet.groups[${g}].tokens`, of(g)?.toString()]),
  );
}
