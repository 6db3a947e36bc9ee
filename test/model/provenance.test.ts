import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Holdings } from '../../src/model/holdings.js';
import {
  appended,
  compareProvenance,
  derived,
  leavesOut,
  noProvenance,
  type Provenance,
  shownIn,
} from '../../src/model/provenance.js';

const own = (sample: number, position = 0) => ({ sample, position });

describe('what a map derives from', () => {
  test('is what its writer had read, and its own sample at the end', () => {
    const base = noProvenance(3);
    expect(base).toEqual([[], [], []]);
    const one = derived('drop-first', base, own(7, 1), 2);
    expect(one).toEqual([[], [7], []]);
    expect(one[0]).toBe(base[0]);
    expect(derived('drop-first', one, own(7, 1), 2)).toBe(one);
    const full = derived('drop-first', one, own(8, 1), 2);
    expect(derived('drop-first', full, own(9, 1), 2)[1]).toEqual([8, 9]);
    expect(derived('replace-last', full, own(9, 1), 2)[1]).toEqual([7, 9]);
    expect(derived('drop-first', full, own(9, 1), 0)[1]).toEqual([]);
    expect(full).toEqual([[], [7, 8], []]);
    expect(derived('drop-first', [], own(5, 1), 2)[1]).toEqual([5]);
  });

  test('a list keeps the newest, of the deployments in it alone', () => {
    const one = appended([], own(5, 2), 2);
    expect(Object.keys(one)).toEqual(['2']);
    const three = [6, 7].reduce<Provenance>(
      (base, sample) => appended(base, own(sample, 2), 2),
      one,
    );
    expect(three[2]).toEqual([6, 7]);
    expect(one[2]).toEqual([5]);
    const both = appended(three, own(8, 0), 2);
    expect([both[0], both[1], both[2]]).toEqual([[8], undefined, [6, 7]]);
  });

  test('is without the samples of deployments of which it shows none', () => {
    const provenance: Provenance = [[1], [], [2, 3], [4]];
    expect(shownIn(provenance, undefined, () => true)).toBe(provenance);
    expect(shownIn(provenance, undefined, (position) => position !== 2)).toEqual([
      [1],
      [],
      [],
      [4],
    ]);
    expect(provenance[2]).toEqual([2, 3]);
    // What is known to be shown is not asked for again, nor where there is nothing.
    const asked: number[] = [];
    shownIn(provenance, [[1], [], provenance[2]!], (position) => asked.push(position) > 0);
    expect(asked).toEqual([0, 3]);
    const sparse = appended([], own(1, 1), 9);
    expect(shownIn(sparse, undefined, () => false)[1]).toEqual([]);
  });
});

describe('what a write removed, and what it brought', () => {
  const compared = (
    before: Provenance,
    after: Provenance,
    base: Provenance,
    writer: ReturnType<typeof own> | undefined,
    kept?: boolean,
  ): string[] => {
    const told: string[] = [];
    compareProvenance(
      before,
      after,
      base,
      writer && { process: 3, own: writer },
      {
        lost: (sample, position, process) => told.push(`-${sample} of ${position} by ${process}`),
        appeared: (sample, position) => told.push(`+${sample} of ${position}`),
      },
      kept,
    );
    return told;
  };

  test('where nobody wrote since it was read, only the own sample is new', () => {
    const before: Provenance = [[1, 2], [3]];
    expect(compared(before, [[2, 4], [3]], before, own(4))).toEqual(['+4 of 0']);
    expect(compared(before, before, before, own(4))).toEqual([]);
    expect(compared(before, before, before, own(2))).toEqual([]);
    // Its map may show no sample of the deployment, not even the own one.
    expect(compared(before, [[], [3]], before, own(4))).toEqual([]);
    expect(compared(before, [[2], []], before, undefined)).toEqual([]);
  });

  test('what a writer has dropped is lost, but for what it pushed out of its own list', () => {
    const before: Provenance = [[1, 2], [3]];
    expect(compared(before, [[2, 4], []], before, own(4), false)).toEqual([
      '+4 of 0',
      '-3 of 1 by 3',
    ]);
  });

  test('what was written since is lost, and what is old comes back', () => {
    expect(compared([[1, 2], [3]], [[1, 4], [5]], [[1], [5]], own(4))).toEqual([
      '-2 of 0 by 3',
      '+4 of 0',
      '-3 of 1 by 3',
      '+5 of 1',
    ]);
    expect(compared([[1]], [[]], [[]], undefined)).toEqual(['-1 of 0 by undefined']);
  });

  test('deployments that a list has no entry of have no samples', () => {
    expect(compared([[], [1]], [], [], own(4))).toEqual(['-1 of 1 by 3']);
    expect(compared([[1]], [[1, 2]], [], own(2))).toEqual(['+2 of 0']);
    expect(compared([[1]], [[], [2]], [], own(2, 1))).toEqual(['-1 of 0 by 3', '+2 of 1']);
  });

  test('is left out where samples that were there are not after it', () => {
    expect(leavesOut([[1, 2], [3]], [[2, 4, 1], [3]])).toBe(false);
    expect(leavesOut([[1, 2], [3]], [[1, 4], [3]])).toBe(true);
    expect(leavesOut([[], [3]], [])).toBe(true);
    expect(leavesOut([[], []], [])).toBe(false);
    expect(leavesOut([], [[1]])).toBe(false);
  });

  test('before and the books of both sides agree: before, less what was lost, and what appeared', () => {
    const ids = fc.uniqueArray(fc.nat(9), { maxLength: 5 });
    const provenance = fc.array(ids, { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(provenance, provenance, provenance, (before, after, base) => {
        const told = compared(before, after, base, undefined);
        for (const [position, was] of before.entries()) {
          const is = after[position]!;
          const expected = [
            ...was
              .filter((id) => !is.includes(id))
              .map((id) => `-${id} of ${position} by undefined`),
            ...is.filter((id) => !was.includes(id)).map((id) => `+${id} of ${position}`),
          ];
          expect(told.filter((text) => text.includes(`of ${position}`))).toEqual(expected);
        }
      }),
    );
  });
});

describe('which values hold samples of a deployment', () => {
  const values = (holdings: Holdings<string>, position: number) =>
    holdings.of(position).map(({ value, since_s }) => `${value} since ${since_s}`);

  test('those that derive from some, since they do without a break', () => {
    const provenance = fc.array(fc.array(fc.nat(3), { maxLength: 1 }), { maxLength: 3 });
    const step = fc.tuple(fc.constantFrom('a', 'b'), provenance);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const holdings = new Holdings<string>();
        const now = new Map<string, Provenance>();
        const since = new Map<string, number>();
        for (const [time_s, [value, after]] of steps.entries()) {
          holdings.moved(value, now.get(value) ?? [], after, time_s);
          now.set(value, after);
          for (const position of [0, 1, 2]) {
            const held = `${value} of ${position}`;
            if ((after[position]?.length ?? 0) === 0) since.delete(held);
            else if (!since.has(held)) since.set(held, time_s);
          }
          for (const position of [0, 1, 2]) {
            const expected = ['a', 'b'].flatMap((one) => {
              const from_s = since.get(`${one} of ${position}`);
              return from_s === undefined ? [] : [`${one} since ${from_s}`];
            });
            expect(values(holdings, position).sort()).toEqual(expected);
          }
        }
        for (const [value, provenance] of now) holdings.gone(value, provenance);
        expect([0, 1, 2].flatMap((position) => values(holdings, position))).toEqual([]);
      }),
    );
  });

  test('where only one deployment can differ, the others are not looked at', () => {
    const holdings = new Holdings<string>();
    holdings.moved('a', [], [[1], [2]], 5, 1);
    expect([values(holdings, 0), values(holdings, 1)]).toEqual([[], ['a since 5']]);
    holdings.moved('a', [[1], [2]], [[1], []], 6, 1);
    expect(values(holdings, 1)).toEqual([]);
  });

  test('what a value holds unsaid goes with it', () => {
    const holdings = new Holdings<string>();
    holdings.holds('count', 0, 1);
    holdings.holds('count', 0, 2);
    holdings.holds('count', 1, 3);
    holdings.holds('other', 0, 4);
    expect(values(holdings, 0)).toEqual(['count since 1', 'other since 4']);
    expect(values(holdings, 1)).toEqual(['count since 3']);
    holdings.gone('count', []);
    expect([values(holdings, 0), values(holdings, 1)]).toEqual([['other since 4'], []]);
    holdings.holds('count', 1, 5);
    expect(values(holdings, 1)).toEqual(['count since 5']);
  });
});
