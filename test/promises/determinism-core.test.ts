import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponential } from '../../src/kernel/distributions/exponential.js';
import type { Experiment } from '../../src/model/experiment.js';
import { bursts } from '../../src/model/loads/bursts.js';
import { closed } from '../../src/model/loads/closed.js';
import { remote } from '../../src/model/stores/remote.js';
import { tiered } from '../../src/model/stores/tiered.js';
import { replicating, simulate } from '../../src/worlds/simulate/simulation.js';
import { shown, smallExperiment } from '../worlds/simulate/arbitrary.js';
import {
  always,
  experiment,
  flagship,
  logger,
  profile,
  samplesOf,
} from '../worlds/simulate/experiments.js';

const several = smallExperiment().map((one) => ({ ...one, replications: 3 }));

describe('the same experiment gives the same result', () => {
  test('twice, and after another one', () => {
    fc.assert(
      fc.property(several, several, (one, other) => {
        const first = simulate(one);
        simulate(other);
        expect(simulate(one), shown(one)).toEqual(first);
      }),
      { numRuns: 40 },
    );
  });

  test('in slices of any size', () => {
    fc.assert(
      fc.property(several, fc.integer({ min: 1, max: 500 }), (one, slice) => {
        const slices = replicating(one, 1, { slice });
        let before = 0;
        let step = slices.next();
        while (step.done !== true) {
          const { part } = step.value;
          expect(part).toBeGreaterThanOrEqual(before);
          expect(part).toBeLessThanOrEqual(1);
          before = part;
          step = slices.next();
        }
        expect([step.value], shown(one)).toEqual(simulate(one, { only: 1 }));
      }),
      { numRuns: 30 },
    );
  });

  test('a replication alone is the one inside the set', () => {
    fc.assert(
      fc.property(several, fc.nat(2), (one, i) => {
        expect(simulate(one, { only: i })).toEqual([simulate(one)[i]]);
      }),
      { numRuns: 30 },
    );
  });

  test('two experiments that are advanced in turn do not meet', () => {
    fc.assert(
      fc.property(several, several, (one, other) => {
        const [a, b] = [replicating(one, 0, { slice: 97 }), replicating(other, 0, { slice: 89 })];
        let steps = [a.next(), b.next()];
        while (!steps.every(({ done }) => done)) {
          steps = [a, b].map((slices, i) => (steps[i]?.done ? steps[i] : slices.next()));
        }
        const alone = [one, other].map((each) => simulate(each, { only: 0 })[0]);
        expect(steps.map(({ value }) => value)).toEqual(alone);
      }),
      { numRuns: 40 },
    );
  });

  test('a name is only a name', () => {
    const named = (name: string): Experiment => {
      const one = flagship({ replications: 2 });
      return { ...one, modelGroups: one.modelGroups.map((group) => ({ ...group, name })) };
    };
    const hashes = (one: Experiment) => simulate(one).map(({ traceHash }) => traceHash);
    expect(hashes(named('a'))).toEqual(hashes(named('another name')));
  });
});

describe('hashes tell runs apart', () => {
  test('in one process the lock changes no decision (issue #24720)', () => {
    const decisions = (name: string) =>
      simulate(experiment({ logger: logger(name), replications: 5 })).map(
        ({ decisionsHash }) => decisionsHash,
      );
    const unlocked = decisions('unlocked');
    expect(decisions('locked')).toEqual(unlocked);
    expect(decisions('locked-global')).toEqual(unlocked);
    expect(new Set(unlocked).size).toBe(5);
  });

  test('on a shared store it does', () => {
    const [a, b] = ['unlocked', 'locked'].map(
      (name) => simulate(flagship({ logger: logger(name) }))[0],
    );
    expect(a?.decisionsHash).not.toBe(b?.decisionsHash);
    expect(a?.traceHash).not.toBe(b?.traceHash);
  });
});

/*
 * Hashes of whole runs. A change here is a change of meaning: of a rule, of the luck, or of the
 * order of things. Mend the code, or say in the change log what now means something else.
 */
const PINNED: readonly (readonly [
  name: string,
  one: Experiment,
  trace: string,
  decisions: string,
])[] = [
  ['16x4 unlocked', flagship(), '75ff7a08b20e5bee', '4406d964c4fab9aa'],
  ['16x4 locked', flagship({ logger: logger('locked') }), '7e22d0c4c278b995', '9648aa75df5ac1e2'],
  [
    '16x4 locked-global',
    flagship({ logger: logger('locked-global') }),
    '7e22d0c4c278b995',
    '9648aa75df5ac1e2',
  ],
  [
    '16x4 locked-distributed',
    flagship({ logger: logger('locked-distributed') }),
    '747e2567846e6147',
    '4f5e668b3865ca7c',
  ],
  ['16x4 atomic', flagship({ logger: logger('atomic') }), '9839897994598801', '26f8cf8a2d06a570'],
  [
    '16x4 compare-and-set',
    flagship({ logger: logger('compare-and-set') }),
    '13ca0c01a0831b2b',
    '6a7fb5bfbb9a2748',
  ],
  [
    'in-process, the newest rules',
    experiment({ router: { profile: profile('v1.110.2') } }),
    '53460652e4b091d5',
    'fa074d980c8694f4',
  ],
  [
    'tiered, 4 processes',
    experiment({
      store: tiered(600),
      roundTrip_s: always(0.005),
      processes: { count: 4, assign: 'random' },
    }),
    '4e6230e1738b43cf',
    '808a474ffe713296',
  ],
  [
    'closed load, streams, timeouts, mixed kinds',
    experiment({
      load: closed(20, exponential(3)),
      samples: {
        kinds: [
          { kind: 'chat', weight: 2 },
          { kind: 'other', weight: 1 },
        ],
        stream: 0.3,
        inputTokens: 12,
        timeouts: { rate: 0.01, after_s: 30 },
      },
    }),
    'fc47d35eea15e7e2',
    'fc206e691e62b331',
  ],
  [
    'simple-shuffle on bursts',
    experiment({ load: bursts(40, 15, 0), router: { strategy: 'simple-shuffle' } }),
    '1a74f0d96fbd3a99',
    'a15615199578c77e',
  ],
  [
    'nothing recorded, remote',
    experiment({ samples: samplesOf('not-recorded'), store: remote, roundTrip_s: always(0.01) }),
    '43da5ae640c883bc',
    '44235dd31bd206a4',
  ],
];

describe('pinned', () => {
  test.each(PINNED)('%s', (_, one, trace, decisions) => {
    const [result] = simulate(one, { only: 0 });
    expect([result?.traceHash, result?.decisionsHash]).toEqual([trace, decisions]);
  });
});
