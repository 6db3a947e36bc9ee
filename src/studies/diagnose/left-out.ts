import { type Change, change } from '../../scenario/change.js';
import { looksAtOrder } from '../../strategies/candidates.js';
import { profileNamed } from '../../strategies/lowest-latency/profile.js';
import { type Mechanism, only, possible, type Remedy } from './mechanism.js';
import type { Subject } from './subject.js';

/* What leaves deployments out before a strategy chooses. */

const CHECKS = 'enable_pre_call_checks';
const TAGS = 'enable_tag_filtering';

export const orderCounts: Mechanism = {
  name: 'order leaves few candidates',
  explanation:
    'Only deployments of the lowest order that may be chosen are candidates: with ' +
    `${CHECKS}, or in a newer release. The scenario has all of them.`,
  lookAt: `${CHECKS} in router_settings, and the release that runs`,
  standing: (subject) =>
    hasOrders(subject) && !orderIsLookedAt(subject)
      ? possible(only({ parameter: null, changes: untold(sameOrder(subject)) }))
      : { kind: 'covered' },
  remedies: (subject) => [
    {
      does: 'give all the same order',
      line: 'litellm_params.order: 1',
      changes: sameOrder(subject),
    },
  ],
};

export const orderIgnored: Mechanism = {
  name: 'order that is not looked at',
  explanation:
    `Up to LiteLLM 1.82.3 order counts with ${CHECKS} only. Without it all deployments are ` +
    'candidates, whatever their order.',
  lookAt: `whether ${CHECKS} stands in router_settings, and the release that runs`,
  standing: (subject) =>
    hasOrders(subject) && orderIsLookedAt(subject)
      ? possible(only({ parameter: null, changes: sameOrder(subject) }))
      : { kind: 'covered' },
  remedies: (subject) => [
    switched(CHECKS, true, 'have order looked at', [
      ...untold(sameOrder(subject)),
      change(['router', CHECKS], true),
    ]),
  ],
};

export const tagsCount: Mechanism = {
  name: 'tags leave few candidates',
  explanation:
    'Requests go only to deployments with their tag, and those without one to the default ones. The ' +
    'scenario has all deployments as candidates.',
  lookAt: `${TAGS} in router_settings, and the tags of requests`,
  standing: (subject) =>
    hasTags(subject) && subject.scenario.router[TAGS] !== true
      ? possible(only({ parameter: null, changes: [change(['router', TAGS], true)] }))
      : { kind: 'covered' },
  remedies: () => [
    switched(TAGS, false, 'let tags count for nothing', [change(['router', TAGS], false)]),
  ],
};

export const tagsIgnored: Mechanism = {
  name: 'tags that are not looked at',
  explanation:
    `Tags of deployments mean nothing without ${TAGS}. All deployments are candidates for every ` +
    'request.',
  lookAt: `whether ${TAGS} stands in router_settings`,
  standing: (subject) =>
    hasTags(subject) && subject.scenario.router[TAGS] === true
      ? possible(only({ parameter: null, changes: [change(['router', TAGS], false)] }))
      : { kind: 'covered' },
  remedies: () => [switched(TAGS, true, 'have tags looked at', [change(['router', TAGS], true)])],
};

/** Of any strategy. */
export const LEFT_OUT: readonly Mechanism[] = [orderCounts, orderIgnored, tagsCount, tagsIgnored];

function switched(
  setting: string,
  value: boolean,
  does: string,
  changes: readonly Change[],
): Remedy {
  return { does, line: `router_settings.${setting}: ${value}`, changes };
}

function hasOrders({ modelGroup: { groups } }: Subject): boolean {
  return groups.some(({ order }) => order !== groups[0]?.order);
}

function hasTags({ modelGroup: { groups } }: Subject): boolean {
  return groups.some(({ tags }) => tags !== undefined);
}

function orderIsLookedAt({ scenario: { router } }: Subject): boolean {
  const { release } = profileNamed(router.profile);
  return looksAtOrder({ release, preCallChecks: router[CHECKS] === true });
}

function sameOrder({ modelGroup, position }: Subject): Change[] {
  return modelGroup.groups.map((_, g) =>
    change(['modelGroups', position, 'groups', g, 'order'], 0),
  );
}

/** As the scenario has it. */
function untold(changes: readonly Change[]): Change[] {
  return changes.map(({ path }) => ({ path, value: undefined }));
}
