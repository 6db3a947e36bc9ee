import { describe, expect, test } from 'vitest';
import { Fate, Knowledge } from '../../src/model/knowledge.js';

/** What each of two processes knows of the second of three deployments, and both together. */
const seen = (knowledge: Knowledge, position = 1) =>
  ([0, 1, 'all'] as const).map((process) => knowledge.fate(process, position));

describe('what is known of a deployment', () => {
  test('moves on with its request, in its process and in all together, and never back', () => {
    const knowledge = new Knowledge(2, 3);
    expect(seen(knowledge)).toEqual([Fate.neverSentTo, Fate.neverSentTo, Fate.neverSentTo]);
    knowledge.advance(1, 1, Fate.inFlight);
    expect(seen(knowledge)).toEqual([Fate.neverSentTo, Fate.inFlight, Fate.inFlight]);
    knowledge.advance(0, 1, Fate.waiting);
    expect(seen(knowledge)).toEqual([Fate.waiting, Fate.inFlight, Fate.waiting]);
    knowledge.advance(0, 1, Fate.inFlight);
    expect(seen(knowledge)).toEqual([Fate.waiting, Fate.inFlight, Fate.waiting]);
    for (const other of [0, 2]) {
      expect(seen(knowledge, other)).toEqual([
        Fate.neverSentTo,
        Fate.neverSentTo,
        Fate.neverSentTo,
      ]);
    }
  });

  test('an outcome stays until the next one', () => {
    const knowledge = new Knowledge(2, 3);
    knowledge.settle(0, 1, Fate.recorded);
    knowledge.advance(0, 1, Fate.waiting);
    expect(seen(knowledge)).toEqual([Fate.recorded, Fate.neverSentTo, Fate.recorded]);
    knowledge.settle(1, 1, Fate.abandoned);
    expect(seen(knowledge)).toEqual([Fate.recorded, Fate.abandoned, Fate.abandoned]);
  });

  test('what leaves the memory of a process is an outcome of that process', () => {
    const knowledge = new Knowledge(2, 3);
    knowledge.settle(0, 1, Fate.recorded);
    knowledge.left(1, 1, Fate.lost);
    expect(seen(knowledge)).toEqual([Fate.recorded, Fate.lost, Fate.lost]);
  });

  test.each(Object.values(Fate))(
    'what leaves the shared copy is told those who thought it there (fate %d)',
    (fate) => {
      const knowledge = new Knowledge(2, 3);
      knowledge.settle(0, 1, fate);
      knowledge.left('shared', 1, Fate.expired);
      const told = fate === Fate.recorded || fate === Fate.lost ? Fate.expired : fate;
      expect(seen(knowledge)).toEqual([told, Fate.neverSentTo, Fate.expired]);
    },
  );

  test.each(Object.values(Fate))('only what was there can be forgotten (fate %d)', (fate) => {
    const knowledge = new Knowledge(2, 3);
    knowledge.settle(0, 1, fate);
    knowledge.forgotten(0, 1);
    expect(knowledge.fate(0, 1)).toBe(fate >= Fate.lost ? Fate.expired : fate);
    expect(seen(knowledge).slice(1)).toEqual([Fate.neverSentTo, fate]);
  });
});
