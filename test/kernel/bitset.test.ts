import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BitSet } from '../../src/kernel/bitset.js';

test('a bit set is a set of small numbers', () => {
  const step = fc.tuple(
    fc.constantFrom('add' as const, 'delete' as const),
    fc.oneof(fc.nat(100), fc.nat(50_000)),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const bits = new BitSet();
      const set = new Set<number>();
      for (const [what, index] of steps) {
        bits[what](index);
        set[what](index);
      }
      for (const [, index] of steps) {
        for (const near of [index - 1, index, index + 1]) {
          if (near >= 0) expect(bits.has(near)).toBe(set.has(near));
        }
      }
    }),
  );
});

test('it holds the bit next to the sign of a word', () => {
  const bits = new BitSet();
  bits.add(31);
  expect([30, 31, 32].map((i) => bits.has(i))).toEqual([false, true, false]);
  bits.delete(31);
  expect(bits.has(31)).toBe(false);
});
