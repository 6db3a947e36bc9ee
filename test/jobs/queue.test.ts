import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Queue } from '../../src/jobs/queue.js';
import { named } from '../studies/inputs.js';
import { Hands } from './hands.js';

const settle = () => vi.advanceTimersByTimeAsync(100);
const go = () => false;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function queueOf(slots: number) {
  const hands = new Hands(slots);
  const queue = new Queue(hands);
  const ask = (label: string, rank: readonly number[], stopRequested = go) =>
    queue.carryOut(named(label), rank, stopRequested, () => undefined);
  return { hands, ask };
}

describe('a queue', () => {
  it('gives the slots to the lowest ranks, compared from the first number on', async () => {
    const { hands, ask } = queueOf(2);
    const ranks = [[1, 0], [0, 2, 5], [0, 10], [0, 2, 1], [2]];
    for (const rank of ranks) void ask(rank.join('.'), rank);
    for (const expected of [['0.2.1', '0.2.5'], ['0.10', '1.0'], ['2']]) {
      await settle();
      expect(hands.atWork).toEqual(expected);
      for (const label of hands.atWork) hands.end(label);
    }
  });

  it('begins more as soon as there are more slots', async () => {
    const { hands, ask } = queueOf(1);
    for (const i of [0, 1, 2]) void ask(String(i), [i]);
    await settle();
    expect(hands.atWork).toEqual(['0']);
    hands.slots = 3;
    void ask('3', [3]);
    await settle();
    expect(hands.atWork).toEqual(['0', '1', '2']);
  });

  it('frees the slot of a job that fails', async () => {
    const { hands, ask } = queueOf(1);
    const first = ask('a', [0]);
    void ask('b', [1]);
    await settle();
    hands.fail('a');
    await expect(first).rejects.toThrow('a');
    await settle();
    expect(hands.atWork).toEqual(['b']);
  });

  it('lets those that are to stop go at once, in whatever number', async () => {
    const { hands, ask } = queueOf(1);
    let stop = false;
    const all = Array.from({ length: 1000 }, (_, i) => ask(String(i), [i], () => stop));
    await settle();
    stop = true;
    hands.end('0');
    await vi.advanceTimersByTimeAsync(1);
    const results = await Promise.all(all);
    expect(results.filter((result) => result !== undefined)).toHaveLength(1);
    expect(hands.begun).toEqual(['0']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
