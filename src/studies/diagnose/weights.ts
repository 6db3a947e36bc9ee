import { change } from '../../scenario/change.js';
import { profileNamed } from '../../strategies/lowest-latency/profile.js';
import { isBefore } from '../../strategies/lowest-latency/release.js';
import { unevenness } from './even.js';
import { impossible, type Mechanism, only, possible } from './mechanism.js';
import { OWN_PROFILE } from './own-profile.js';
import { newerRelease, weightsBySpeed } from './remedy.js';
import { shuffles } from './routed-by.js';
import type { Subject } from './subject.js';

/** What simple-shuffle weighs by, in the order in which it looks. */
const WEIGHTS = ['weight', 'rpm', 'tpm'] as const;

/** In this release any deployment's weight counts. */
const ANY_COUNTS = '1.110.2';

/** Weights that only some deployments have. */
export const firstWeighs: Mechanism = {
  name: 'weights of the first deployment alone',
  explanation:
    'In LiteLLM 1.82.3 the first deployment says what all are weighed by: where it has no weight, ' +
    'nobody’s counts, and where it alone has one, it gets everything. Later releases look at all.',
  lookAt: 'which deployments have a weight, rpm or tpm, and whether the first one does',
  standing: (subject) => {
    if (!shuffles(subject) || allWeighAlike(subject)) return { kind: 'covered' };
    const { profile } = subject.scenario.router;
    if (!isBefore(profileNamed(profile).release, ANY_COUNTS)) {
      return impossible(`profile ${profile} looks at the weights of all`);
    }
    return weighsNothing(subject)
      ? impossible(`all weights are 0, and by profile ${profile} every request fails`)
      : possible(only({ parameter: null, changes: [OWN_PROFILE] }));
  },
  remedies: (subject) => [newerRelease(ANY_COUNTS), ...weightsBySpeed(subject)],
};

/** Weights that nobody looks at. */
export const evenShuffle: Mechanism = {
  name: 'weights that do not count',
  explanation:
    'The weights of the scenario are not those of the proxy: each deployment is as likely as any ' +
    'other. So it is where weight stands outside of litellm_params, or in a file that is not loaded.',
  lookAt: 'the weight of each deployment in the litellm_params that /model/info shows',
  standing: (subject) => {
    if (!shuffles(subject) || !isWeighed(subject)) return { kind: 'covered' };
    return possible(only({ parameter: null, changes: evenly(subject) }));
  },
  bearing: unevenness,
  remedies: (subject) => weightsBySpeed(subject),
};

/** The same weight for all. */
function evenly({ modelGroup, position }: Subject) {
  return modelGroup.groups.map((_, g) =>
    change(['modelGroups', position, 'groups', g, 'weight'], 1),
  );
}

function isWeighed({ modelGroup: { groups } }: Subject): boolean {
  return WEIGHTS.some((name) => groups.some((group) => group[name] !== undefined));
}

/** Whether the first deployment has whatever any other has. */
function allWeighAlike({ modelGroup: { groups } }: Subject): boolean {
  return WEIGHTS.every((name) => {
    const having = groups.filter((group) => (group[name] ?? 0) > 0).length;
    return having === 0 || having === groups.length;
  });
}

/** Whether the scenario's release, as it weighs, divides by 0. */
export function weighsNothing({ scenario, modelGroup: { groups } }: Subject): boolean {
  if (!isBefore(profileNamed(scenario.router.profile).release, ANY_COUNTS)) return false;
  const name = WEIGHTS.find((each) => groups[0]?.[each] !== undefined);
  return name !== undefined && groups.every((group) => (group[name] ?? 0) === 0);
}
