import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventQueue } from '../../src/kernel/queue.js';

/** A few times only, so that there are many ties. */
const time = fc.integer({ min: 0, max: 5 });

describe('the event queue', () => {
  test('gives back what was put in as a stable sort by time', () => {
    fc.assert(
      fc.property(fc.array(time, { maxLength: 200 }), (times) => {
        const queue = new EventQueue<number>();
        for (const [i, t] of times.entries()) queue.push(t, i);
        const order: number[] = [];
        while (queue.size > 0) order.push(queue.pop());
        // Array.prototype.sort is stable.
        expect(order).toEqual(
          times.map((_, i) => i).sort((a, b) => (times[a] as number) - (times[b] as number)),
        );
      }),
    );
  });

  test('stays so when pushes and pops alternate', () => {
    const step = fc.option(time, { nil: 'pop' as const });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const queue = new EventQueue<number>();
        const model: { t: number; item: number }[] = [];
        for (const [item, t] of steps.entries()) {
          if (t !== 'pop') {
            queue.push(t, item);
            // After all that are not later: a sorted list with first in, first out on ties.
            const after = model.findIndex((other) => other.t > t);
            model.splice(after === -1 ? model.length : after, 0, { t, item });
          } else if (model.length > 0) {
            expect(queue.earliest_s).toBe(model[0]?.t);
            expect(queue.pop()).toBe(model.shift()?.item);
          }
          expect(queue.size).toBe(model.length);
        }
      }),
    );
  });

  test('grows as needed, and uses the places of what was removed again', () => {
    const queue = new EventQueue<string>();
    for (let round = 0; round < 3; round++) {
      // More at once than there is room for at first, from the last to the first.
      for (let i = 300; i > 0; i--) queue.push(i >> 1, `${round}: ${i}`);
      const order = Array.from({ length: 300 }, () => queue.pop());
      const sorted = Array.from({ length: 300 }, (_, i) => 300 - i);
      sorted.sort((a, b) => (a >> 1) - (b >> 1));
      expect(order).toEqual(sorted.map((i) => `${round}: ${i}`));
    }
    expect(queue.size).toBe(0);
  });

  test('an empty queue has its earliest item at infinity', () => {
    expect(new EventQueue().earliest_s).toBe(Number.POSITIVE_INFINITY);
  });
});
