import { change } from '../../scenario/change.js';
import { profileNamed } from '../../strategies/lowest-latency/profile.js';
import { isBefore } from '../../strategies/lowest-latency/release.js';
import { gridOf, impossible, type Mechanism, only, type Point, possible } from './mechanism.js';
import { OWN_PROFILE } from './own-profile.js';
import { byCallsUnderWay, weightsBySpeed } from './remedy.js';
import { missesStreams } from './right.js';
import type { Subject } from './subject.js';
import { withoutOverlap } from './under-way.js';

/* Mechanisms of strategies that go by the usage of a minute, which is known when an answer is back. */

const SIZES = [40, 10, 4];
const DIGITS = 4;

export const burstsCountedLate: Mechanism = {
  name: 'bursts that are counted too late',
  explanation:
    'Tokens count when an answer is back. Requests that come together all find the same counts, and ' +
    'go to the same deployments; the scenario has them one by one.',
  lookAt: 'how many requests begin within a second of one another, and where these go',
  standing: (subject) => {
    const { modelGroup, position, traffic } = subject;
    const { rate_hz, bursty } = traffic.load;
    if (!goesByUsage(subject) || bursty) return { kind: 'covered' };
    if (rate_hz === undefined) return impossible('the load is closed: its users wait for answers');
    const { sessions } = modelGroup.load;
    const pointAt = (size: number): Point => {
      const every = Number((size / rate_hz).toPrecision(DIGITS));
      const load = { kind: 'bursts', size, every, phase: 0, ...(sessions && { sessions }) };
      return {
        parameter: `${size} at once`,
        changes: [change(['modelGroups', position, 'load'], load, 's')],
      };
    };
    const middle = (a: number, b: number) =>
      Math.max(a, b) / Math.min(a, b) < 2 ? undefined : Math.round(Math.sqrt(a * b));
    return possible(gridOf(SIZES, pointAt, middle));
  },
  bearing: withoutOverlap,
  remedies: (subject) => [byCallsUnderWay(subject), ...weightsBySpeed(subject)],
};

/** From this release on the tokens of a stream are under another key. */
const MISSING_STREAMS_SINCE = '1.110.2';

export const streamsNotCounted: Mechanism = {
  name: 'streams that are not counted',
  explanation:
    'LiteLLM 1.110.2 books the tokens of a stream under a key that has no model in it, where no ' +
    'choice looks. A deployment that streams seems idle, however busy it is.',
  lookAt: 'keys of the form {id}:None:tpm in the cache',
  standing: (subject) => {
    if (!missesStreams(subject)) return { kind: 'covered' };
    const { profile } = subject.scenario.router;
    return isBefore(profileNamed(profile).release, MISSING_STREAMS_SINCE)
      ? impossible(`profile ${profile} counts the tokens of streams where choices look`)
      : possible(only({ parameter: null, changes: [OWN_PROFILE] }));
  },
  remedies: (subject) => [byCallsUnderWay(subject), ...weightsBySpeed(subject)],
};

function goesByUsage({ scenario }: Subject): boolean {
  return ['usage-based-routing', 'usage-based-routing-v2'].includes(scenario.router.strategy);
}
