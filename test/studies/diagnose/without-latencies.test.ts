import { describe, expect, test } from 'vitest';
import { overridesOf } from '../../../src/scenario/override.js';
import { type Diagnosis, diagnosing } from '../../../src/studies/diagnose/diagnosis.js';
import { leadingRows } from '../../../src/studies/diagnose/judgement.js';
import { rightRouting } from '../../../src/studies/diagnose/right.js';
import { WITHOUT_LATENCIES } from '../../../src/studies/diagnose/without-latencies.js';
import { driven } from '../drive.js';
import { subjectFor } from './calibration.js';

/** One slow deployment and one fast, a request a second: some overlap. */
const TWO = [
  'router.strategy=least-busy',
  'fleet.groups[0].deployments=1',
  'fleet.groups[1].deployments=1',
  'load={kind: poisson, rate: 1/s}',
];

function diagnosed(counts: readonly number[], set: readonly string[] = TWO): Diagnosis {
  const subject = subjectFor('issue-24720-in-process', set);
  return driven(diagnosing(subject, counts, { seed: 1, replications: 60 }));
}

const namesOf = (diagnosis: Diagnosis) =>
  leadingRows(diagnosis).flatMap((row) => row.members.map((one) => one.prediction.mechanism.name));

describe('a diagnosis of a strategy that reads no latencies', () => {
  const even = diagnosed([30, 30]);

  test('has mechanisms of counts, none of latencies', () => {
    const { rows, otherStore, impossible } = even;
    const named = [...rows, ...otherStore].flatMap(({ members }) =>
      members.map(({ prediction }) => prediction.mechanism.name),
    );
    expect([...named, ...impossible.map(({ mechanism }) => mechanism.name)].sort()).toEqual([
      'calls counted too late',
      'calls that are never counted',
      'counts below zero',
      'counts of one process each',
      'requests that hardly overlap',
      'routing as it should be',
      'strategy not in force',
    ]);
  });

  test('a split that the strategy gives on this traffic is no fault', () => {
    const right = even.rows.find(({ members }) =>
      members.some(({ prediction }) => prediction.mechanism.role === 'right'),
    );
    const [slow = 0] = right?.head.distribution.shares ?? [];
    const own = Math.round(60 * slow);
    expect(namesOf(diagnosed([own, 60 - own]))).toContain('routing as it should be');
  });

  test('nearly all to the first: right routing is ruled out, and no cause is made up', () => {
    const diagnosis = diagnosed([57, 3]);
    expect(diagnosis.outcome).not.toBe('decided');
    expect(namesOf(diagnosis)).toEqual(
      expect.arrayContaining(['counts of one process each', 'requests that hardly overlap']),
    );
    expect(namesOf(diagnosis)).not.toContain('routing as it should be');
  });

  test('has no lighter traffic where users wait for answers', () => {
    const closed = [...TWO.slice(0, 3), 'load={kind: closed, users: 4, think: 1s}'];
    const lighter = WITHOUT_LATENCIES.find(({ name }) => name === 'requests that hardly overlap');
    expect(lighter?.standing(subjectFor('issue-24720-in-process', closed))).toMatchObject({
      kind: 'impossible',
      reason: expect.stringContaining('closed'),
    });
  });
});

describe('a shuffle', () => {
  const SHUFFLE = [...TWO.slice(1), 'router.strategy=simple-shuffle'];
  const weights = (...all: readonly (number | undefined)[]) => [
    ...SHUFFLE,
    ...all.flatMap((weight, g) =>
      weight === undefined ? [] : [`fleet.groups[${g}].weight=${weight}`],
    ),
  ];

  test.each([
    ['by weights', weights(4, 1), [48, 12]],
    ['without weights', SHUFFLE, [31, 29]],
  ])('%s that does what it says is right, and nothing is left to decide', (_, set, counts) => {
    const diagnosis = diagnosed(counts, set);
    expect(diagnosis.outcome).toBe('decided');
    expect(namesOf(diagnosis)).toEqual(['routing as it should be']);
  });

  test('says what the strategy would have done that stands in the wrong place', () => {
    const { rows } = diagnosed([31, 29], SHUFFLE);
    const other = rows.find(({ members }) =>
      members.some(
        ({ prediction }) => prediction.mechanism.name === 'latency-based routing in force',
      ),
    );
    expect(other?.excluded).toBe(true);
    expect(other?.head.distribution.shares[1]).toBeGreaterThan(0.7);
  });

  test('by weights that nobody looks at is even', () => {
    expect(namesOf(diagnosed([31, 29], weights(4, 1)))).toEqual(['weights that do not count']);
  });

  test('of 1.82.3 looks at the first deployment alone', () => {
    const diagnosis = diagnosed([31, 29], weights(undefined, 4));
    expect(namesOf(diagnosis)).toContain('weights of the first deployment alone');
    expect(namesOf(diagnosis)).not.toContain('routing as it should be');
    const later = diagnosed([0, 60], [...weights(undefined, 4), 'router.profile=v1.110.2']);
    expect(namesOf(later)).toContain('routing as it should be');
  });
});

const standing = (name: string, set: readonly string[]) =>
  WITHOUT_LATENCIES.find((one) => one.name === name)?.standing(
    subjectFor('issue-24720-in-process', set),
  ).kind;

test.each([
  ['calls counted too late', ['router.profile=v1.110.2'], 'impossible'],
  ['counts below zero', ['duration=10m'], 'covered'],
  ['bursts that are counted too late', [], 'covered'],
  ['bursts that are counted too late', ['router.strategy=usage-based-routing-v2'], 'possible'],
  ['prices that are not known', ['router.strategy=cost-based-routing'], 'covered'],
  [
    'prices that are not known',
    ['router.strategy=cost-based-routing', 'fleet.groups[1].input_cost_per_token=0.1'],
    'possible',
  ],
  ['sessions that stay where they went', [], 'covered'],
  [
    'sessions that stay where they went',
    ['load={kind: poisson, rate: 1/s, sessions: 4}'],
    'possible',
  ],
  [
    'sessions that do not stay',
    ['load={kind: poisson, rate: 1/s, sessions: 4}', 'router.affinity={ttl: 1h}'],
    'possible',
  ],
  ['order leaves few candidates', ['fleet.groups[1].order=1'], 'possible'],
  [
    'order that is not looked at',
    ['fleet.groups[1].order=1', 'router.enable_pre_call_checks=true'],
    'possible',
  ],
  ['tags leave few candidates', ['fleet.groups[1].tags=[paid]'], 'possible'],
  [
    'tags that are not looked at',
    ['fleet.groups[1].tags=[paid]', 'router.enable_tag_filtering=true'],
    'possible',
  ],
  [
    'streams that are not counted',
    [
      'router.strategy=usage-based-routing-v2',
      'router.profile=v1.110.2',
      'samples.stream=1',
      ...[0, 1].map((g) => `fleet.groups[${g}].ttft={distribution: lognormal, p50: 1ms, p95: 2ms}`),
    ],
    'possible',
  ],
] as const)('%s with %j is %s', (name, set, kind) => {
  expect(standing(name, [...TWO, ...set])).toBe(kind);
});

test('limits that hold once per process can be divided', () => {
  const apart = WITHOUT_LATENCIES.find(({ name }) => name === 'counts of one process each');
  const remedies = apart?.remedies?.(subjectFor('limits-per-process')) ?? [];
  expect(remedies.map(({ line }) => line)).toContainEqual(
    expect.stringMatching(/^litellm_params\.[rt]pm: \d+ \(/),
  );
});

describe('a log without two requests at once', () => {
  const LOG = {
    requests: 60,
    timeouts: 0,
    failures: 0,
    calls: { chat: 60, messages: 0, other: 0 },
    withoutTokens: 0,
    overlapping: 0,
    groups: [],
    deployments: [],
    course: { window_s: 60, windows: [] },
  };
  const bearing = (name: string, more: Partial<typeof LOG> = {}) =>
    WITHOUT_LATENCIES.find((one) => one.name === name)?.bearing?.(
      { log: { ...LOG, ...more }, map: null },
      subjectFor('issue-24720-in-process', TWO),
    );

  test('is why the first of equals gets all, and no fault of counts', () => {
    expect(bearing('requests that hardly overlap')).toMatchObject({
      kind: 'fits',
      fits: 60,
      of: 60,
    });
    for (const name of [
      'calls counted too late',
      'counts of one process each',
      'calls that are never counted',
    ]) {
      expect(bearing(name)?.kind).toBe('excluded');
    }
  });

  test('where they overlap, counts that never move are those of /v1/messages', () => {
    const calls = { chat: 0, messages: 60, other: 0 };
    expect(bearing('calls that are never counted', { overlapping: 40, calls })).toMatchObject({
      kind: 'fits',
      fits: 60,
    });
  });
});

describe('right routing of a fleet with an order', () => {
  const set = ['fleet.groups[0].order=1', 'fleet.groups[1].order=2'];
  const overrides = (...more: readonly string[]) =>
    overridesOf(rightRouting(subjectFor('issue-24720-in-process', [...set, ...more])), {
      listed: false,
    });

  test('does not let it count where the release does not look at it', () => {
    expect(overrides()).toEqual([
      'fleet.groups[0].order=0',
      'fleet.groups[1].order=0',
      'router.profile=v1.110.2',
    ]);
  });

  test.each(['router.enable_pre_call_checks=true', 'router.profile=v1.110.2'])(
    'leaves it where it counts: %s',
    (counts) => {
      expect(overrides(counts).join()).not.toContain('order');
    },
  );
});
