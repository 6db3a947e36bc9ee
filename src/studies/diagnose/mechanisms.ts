import { always } from '../../kernel/distributions/constant.js';
import { fastestGroup } from '../../measure/verdict.js';
import { kindsOf } from '../../scenario/all-kinds.js';
import { type Change, change } from '../../scenario/change.js';
import { fractionsOf, type SampleKind } from '../../scenario/sample-kinds.js';
import { profileNamed } from '../../strategies/lowest-latency/profile.js';
import { formatDuration } from '../../text/units.js';
import {
  coldStartBearing,
  expiryBearing,
  followerBearing,
  notCountedBearing,
  notRecordedBearing,
  perTokenBearing,
  processesBearing,
  recordedForSomeBearing,
  rightBearing,
} from './bearings.js';
import { evenly } from './even.js';
import { kindsDiffer, partOf } from './kinds.js';
import { LEFT_OUT } from './left-out.js';
import { concurrentFlushes, lostUpdates, lostUpdatesRemote } from './lost-updates.js';
import {
  gridOf,
  impossible,
  type Mechanism,
  only,
  onOtherStore,
  type Point,
  possible,
  roundMiddle,
  wholeMiddle,
} from './mechanism.js';
import { notInForce } from './not-in-force.js';
import { onStore } from './on-store.js';
import { OWN_PROFILE } from './own-profile.js';
import { eachByItself, processGrid } from './process-grid.js';
import {
  byCallsUnderWay,
  lockPerModelGroup,
  longerTtl,
  newerRelease,
  noBuffer,
  onChat,
  oneProcess,
  recordingRelease,
  sharedRedis,
  usageInAnswers,
  weightsBySpeed,
} from './remedy.js';
import { commonTokens, RIGHT, tokensDiffer, tokensOf } from './right.js';
import type { Subject } from './subject.js';

/*
 * Each mechanism is one change of right routing (right.ts) by documented fields. A free parameter is
 * tried over a grid, from the strongest effect to the weakest, and between its values (search.ts):
 * of values that predict the same, the first stands for all.
 */

const right: Mechanism = {
  name: RIGHT,
  role: 'right',
  explanation:
    'Every sample is recorded at once, in seconds, and none is lost. What goes to slower ' +
    "groups is the exploration of an empty map, and again after each expiry of the scenario's ttl.",
  lookAt: 'the cached map holds numbers for every deployment, and they keep changing',
  bearing: rightBearing,
  standing: () => possible(only({ parameter: null, changes: [] })),
};

const coldStart: Mechanism = {
  name: 'cold start only',
  role: 'right',
  explanation:
    'The observed requests were the first ones after a start or an expiry. Until answers are ' +
    'back nobody knows which deployment is fast, with any logger.',
  lookAt: 'the time between the start of the process and the first observed request',
  bearing: coldStartBearing,
  standing: ({ scenario }) =>
    possible(
      only({ parameter: null, changes: [change(['warmup'], scenario.warmup > 0 ? 0 : undefined)] }),
    ),
};

const notRecorded: Mechanism = {
  name: 'samples not recorded',
  role: 'blind',
  explanation:
    'Answers are never recorded, as on /v1/messages of LiteLLM up to 1.84.10 (issue #24720 is of ' +
    '1.82.3). The map stays empty, and every choice is random.',
  lookAt: 'the cached map is absent or holds nothing but zeros, however many requests there were',
  bearing: evenly(notRecordedBearing),
  standing: (subject) => {
    const part = partOf(subject, ['not-recorded']);
    const mixed = part > 0 && part < 1;
    return possible(
      only({
        parameter: mixed ? `${percentText(part)} of the samples` : null,
        changes: samplesOf(subject, 'not-recorded', mixed ? part : 1),
      }),
    );
  },
  remedies: (subject) => [
    recordingRelease(subject),
    onChat(subject),
    lockPerModelGroup(),
    ...weightsBySpeed(subject),
  ],
};

const recordedForSome: Mechanism = {
  name: 'samples recorded for some groups only',
  explanation:
    'Answers of one group are recorded and those of another are not, as on /v1/messages of litellm ' +
    '1.85.0 to 1.88.6. What is never recorded averages 0, and wins against whatever was measured.',
  lookAt: 'the cached map holds numbers for some deployments and nothing but zeros for others',
  bearing: recordedForSomeBearing,
  standing: (subject) =>
    kindsDiffer(subject)
      ? possible(
          only({
            parameter: "the scenario's samples",
            changes: [...kindsOf(subject.scenario, undefined), OWN_PROFILE],
          }),
        )
      : { kind: 'covered' },
  remedies: (subject) => [
    recordingRelease(subject),
    onChat(subject),
    lockPerModelGroup(),
    ...weightsBySpeed(subject),
  ],
};

const notCounted: Mechanism = {
  name: 'samples not counted',
  explanation:
    'Answers without completion tokens are stored as a timedelta (LiteLLM up to 1.95.1), which is ' +
    'counted and not summed. Every average is 0 and every choice is random.',
  lookAt: 'the cached map has entries for the deployments, without numbers (timedeltas)',
  bearing: evenly(notCountedBearing),
  standing: (subject) => {
    const { profile } = subject.scenario.router;
    if (profileNamed(profile).withoutTokens !== 'timedelta') {
      return impossible(`profile ${profile} records seconds where there are no tokens`);
    }
    const uncounted: SampleKind[] = ['no-usage', 'other'];
    if (profileNamed(profile).responses === 'without-tokens') uncounted.push('responses');
    const part = partOf(subject, uncounted);
    const mixed = part > 0 && part < 1;
    return possible(
      only({
        parameter: mixed ? `${percentText(part)} of the samples` : null,
        changes: [...samplesOf(subject, 'no-usage', mixed ? part : 1), OWN_PROFILE],
      }),
    );
  },
  remedies: (subject) => [
    newerRelease('1.96.2'),
    usageInAnswers(subject),
    ...weightsBySpeed(subject),
  ],
};

/** Of a scenario that does not say them. */
const UNSAID_TOKENS = 1;
const TOKEN_RATIOS = [20, 10, 4, 2];

const perToken: Mechanism = {
  name: 'per-token normalisation',
  explanation:
    'The router divides a latency by the completion tokens. A slower group that gives longer ' +
    'answers looks fast per token, and gets traffic for it.',
  lookAt: 'the completion tokens of answers, by group',
  bearing: perTokenBearing,
  standing: (subject) => {
    if (tokensDiffer(subject)) {
      const own = tokensOf(subject, () => undefined);
      return possible(only({ parameter: "the scenario's tokens", changes: own }));
    }
    const { groups } = subject.traffic;
    if (groups.length < 2) return impossible('there is only one group');
    if (groups.every(({ tokens }) => tokens.mean > UNSAID_TOKENS)) {
      return impossible('by the scenario the answers of all groups are about as long');
    }
    const fastest = fastestGroup(groups, subject.experiment.samples);
    const one = commonTokens(subject);
    const pointAt = (tokens: number): Point => ({
      parameter: `${Number((tokens / one).toPrecision(3))}× the tokens`,
      changes: tokensOf(subject, (g) => (g === fastest ? undefined : tokens)),
    });
    const grid = TOKEN_RATIOS.map((ratio) => ratio * one);
    return possible(gridOf(grid, pointAt, wholeMiddle));
  },
  remedies: (subject) => [byCallsUnderWay(subject), ...weightsBySpeed(subject)],
};

const manyProcesses: Mechanism = {
  name: 'many processes',
  explanation:
    'Each process learns alone, in a memory of its own, and again after each expiry. The more ' +
    'processes, the larger the part of the traffic that is exploration.',
  lookAt: 'how many worker processes the proxy runs, and whether they share a cache',
  bearing: processesBearing,
  standing: eachByItself,
  remedies: (subject) => [oneProcess(), sharedRedis(), longerTtl(subject)],
};

const TIERED_PROCESSES = [16, 4];

const tieredOverwriting: Mechanism = {
  name: 'tiered Redis overwriting',
  explanation:
    'Each process reads its own memory and writes its whole map over the shared copy in Redis. ' +
    "A process that starts from the shared copy starts from one process's view alone.",
  lookAt: 'the shared copy in Redis holds fewer samples than the processes have recorded',
  bearing: processesBearing,
  standing: (subject) => {
    if (subject.scenario.store.kind === 'tiered') {
      return possible(processGrid(subject, TIERED_PROCESSES));
    }
    const tiered = onStore({ kind: 'tiered', rtt: always(0.005) });
    return onOtherStore('tiered', processGrid(subject, TIERED_PROCESSES, tiered));
  },
  remedies: (subject) => [oneProcess(), longerTtl(subject)],
};

const frozenWindow: Mechanism = {
  name: 'frozen window',
  explanation:
    'A full list keeps its oldest samples and replaces only the last one (until upstream PR ' +
    '#25548). Chance decides early, and until the map expires.',
  lookAt: 'full lists in the cached map whose first samples never change',
  bearing: followerBearing,
  standing: ({ scenario }) => {
    const { profile } = scenario.router;
    return profileNamed(profile).full === 'replace-last'
      ? possible(only({ parameter: null, changes: [OWN_PROFILE] }))
      : impossible(`profile ${profile} drops the oldest sample of a full list`);
  },
  remedies: (subject) => [
    newerRelease('1.83.10'),
    ...noBuffer(subject),
    byCallsUnderWay(subject),
    ...weightsBySpeed(subject),
  ],
};

const TTL_PARTS = [5, 2];

const expiry: Mechanism = {
  name: 'expiry',
  explanation:
    'The map expires sooner than the scenario says. The whole fleet is explored again each time.',
  lookAt: 'the ttl in routing_strategy_args, and whether the cached map vanishes before it',
  bearing: expiryBearing,
  standing: ({ scenario }) =>
    possible(
      gridOf(
        TTL_PARTS.map((part) => Number((scenario.router.ttl / part).toPrecision(3))),
        (ttl_s) => {
          const parameter = `ttl ${formatDuration(ttl_s)}`;
          return { parameter, changes: [change(['router', 'ttl'], ttl_s)] };
        },
        roundMiddle,
      ),
    ),
  remedies: (subject) => [longerTtl(subject), ...weightsBySpeed(subject)],
};

/** All mechanisms of a strategy that reads latencies, from nothing wrong to the rarest. */
export const MECHANISMS: readonly Mechanism[] = [
  right,
  coldStart,
  lostUpdates,
  lostUpdatesRemote,
  concurrentFlushes,
  notRecorded,
  recordedForSome,
  notCounted,
  perToken,
  manyProcesses,
  tieredOverwriting,
  frozenWindow,
  expiry,
  notInForce,
  ...LEFT_OUT,
];

/** A part of the samples is of another kind than chat. */
function samplesOf(
  { scenario }: Subject,
  kind: Exclude<SampleKind, 'chat'>,
  part: number,
): Change[] {
  // Without the noise of binary fractions.
  const rest = Number((1 - part).toPrecision(12));
  return kindsOf(scenario, fractionsOf({ chat: rest, [kind]: part }));
}

function percentText(part: number): string {
  return `${Number((part * 100).toPrecision(3))}%`;
}
