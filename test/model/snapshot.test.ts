import { describe, expect, test } from 'vitest';
import { append, increment, read, readMany, write } from '../../src/effects/effects.js';
import { type DataEffect, TRAVELS } from '../../src/effects/store.js';
import { ReadLog } from '../../src/model/caller.js';
import { snapshot } from '../../src/model/stores/snapshot.js';
import { keeping } from '../worlds/simulate/experiments.js';

const EVERY_S = 5;

function makeStore() {
  const store = snapshot(EVERY_S).create({ processes: 2, keeping: keeping() });
  return (now_s: number, effect: DataEffect, looks = true): unknown => {
    const caller = { process: 0, own: undefined, deployments: 2, reads: new ReadLog(), looks };
    const answer = store.begin(effect, caller, now_s);
    if (answer !== TRAVELS) return answer;
    const served = store.serve(effect, store.payload(effect), caller, now_s);
    return store.complete(effect, served, caller, now_s);
  };
}

describe('a snapshot', () => {
  test('shows selects what the shared copy held at the last refresh', () => {
    const ask = makeStore();
    ask(1, increment('n', 1, 100), false);
    expect(ask(1, read('n'))).toBeUndefined();
    expect(ask(4.9, read('n'))).toBeUndefined();
    expect(ask(5, read('n'))).toBe(1);
    ask(6, increment('n', 1, 100), false);
    ask(7, increment('n', 1, 100), false);
    expect(ask(9.9, readMany(['n', 'm']))).toEqual([1, undefined]);
    expect(ask(10, readMany(['n', 'm']))).toEqual([3, undefined]);
    expect(ask(1000, read('n'))).toBe(undefined);
  });

  test('is of no concern to whoever else reads, nor to who asks for the shared copy', () => {
    const ask = makeStore();
    ask(1, write('k', 'new', 100), false);
    expect(ask(1, read('k'), false)).toBe('new');
    expect(ask(1, read('k', 'shared'))).toBe('new');
    expect(ask(1, increment('turn', 1, 100))).toBe(1);
    expect(ask(1, increment('turn', 1, 100))).toBe(2);
  });

  test('a write at the moment of a refresh comes after it', () => {
    const ask = makeStore();
    ask(5, write('k', 'new', 100), false);
    expect(ask(5, read('k'))).toBeUndefined();
    expect(ask(10, read('k'))).toBe('new');
  });

  test('is a copy: changing it changes nothing', () => {
    const ask = makeStore();
    ask(1, append('list', 1, 10, 100), false);
    (ask(5, read('list')) as number[]).push(7);
    expect(ask(5, read('list'))).toEqual([1]);
    ask(6, append('list', 2, 10, 100), false);
    (ask(7, read('list')) as number[]).push(8);
    expect(ask(7, read('list'))).toEqual([1]);
    expect(ask(10, read('list'))).toEqual([1, 2]);
  });
});
