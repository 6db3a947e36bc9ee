import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fleet, type Group } from '../../src/model/fleet.js';
import type { Situation } from '../../src/model/strategy.js';
import {
  DeploymentStats,
  LatencyMap,
  PLACEHOLDER,
} from '../../src/strategies/lowest-latency/latency-map.js';
import { PROFILES } from '../../src/strategies/lowest-latency/profile.js';
import { Ranker } from '../../src/strategies/lowest-latency/ranking.js';
import { simpleShuffle } from '../../src/strategies/simple-shuffle.js';
import { group, profile, recording } from '../worlds/simulate/experiments.js';

import { situation } from './situation.js';

const V1 = profile('v1.76.1');
const HEAD = profile('v1.110.2');

/** How often each deployment is chosen when luck takes every value of a fine grid. */
function chosen(choose: (luck: number) => number, size: number, n = 1000): number[] {
  const counts = new Array<number>(size).fill(0);
  for (let i = 0; i < n; i++) {
    const position = choose((i + 0.5) / n);
    counts[position] = (counts[position] as number) + 1;
  }
  return counts;
}

const shuffle = (fleet: Fleet, profile = V1) =>
  simpleShuffle({ ...recording(), profile }).create('map', fleet);

describe('lowest-latency', () => {
  const fleet = new Fleet([group('g', 4)]);
  const map = (...lists: number[][]): LatencyMap =>
    LatencyMap.of(
      fleet.index,
      Object.fromEntries(lists.map((list, i) => [fleet.index.ids[i], list])),
    );
  const choices = (known: LatencyMap, buffer: number, rules = V1): number[] => {
    const strategy = new Ranker(fleet, rules, buffer);
    return chosen((luck) => strategy.choose(situation(fleet, { view: known, luck })), 4);
  };

  test('chooses evenly among those within the buffer of the lowest', () => {
    const known = map([1, 1], [1.1], [1.2], [3]);
    expect(choices(known, 0)).toEqual([1000, 0, 0, 0]);
    for (const rules of PROFILES) expect(choices(known, 0.1, rules)).toEqual([500, 500, 0, 0]);
    // 1 + 0.2 * 1 is 1.2 in doubles, too.
    expect(choices(known, 0.2)).toEqual([333, 334, 333, 0]);
    expect(choices(known, 5)).toEqual([250, 250, 250, 250]);
  });

  test('an unknown deployment averages 0 and is chosen before every known one', () => {
    expect(choices(map([1], [1], [1]), 0.1)).toEqual([0, 0, 0, 1000]);
  });

  test('a cold map: every deployment alike, and no trace in what was not stored', () => {
    const strategy = new Ranker(fleet, V1, 0.1);
    expect(chosen((luck) => strategy.choose(situation(fleet, { luck })), 4)).toEqual([
      250, 250, 250, 250,
    ]);
  });

  test('leaves a placeholder for each unknown one in the map at hand', () => {
    const known = map([1]);
    new Ranker(fleet, V1, 0).choose(situation(fleet, { view: known }));
    expect([0, 1, 2, 3].map((i) => known.at(i)?.latency)).toEqual([
      [1],
      [PLACEHOLDER],
      [PLACEHOLDER],
      [PLACEHOLDER],
    ]);
  });

  test('the choice is the one of those within the buffer that luck falls on', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 }),
        fc.constantFrom(2 ** -33, 0.5, 1 - 2 ** -33),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (latencies, luck, buffer) => {
          const strategy = new Ranker(fleet, V1, buffer);
          const known = map(...latencies.map((latency) => [latency]));
          const position = strategy.choose(situation(fleet, { view: known, luck }));
          const lowest = Math.min(...latencies);
          const bar = lowest + buffer * lowest;
          const within = latencies.flatMap((latency, i) => (latency <= bar ? [i] : []));
          expect(position).toBe(within[Math.floor(luck * within.length)]);
          expect(strategy.ranking).toMatchObject({ lowest, bar });
        },
      ),
    );
  });

  describe('limits', () => {
    const used = (
      limits: Partial<Group>,
      rpm: number,
      tpm: number,
      more: Partial<Situation<LatencyMap>>,
      p = V1,
    ) => {
      const limited = new Fleet([group('limited', 1, limits), group('free', 1)]);
      const known = new LatencyMap(limited.index);
      known.put(0, new DeploymentStats([1], undefined, 5, tpm, rpm));
      known.put(1, new DeploymentStats([1], undefined, 5));
      const strategy = new Ranker(limited, p, 0);
      strategy.rank(situation(limited, { view: known, minute: 5, ...more }));
      return !Number.isNaN(strategy.ranking.averages[0]);
    };

    test('the request itself counts against requests per minute', () => {
      expect(used({ rpm: 5 }, 4, 0, {})).toBe(true);
      expect(used({ rpm: 5 }, 5, 0, {})).toBe(false);
    });

    test('its input tokens count against tokens per minute', () => {
      expect(used({ tpm: 100 }, 0, 90, { inputTokens: 10 })).toBe(true);
      expect(used({ tpm: 100 }, 0, 90, { inputTokens: 11 })).toBe(false);
    });

    test('another minute is another count', () => {
      expect(used({ rpm: 5 }, 5, 0, { minute: 6 })).toBe(true);
    });

    test.each(PROFILES)('a limit of 0 is none in $release', (p) => {
      expect(used({ rpm: 0 }, 0, 0, {}, p)).toBe(true);
      expect(used({ tpm: 0 }, 0, 0, { inputTokens: 1 }, p)).toBe(true);
    });

    test.each([0, 0.1])('all over their limits, buffer %s: none is chosen', (buffer) => {
      const limited = new Fleet([group('limited', 2, { tpm: 1 })]);
      const strategy = new Ranker(limited, HEAD, buffer);
      expect(strategy.choose(situation(limited, { inputTokens: 2 }))).toBe(-1);
    });
  });
});

describe('simple-shuffle', () => {
  const counts = (groups: Group[], release = V1): number[] => {
    const fleet = new Fleet(groups);
    const strategy = shuffle(fleet, release);
    return chosen((luck) => strategy.choose(situation(fleet, { luck })), fleet.size);
  };

  test('is even without limits', () => {
    expect(counts([group('a', 3), group('b', 1)])).toEqual([250, 250, 250, 250]);
  });

  test('goes by rpm where the first deployment states one, else by its tpm', () => {
    expect(counts([group('a', 1, { rpm: 30, tpm: 1 }), group('b', 1, { rpm: 10 })])).toEqual([
      750, 250,
    ]);
    expect(counts([group('a', 1, { tpm: 10 }), group('b', 2, { tpm: 45, rpm: 1 })])).toEqual([
      100, 450, 450,
    ]);
  });

  test('luck that is just used up by one goes to the next', () => {
    const fleet = new Fleet([group('a', 1, { rpm: 1 }), group('b', 1, { rpm: 1 })]);
    expect(shuffle(fleet).choose(situation(fleet, { luck: 0.5 }))).toBe(1);
  });

  test('one without the weight that counts is never chosen', () => {
    expect(counts([group('a', 1, { rpm: 1 }), group('b', 1)])).toEqual([1000, 0]);
  });

  test('weights that are all 0 are an error until 1.110.2, which takes them for none', () => {
    const fleet = new Fleet([group('a', 1, { rpm: 0 }), group('b', 1, { rpm: 0 })]);
    expect(shuffle(fleet).choose(situation(fleet))).toBe(-1);
    expect(counts([group('a', 1, { rpm: 0 }), group('b', 1, { rpm: 0 })], HEAD)).toEqual([
      500, 500,
    ]);
  });

  // Measured with weights on two deployments: 50 : 50 in 1.82.3, 0 : 100 in 1.110.2.
  test('what only a later deployment states counts from 1.110.2 on', () => {
    const groups = [group('a', 1), group('b', 1, { rpm: 1 })];
    expect(counts(groups, profile('v1.82.3'))).toEqual([500, 500]);
    expect(counts(groups, HEAD)).toEqual([0, 1000]);
    const later = [group('a', 1, { rpm: 0, tpm: 1 }), group('b', 1, { tpm: 3 })];
    expect(counts(later, HEAD)).toEqual([250, 750]);
  });

  test('weight comes before rpm: by what the first states, or any from 1.110.2 on', () => {
    const both = [group('a', 1, { weight: 1, rpm: 9 }), group('b', 1, { weight: 3, rpm: 1 })];
    for (const { name } of PROFILES) expect(counts(both, profile(name))).toEqual([250, 750]);
    const later = [group('a', 1, { rpm: 1 }), group('b', 1, { weight: 3, rpm: 3 })];
    expect(counts(later, profile('v1.82.3'))).toEqual([250, 750]);
    expect(counts(later, HEAD)).toEqual([0, 1000]);
    const none = [group('a', 1, { weight: 0 }), group('b', 1)];
    expect(shuffle(new Fleet(none)).choose(situation(new Fleet(none)))).toBe(-1);
  });
});

describe('the fleet', () => {
  test('names and groups its deployments in order', () => {
    const fleet = new Fleet([group('slow', 2), group('fast', 1)]);
    expect(fleet.index.ids).toEqual(['slow/01', 'slow/02', 'fast/01']);
    expect(fleet.groupOf).toEqual([0, 0, 1]);
    expect(() => fleet.index.positionOf('nobody')).toThrow(RangeError);
  });

  test('ids sort as they are counted', () => {
    const { ids } = new Fleet([group('g', 1200)]).index;
    expect([...ids].sort()).toEqual(ids);
    expect(ids[0]).toBe('g/0001');
  });
});

describe('among the healthy deployments', () => {
  const fleet = new Fleet([group('g', 4)]);

  test('lowest-latency chooses; the others get no placeholder and are not compared', () => {
    const strategy = new Ranker(fleet, V1, 0);
    const map = LatencyMap.of(fleet.index, { [fleet.index.ids[0] as string]: [1] });
    const healthy = [3, 0, 1];
    const choose = (luck: number): number =>
      strategy.choose(situation(fleet, { view: map, healthy, luck }));
    expect(chosen(choose, 4)).toEqual([0, 500, 0, 500]);
    expect(map.at(2)).toBeUndefined();
    expect([...strategy.ranking.averages]).toEqual([1, 0, Number.NaN, 0]);
    // And all of them again, where nothing is said of health.
    expect(chosen((luck) => strategy.choose(situation(fleet, { view: map, luck })), 4)).toEqual([
      0, 333, 334, 333,
    ]);
  });

  test('lowest-latency looks at no others, where it knows each of them', () => {
    const strategy = new Ranker(fleet, V1, 0);
    const [first, , , last] = fleet.index.ids as [string, string, string, string];
    const map = LatencyMap.of(fleet.index, { [first]: [2], [last]: [1] });
    expect(strategy.choose(situation(fleet, { view: map, healthy: [0, 3] }))).toBe(3);
    expect(strategy.ranking.lowest).toBe(1);
  });

  test('simple-shuffle weighs as the first of them states', () => {
    const weighed = new Fleet([
      { ...group('plain', 1) },
      { ...group('limited', 1), rpm: 30 },
      { ...group('more', 1), rpm: 10 },
    ]);
    const among = (healthy: number[]) =>
      chosen((luck) => shuffle(weighed).choose(situation(weighed, { healthy, luck })), 3);
    expect(among([1, 2])).toEqual([0, 750, 250]);
    expect(among([0, 2])).toEqual([500, 0, 500]);
  });

  test.each([new Ranker(fleet, V1, 0), new Ranker(fleet, V1, 0.1), shuffle(fleet)])(
    '$name chooses none where none is healthy',
    (strategy) => {
      expect(strategy.choose(situation(fleet, { healthy: [] }))).toBe(-1);
    },
  );
});
