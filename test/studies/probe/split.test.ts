import { describe, expect, it } from 'vitest';
import { Streams } from '../../../src/kernel/random.js';
import { readSplit } from '../../../src/studies/probe/split.js';

const GROUPS = [
  { name: 'slow', p50_s: 1.6 },
  { name: 'fast', p50_s: 0.5 },
];

/** Requests of each deployment: of the slow group, then of the fast one. */
function read(slow: readonly number[], fast: readonly number[], groups = GROUPS) {
  const of = (counts: readonly number[], group: number) =>
    counts.map((requests, i) => ({ id: `${group}-${i}`, group, requests }));
  return readSplit(groups, [...of(slow, 0), ...of(fast, 1)]);
}

const none = (many: number): number[] => new Array<number>(many).fill(0);

describe('a split of few requests', () => {
  it('that goes to one deployment is not chance, where there are several', () => {
    expect(read([0, 0, 0], [0, 20]).outcome).toMatchObject({ kind: 'one-deployment', id: '1-1' });
    expect(read([0], [5]).outcome.kind).not.toBe('one-deployment');
  });

  it('has a group that is preferred: the fastest, another, or one of which nobody can say it', () => {
    const learned = [...none(12), 1, 1, 1, 1];
    expect(read(learned, [9, 9, 9, 9]).outcome).toMatchObject({
      kind: 'preferred',
      group: 1,
      fastest: true,
    });
    expect(read([20, 18], [1, ...none(17)]).outcome).toMatchObject({ group: 0, fastest: false });
    const unknown = [
      { name: 'slow', p50_s: 1.6 },
      { name: 'fast', p50_s: null },
    ];
    expect(read([20, 20], none(18), unknown as never).outcome).toMatchObject({ fastest: null });
  });

  it('is uneven where the busiest are of no group, and even where each gets the same', () => {
    expect(read([16, 0, 0, 0], [16, 0, 0, 0]).outcome).toMatchObject({
      kind: 'uneven',
      busiest: { id: '0-0' },
    });
    expect(read(new Array(16).fill(2), [2, 2, 2, 2]).outcome.kind).toBe('even');
  });

  it('is no choice where there is one deployment', () => {
    expect(
      readSplit([{ name: 'a', p50_s: 1 }], [{ id: 'a', group: 0, requests: 40 }]).outcome,
    ).toEqual({ kind: 'no-choice' });
  });

  it('says what more would tell, with the part of each group and an interval within 0..1', () => {
    const { shares, enough } = read([4, 4, 4, 4], [0]);
    expect(shares[1]).toMatchObject({ requests: 0, deployments: 1, share: 0, part: 0.2 });
    expect(shares[1]?.ci95[1]).toBeGreaterThan(0.15);
    expect(enough).toBeGreaterThan(100);
  });

  it('by chance is called something else in hardly any of 150 probes', () => {
    const stream = new Streams(1, 0).stream('probes');
    let wrong = 0;
    for (let i = 0; i < 150; i++) {
      const counts = none(20);
      for (let j = 0; j < 40; j++) {
        const at = Math.floor(stream() * 20);
        counts[at] = (counts[at] as number) + 1;
      }
      const { kind } = read(counts.slice(0, 16), counts.slice(16)).outcome;
      if (kind !== 'random' && kind !== 'open') wrong += 1;
    }
    expect(wrong).toBeLessThan(2);
  });
});
