import { describe, expect, test } from 'vitest';
import { ReadLog } from '../../src/model/caller.js';
import { isCollection, Views } from '../../src/model/views.js';

describe('the keys that views read', () => {
  test('what happens under a key waits until a view reads that, and then happens in order', () => {
    const views = new Views();
    expect(views.catchingUp).toBe(false);
    const happened: string[] = [];
    const wait = (key: string, what: string) =>
      views.wait(key, () => happened.push(`${what} ${views.catchingUp}`));
    wait('k', 'first');
    wait('other', 'never');
    wait('k', 'second');
    expect([views.include('k'), happened]).toEqual([false, []]);
    views.lookedAt('k');
    expect(happened).toEqual(['first true', 'second true']);
    expect([views.include('k'), views.include('other'), views.catchingUp]).toEqual([
      true,
      false,
      false,
    ]);
    views.lookedAt('k');
    expect(happened).toHaveLength(2);
  });

  test('many are looked at like one; the same list is not looked through again', () => {
    const views = new Views();
    const keys = ['a', 'b'];
    views.lookedAtAll(keys);
    keys.push('c');
    views.lookedAtAll(keys);
    expect(['a', 'b', 'c'].map((key) => views.include(key))).toEqual([true, true, false]);
    views.lookedAtAll(['c']);
    expect(views.include('c')).toBe(true);
  });

  test('without views all keys are alike', () => {
    expect(new Views(true).include('any')).toBe(true);
  });

  test('of too much that waits, what has waited longest is given up', () => {
    const views = new Views();
    const happened: string[] = [];
    views.wait('old', () => happened.push('old'));
    for (let i = 1; i < 200_000; i++) views.wait('log', () => undefined);
    // As many as wait at most: none is given up yet. Once it has been read, its place is free.
    views.lookedAt('log');
    for (let i = 1; i < 200_000; i++) views.wait('second', () => undefined);
    views.lookedAt('old');
    expect(happened).toEqual(['old']);
    for (let i = 0; i < 2; i++) views.wait('third', () => happened.push('third'));
    views.lookedAt('third');
    expect(happened).toEqual(['old', 'third', 'third']);
    views.lookedAt('second');
    views.wait('lost', () => happened.push('lost'));
    for (let i = 0; i < 200_000; i++) views.wait('fourth', () => undefined);
    views.lookedAt('lost');
    expect(happened).toEqual(['old', 'third', 'third']);
  });

  test('where samples are kept in maps or lists, other values hold none', () => {
    const views = new Views();
    const values = [1, 'text', true, null, undefined, {}, [], new Map()];
    expect(values.map((value) => views.holdsSamples(value))).toEqual(values.map(() => true));
    views.inCollections = true;
    const are = [false, false, false, false, false, true, true, true];
    expect(values.map((value) => views.holdsSamples(value))).toEqual(are);
    expect(values.map(isCollection)).toEqual(are);
  });
});

describe('what a caller has read', () => {
  test('is the last of each key', () => {
    const log = new ReadLog();
    expect(log.get('k')).toBeUndefined();
    log.set('k', [[1]]);
    log.set('other', [[2]]);
    log.set('third', [[3]]);
    log.set('k', [[4]]);
    log.set('other', undefined);
    expect(['k', 'other', 'third'].map((key) => log.get(key))).toEqual([[[4]], undefined, [[3]]]);
  });

  test('elsewhere: the last map or list, for another of its like', () => {
    const log = new ReadLog();
    expect(log.elsewhere({})).toBeUndefined();
    log.set('a', [[1]], {});
    expect(log.elsewhere({})).toEqual([[1]]);
    expect([[], new Map(), 1, undefined, null].map((value) => log.elsewhere(value))).toEqual(
      new Array(5).fill(undefined),
    );
    // What is no map changes nothing, under another key.
    log.set('count', [[9]], 7);
    log.set('flag', [[9]], null);
    expect(log.elsewhere({})).toEqual([[1]]);
    log.set('list', [[2]], []);
    expect([log.elsewhere({}), log.elsewhere([])]).toEqual([undefined, [[2]]]);
    // Gone since: a new one does not derive from it.
    log.set('list', undefined, undefined);
    expect(log.elsewhere([])).toBeUndefined();
    // What has no maker is like its own kind, and not like nothing.
    log.set('bare', [[3]], Object.create(null));
    expect([Object.create(null), null, undefined].map((value) => log.elsewhere(value))).toEqual([
      [[3]],
      undefined,
      undefined,
    ]);
  });

  test('is told key by key, and apart from what was not there, or not asked for', () => {
    const log = new ReadLog();
    const read = (...keys: string[]) => [keys.map((key) => log.has(key)), [...log.all()]];
    expect(read('k', 'other')).toEqual([[false, false], []]);
    log.set('k', undefined);
    expect(read('k', 'other')).toEqual([[true, false], []]);
    log.set('k', [[1]]);
    log.set('gone', undefined);
    log.set('other', [[2]]);
    expect(read('k', 'gone', 'other', 'another')).toEqual([
      [true, true, true, false],
      [[[1]], [[2]]],
    ]);
  });

  test('is forgotten for another call', () => {
    const log = new ReadLog();
    log.set('a', [[1]], {});
    log.set('b', [[2]], {});
    log.forget();
    expect([log.get('a'), log.get('b'), log.elsewhere({}), [...log.all()]]).toEqual([
      undefined,
      undefined,
      undefined,
      [],
    ]);
    // Nor is anything left of it that a later read would bring back.
    log.set('b', [[3]], 7);
    expect([log.get('a'), log.get('b'), log.elsewhere({})]).toEqual([undefined, [[3]], undefined]);
    log.set('c', [[4]], {});
    log.forget();
    log.set('d', [[5]], {});
    log.set('c', undefined, undefined);
    expect(log.elsewhere({})).toEqual([[5]]);
  });
});
