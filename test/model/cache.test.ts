import { describe, expect, test } from 'vitest';
import { append, compareAndSet, increment, readMany } from '../../src/effects/effects.js';
import { Cache } from '../../src/model/cache.js';
import { type Caller, ReadLog } from '../../src/model/caller.js';
import { Fleet } from '../../src/model/fleet.js';
import type { Provenance } from '../../src/model/provenance.js';
import { perform } from '../../src/model/stores/perform.js';
import { Views } from '../../src/model/views.js';
import {
  DeploymentStats,
  LatencyMap,
  PLACEHOLDER,
} from '../../src/strategies/lowest-latency/latency-map.js';
import { group, keeping } from '../worlds/simulate/experiments.js';

/** Rules of LiteLLM's InMemoryCache (`refresh: false`) and of Redis SET EX (`refresh: true`). */
function cache(refresh: boolean, profile = 'v1.82.3') {
  const seen: string[] = [];
  const rules = { refresh, keeping: keeping(profile) };
  const made = new Cache(rules, {
    lost: (sample) => seen.push(`lost ${sample}`),
    appeared: (sample) => seen.push(`appeared ${sample}`),
    expired: (provenance: Provenance) => seen.push(`expired ${provenance.flat().join(' ')}`.trim()),
    unclear: () => seen.push('unclear'),
    held: () => undefined,
    views: new Views(true),
    stored: ({ sample }) => seen.push(`stored ${sample}`),
    outOfView: () => {
      throw new Error('all is in view');
    },
  });
  return { cache: made, seen };
}

/** Somebody who records this sample, of the first deployment; nobody's sample: a select. */
const caller = (sample?: number): Caller => ({
  process: 0,
  own: sample === undefined ? undefined : { sample, position: 0 },
  deployments: 2,
  reads: new ReadLog(),
});

describe('expiry', () => {
  test('an entry is there at its last moment, and gone after it', () => {
    const { cache: memory, seen } = cache(false);
    memory.write('k', 'v', 20, caller(), 0.5);
    expect(memory.read('k', caller(), 20.5)).toBe('v');
    expect(memory.read('k', caller(), 20.500000000000004)).toBeUndefined();
    expect(seen).toEqual(['expired']);
  });

  test('in memory it stays where the first write put it', () => {
    const { cache: memory } = cache(false);
    memory.write('k', 1, 20, caller(), 0);
    memory.write('k', 2, 20, caller(), 19);
    expect(memory.peek('k', 20)).toBe(2);
    expect(memory.peek('k', 20.1)).toBeUndefined();
    memory.write('k', 3, 20, caller(), 21);
    expect(memory.peek('k', 41)).toBe(3);
  });

  test.each([
    ['v1.82.3', 20],
    ['v1.110.2', 40],
  ])('in memory, a write at its last moment, %s: there until %d s', (profile, until_s) => {
    const { cache: memory, seen } = cache(false, profile);
    memory.write('k', 1, 20, caller(7), 0);
    const writer = caller();
    memory.read('k', writer, 20);
    memory.write('k', 2, 20, writer, 20);
    expect(memory.peek('k', until_s)).toBe(2);
    expect(memory.peek('k', until_s + 0.1)).toBeUndefined();
    expect(seen.filter((one) => one.startsWith('lost'))).toEqual([]);
  });

  test('in memory, a write before its last moment puts nothing off in any release', () => {
    const { cache: memory } = cache(false, 'v1.110.2');
    memory.write('k', 1, 20, caller(), 0);
    memory.write('k', 2, 20, caller(), 19.9);
    expect([memory.peek('k', 20), memory.peek('k', 20.1)]).toEqual([2, undefined]);
  });

  test('in Redis each write puts it off', () => {
    const { cache: redis } = cache(true);
    redis.write('k', 1, 20, caller(), 0);
    redis.write('k', 2, 20, caller(), 19);
    expect(redis.peek('k', 39)).toBe(2);
    expect(redis.peek('k', 39.1)).toBeUndefined();
  });

  test('it takes the samples along', () => {
    const { cache: redis, seen } = cache(true);
    redis.write('k', [], 1, caller(7), 0);
    expect(redis.provenanceOf('k')).toEqual([[7], []]);
    redis.read('k', caller(), 2);
    expect(seen).toEqual(['appeared 7', 'stored 7', 'expired 7']);
    expect(redis.provenanceOf('k')).toBeUndefined();
  });
});

describe('samples', () => {
  test('a write by somebody who had not read it loses what is there', () => {
    const { cache: redis, seen } = cache(true);
    const [a, b] = [caller(1), caller(2)];
    redis.read('k', a, 0);
    redis.read('k', b, 0);
    redis.write('k', 'a', 9, a, 1);
    redis.write('k', 'b', 9, b, 1);
    expect(seen).toEqual(['appeared 1', 'stored 1', 'lost 1', 'appeared 2', 'stored 2']);
  });

  test('a writer with an older map brings back what another had overwritten', () => {
    const { cache: redis, seen } = cache(true);
    const [late, b, c] = [caller(3), caller(2), caller(4)];
    redis.read('k', c, 0);
    redis.write('k', 'one', 9, caller(1), 0);
    redis.read('k', late, 1);
    redis.write('k', 'c', 9, c, 1);
    redis.read('k', b, 2);
    redis.write('k', 'late', 9, late, 3);
    expect(seen).toEqual([
      'appeared 1',
      'stored 1',
      'lost 1',
      'appeared 4',
      'stored 4',
      'lost 4',
      'appeared 1',
      'appeared 3',
      'stored 3',
    ]);
  });

  test('whoever holds the stored value itself loses nothing', () => {
    const { cache: memory, seen } = cache(false);
    const shared = { by: 'reference' };
    const [a, b] = [caller(1), caller(2)];
    memory.write('k', shared, 9, caller(0), 0);
    memory.read('k', a, 0);
    memory.read('k', b, 0);
    memory.write('k', shared, 9, a, 1);
    memory.write('k', shared, 9, b, 1);
    expect(memory.provenanceOf('k')).toEqual([[0, 1, 2], []]);
    expect(seen.filter((event) => event.startsWith('lost'))).toEqual([]);
  });

  test('a full list pushes out by the rule of the profile, and that is no loss', () => {
    const { cache: redis, seen } = cache(true);
    for (let sample = 0; sample < 12; sample++) {
      const one = caller(sample);
      redis.read('k', one, 0);
      redis.write('k', sample, 9, one, 0);
    }
    expect(redis.provenanceOf('k')?.[0]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 11]);
    expect(seen.filter((event) => event.startsWith('lost'))).toEqual([]);
  });
});

describe('what came to be in the hands of a writer', () => {
  /** Somebody who records a sample of the second deployment. */
  const second = (sample: number): Caller => ({ ...caller(), own: { sample, position: 1 } });

  test('by reading the key itself: what makes way there makes way, and has not come', () => {
    const { cache: redis, seen } = cache(true, 'v1.110.2');
    for (let sample = 0; sample < 12; sample++) {
      const one = caller(sample);
      redis.read('k', one, 0);
      redis.write('k', { of: sample }, 9, one, 0);
    }
    expect(seen.slice(-4)).toEqual(['appeared 10', 'stored 10', 'appeared 11', 'stored 11']);
  });

  test('by reference, of its own form, though not read: nothing is unclear', () => {
    const { cache: memory, seen } = cache(false);
    const held = { of: 'all' };
    for (let sample = 0; sample < 12; sample++) memory.write('k', held, 9, caller(sample), 0);
    expect(memory.provenanceOf('k')?.[0]).toHaveLength(10);
    expect(seen.filter((event) => !/^(appeared|stored)/.test(event))).toEqual([]);
  });

  test('of a map without its own sample: that has not come', () => {
    const { cache: redis, seen } = cache(true);
    const { index } = new Fleet([group('any', 2)]);
    const [first] = index.ids as [string, string];
    const shown = () => LatencyMap.of(index, { [first]: [1] });
    redis.write('k', shown(), 9, caller(1), 0);
    const forgetful = second(2);
    redis.read('k', forgetful, 1);
    redis.write('k', shown(), 9, forgetful, 1);
    expect(seen).toEqual(['appeared 1', 'stored 1', 'stored 2']);
    expect(redis.provenanceOf('k')).toEqual([[1], []]);
    expect([redis.heldSince(0, 2), redis.heldSince(1, 2)]).toEqual([0, undefined]);
  });

  test('of another deployment by what was there before: that is there no more', () => {
    const { cache: redis } = cache(true);
    const [early, late] = [caller(1), second(2)];
    for (const one of [early, late]) redis.read('k', one, 0);
    redis.write('k', { of: 1 }, 9, early, 1);
    redis.write('k', { of: 2 }, 9, late, 2);
    expect([redis.heldSince(0, 3), redis.heldSince(1, 3)]).toEqual([undefined, 2]);
  });

  test('of a list without any of its deployment', () => {
    const { cache: redis, seen } = cache(true);
    redis.append(append('list', 'a', 9, 9), 'a', caller(1), 0);
    const [one, other] = [second(2), second(3)];
    for (const reader of [one, other]) redis.read('list', reader, 0);
    redis.write('list', ['a', 'b'], 9, one, 1);
    redis.write('other', ['a', 'c'], 9, other, 1);
    expect([redis.provenanceOf('list'), redis.provenanceOf('other')]).toEqual([
      [[1], [2]],
      [[1], [3]],
    ]);
    expect(seen).toEqual([
      'stored 1',
      'appeared 2',
      'stored 2',
      'appeared 1',
      'appeared 3',
      'stored 3',
    ]);
  });

  test('by nobody who records: what was read elsewhere comes along', () => {
    const { cache: redis, seen } = cache(true);
    redis.write('a', { of: 1 }, 9, caller(1), 0);
    const mover = caller();
    redis.read('a', mover, 1);
    redis.write('b', { of: 1 }, 9, mover, 1);
    expect(redis.provenanceOf('b')).toEqual([[1], []]);
    expect(seen).toEqual(['appeared 1', 'stored 1', 'appeared 1']);
  });

  test('elsewhere, over what is there: lost, unless it made way', () => {
    const { cache: redis, seen } = cache(true);
    for (const sample of [0, 1, 2]) {
      const one = caller(sample);
      redis.read('b', one, 0);
      redis.write('b', { of: sample }, 9, one, 0);
    }
    redis.write('a', { of: 3 }, 9, caller(3), 0);
    const one = caller(4);
    redis.read('a', one, 1);
    seen.splice(0);
    redis.write('b', { of: 4 }, 9, one, 1);
    expect(seen).toEqual(['lost 0', 'lost 1', 'lost 2', 'appeared 3', 'appeared 4', 'stored 4']);
  });
});

describe('what happens under a key that no view has read', () => {
  /** As `cache`, but views have read only what a caller that looks reads. */
  function unviewed() {
    const seen: string[] = [];
    const views = new Views();
    const told = (where: string) => ({
      lost: (sample: number) => seen.push(`${where}: lost ${sample}`),
      appeared: (sample: number) => seen.push(`${where}: appeared ${sample}`),
      expired: (all: Provenance) => seen.push(`${where}: expired ${all.flat().join(' ')}`),
      held: ({ sample }: { sample: number }, process: number) =>
        seen.push(`${where}: held ${sample} by ${process}`),
    });
    const made = new Cache(
      { refresh: true, keeping: keeping() },
      {
        ...told('view'),
        views,
        stored: ({ sample }, value) => seen.push(`stored ${sample} in ${JSON.stringify(value)}`),
        outOfView: (key) => told(key),
      },
    );
    /** Empties what was told. */
    const news = () => seen.splice(0);
    return { cache: made, views, news };
  }
  const looking = (): Caller => ({ ...caller(), looks: true });

  test('is told apart, until one reads it', () => {
    const { cache: redis, views, news } = unviewed();
    redis.write('k', [1], 9, caller(1), 0);
    redis.append(append('list', 2, 9, 9), 2, caller(2), 0);
    redis.write('k', [3], 9, caller(3), 1);
    expect(news()).toEqual([
      'k: appeared 1',
      'stored 1 in [1]',
      'k: held 1 by 0',
      'stored 2 in [2]',
      'list: held 2 by 0',
      'k: lost 1',
      'k: appeared 3',
      'stored 3 in [3]',
      'k: held 3 by 0',
    ]);
    redis.read('k', caller(), 2);
    redis.peek('k', 2);
    expect([views.include('k'), views.include('list')]).toEqual([false, false]);
    redis.read('k', looking(), 2);
    redis.looked(['list']);
    redis.readVersion('absent', looking(), 2);
    expect(['k', 'list', 'absent'].map((key) => views.include(key))).toEqual([true, true, true]);
    redis.write('k', [4], 9, caller(4), 3);
    redis.append(append('list', 5, 9, 9), 5, caller(5), 3);
    redis.write('absent', [6], 9, caller(6), 3);
    expect(news()).toEqual([
      'view: lost 3',
      'view: appeared 4',
      'stored 4 in [4]',
      'view: held 4 by 0',
      'stored 5 in [2,5]',
      'view: held 5 by 0',
      'view: appeared 6',
      'stored 6 in [6]',
      'view: held 6 by 0',
    ]);
    for (const key of ['k', 'list', 'absent', 'nothing']) redis.expire(key);
    expect(news()).toEqual(['view: expired 4', 'view: expired 2 5', 'view: expired 6']);
  });

  test('holds nothing for a view', () => {
    const { cache: redis } = unviewed();
    redis.append(append('list', 1, 9, 9), 1, caller(1), 1);
    expect(redis.heldSince(0, 2)).toBeUndefined();
    redis.looked(['list']);
    expect(redis.heldSince(0, 3)).toBe(1);
  });

  test("nor does a form of the logger's own there matter", () => {
    const { cache: redis } = unviewed();
    redis.write('k', { of: 1 }, 9, caller(1), 1);
    expect(redis.keepsOwnForm).toBe(false);
    redis.looked(['k']);
    redis.write('k', { of: 2 }, 9, caller(2), 1);
    expect(redis.keepsOwnForm).toBe(true);
  });

  test('of a map without its own sample holds none', () => {
    const { cache: redis, news } = unviewed();
    const { index } = new Fleet([group('any', 2)]);
    redis.looked(['k']);
    redis.write('k', LatencyMap.of(index, {}), 9, caller(1), 1);
    expect(news()).toEqual(['stored 1 in {}']);
  });

  test('a log that nobody reads does not say that samples are kept in lists', () => {
    const { cache: redis, views, news } = unviewed();
    redis.append(append('log', 1, 9, 9), 1, caller(1), 0);
    redis.write('log', ['a'], 9, caller(2), 0);
    expect(views.inCollections).toBe(false);
    redis.increment(increment('count', 1, 9), caller(3), 0);
    expect(news().at(-1)).toBe('count: held 3 by 0');
    redis.looked(['log']);
    redis.write('log', 'no collection', 9, caller(4), 0);
    expect(views.inCollections).toBe(false);
    redis.write('log', [], 9, caller(), 0);
    redis.append(append('log', 1, 9, 9), 1, caller(), 0);
    expect(views.inCollections).toBe(false);
    redis.append(append('log', 1, 9, 9), 1, caller(5), 0);
    expect(views.inCollections).toBe(true);
    news();
    redis.increment(increment('count', 1, 9), caller(6), 0);
    expect(news()).toEqual(['stored 6 in 2']);
  });

  test('a latency map says so wherever it is', () => {
    const { cache: redis, views } = unviewed();
    const { index } = new Fleet([group('any', 2)]);
    redis.write('k', LatencyMap.of(index, {}), 9, caller(), 0);
    expect(views.inCollections).toBe(false);
    redis.write('k', LatencyMap.of(index, {}), 9, caller(1), 0);
    expect(views.inCollections).toBe(true);
  });

  test('a number over a map loses what that held, and holds nothing itself', () => {
    const { cache: redis, news } = unviewed();
    redis.looked(['k', 'n']);
    redis.write('k', [1], 9, caller(1), 0);
    redis.write('n', 7, 9, caller(2), 0);
    news();
    redis.write('k', 7, 9, caller(3), 1);
    redis.write('k', 8, 9, caller(), 1);
    expect(news()).toEqual(['view: lost 1', 'stored 3 in 7']);
    expect(redis.provenanceOf('k')).toEqual([]);
    redis.expire('k');
    redis.write('n', [9], 9, caller(4), 1);
    expect(news()).toEqual(['view: appeared 4', 'stored 4 in [9]', 'view: held 4 by 0']);
  });

  test('two maps that are used by turns: what made way in one is not lost in the other', () => {
    const { cache: redis, news } = unviewed();
    const { index } = new Fleet([group('any', 2)]);
    const [first] = index.ids as [string, string];
    redis.looked(['a', 'b']);
    const turn = (sample: number, from: string, to: string, shown: number[]) => {
      const one = caller(sample);
      redis.read(from, one, 0);
      redis.write(to, LatencyMap.of(index, { [first]: shown }), 9, one, 0);
    };
    const many = Array.from({ length: 10 }, (_, i) => i);
    for (const i of many) turn(i, i % 2 ? 'b' : 'a', i % 2 ? 'a' : 'b', many.slice(0, i + 1));
    expect(redis.provenanceOf('a')?.[0]).toEqual(many);
    expect(redis.provenanceOf('b')?.[0]).toEqual(many.slice(0, 9));
    expect(news().filter((text) => text.includes('lost'))).toEqual([]);
    // The list is full: 9 makes way in b, where it has never been; there it has come through.
    turn(10, 'a', 'b', many);
    expect(redis.provenanceOf('b')?.[0]).toEqual([...many.slice(0, 9), 10]);
    expect(news().filter((text) => text.startsWith('view'))).toEqual([
      'view: appeared 9',
      'view: appeared 10',
      'view: held 10 by 0',
    ]);
    // And 9, which has made way, is not lost in a.
    turn(11, 'b', 'a', many);
    expect(news().filter((text) => text.includes('lost'))).toEqual([]);
  });

  test('what is fetched over other samples has lost them, by nobody', () => {
    const { cache: memory, news } = unviewed();
    memory.looked(['k']);
    memory.fill('k', 'first', [[1], [2]], 9, 0);
    expect([memory.peek('k', 9), memory.peek('k', 9.1)]).toEqual(['first', undefined]);
    memory.fill('k', 'again', [[1], [2]], 9, 20);
    news();
    memory.fill('k', 'other', [[1, 3], []], 9, 21);
    expect(news()).toEqual(['view: appeared 3', 'view: lost 2']);
    expect(memory.provenanceOf('k')).toEqual([[1, 3], []]);
  });
});

describe("a form of the logger's own", () => {
  const { index } = new Fleet([group('any', 2)]);
  const map = LatencyMap.of(index, { [index.ids[0] as string]: [1] });

  test('over samples that its writer has not looked for: lost, or a slot that comes round', () => {
    const { cache: redis, seen } = cache(true);
    redis.write('slot', { of: 1 }, 9, caller(1), 0);
    expect(seen.splice(0)).toEqual(['appeared 1', 'stored 1']);
    redis.write('slot', { of: 2 }, 9, caller(2), 1);
    expect(seen.splice(0)).toEqual(['unclear', 'stored 2']);
    expect(redis.provenanceOf('slot')).toEqual([[2], []]);
    // By nobody's sample, or a map, it is as clear as ever.
    redis.write('slot', { of: 3 }, 9, caller(), 2);
    expect(seen.splice(0)).toEqual(['lost 2']);
    redis.write('slot', { of: 3 }, 9, caller(3), 2);
    redis.write('slot', map, 9, caller(4), 3);
    expect(seen.splice(0)).toEqual(['appeared 3', 'stored 3', 'lost 3', 'appeared 4', 'stored 4']);
  });

  test('over what its writer had read, was not there, or had read elsewhere, is clear', () => {
    const { cache: redis, seen } = cache(true);
    const [early, late, other] = [caller(1), caller(2), caller(3)];
    for (const one of [early, late]) redis.read('k', one, 0);
    redis.write('k', { of: 1 }, 9, early, 1);
    redis.write('k', { of: 2 }, 9, late, 1);
    expect(seen.splice(0)).toEqual(['appeared 1', 'stored 1', 'lost 1', 'appeared 2', 'stored 2']);
    redis.write('elsewhere', { of: 4 }, 9, caller(4), 1);
    redis.read('elsewhere', other, 2);
    redis.write('k', { of: 3 }, 9, other, 2);
    expect(seen).not.toContain('unclear');
    expect(redis.provenanceOf('k')).toEqual([[4, 3], []]);
  });

  test('is noted once one is written for a sample, under a key that a view reads', () => {
    const { cache: redis } = cache(true);
    redis.write('k', map, 9, caller(1), 0);
    redis.write('k', { of: 2 }, 9, caller(), 0);
    redis.append(append('list', 3, 9, 9), 3, caller(3), 0);
    expect(redis.keepsOwnForm).toBe(false);
    redis.write('k', { of: 4 }, 9, caller(4), 0);
    expect(redis.keepsOwnForm).toBe(true);
    const unseen = new Cache({ refresh: true, keeping: keeping() });
    unseen.write('k', { of: 5 }, 9, caller(5), 0);
    expect(unseen.keepsOwnForm).toBe(false);
  });

  test('then what a select reads of many keys is noted, too', () => {
    const { cache: redis } = cache(true);
    const many = (sample?: number) => {
      const one = caller(sample);
      const answer = perform(redis, readMany(['k', 'l']), undefined, one, 0);
      return [answer, [...one.reads.all()]];
    };
    redis.append(append('k', 'a', 9, 9), 'a', caller(1), 0);
    const lists = [['a'], undefined];
    expect([many(), many(7)]).toEqual([
      [lists, []],
      [lists, [[[1]]]],
    ]);
    redis.write('own', { of: 2 }, 9, caller(2), 0);
    expect(many()).toEqual([lists, [[[1]]]]);
  });
});

describe('keys', () => {
  test('are told in their order, with their versions, whatever their expiry', () => {
    const { cache: redis } = cache(true);
    for (const [i, key] of ['c', 'a', 'd', 'b'].entries()) redis.write(key, i, 1, caller(), 0);
    redis.write('a', 9, 1, caller(), 0);
    expect(redis.contents()).toEqual([
      { key: 'a', value: 9, version: 5 },
      { key: 'b', value: 3, version: 4 },
      { key: 'c', value: 0, version: 1 },
      { key: 'd', value: 2, version: 3 },
    ]);
  });

  test('that have expired and are asked for no more are dropped now and then', () => {
    const { cache: redis } = cache(true);
    const fill = (from: number, to: number, now_s: number) => {
      for (let i = from; i < to; i++) redis.write(`${i}`, i, 1, caller(), now_s);
      return redis.contents().length;
    };
    expect(fill(0, 1024, 0)).toBe(1024);
    expect(fill(1024, 1025, 2)).toBe(1);
    // None expired: so many are there again, and looked for only when there are twice as many.
    expect(fill(2000, 3023, 2)).toBe(1024);
    expect(fill(4000, 4001, 2)).toBe(1025);
    expect(fill(5000, 6023, 4)).toBe(2048);
    expect(fill(7000, 7001, 4)).toBe(1024);
  });
});

describe('atomic operations', () => {
  test('append keeps the newest, in order, whatever was read', () => {
    const { cache: redis } = cache(true);
    for (let i = 0; i < 5; i++) redis.append(append('k', i, 3, 9), i, caller(i), 0);
    expect(redis.peek('k', 0)).toEqual([2, 3, 4]);
  });

  test('append does not change a list that was handed out', () => {
    const { cache: redis } = cache(true);
    redis.append(append('k', 'a', 3, 9), 'a', caller(1), 0);
    const before = redis.peek('k', 0);
    redis.append(append('k', 'b', 3, 9), 'b', caller(2), 0);
    expect(before).toEqual(['a']);
  });

  test('increment counts from 0, and from 0 again after it has expired', () => {
    const { cache: redis } = cache(true);
    expect(redis.increment(increment('k', 2, 9), caller(), 0)).toBe(2);
    expect(redis.increment(increment('k', 3, 9), caller(), 1)).toBe(5);
    expect(redis.increment(increment('k', 3, 9), caller(), 11)).toBe(3);
  });

  test('compare-and-set writes only at the version that was read', () => {
    const { cache: redis } = cache(true);
    const [a, b] = [caller(1), caller(2)];
    const set = (version: number, value: string) => compareAndSet('k', version, value, 9);
    const versionA = redis.readVersion('k', a, 0).version;
    const versionB = redis.readVersion('k', b, 0).version;
    expect([versionA, versionB]).toEqual([0, 0]);
    expect(redis.compareAndSet(set(versionA, 'a'), 'a', a, 0)).toBe(true);
    expect(redis.compareAndSet(set(versionB, 'b'), 'b', b, 0)).toBe(false);
    const again = redis.readVersion('k', b, 0);
    expect(again.value).toBe('a');
    expect(redis.compareAndSet(set(again.version, 'b'), 'b', b, 0)).toBe(true);
  });

  test('a key that expired and came back is not at the version it had', () => {
    const { cache: redis } = cache(true);
    redis.write('k', 'old', 1, caller(1), 0);
    const { version } = redis.readVersion('k', caller(), 0);
    redis.write('k', 'new', 1, caller(2), 5);
    expect(redis.compareAndSet(compareAndSet('k', version, 'x', 1), 'x', caller(3), 5)).toBe(false);
  });
});

test('without a witness it keeps the same', () => {
  const rules = { refresh: true, keeping: keeping() };
  const unseen = new Cache(rules);
  const { cache: seen } = cache(true);
  for (const redis of [unseen, seen]) {
    const looking = { ...caller(), looks: true };
    expect(redis.read('k', looking, 0)).toBeUndefined();
    expect(perform(redis, readMany(['k']), undefined, looking, 0)).toEqual([undefined]);
    const [a, b] = [caller(1), caller(2)];
    redis.read('k', a, 0);
    redis.read('k', b, 0);
    redis.write('k', 'a', 9, a, 1);
    redis.write('k', 'b', 9, b, 1);
    expect(redis.provenanceOf('k')).toEqual([[2], []]);
    redis.fill('k', 'c', [[3], []], 9, 2);
    redis.append(append('list', 1, 2, 5), 1, a, 2);
    redis.increment(increment('sum', 2, 5), a, 2);
    redis.expire('sum');
  }
  expect(unseen.contents()).toEqual(seen.contents());
  expect(unseen.provenanceOf('k')).toEqual([[3], []]);
  expect(unseen.heldSince(0, 2)).toBeUndefined();
});

describe('since when samples are held', () => {
  test('from the first that is there, under any key, until the last is gone', () => {
    const { cache: redis } = cache(true);
    expect(redis.heldSince(0, 0)).toBeUndefined();
    redis.append(append('one', 1, 9, 5), 1, caller(1), 1);
    redis.append(append('other', 2, 9, 20), 2, caller(2), 3);
    expect([redis.heldSince(0, 4), redis.heldSince(1, 4)]).toEqual([1, undefined]);
    // Nobody has looked at what has expired.
    expect([redis.heldSince(0, 6), redis.heldSince(0, 7)]).toEqual([1, 3]);
    expect(redis.peek('other', 24)).toBeUndefined();
    expect(redis.heldSince(0, 24)).toBeUndefined();
  });

  test('a usage count is no sample where there are lists, and is one where there are none', () => {
    const { cache: redis } = cache(true);
    redis.increment(increment('usage', 1, 100), caller(1), 0);
    expect(redis.heldSince(0, 1)).toBe(0);
    redis.append(append('list', 1, 9, 5), 1, caller(1), 1);
    expect(redis.heldSince(0, 2)).toBe(1);
    expect(redis.heldSince(0, 50)).toBeUndefined();
  });

  test('a stored map that samples are taken out of by reference holds none', () => {
    const { cache: memory } = cache(false);
    const { index } = new Fleet([group('any', 2)]);
    const [first] = index.ids as [string, string];
    const map = LatencyMap.of(index, { [first]: [1] });
    memory.write('k', map, 9, caller(1), 1);
    expect(memory.heldSince(0, 2)).toBe(1);
    map.put(0, new DeploymentStats([PLACEHOLDER]));
    expect(memory.heldSince(0, 2)).toBeUndefined();
  });

  test('a map that shows no sample of a deployment holds none, and who wrote it has lost them', () => {
    const { cache: redis, seen } = cache(true);
    const { index } = new Fleet([group('any', 2)]);
    const [first, second] = index.ids as [string, string];
    redis.write('k', LatencyMap.of(index, { [first]: [1] }), 9, caller(1), 1);
    expect(redis.heldSince(0, 2)).toBe(1);
    const forgetful: Caller = { ...caller(2), own: { sample: 2, position: 1 } };
    redis.read('k', forgetful, 2);
    redis.write('k', LatencyMap.of(index, { [second]: [1] }), 9, forgetful, 3);
    expect([redis.heldSince(0, 4), redis.heldSince(1, 4)]).toEqual([undefined, 3]);
    expect(seen).toEqual(['appeared 1', 'stored 1', 'lost 1', 'appeared 2', 'stored 2']);
  });
});
