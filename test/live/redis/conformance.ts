import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  append,
  compareAndSet,
  increment,
  read,
  readMany,
  readVersion,
  releaseLease,
  type Versioned,
  write,
} from '../../../src/effects/effects.js';
import {
  DeploymentStats,
  LatencyMap,
  PLACEHOLDER,
} from '../../../src/strategies/lowest-latency/latency-map.js';
import { CountMap } from '../../../src/strategies/position-map.js';
import { type Bench, INDEX, KEY } from './bench.js';

/*
 * What every performer of effects has to do alike. A ttl is half an hour more than whole hours, and whole
 * hours pass: no clock that runs meanwhile changes what has expired.
 */

const HOUR = 3600;
const ttl = (hours: number): number => hours * HOUR + HOUR / 2;

/** What a bench is, as far as benches differ. */
export interface Traits {
  /** A write begins a new ttl; else the first one holds. */
  readonly refreshes: boolean;
  /** What is read is a copy. */
  readonly copies: boolean;
  readonly grantsLeases: boolean;
}

const mapOf = (...latency: readonly number[]): LatencyMap => {
  const map = new LatencyMap(INDEX);
  map.set('fast/01', new DeploymentStats(latency, [], 3, 20, latency.length));
  return map;
};

/** What there is to see of a value: not whether a map shares its entries with a copy. */
function seen(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(seen);
  if (!(value instanceof LatencyMap)) return value;
  return { mapOf: value.index.ids, stats: value.index.ids.map((id) => value.get(id)) };
}

/** Every effect, on a bench of the kind. @param make an empty one */
export function conforms(make: () => Promise<Bench>, traits: Traits): void {
  const shared = (key: string) => read(key, 'shared');

  describe('a value', () => {
    it('is read as it was written, and nothing where nothing was', async () => {
      const { perform } = await make();
      const value = { a: [1, -0, 0.1, 'ü"\\\n', null, true], b: { '': 5e-324 } };
      expect(await perform(write(KEY, value, ttl(1)))).toBeUndefined();
      expect(await perform(shared(KEY))).toEqual(value);
      expect(await perform(shared('other'))).toBeUndefined();
      expect(await perform(readMany(['other', KEY, KEY]))).toEqual([undefined, value, value]);
      expect(await perform(readMany([]))).toEqual([]);
    });

    it('is a map with all that it had, floats to the last bit', async () => {
      const { perform } = await make();
      const map = mapOf(0.1 + 0.2, 1, 1e-7, 1e16, 123456789.123, 1000);
      map.set('slow/01', new DeploymentStats([PLACEHOLDER, 0, 2.5], [0.25, 3], 4, 0, 1));
      await perform(write(KEY, map, ttl(1)));
      const found = await perform(shared(KEY));
      expect(seen(found)).toEqual(seen(map));
    });

    it.runIf(traits.copies)('is a copy', async () => {
      const { perform } = await make();
      const map = mapOf(1);
      await perform(write(KEY, map, ttl(1)));
      map.set('fast/02', new DeploymentStats([2]));
      expect(seen(await perform(shared(KEY)))).toEqual(seen(mapOf(1)));
    });

    it('is gone when its ttl is over', async () => {
      const { perform, pass } = await make();
      await perform(write(KEY, 1, ttl(2)));
      await pass(2 * HOUR);
      expect(await perform(shared(KEY))).toBe(1);
      await pass(HOUR);
      expect(await perform(shared(KEY))).toBeUndefined();
    });

    it.runIf(traits.refreshes)('lasts on with every write', async () => {
      const { perform, pass } = await make();
      await perform(write(KEY, 1, ttl(2)));
      await pass(2 * HOUR);
      await perform(write(KEY, 2, ttl(2)));
      await pass(2 * HOUR);
      expect(await perform(shared(KEY))).toBe(2);
      await perform(write(KEY, 2, ttl(0)));
      await pass(HOUR);
      expect(await perform(shared(KEY))).toBeUndefined();
    });
  });

  describe('a list', () => {
    it('keeps its newest items, oldest first', async () => {
      const { perform } = await make();
      for (const item of [1, 2, 3]) {
        expect(await perform(append('list', { item }, 2, ttl(1)))).toBeUndefined();
      }
      const list = [{ item: 2 }, { item: 3 }];
      expect(await perform(shared('list'))).toEqual(list);
      expect(await perform(readMany(['list', 'other']))).toEqual([list, undefined]);
    });

    it('expires as a whole', async () => {
      const { perform, pass } = await make();
      await perform(append('list', 1, 9, ttl(1)));
      await pass(HOUR);
      await perform(append('list', 2, 9, ttl(1)));
      await pass(HOUR);
      expect(await perform(shared('list'))).toEqual(traits.refreshes ? [1, 2] : undefined);
      await pass(HOUR);
      expect(await perform(readMany(['list']))).toEqual([undefined]);
      await perform(append('list', 3, 9, ttl(1)));
      expect(await perform(shared('list'))).toEqual([3]);
    });

    it('gives way to a value that is written over it, and back', async () => {
      const { perform, pass } = await make();
      await perform(append('k', 1, 9, ttl(1)));
      expect(await perform(readMany(['k', 'l']))).toEqual([[1], undefined]);
      await perform(write('k', 'text', ttl(1)));
      expect(await perform(readMany(['k', 'l']))).toEqual(['text', undefined]);
      await pass(4 * HOUR);
      await perform(append('k', 2, 9, ttl(1)));
      expect(await perform(readMany(['k', 'l']))).toEqual([[2], undefined]);
      expect(await perform(shared('k'))).toEqual([2]);
    });

    it('is nothing else: appending to a value is a fault', async () => {
      const { perform } = await make();
      await perform(write(KEY, mapOf(1), ttl(1)));
      await expect(perform(append(KEY, 1, 9, ttl(1)))).rejects.toThrow(
        `it appends to '${KEY}', which holds no list`,
      );
    });
  });

  describe('a number', () => {
    it('is counted up and down from 0, and tells the sum', async () => {
      const { perform } = await make();
      const sums: unknown[] = [];
      for (const by of [1, 2.5, -4, 1e6]) sums.push(await perform(increment('n', by, ttl(1))));
      expect(sums).toEqual([1, 3.5, -0.5, 999_999.5]);
      expect(await perform(shared('n'))).toBe(999_999.5);
    });

    it('may have been written', async () => {
      const { perform } = await make();
      await perform(write('n', 1e16, ttl(1)));
      expect(await perform(increment('n', 2, ttl(1)))).toBe(1e16 + 2);
    });

    it('begins again when its ttl is over', async () => {
      const { perform, pass } = await make();
      await perform(increment('n', 5, ttl(0)));
      await pass(HOUR);
      expect(await perform(increment('n', 1, ttl(0)))).toBe(1);
    });

    it('is nothing else: incrementing that is a fault, and so is a sum beyond all numbers', async () => {
      const { perform } = await make();
      await perform(write('text', '5', ttl(1)));
      await perform(append('list', 5, 9, ttl(1)));
      for (const key of ['text', 'list']) {
        await expect(perform(increment(key, 1, ttl(1)))).rejects.toThrow(
          `it increments '${key}', which holds no number`,
        );
      }
      await perform(increment('n', Number.MAX_VALUE, ttl(1)));
      await expect(perform(increment('n', Number.MAX_VALUE, ttl(1)))).rejects.toThrow(
        "it increments 'n' beyond all numbers",
      );
    });
  });

  describe('a version', () => {
    it('is 0 where nothing is stored, and another after every write', async () => {
      const { perform, pass } = await make();
      const versionOf = async () => ((await perform(readVersion('k'))) as Versioned).version;
      expect(await perform(readVersion('k'))).toEqual({ value: undefined, version: 0 });
      const versions: number[] = [];
      for (const effect of [
        write('k', 1, ttl(1)),
        increment('k', 1, ttl(1)),
        write('k', 2, ttl(1)),
      ]) {
        await perform(effect);
        versions.push(await versionOf(), await versionOf());
      }
      await pass(3 * HOUR);
      expect(await versionOf()).toBe(0);
      await perform(append('k', 1, 9, ttl(1)));
      versions.push(await versionOf());
      expect(new Set(versions).size).toBe(4);
      expect(versions.every((version) => version > 0)).toBe(true);
    });

    it('lets one writer through, and no other that has read the same', async () => {
      const { perform } = await make();
      expect(await perform(compareAndSet(KEY, 0, mapOf(1), ttl(1)))).toBe(true);
      expect(await perform(compareAndSet(KEY, 0, mapOf(2), ttl(1)))).toBe(false);
      const { value, version } = (await perform(readVersion(KEY))) as Versioned;
      expect(seen(value)).toEqual(seen(mapOf(1)));
      expect(await perform(compareAndSet(KEY, version, mapOf(1, 2), ttl(1)))).toBe(true);
      expect(await perform(compareAndSet(KEY, version, mapOf(3), ttl(1)))).toBe(false);
      expect(seen(await perform(shared(KEY)))).toEqual(seen(mapOf(1, 2)));
    });

    it('does not come again when what is stored has expired', async () => {
      const { perform, pass } = await make();
      await perform(write('k', 1, ttl(1)));
      const { version } = (await perform(readVersion('k'))) as Versioned;
      await pass(2 * HOUR);
      await perform(write('k', 1, ttl(1)));
      expect(await perform(compareAndSet('k', version, 2, ttl(1)))).toBe(false);
      await pass(2 * HOUR);
      expect(await perform(compareAndSet('k', version, 2, ttl(1)))).toBe(false);
      expect(await perform(compareAndSet('k', 0, 2, ttl(1)))).toBe(true);
    });
  });

  describe.runIf(traits.grantsLeases)('a lease', () => {
    it('is of one owner; who waits gets it with a token of its own', async () => {
      const { perform, acquireLease } = await make();
      const first = await acquireLease('l', ttl(1));
      const token = (await first.token()) as number;
      const second = await acquireLease('l', ttl(1));
      expect(token).toBeGreaterThan(0);
      expect(await second.token()).toBeUndefined();
      expect(await (await acquireLease('other', ttl(1))).token()).toBeGreaterThan(token);
      expect(await perform(releaseLease('l', token))).toBe(true);
      expect(await second.token()).toBeGreaterThan(token);
    });

    it('is given back by its owner alone', async () => {
      const { perform, acquireLease } = await make();
      const token = (await (await acquireLease('l', ttl(1))).token()) as number;
      expect(await perform(releaseLease('l', token + 1))).toBe(false);
      expect(await perform(releaseLease('none', token))).toBe(false);
      const second = await acquireLease('l', ttl(1));
      expect(await second.token()).toBeUndefined();
    });

    it('runs out', async () => {
      const { perform, acquireLease, pass } = await make();
      const token = (await (await acquireLease('l', ttl(1))).token()) as number;
      const second = await acquireLease('l', ttl(1));
      await pass(HOUR);
      expect(await second.token()).toBeUndefined();
      await pass(HOUR);
      expect(await second.token()).toBeGreaterThan(token);
      expect(await perform(releaseLease('l', token))).toBe(false);
    });
  });
}

/** One of a sequence of effects; a version is one of those that were read under its key. */
type Asking =
  | { readonly op: 'read' | 'read-version'; readonly key: string }
  | { readonly op: 'read-many'; readonly keys: readonly string[] }
  | { readonly op: 'write'; readonly key: string; readonly value: unknown; readonly hours: number }
  | { readonly op: 'append'; readonly key: string; readonly item: unknown; readonly limit: number }
  | { readonly op: 'increment'; readonly key: string; readonly by: number; readonly hours: number }
  | {
      readonly op: 'compare-and-set';
      readonly key: string;
      readonly value: unknown;
      readonly back: number;
    }
  | { readonly op: 'pass'; readonly hours: number };

/** Of values, of lists, of numbers, and of whatever comes. */
const KEYS = ['claude_map', 'claude_map:fast/01:latency', 'claude_map:0:rpm', 'k'] as const;
const [OF_VALUES, OF_LISTS, OF_NUMBERS] = KEYS;
const keys = fc.constantFrom(...KEYS);
/** Seldom another than those: most sequences come to their end. */
const mostly = (key: string) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(key) }, fc.constant('k'));
const hours = fc.nat(3);
const float = fc.double({ min: 0, max: 1e17, noNaN: true });
const stats = fc
  .tuple(
    fc.array(fc.oneof(float, fc.constant(PLACEHOLDER)), { maxLength: 4 }),
    fc.array(float, { maxLength: 2 }),
    fc.nat(9),
    fc.nat(99),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([latency, ttft, minute, tpm, rpm]) => new DeploymentStats(latency, ttft, minute, tpm, rpm));
const maps = fc.dictionary(fc.constantFrom(...INDEX.ids), stats).map((entries) => {
  const map = new LatencyMap(INDEX);
  for (const [id, one] of Object.entries(entries)) map.set(id, one);
  return map;
});
const counts = fc.uniqueArray(fc.nat(2), { maxLength: 3 }).map((order) => {
  const map = new CountMap();
  for (const position of order) map.set(position, position * 7);
  return map;
});
// An array that is written whole is a list to the model, and a text to Redis.
const plain = fc.jsonValue().filter((value) => !Array.isArray(value));
const value = fc.oneof(maps, counts, fc.integer(), plain);

const asking: fc.Arbitrary<Asking> = fc.oneof(
  fc.record({ op: fc.constantFrom('read' as const, 'read-version' as const), key: keys }),
  fc.record({ op: fc.constant('read-many' as const), keys: fc.array(keys, { maxLength: 4 }) }),
  fc.record({ op: fc.constant('write' as const), key: mostly(OF_VALUES), value, hours }),
  fc.record({
    op: fc.constant('append' as const),
    key: mostly(OF_LISTS),
    item: fc.oneof(float, maps, plain),
    limit: fc.integer({ min: 1, max: 3 }),
  }),
  // What doubles and long doubles add alike.
  fc.record({
    op: fc.constant('increment' as const),
    key: mostly(OF_NUMBERS),
    by: fc.integer({ min: -4096, max: 4096 }).map((n) => n / 8),
    hours,
  }),
  fc.record({
    op: fc.constant('compare-and-set' as const),
    key: mostly(OF_VALUES),
    value,
    back: fc.nat(2),
  }),
  fc.record({ op: fc.constant('pass' as const), hours }),
);

/** Whatever is asked for, one bench answers as another does, until both fail alike. */
export function alike(one: () => Promise<Bench>, other: () => Promise<Bench>, numRuns: number) {
  return fc.assert(
    fc.asyncProperty(fc.array(asking, { maxLength: 30, size: 'max' }), async (sequence) => {
      expect(await told(await one(), sequence)).toEqual(await told(await other(), sequence));
    }),
    { numRuns },
  );
}

async function told(bench: Bench, sequence: readonly Asking[]): Promise<unknown[]> {
  const versions = new Map<string, number[]>();
  const answers: unknown[] = [];
  for (const asked of sequence) {
    try {
      answers.push(seen(await answerTo(bench, asked, versions)));
    } catch (error) {
      return [...answers, (error as Error).message.replace(/^logger 'mine': /, '')];
    }
  }
  return answers;
}

async function answerTo(bench: Bench, asked: Asking, versions: Map<string, number[]>) {
  switch (asked.op) {
    case 'pass':
      return bench.pass(asked.hours * HOUR);
    case 'write':
      return bench.perform(write(asked.key, asked.value, ttl(asked.hours)));
    case 'append':
      return bench.perform(append(asked.key, asked.item, asked.limit, ttl(1)));
    case 'increment':
      return bench.perform(increment(asked.key, asked.by, ttl(asked.hours)));
    case 'compare-and-set': {
      const version = versions.get(asked.key)?.at(-1 - asked.back) ?? 0;
      return bench.perform(compareAndSet(asked.key, version, asked.value, ttl(2)));
    }
    case 'read-version': {
      const { value, version } = (await bench.perform(readVersion(asked.key))) as Versioned;
      const seen = versions.get(asked.key) ?? [0];
      versions.set(asked.key, seen.includes(version) ? seen : [...seen, version]);
      // Versions are numbered in their own way.
      return [value, versions.get(asked.key)?.indexOf(version)];
    }
    case 'read-many':
      return bench.perform(readMany(asked.keys));
    case 'read':
      return bench.perform(read(asked.key, 'shared'));
  }
}
