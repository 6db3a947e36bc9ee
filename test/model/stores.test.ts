import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  append,
  compareAndSet,
  increment,
  read,
  readMany,
  readVersion,
  write,
} from '../../src/effects/effects.js';
import { type DataEffect, TRAVELS } from '../../src/effects/store.js';
import { type Caller, ReadLog } from '../../src/model/caller.js';
import { copyOf } from '../../src/model/copy.js';
import { DeploymentIndex } from '../../src/model/fleet.js';
import { inProcess } from '../../src/model/stores/in-process.js';
import { remote } from '../../src/model/stores/remote.js';
import type { Store, StoreModel } from '../../src/model/stores/store.js';
import { tiered } from '../../src/model/stores/tiered.js';
import { Views } from '../../src/model/views.js';
import { DeploymentStats, LatencyMap } from '../../src/strategies/lowest-latency/latency-map.js';
import { keeping } from '../worlds/simulate/experiments.js';

const make = (model: StoreModel, processes = 1): Store =>
  model.create({ processes, keeping: keeping() });

const callerOf = (process = 0): Caller => ({
  process,
  own: undefined,
  deployments: 2,
  reads: new ReadLog(),
});

/** Performs an effect with all its stations; says whether it travelled. */
function perform(store: Store, effect: DataEffect, now_s = 0, caller = callerOf()) {
  const answer = store.begin(effect, caller, now_s);
  if (answer !== TRAVELS) return { answer, travelled: false };
  const payload = store.payload(effect);
  const served = store.serve(effect, payload, caller, now_s);
  return { answer: store.complete(effect, served, caller, now_s), travelled: true };
}

const INDEX = new DeploymentIndex(['a', 'b']);
const EFFECTS: readonly DataEffect[] = [
  read('k'),
  read('k', 'local'),
  read('k', 'shared'),
  readMany(['k', 'l']),
  readVersion('k'),
  write('k', 1, 9),
  append('list', 1, 3, 9),
  increment('n', 1, 9),
  compareAndSet('k', 0, 1, 9),
];

describe('what suspends', () => {
  test('in-process nothing does', () => {
    const store = make(inProcess);
    for (const effect of EFFECTS) expect(perform(store, effect).travelled).toBe(false);
  });

  test('on a remote store everything does', () => {
    const store = make(remote);
    for (const effect of EFFECTS) expect(perform(store, effect).travelled).toBe(true);
  });

  test('on a tiered store a local read never does, a plain one only for what is not in memory', () => {
    const store = make(tiered(600));
    expect(perform(store, read('k', 'local')).travelled).toBe(false);
    expect(perform(store, read('k')).travelled).toBe(true);
    expect(perform(store, write('k', 1, 9)).travelled).toBe(true);
    expect(perform(store, read('k'))).toEqual({ answer: 1, travelled: false });
    expect(perform(store, read('k', 'shared'))).toEqual({ answer: 1, travelled: true });
    for (const effect of EFFECTS.slice(3)) expect(perform(store, effect).travelled).toBe(true);
  });
});

describe('who gets a copy', () => {
  test('in-process a read hands out the stored map itself', () => {
    const store = make(inProcess);
    const map = new LatencyMap(INDEX);
    perform(store, write('k', map, 9));
    expect(perform(store, read('k')).answer).toBe(map);
  });

  test('nothing that is done to an answer or to a written value changes a remote store', () => {
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.integer(),
        fc.string(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value')),
      ),
    })).value;
    const spoil = (value: unknown): void => {
      if (Array.isArray(value)) {
        for (const item of value) spoil(item);
        value.push('spoilt');
      } else if (typeof value === 'object' && value !== null) {
        for (const item of Object.values(value)) spoil(item);
        Object.assign(value, { a: 'spoilt' });
      }
    };
    for (const model of [remote, tiered(600)]) {
      fc.assert(
        fc.property(json, (value) => {
          const store = make(model);
          const original = structuredClone(value);
          perform(store, write('k', value, 9));
          spoil(value);
          const first = perform(store, read('k', 'shared')).answer;
          expect(first).toEqual(original);
          spoil(first);
          const many = perform(store, readMany(['k'])).answer as unknown[];
          expect(many).toEqual([original]);
          spoil(many[0]);
          const { value: versioned } = perform(store, readVersion('k')).answer as {
            value: unknown;
          };
          spoil(versioned);
          expect(perform(store, read('k', 'shared')).answer).toEqual(original);
        }),
      );
    }
  });

  test('a copied map has entries of its own and shares what is never changed', () => {
    const map = LatencyMap.of(INDEX, { a: [1] });
    const copy = copyOf(map) as LatencyMap;
    expect(copy.get('a')).toBe(map.get('a'));
    copy.set('b', new DeploymentStats([2]));
    expect(map.get('b')).toBeUndefined();
  });

  test('a write is serialised when it is sent, not when it arrives', () => {
    const store = make(remote);
    const caller = callerOf();
    const map = LatencyMap.of(INDEX, { a: [1] });
    const effect = write('k', map, 9);
    expect(store.begin(effect, caller, 0)).toBe(TRAVELS);
    const payload = store.payload(effect);
    map.set('b', new DeploymentStats([2]));
    store.serve(effect, payload, caller, 1);
    const stored = perform(store, read('k'), 1).answer as LatencyMap;
    expect([stored.get('a')?.latency, stored.get('b')]).toEqual([[1], undefined]);
  });
});

describe('processes', () => {
  test('in-process each has a memory of its own', () => {
    const store = make(inProcess, 2);
    perform(store, write('k', 'mine', 9), 0, callerOf(0));
    expect(perform(store, read('k'), 0, callerOf(1)).answer).toBeUndefined();
    expect(store.copies()).toHaveLength(2);
  });

  test('a remote store is one for all', () => {
    const store = make(remote, 2);
    perform(store, write('k', 'ours', 9), 0, callerOf(0));
    expect(perform(store, read('k'), 0, callerOf(1)).answer).toBe('ours');
    expect(store.copies()).toHaveLength(1);
  });

  test('on a tiered store a process fetches what it lacks, and then keeps its own', () => {
    const store = make(tiered(600), 2);
    perform(store, write('k', 'first', 300), 0, callerOf(0));
    expect(perform(store, read('k', 'local'), 0, callerOf(1)).answer).toBeUndefined();
    expect(perform(store, read('k'), 0, callerOf(1)).answer).toBe('first');
    perform(store, write('k', 'second', 300), 1, callerOf(0));
    expect(perform(store, read('k'), 1, callerOf(1)).answer).toBe('first');
    // What was fetched is kept for the memory's own time, longer than Redis keeps it.
    expect(perform(store, read('k'), 600, callerOf(1))).toEqual({
      answer: 'first',
      travelled: false,
    });
    expect(perform(store, read('k'), 600.1, callerOf(1))).toEqual({
      answer: undefined,
      travelled: true,
    });
  });

  test('a second write puts the expiry off in a shared store, and not in a memory', () => {
    const later = (model: StoreModel, tier?: 'local' | 'shared') => {
      const store = make(model);
      for (const now_s of [0, 5]) perform(store, write('k', now_s, 9), now_s);
      return perform(store, read('k', tier), 12).answer;
    };
    expect([later(inProcess), later(remote)]).toEqual([undefined, 5]);
    expect([later(tiered(60), 'local'), later(tiered(60), 'shared')]).toEqual([undefined, 5]);
  });

  test('on a tiered store what is fetched derives from the same samples as there', () => {
    const store = make(tiered(600), 2);
    perform(store, write('k', ['a'], 300), 0, { ...callerOf(0), own: { sample: 7, position: 1 } });
    perform(store, read('k'), 1, callerOf(1));
    const samples = store.copies().map((copy) => copy.provenanceOf('k'));
    expect(samples).toEqual([
      [[], [7]],
      [[], [7]],
      [[], [7]],
    ]);
  });

  test('on a tiered store only a plain read is kept in memory', () => {
    const store = make(tiered(600));
    const other = callerOf();
    for (const effect of [read('k', 'shared'), readVersion('k'), readMany(['k'])]) {
      perform(store, append('k', 'a', 9, 9));
      perform(store, effect, 0, other);
      expect(perform(store, read('k', 'local')).answer).toBeUndefined();
    }
    expect(perform(store, read('absent')).answer).toBeUndefined();
    expect(store.copies()[1]?.contents()).toEqual([]);
    expect(perform(store, read('k')).answer).toEqual(['a', 'a', 'a']);
    expect(store.copies()[1]?.contents()).toHaveLength(1);
  });

  test.each([
    [inProcess, [0, 1]],
    [remote, ['shared']],
    [tiered(600), ['shared', 0, 1]],
  ])('of each copy of $kind its own witness is told', (model, copies) => {
    const asked: unknown[] = [];
    const witnessOf = (copy: unknown) => {
      asked.push(copy);
      return undefined as never;
    };
    model.create({ processes: 2, keeping: keeping(), witnessOf });
    expect(asked).toEqual(copies);
    expect(model.shared).toBe(copies.includes('shared'));
    expect(model.perProcess).toBe(copies.includes(1));
  });

  test.each([inProcess, remote, tiered(600)])('which keys a view reads, on $kind', (model) => {
    const views = new Views();
    const none = () => undefined;
    const telling = { lost: none, appeared: none, expired: none, held: none };
    const witnessOf = () => ({ ...telling, views, stored: none, outOfView: () => telling });
    const store = model.create({ processes: 1, keeping: keeping(), witnessOf });
    perform(store, readMany(['many']), 0, callerOf());
    perform(store, readMany(['seen']), 0, { ...callerOf(), looks: true });
    expect([views.include('many'), views.include('seen')]).toEqual([false, true]);
  });

  test('on a tiered store atomic operations go past the memory, to what all share', () => {
    const store = make(tiered(600), 2);
    perform(store, append('k', 'a', 9, 9), 0, callerOf(0));
    perform(store, append('k', 'b', 9, 9), 0, callerOf(1));
    expect(perform(store, readMany(['k'])).answer).toEqual([['a', 'b']]);
    expect(perform(store, read('k', 'local')).answer).toBeUndefined();
  });
});
