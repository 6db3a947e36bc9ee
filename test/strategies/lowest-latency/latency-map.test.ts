import { describe, expect, test } from 'vitest';
import { Fleet } from '../../../src/model/fleet.js';
import { STRATEGIES } from '../../../src/strategies/index.js';
import { Averaging } from '../../../src/strategies/lowest-latency/average.js';
import { Contribution, statsAfter } from '../../../src/strategies/lowest-latency/contribution.js';
import {
  DeploymentStats,
  LatencyMap,
  PLACEHOLDER,
} from '../../../src/strategies/lowest-latency/latency-map.js';
import { loggerContext } from '../../../src/strategies/lowest-latency/logger-context.js';
import { lowestLatency } from '../../../src/strategies/lowest-latency/strategy.js';
import { simpleShuffleKind } from '../../../src/strategies/simple-shuffle.js';
import { drive } from '../../loggers/drive.js';
import { group, keeping, profile, recording } from '../../worlds/simulate/experiments.js';

import { situation } from '../situation.js';

const FLEET = new Fleet([group('a', 1), group('b', 1)]);
const { index: INDEX } = FLEET;
const [A, B] = INDEX.ids as [string, string];

describe('what is known of a deployment', () => {
  test('follows from its lists: what is summed, what is counted, what is a sample', () => {
    const stats = new DeploymentStats([2, PLACEHOLDER, { timedelta_s: 9 }, 4], [1, 0.5], 3, 70, 2);
    expect(stats).toMatchObject({
      sum: 6,
      summed: 2,
      samples: 3,
      count: 4,
      average: 1.5,
      ttftSum: 1.5,
      usable: true,
    });
    expect(JSON.parse(JSON.stringify(stats))).toEqual({
      latency: [2, 'placeholder', { timedelta_s: 9 }, 4],
      ttft: [1, 0.5],
      minute: 3,
      tpm: 70,
      rpm: 2,
    });
  });

  test('is nothing at first', () => {
    const { latency, ttft, minute, tpm, rpm, ...rest } = new DeploymentStats([]);
    expect({ latency, ttft, minute, tpm, rpm }).toEqual({
      latency: [],
      ttft: [],
      minute: 0,
      tpm: 0,
      rpm: 0,
    });
    expect(rest).toEqual({
      sum: 0,
      summed: 0,
      samples: 0,
      count: 0,
      average: 0,
      ttftSum: 0,
      usable: true,
    });
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('%s is of no use in either list', (bad) => {
    expect(new DeploymentStats([1, bad]).usable).toBe(false);
    expect(new DeploymentStats([1], [1, bad]).usable).toBe(false);
    expect(new DeploymentStats([0], [0]).usable).toBe(true);
  });

  test('by an answer that came late nobody is charged, and its sample is kept', () => {
    const before = new DeploymentStats([1], [0.5], 5, 70, 2);
    const charged = (minute: number, ttft?: number) =>
      statsAfter(profile('v1.82.3'), before, new Contribution(3, ttft, 10, 1), minute, 5).toJSON();
    const latency = [1, 3];
    expect(charged(5, 0.7)).toEqual({ latency, ttft: [0.5, 0.7], minute: 5, tpm: 80, rpm: 3 });
    expect(charged(4)).toEqual({ latency, ttft: [0.5], minute: 5, tpm: 70, rpm: 2 });
    expect(charged(6)).toEqual({ latency, ttft: [0.5], minute: 6, tpm: 10, rpm: 1 });
    const first = new Contribution(3, 0.7, 10, 1);
    expect(statsAfter(profile('v1.82.3'), undefined, first, 4, 5).toJSON()).toEqual({
      latency: [3],
      ttft: [0.7],
      minute: 4,
      tpm: 10,
      rpm: 1,
    });
  });
});

describe('a latency map', () => {
  test('tells the deployments that it knows', () => {
    const map = new LatencyMap(INDEX);
    expect([map.isEmpty(), map.samples, map.toJSON()]).toEqual([true, 0, {}]);
    map.put(1, new DeploymentStats([1, PLACEHOLDER, 2]));
    expect([map.isEmpty(), map.samples]).toEqual([false, 2]);
    expect(Object.keys(map.toJSON())).toEqual([B]);
    expect(map.get(B)).toBe(map.at(1));
    map.set(A, new DeploymentStats([5]));
    expect([map.samples, map.at(0)?.sum]).toEqual([3, 5]);
  });

  test('and its copy do not change one another', () => {
    const map = LatencyMap.of(INDEX, { [A]: [1] });
    const copy = map.copy();
    const second = copy.copy();
    map.put(0, new DeploymentStats([2]));
    copy.put(1, new DeploymentStats([3]));
    copy.put(0, new DeploymentStats([4]));
    const of = (one: LatencyMap) => [one.at(0)?.sum, one.at(1)?.sum];
    expect([map, copy, second].map(of)).toEqual([
      [2, undefined],
      [4, 3],
      [1, undefined],
    ]);
  });

  test('has its averages at hand where each deployment has one that is usable', () => {
    const map = new LatencyMap(INDEX);
    map.put(0, new DeploymentStats([1, PLACEHOLDER]));
    expect(map.averages).toBeUndefined();
    map.put(1, new DeploymentStats([PLACEHOLDER]));
    expect(map.averages).toEqual([0.5, 0]);
    const copy = map.copy();
    map.put(0, new DeploymentStats([-1]));
    expect([map.averages, copy.averages]).toEqual([undefined, [0.5, 0]]);
    map.put(0, new DeploymentStats([Number.NaN]));
    map.put(0, new DeploymentStats([3]));
    copy.put(1, new DeploymentStats([7]));
    expect([map.averages, copy.averages]).toEqual([
      [3, 0],
      [0.5, 7],
    ]);
  });

  test('takes along what it shows, until samples are taken out', () => {
    const map = LatencyMap.of(INDEX, { [A]: [1] });
    map.shows = [[1], []];
    expect(map.copy().shows).toBe(map.shows);
    map.put(1, new DeploymentStats([PLACEHOLDER]));
    map.put(0, new DeploymentStats([2]));
    expect(map.shows).toEqual([[1], []]);
    map.put(0, new DeploymentStats([PLACEHOLDER]));
    expect(map.shows).toBeUndefined();
  });
});

test('what is stored is kept by the rules of the release', () => {
  const map = LatencyMap.of(INDEX, { [A]: [1, PLACEHOLDER, 2] });
  const [old, recent] = [keeping('v1.82.3', 7), keeping('v1.110.2')];
  expect([old.full, old.listSize, old.renewsAtExpiry]).toEqual(['replace-last', 7, false]);
  expect([recent.full, recent.renewsAtExpiry]).toEqual(['drop-first', true]);
  expect([old.placesFor(map, 0), old.placesFor(map, 1)]).toEqual([2, 0]);
  expect(old.placesFor({}, 0)).toBeUndefined();
});

describe('a strategy', () => {
  const strategy = lowestLatency(recording(), 0).create('map', FLEET);
  const map = LatencyMap.of(INDEX, { [A]: [1, PLACEHOLDER, 2] });

  test('tells what it shows, and what of a stored value is its own', () => {
    expect(strategy.key).toBe('map');
    expect([
      strategy.seen?.(map, 0),
      strategy.seen?.(map, 1),
      strategy.seen?.(undefined, 0),
    ]).toEqual([2, 0, 0]);
    expect([strategy.covers?.(map), strategy.covers?.({})]).toEqual([true, false]);
    expect(strategy.digest?.(map, 0)).toBe(map.at(0));
    expect([strategy.digest?.(map, 1), strategy.digest?.({}, 0)]).toEqual([undefined, undefined]);
  });

  const situationOf = (view: LatencyMap, more: object) => situation(FLEET, { view, ...more });

  test('compares streams by the percentile that it is given', () => {
    const view = new LatencyMap(INDEX);
    view.put(0, new DeploymentStats([1], [1, 1, 1, 9]));
    view.put(1, new DeploymentStats([1], [2, 2, 2, 2]));
    const chosen = (percentile?: number) =>
      lowestLatency(recording({ profile: profile('v1.110.2') }), 0, percentile)
        .create('map', FLEET)
        .choose(situationOf(view, { stream: true }));
    expect([chosen(), chosen(0.5), chosen(1)]).toEqual([1, 0, 1]);
  });

  test('explains its latest choice', () => {
    const slower = LatencyMap.of(INDEX, { [A]: [1], [B]: [2] });
    strategy.choose(situationOf(slower, {}));
    const choice = {
      ...situationOf(slower, {}),
      chosen: 0,
      fastest: [1],
      underWay: [0, 0],
      missing: () => 0 as const,
    };
    expect(strategy.explain?.(choice)).toBe('lowest-on-record');
  });

  test('leaves placeholders of the minute, the same one all minute long', () => {
    const placed = (minute: number) => {
      const view = new LatencyMap(INDEX);
      strategy.choose(situationOf(view, { minute }));
      return view.at(0);
    };
    const [first, same, next] = [placed(3), placed(3), placed(4)];
    expect(first?.toJSON()).toMatchObject({ latency: [PLACEHOLDER], minute: 3 });
    expect(same).toBe(first);
    expect(next?.toJSON()).toMatchObject({ latency: [PLACEHOLDER], minute: 4 });
  });

  test('records by the rules of its release', () => {
    const event = {
      type: 'success',
      deployment: B,
      latency_s: 6,
      kind: 'chat',
      completion_tokens: 3,
      total_tokens: 10,
      stream: false,
      ttft_s: 6,
      minute: 0,
    } as const;
    const written: unknown[] = [];
    drive(strategy.record(event), (effect) => {
      written.push(effect);
      return undefined;
    });
    expect((written[1] as { value: LatencyMap }).value.get(B)?.latency).toEqual([2]);
  });

  test('adds an event to a map that its logger holds', () => {
    const made = loggerContext(
      'map',
      FLEET,
      { ...recording(), ttl_s: 60 },
      { retries: 0, lease_s: 1 },
    );
    const held = made.emptyMap();
    made.add(held, {
      type: 'timeout',
      deployment: B,
      latency_s: 6,
      kind: 'chat',
      completion_tokens: 3,
      total_tokens: 10,
      stream: false,
      ttft_s: 6,
      minute: 0,
    });
    expect(held.get(B)?.latency).toEqual([1000]);
  });

  test('reads by its logger', () => {
    expect(drive(strategy.view!(situation(FLEET)), () => map)).toBe(map);
  });

  test.each(STRATEGIES)('$name has its own name, and the keeping of its logger', (kind) => {
    const made = kind.create({})(recording({ listSize: 4 }), 0.1);
    expect([made.name, kind.words({}, {}).split(',')[0]]).toEqual([kind.name, kind.name]);
    expect(made.create('map', FLEET).name).toBe(kind.name);
    expect(made.keeping.listSize).toBe(4);
    expect(kind.readsLatencies).toBe(kind.name === 'lowest-latency');
  });

  test('simple-shuffle warns where every weight is 0, which fails until 1.110.2', () => {
    const caveat = (release: string, ...fleets: object[][]) =>
      simpleShuffleKind.caveat?.({ profile: profile(release), fleets, allChat: true })?.problem;
    const none = { rpm: 0, tpm: 5 };
    expect(caveat('v1.82.3', [{}], [none, none])).toContain('weighs by rpm, which is 0 everywhere');
    expect(caveat('v1.82.3', [{ tpm: 0 }, {}])).toContain('weighs by tpm');
    expect(caveat('v1.82.3', [{}, none])).toBeUndefined();
    expect(caveat('v1.82.3', [none, { rpm: 1 }])).toBeUndefined();
    expect(caveat('v1.82.3', [])).toBeUndefined();
    expect(caveat('v1.82.3', [])).toBeUndefined();
    expect(caveat('v1.110.2', [none])).toBeUndefined();
  });
});

describe('what is summed alone, of streams', () => {
  const stats = new DeploymentStats([2, PLACEHOLDER, 4, 6], [1, 2]);

  test.each(['v1.76.1', 'v1.82.3', 'v1.110.2'])('%s: the TTFTs by their number', (name) => {
    const averaging = new Averaging(profile(name));
    expect(averaging.ofSummed(stats, true)).toBe(1.5);
    expect(averaging.ofSummed(stats, false)).toBe(4);
    expect(averaging.ofSummed(new DeploymentStats([3]), true)).toBe(3);
  });

  test('by a percentile', () => {
    const averaging = new Averaging(profile('v1.110.2'), { ttftPercentile: 1 });
    expect(averaging.ofSummed(stats, true)).toBe(2);
    expect(averaging.ofSummed(new DeploymentStats([3], [-1]), true)).toBe(3);
  });
});
