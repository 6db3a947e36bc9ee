import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Clock } from '../../src/kernel/clock.js';

describe('the clock', () => {
  test('lets happen in order of time, ties in order of scheduling, what lies before the end', () => {
    const clock = new Clock();
    const seen: string[] = [];
    const note = (name: string) => ({ occur: () => seen.push(`${name} at ${clock.now_s}`) });
    clock.at(2, note('c'));
    clock.at(1, note('a'));
    clock.at(1, note('b'));
    clock.at(3, note('at the end'));
    expect(clock.run(3, 100)).toBe(true);
    expect(seen).toEqual(['a at 1', 'b at 1', 'c at 2']);
    expect(clock.happened).toBe(3);
    expect(clock.now_s).toBe(2);
  });

  test('what is scheduled for now happens now, after what was there before', () => {
    const clock = new Clock();
    const seen: string[] = [];
    clock.at(1, { occur: () => clock.after(0, { occur: () => seen.push('later') }) });
    clock.at(1, { occur: () => seen.push('sooner') });
    clock.run(2, 100);
    expect(seen).toEqual(['sooner', 'later']);
  });

  test.each([0.5, Number.NaN, Number.NEGATIVE_INFINITY])('nothing can be scheduled at %s', (t) => {
    const clock = new Clock();
    clock.at(1, { occur() {} });
    clock.run(2, 1);
    expect(() => clock.at(t, { occur() {} })).toThrow(
      `cannot schedule at ${t} s: it is 1 s already`,
    );
  });

  test('a slice that is just used up is the last one if only the end is left', () => {
    const clock = new Clock();
    for (const time_s of [1, 2, 3]) clock.at(time_s, { occur() {} });
    expect([clock.run(3, 1), clock.happened]).toEqual([false, 1]);
    expect([clock.run(3, 1), clock.happened]).toEqual([true, 2]);
  });

  test('slices of any size let the same things happen', () => {
    const tree = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 40 });
    const play = (delays: [number, number][], slice: number): string[] => {
      const clock = new Clock();
      const seen: string[] = [];
      for (const [first, second] of delays) {
        const child = { occur: () => seen.push(`child ${first} ${second} ${clock.now_s}`) };
        clock.at(first, {
          occur() {
            seen.push(`${first} ${second} ${clock.now_s}`);
            clock.after(second, child);
          },
        });
      }
      for (let slices = 0; !clock.run(10, slice); slices++) {
        expect(slices).toBeLessThanOrEqual(2 * delays.length);
      }
      return seen;
    };
    fc.assert(
      fc.property(tree, fc.integer({ min: 1, max: 50 }), (delays, slice) => {
        expect(play(delays, slice)).toEqual(play(delays, 1_000_000));
      }),
    );
  });
});
