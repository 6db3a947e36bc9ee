import { always } from '../../kernel/distributions/constant.js';
import { change } from '../../scenario/change.js';
import { unevenness } from './even.js';
import type { Evidence } from './evidence.js';
import { LEFT_OUT } from './left-out.js';
import { gridOf, impossible, type Mechanism, only, type Point, possible } from './mechanism.js';
import { latenciesInForce, notInForce } from './not-in-force.js';
import { pricesUnknown } from './prices.js';
import { eachByItself } from './process-grid.js';
import { byLatencies, oneProcess, partsOfLimits, sharedRedis, weightsBySpeed } from './remedy.js';
import { RIGHT } from './right.js';
import { shuffles } from './routed-by.js';
import { sessionsMove, sessionsStay } from './sessions.js';
import type { Subject } from './subject.js';
import {
  countedLate,
  countsBelowZero,
  countsCalls,
  neverCounted,
  withoutOverlap,
} from './under-way.js';
import { burstsCountedLate, streamsNotCounted } from './usage.js';
import { evenShuffle, firstWeighs } from './weights.js';

/* Mechanisms of strategies that read no latencies: of counts, weights, usage and prices. */

const asItSays: Mechanism = {
  name: RIGHT,
  role: 'right',
  explanation:
    'The strategy does what it says, by the newest rules and in one process: nothing that it goes ' +
    'by is late, lost or out of its sight. What it says may still not be what was meant.',
  lookAt: 'whether the routing_strategy of the scenario is the one that runs',
  standing: () => possible(only({ parameter: null, changes: [] })),
  bearing: (evidence, subject) => (shuffles(subject) ? unevenness(evidence, subject) : null),
  remedies: (subject) =>
    shuffles(subject) ? [byLatencies(subject), ...weightsBySpeed(subject)] : [],
};

const countedApart: Mechanism = {
  name: 'counts of one process each',
  explanation:
    'Each process counts what it has sent itself, in a memory of its own. What the others have ' +
    'sent it does not see, so that limits hold once per process and busy deployments look idle.',
  lookAt: 'how many worker processes the proxy runs, and whether they share a cache',
  standing: (subject) => (shuffles(subject) ? { kind: 'covered' } : eachByItself(subject)),
  bearing: (evidence, subject) => (countsCalls(subject) ? withoutOverlap(evidence) : null),
  remedies: (subject) => [
    oneProcess(),
    ...(hasRedis(subject) ? [] : [sharedRedis()]),
    ...partsOfLimits(subject),
  ],
};

/** Parts of the scenario's rate. */
const LIGHTER = [1 / 256, 1 / 64, 1 / 16, 1 / 4];
const [ONE_AT_A_TIME] = LIGHTER;
const DIGITS = 3;
/** A user who waits for each answer takes at least this long to ask again. */
const SHORTEST_THINK_S = 0.01;

const hardlyOverlap: Mechanism = {
  name: 'requests that hardly overlap',
  explanation:
    'Requests came one by one, or more slowly than the scenario says, so that there was mostly nothing ' +
    'to count. Where counts are equal the first deployment wins, however slow it is: as it should be.',
  lookAt: 'how many requests begin while another one is under way',
  standing: (subject) => {
    if (!tiesGoToTheFirst(subject)) return { kind: 'covered' };
    const { position, modelGroup, traffic } = subject;
    const { rate_hz } = traffic.load;
    if (rate_hz === undefined) return impossible('the load is closed: its users wait for answers');
    const { sessions } = modelGroup.load;
    const under = (parameter: string, load: typeof modelGroup.load): Point => ({
      parameter,
      changes: [
        change(
          ['modelGroups', position, 'load'],
          { ...load, ...(sessions !== undefined && { sessions }) },
          's',
        ),
      ],
    });
    const pointAt = (part: number): Point => {
      if (part === ONE_AT_A_TIME) {
        const answer_s = traffic.groups[0]?.latency.mean ?? 0;
        const pause_s = Math.max(SHORTEST_THINK_S, 1 / rate_hz - answer_s);
        const think = always(Number(pause_s.toPrecision(DIGITS)));
        return under('one at a time', { kind: 'closed', users: 1, think });
      }
      const rate = Number((part * rate_hz).toPrecision(DIGITS));
      const parameter = `${Number((rate * 60).toPrecision(DIGITS))}/min`;
      return under(parameter, { kind: 'poisson', rate });
    };
    const middle = (a: number, b: number): number | undefined =>
      Math.max(a, b) / Math.min(a, b) < 1.5 ? undefined : Math.sqrt(a * b);
    return possible(gridOf(LIGHTER, pointAt, middle));
  },
  bearing: ({ log }: Evidence) =>
    log === null
      ? null
      : {
          kind: 'fits',
          fits: log.requests - log.overlapping,
          of: log.requests,
          because: 'began with no other under way',
          sure: log.overlapping === 0,
        },
  remedies: (subject) => [byLatencies(subject), ...weightsBySpeed(subject)],
};

/** All mechanisms of a strategy that reads no latencies, from nothing wrong to the rarest. */
export const WITHOUT_LATENCIES: readonly Mechanism[] = [
  asItSays,
  firstWeighs,
  evenShuffle,
  countedLate,
  countsBelowZero,
  neverCounted,
  burstsCountedLate,
  streamsNotCounted,
  pricesUnknown,
  countedApart,
  hardlyOverlap,
  ...LEFT_OUT,
  sessionsStay,
  sessionsMove,
  { ...notInForce, role: 'blind' },
  latenciesInForce,
];

/** Whether the first of those with the lowest count wins. */
function tiesGoToTheFirst({ scenario }: Subject): boolean {
  return ['least-busy', 'usage-based-routing'].includes(scenario.router.strategy);
}

function hasRedis({ scenario }: Subject): boolean {
  return scenario.store.kind !== 'in-process';
}
