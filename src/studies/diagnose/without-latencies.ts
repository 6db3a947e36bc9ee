import { kindNamed } from '../../kernel/kind.js';
import { kindsOf } from '../../scenario/all-kinds.js';
import { type Change, change } from '../../scenario/change.js';
import { KINDS } from '../../scenario/kinds.js';
import { fractionsOf } from '../../scenario/sample-kinds.js';
import type { Scenario } from '../../scenario/schema.js';
import { profileNamed } from '../../strategies/lowest-latency/profile.js';
import { isBefore } from '../../strategies/lowest-latency/release.js';
import { gridOf, impossible, type Mechanism, only, type Point, possible } from './mechanism.js';
import { OWN_PROFILE } from './own-profile.js';
import { eachByItself } from './process-grid.js';
import { RIGHT } from './right.js';

/* Mechanisms of strategies that read no latencies: of counts, weights, usage and prices. */

const asItSays: Mechanism = {
  name: RIGHT,
  role: 'right',
  explanation:
    'The strategy does what it says, by the newest rules and in one process: nothing that it goes ' +
    'by is late, lost or out of its sight. On light traffic equal counts make the first one win.',
  lookAt: 'whether the routing_strategy of the scenario is the one that runs',
  standing: () => possible(only({ parameter: null, changes: [] })),
};

/** In this release a request is counted from its choice on, and any weight counts. */
const COUNTED_AT_CHOICE = '1.110.2';

const olderRules: Mechanism = {
  name: 'rules of an older release',
  explanation:
    'In LiteLLM 1.82.3 a request counts only from the call of its deployment on, so that a burst ' +
    'goes to one; and weights, rpm and tpm count only if the first deployment has them.',
  lookAt: 'the release that runs, and how many requests come within a few milliseconds',
  standing: ({ scenario }) => {
    const { profile } = scenario.router;
    return isBefore(profileNamed(profile).release, COUNTED_AT_CHOICE)
      ? possible(only({ parameter: null, changes: [OWN_PROFILE] }))
      : impossible(`profile ${profile} has the newest rules`);
  },
};

const countedApart: Mechanism = {
  name: 'counts of one process each',
  explanation:
    'Each process counts what it has sent itself, in a memory of its own. What the others have ' +
    'sent it does not see, so that limits hold once per process and busy deployments look idle.',
  lookAt: 'how many worker processes the proxy runs, and whether they share a cache',
  standing: eachByItself,
};

/** Parts of the scenario's rate. */
const LIGHTER = [1 / 64, 1 / 16, 1 / 4];
const DIGITS = 3;

const lighterLoad: Mechanism = {
  name: 'requests that hardly overlap',
  explanation:
    'Requests came more slowly than the scenario says, so that few were under way at once. Where ' +
    'counts are equal the first deployment wins, however slow it is.',
  lookAt: 'the rate of the observed requests beside that of the scenario',
  standing: ({ position, traffic: { load } }) => {
    const { rate_hz } = load;
    if (rate_hz === undefined) return impossible('the load is closed: its users wait for answers');
    const pointAt = (part: number): Point => {
      const rate = Number((part * rate_hz).toPrecision(DIGITS));
      const parameter = `${Number((rate * 60).toPrecision(DIGITS))}/min`;
      const poisson = { kind: 'poisson', rate };
      return {
        parameter,
        changes: [change(['modelGroups', position, 'load'], poisson, 's')],
      };
    };
    const middle = (a: number, b: number): number | undefined =>
      Math.max(a, b) / Math.min(a, b) < 1.5 ? undefined : Math.sqrt(a * b);
    return possible(gridOf(LIGHTER, pointAt, middle));
  },
};

const randomChoice: Mechanism = {
  name: 'random choice',
  role: 'blind',
  explanation:
    'Each choice is drawn at random, all deployments alike: the strategy is not in force, or has ' +
    'nothing to go by.',
  lookAt: 'whether the strategy stands in router_settings, where alone it has an effect',
  standing: ({ scenario }) => possible(only({ parameter: null, changes: blind(scenario) })),
};

/** All mechanisms of a strategy that reads no latencies, from nothing wrong to the rarest. */
export const WITHOUT_LATENCIES: readonly Mechanism[] = [
  asItSays,
  olderRules,
  countedApart,
  lighterLoad,
  randomChoice,
];

/** Lowest latency that is never told a latency. */
function blind(scenario: Scenario): Change[] {
  const { parameters } = kindNamed(KINDS.strategies, scenario.router.strategy);
  const own = new Set(['strategy', ...Object.keys(parameters)]);
  const others = Object.entries(scenario.router).filter(([name]) => !own.has(name));
  const router = { ...Object.fromEntries(others), strategy: 'lowest-latency' };
  const alone = Object.keys(parameters).length === 0;
  return [
    alone
      ? change(['router', 'strategy'], 'lowest-latency')
      : change(['router'], router as Scenario['router']),
    ...kindsOf(scenario, fractionsOf({ 'not-recorded': 1 })),
  ];
}
