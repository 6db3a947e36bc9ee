import { change } from '../../scenario/change.js';
import { type Mechanism, only, possible } from './mechanism.js';
import type { Subject } from './subject.js';

const HOUR_S = 3600;
/** Shorter than any request takes to come. */
const NO_TIME_S = 0.001;

/** Affinity that the scenario does not have. */
export const sessionsStay: Mechanism = {
  name: 'sessions that stay where they went',
  explanation:
    'A session goes where it went before (session_affinity), whatever the strategy says. A few long ' +
    'sessions make the split, and chance has made their first choice.',
  lookAt:
    'optional_pre_call_checks in router_settings, and the requests of each session by deployment',
  standing: (subject) =>
    sessionsOf(subject) === undefined || subject.scenario.router.affinity !== undefined
      ? { kind: 'covered' }
      : possible(
          only({ parameter: null, changes: [change(['router', 'affinity'], { ttl: HOUR_S })] }),
        ),
};

/** Affinity that the scenario has, and the router has not. */
export const sessionsMove: Mechanism = {
  name: 'sessions that do not stay',
  explanation:
    'Sessions are not kept where they went: the check is not in force, or requests say no session. ' +
    'Each request is chosen for by the strategy alone.',
  lookAt:
    'whether optional_pre_call_checks stands in router_settings, and requests have a session id',
  standing: (subject) =>
    sessionsOf(subject) === undefined || subject.scenario.router.affinity === undefined
      ? { kind: 'covered' }
      : possible(
          only({ parameter: null, changes: [change(['router', 'affinity'], { ttl: NO_TIME_S })] }),
        ),
};

function sessionsOf({ modelGroup }: Subject) {
  return modelGroup.load.sessions;
}
