import { describe, expect, test } from 'vitest';
import { EventHash } from '../../src/kernel/event-hash.js';
import { digestOf } from '../../src/kernel/hash.js';

type Event = readonly [code: number, time_s: number, subject: number, value: number];
type Trace = readonly Event[];
interface Hash {
  add(...event: Event): void;
  digest(): string;
}

const bits = new DataView(new ArrayBuffer(8));

/** The double that is so many steps of its last bit away. */
function beside(time_s: number, steps: number): number {
  bits.setFloat64(0, time_s);
  bits.setBigInt64(0, bits.getBigInt64(0) + BigInt(steps));
  return bits.getFloat64(0);
}

const BASE: Trace = [
  [1, 0, 0, 0],
  [2, 12.5, 7, 3],
  [17, 12.5, 8, 1],
  [17, 12.5, 9, 1],
  [3, 12.500_499_999_7, 7, 3],
  [4, 4096, 10, -1],
];

/** Traces that differ little from one another, as those of two runs do. */
function* neighbours(): Generator<Trace> {
  const changed = (i: number, event: Event) => BASE.map((one, at) => (at === i ? event : one));
  yield BASE;
  for (let end = 0; end < BASE.length; end++) yield BASE.slice(0, end);
  for (const [i, [code, time_s, subject, value]] of BASE.entries()) {
    yield [...BASE.slice(0, i), ...BASE.slice(i + 1)];
    yield [...BASE.slice(0, i + 1), ...BASE.slice(i)];
    yield changed(i, [code, -time_s, subject, value]);
    for (let other = 0; other < 30; other++) yield changed(i, [other, time_s, subject, value]);
    for (let step = 1; step < 2 ** 31; step *= 2) {
      for (const by of [step, -step]) {
        yield changed(i, [code, beside(Math.max(1, time_s), by), subject, value]);
        yield changed(i, [code, time_s, subject + by, value]);
        if (step < 2 ** 20) yield changed(i, [code, time_s, subject, value + by]);
      }
    }
    for (let more = -8; more <= 8; more++) {
      for (let most = -8; most <= 8; most++) {
        yield changed(i, [code, time_s, subject + more, value + most]);
        yield changed(i, [code, beside(Math.max(1, time_s), more), subject + most, value]);
        yield changed(i, [code, beside(Math.max(1, time_s), more), subject, value + most]);
      }
    }
    for (let j = i + 1; j < BASE.length; j++) {
      const other = BASE[j]!;
      yield changed(i, other).map((one, at) => (at === j ? BASE[i]! : one));
      // The same events of one another's requests, and what one has more the other has less of.
      for (let by = 0; by < 64; by++) {
        const [first, second] = [other[2] + by, subject - by];
        yield changed(i, [code, time_s, first, value]).map((one, at) =>
          at === j ? [other[0], other[1], second, other[3]] : one,
        );
      }
    }
  }
}

/** How many of these traces have a hash that another has. */
function collisions(make: () => Hash): number {
  const traces = new Map<string, Trace>();
  for (const trace of neighbours()) {
    const parts = trace.flat().map((part) => (Object.is(part, -0) ? '-0' : part));
    traces.set(parts.join(), trace);
  }
  const digests = [...traces.values()].map((trace) => {
    const hash = make();
    for (const event of trace) hash.add(...event);
    return hash.digest();
  });
  return digests.length - new Set(digests).size;
}

/** A hash of one word: what it is after an event, of whose time the two words are given, too. */
const weak = (step: (state: number, event: Event, words: [number, number]) => number) => () => {
  let state = 0;
  return {
    add(...event: Event) {
      bits.setFloat64(0, event[1]);
      state = step(state, event, [bits.getInt32(0), bits.getInt32(4)]) | 0;
    },
    digest: () => digestOf(state, state),
  };
};
const FACTOR = 0x01000193;

describe('the hash of events', () => {
  test('is pinned: a change of it is a change of every recorded hash', () => {
    const hash = new EventHash();
    expect(hash.digest()).toBe('73012ec3b288070a');
    hash.add(1, 0.1, 2, -1);
    expect(hash.digest()).toBe('3f2a77367d8a5cfb');
  });

  test('tells traces apart that are nearly the same', () => {
    expect(collisions(() => new EventHash())).toBe(0);
  });

  test.each([
    [
      'adds parts up',
      weak((h, [code, , a, b], [x, y]) => Math.imul(h, FACTOR) + x + y + a + b + code),
    ],
    [
      'has no order',
      weak((h, [code, , a, b], [x, y]) => {
        const parts =
          Math.imul(x, 0xcc9e2d51) ^ Math.imul(y, 0x1b873593) ^ Math.imul(b, 0xc2b2ae35);
        return h + (parts ^ Math.imul(a, 0x85ebca6b) ^ Math.imul(code, 0x27d4eb2f));
      }),
    ],
    [
      'leaves out the last bits of a time',
      weak((h, [code, , a, b], [x]) =>
        Math.imul(
          h ^
            (Math.imul(x, 0xcc9e2d51) +
              Math.imul(a, 0x85ebca6b) +
              Math.imul((b << 5) | code, 0xc2b2ae35)),
          FACTOR,
        ),
      ),
    ],
    [
      'takes -0 for 0',
      weak((h, [code, , a, b], [x, y]) =>
        Math.imul(
          h ^
            (Math.imul(x << 1, 0xcc9e2d51) +
              Math.imul(y, 0x1b873593) +
              Math.imul(a, 0x85ebca6b) +
              Math.imul((b << 5) | code, 0xc2b2ae35)),
          FACTOR,
        ),
      ),
    ],
  ])('one that %s is found out', (_, make) => {
    expect(collisions(make)).toBeGreaterThan(0);
  });
});
