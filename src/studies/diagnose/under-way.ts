import { change } from '../../scenario/change.js';
import { profileNamed } from '../../strategies/lowest-latency/profile.js';
import { isBefore } from '../../strategies/lowest-latency/release.js';
import type { Bearing, Evidence } from './evidence.js';
import { impossible, type Mechanism, only, possible } from './mechanism.js';
import { OWN_PROFILE } from './own-profile.js';
import { newerRelease, onChat, weightsBySpeed } from './remedy.js';
import { routedBy } from './routed-by.js';
import type { Subject } from './subject.js';

/* Mechanisms of least-busy, which counts the calls that are under way. */

/** From this release on a choice is reserved until its call, and counts are kept apart. */
const RESERVING_SINCE = '1.110.2';

/** How long 1.82.3 keeps its map of counts, from its first write on. */
const FORGOTTEN_AFTER_S = 600;

export const countedLate: Mechanism = {
  name: 'calls counted too late',
  explanation:
    'In LiteLLM 1.82.3 a request counts from the call of its deployment on, a few milliseconds after ' +
    'the choice. What comes in between finds the same counts, so that a burst goes to one deployment.',
  lookAt: 'how many requests begin within a few milliseconds of one another, and where these go',
  standing: (subject) => ofOlderRelease(subject, []),
  bearing: withoutOverlap,
  remedies: (subject) => [newerRelease(RESERVING_SINCE), ...weightsBySpeed(subject)],
};

export const countsBelowZero: Mechanism = {
  name: 'counts below zero',
  explanation:
    'LiteLLM 1.82.3 forgets its map of counts 600 s after the first write. Calls that end afterwards ' +
    'are subtracted from nothing, and a deployment below zero gets everything until it is back at 0.',
  lookAt: 'negative numbers in the cached {model_name}_request_count',
  standing: (subject) =>
    subject.scenario.duration > FORGOTTEN_AFTER_S
      ? ofOlderRelease(subject, [change(['router', 'call_delay'], 0)])
      : { kind: 'covered' },
  bearing: withoutOverlap,
  remedies: (subject) => [newerRelease(RESERVING_SINCE), ...weightsBySpeed(subject)],
};

/** All go to the first: what cost-based-routing does at equal prices, request by request. */
export const neverCounted: Mechanism = {
  name: 'calls that are never counted',
  explanation:
    'On /v1/messages of LiteLLM 1.82.3 the logger is not told which deployment was called, so that ' +
    'every count stays 0 and all requests go to the first deployment. It is simulated as ' +
    'cost-based-routing at equal prices, which chooses alike.',
  lookAt: 'the call type of the requests, and the cached {model_name}_request_count: it is absent',
  standing: (subject) => {
    const { scenario, modelGroup, position } = subject;
    return ofOlderRelease(subject, [
      ...routedBy(scenario, 'cost-based-routing'),
      ...modelGroup.groups.flatMap((group, g) =>
        (['input_cost_per_token', 'output_cost_per_token'] as const).flatMap((price) =>
          group[price] === undefined
            ? []
            : [change(['modelGroups', position, 'groups', g, price], 0)],
        ),
      ),
    ]);
  },
  bearing: (evidence, subject) => {
    const { log } = evidence;
    if (log === null) return null;
    const { chat, messages, other } = log.calls;
    if (messages === 0) {
      return { kind: 'excluded', because: 'no request came in on /v1/messages' };
    }
    return (
      withoutOverlap(evidence) ?? {
        kind: 'fits',
        fits: messages,
        of: chat + messages + other,
        because: 'on /v1/messages, where 1.82.3 counts nothing',
        sure: subject.litellm.stated && chat + other === 0,
      }
    );
  },
  remedies: (subject) => {
    const back = counting(subject);
    const counted = [newerRelease(RESERVING_SINCE), onChat(subject)];
    return [
      ...counted.map((remedy) => ({ ...remedy, changes: [...back, ...remedy.changes] })),
      ...weightsBySpeed(subject),
    ];
  },
};

/** Undoes what `neverCounted` changes. */
function counting(subject: Subject) {
  const standing = neverCounted.standing(subject);
  const changes = standing.kind === 'possible' ? standing.points.flatMap((one) => one.changes) : [];
  return changes.map(({ path }) => ({ path, value: undefined }));
}

function ofOlderRelease(
  { scenario }: Subject,
  changes: Parameters<typeof only>[0]['changes'],
): ReturnType<Mechanism['standing']> {
  const { profile } = scenario.router;
  if (!countsCalls({ scenario })) return { kind: 'covered' };
  return isBefore(profileNamed(profile).release, RESERVING_SINCE)
    ? possible(only({ parameter: null, changes: [OWN_PROFILE, ...changes] }))
    : impossible(`profile ${profile} counts a request from its choice on, and never below 0`);
}

export function countsCalls({ scenario }: Pick<Subject, 'scenario'>): boolean {
  return scenario.router.strategy === 'least-busy';
}

/** Counts of nothing are 0 however they are counted. */
export function withoutOverlap({ log }: Evidence): Bearing | null {
  return log !== null && log.overlapping === 0
    ? { kind: 'excluded', because: 'no two requests were under way at once' }
    : null;
}
