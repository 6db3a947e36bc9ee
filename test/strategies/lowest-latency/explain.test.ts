import { describe, expect, test } from 'vitest';
import { constant } from '../../../src/kernel/distributions/constant.js';
import { exponential } from '../../../src/kernel/distributions/exponential.js';
import { CAUSES, type Cause } from '../../../src/model/cause.js';

import { bursts } from '../../../src/model/loads/bursts.js';
import { poisson } from '../../../src/model/loads/poisson.js';
import { uniformSpacing } from '../../../src/model/loads/uniform.js';
import { remote } from '../../../src/model/stores/remote.js';
import { tiered } from '../../../src/model/stores/tiered.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import {
  always,
  type Changes,
  experiment,
  flagship,
  flushes,
  group,
  ISSUE_GROUPS,
  logger,
  only,
  samplesOf,
} from '../../worlds/simulate/experiments.js';
import { LOGGERS_OF_USERS } from '../../worlds/simulate/loggers-of-users.js';

/** A small experiment for each cause that makes it the leading one. */
const LEADING: readonly (readonly [cause: Cause, why: string, changes: Changes])[] = [
  [
    'unavailable',
    'the only fast deployment takes two requests a minute',
    {
      groups: [group('slow', 4), group('fast', 1, { latency: constant(0.2), rpm: 2 })],
      load: poisson(1),
    },
  ],
  [
    'never-sent-to',
    'many fast deployments, few requests',
    {
      groups: [group('slow', 160), group('fast', 40, { latency: constant(0.2) })],
      load: poisson(0.5),
    },
  ],
  [
    'in-flight',
    'a burst goes out before the first answer has come',
    {
      groups: [group('slow', 4), group('fast', 1, { latency: constant(0.5) })],
      load: bursts(60, 1000, 0),
    },
  ],
  [
    'waiting-to-be-logged',
    'answers are logged once a minute',
    {
      groups: [group('slow', 4), group('fast', 1, { latency: constant(0.1) })],
      load: poisson(5),
      dispatch: flushes(60),
      duration_s: 60,
    },
  ],
  ['not-recordable', 'nothing reaches the logger', { samples: samplesOf('not-recorded') }],
  [
    'expired',
    'the map lives for two seconds',
    {
      groups: [group('slow', 4), group('fast', 4, { latency: constant(0.2) })],
      router: { ttl_s: 2 },
      load: poisson(5),
    },
  ],
  ['placeholder-or-uncounted', 'samples are timedeltas', { samples: samplesOf('other') }],
  [
    'within-buffer',
    'four times the lowest is as good as the lowest',
    { router: { buffer: 3 }, load: poisson(5) },
  ],
  [
    'lowest-on-record',
    'the slow group answers in many tokens, and seconds per token are compared',
    {
      groups: [
        group('slow', 4, { tokens: constant(400), latency: exponential(2) }),
        group('fast', 4, { tokens: constant(20), latency: exponential(0.5) }),
      ],
    },
  ],
];

/** The causes of all replications, the most frequent first. */
function ranking(one: Parameters<typeof simulate>[0]): readonly (readonly [Cause, number])[] {
  const counts = new Map<Cause, number>();
  for (const result of simulate({ ...one, replications: 3 })) {
    for (const cause of CAUSES) {
      counts.set(cause, (counts.get(cause) ?? 0) + only(result).causes[cause]);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

describe('each cause leads where it should', () => {
  test.each(LEADING)('%s: %s', (cause, _, changes) => {
    const [first, second] = ranking(
      experiment({ groups: ISSUE_GROUPS, duration_s: 600, ...changes }),
    );
    expect(first?.[0]).toBe(cause);
    expect(first?.[1]).toBeGreaterThan(second?.[1] ?? 0);
  });

  test('lost: concurrent flushes overwrite one another', () => {
    expect(ranking(flagship())[0]?.[0]).toBe('lost');
  });

  test('abandoned: a logger that gives up at once', () => {
    const givingUp = flagship({
      logger: logger('compare-and-set'),
      loggerOptions: { retries: 0, lease_s: 10 },
    });
    expect(ranking(givingUp)[0]?.[0]).toBe('abandoned');
    const { samples, causes } = only(simulate(givingUp)[0] as never);
    expect(samples.abandoned).toBeGreaterThan(700);
    expect({ samples: samples.lost, causes: causes.lost }).toEqual({ samples: 0, causes: 0 });
  });

  test.each(['compare-and-set, looks into memory', 'a key of the minute'])('stale: %s', (name) => {
    const found = LOGGERS_OF_USERS.find(({ logger }) => logger.name === name);
    const stale = experiment({
      groups: ISSUE_GROUPS,
      duration_s: 200,
      store: tiered(600),
      roundTrip_s: always(0.005),
      ...(found && { logger: found.logger }),
    });
    expect(ranking(stale)[0]?.[0]).toBe('stale');
    expect(only(simulate(stale)[0] as never).samples.lost).toBe(0);
  });

  test('expired: a list that is gone while its usage is still counted', () => {
    const groups = [
      group('fast', 1, { latency: constant(0.01) }),
      group('slow', 1, { latency: constant(0.02), rpm: 100_000 }),
    ];
    for (const store of [remote, tiered(600)]) {
      const one = experiment({
        groups,
        load: poisson(5),
        duration_s: 60,
        store,
        roundTrip_s: always(0.5),
        router: { ttl_s: 0.6 },
        dispatch: flushes(3),
        logger: logger('atomic'),
      });
      expect(ranking(one)[0]?.[0]).toBe('expired');
      const { samples, causes } = only(simulate(one)[0] as never);
      expect(samples).toMatchObject({ lost: 0, abandoned: 0 });
      expect(causes).toMatchObject({ lost: 0, stale: 0 });
      expect(causes.expired).toBeGreaterThan(85);
    }
  });

  test('a lock that loses: its process’s memory expires while completions queue for it', () => {
    const samplesOf = (name: string) => {
      const one = experiment({
        groups: [
          group('fast', 2, { latency: constant(0.1) }),
          group('slow', 2, { latency: constant(0.2) }),
        ],
        load: uniformSpacing(10, 0),
        duration_s: 60,
        store: tiered(600),
        roundTrip_s: always(0.01),
        router: { ttl_s: 5, buffer: 0 },
        dispatch: flushes(1),
        logger: logger(name),
      });
      return only(simulate(one)[0] as never).samples;
    };
    expect(samplesOf('locked')).toMatchObject({ recorded: 590, lost: 236, lostAfterExpiry: 236 });
    expect(samplesOf('unlocked')).toMatchObject({ recorded: 590, lost: 0, lostAfterExpiry: 0 });
    const remotely = simulate({ ...flagship(), replications: 1 })[0];
    expect(only(remotely as never).samples).toMatchObject({ lostAfterExpiry: 0 });
  });

  test('every cause has its experiment', () => {
    const ofOthers = ['session', 'outdated', 'tie', 'random', 'turn', 'preferred'];
    const inPlaces = [...LEADING.map(([cause]) => cause), 'abandoned', 'lost', 'stale'];
    const covered = new Set([...inPlaces, ...ofOthers]);
    expect(CAUSES.filter((cause) => !covered.has(cause))).toEqual([]);
  });
});

test.each([
  ['simple-shuffle', ['random']],
  ['least-busy', ['outdated', 'tie', 'preferred']],
] as const)('%s, which reads no latencies, has causes of its own', (strategy, own) => {
  const router =
    strategy === 'least-busy' ? { strategy, call_delay: 0.01, reserve: true } : { strategy };
  const [result] = simulate(experiment({ router, duration_s: 60, replications: 1 }));
  const causes = Object.entries(only(result as never).causes).filter(([, n]) => n > 0);
  expect(causes.length).toBeGreaterThan(0);
  expect(own).toEqual(expect.arrayContaining(causes.map(([cause]) => cause)));
});

test('a slow store: what has been answered still waits to be logged', () => {
  const slow = experiment({
    store: remote,
    roundTrip_s: always(2.5),
    logger: logger('locked'),
    duration_s: 600,
  });
  const causes = ranking(slow).map(([cause]) => cause);
  expect(causes.indexOf('waiting-to-be-logged')).toBeLessThan(3);
});
