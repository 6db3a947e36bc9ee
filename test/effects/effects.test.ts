import { describe, expect, test } from 'vitest';
import {
  acquire,
  acquireLease,
  append,
  compareAndSet,
  type Effect,
  effectFault,
  effectRemedy,
  increment,
  MAX_NAME_CHARACTERS,
  OPERATIONS,
  read,
  readMany,
  readVersion,
  release,
  releaseLease,
  signatureOf,
  sleep,
  write,
} from '../../src/effects/effects.js';
import { LoggerFault, Unsupported } from '../../src/effects/fault.js';
import { isData } from '../../src/effects/store.js';

/** One of each, as their constructors make them. */
const SOUND: readonly Effect[] = [
  read('k', 'local'),
  readMany(['k', 'l']),
  write('k', 1, 0),
  append('k', 'item', 1, 0),
  increment('k', 0, 0),
  readVersion('k'),
  compareAndSet('k', 0, 1, 0),
  acquire('l'),
  release('l'),
  acquireLease('l', 0),
  releaseLease('l', 0),
  sleep(0),
];

/** What each field must be, and what it must not: nothing, another type, or out of its range. */
const NAMES = { wanted: 'a string', wrong: [undefined, 7, null, ['k']] };
const NUMBERS = {
  wanted: 'a number, 0 or more',
  wrong: [undefined, '7', -1, Number.NaN, Number.POSITIVE_INFINITY],
};
const VALUES = { wanted: 'a value', wrong: [undefined] };
const FIELDS: Readonly<Record<string, { wanted: string; wrong: readonly unknown[] }>> = {
  key: NAMES,
  lock: NAMES,
  lease: NAMES,
  keys: {
    wanted: 'an array of at most 1,000,000 strings',
    wrong: [undefined, 'k', ['k', 7], {}, new Array(1_000_001).fill('k')],
  },
  tier: { wanted: "'local', 'shared' or left out", wrong: ['both', 1, null] },
  value: VALUES,
  item: VALUES,
  ttl_s: NUMBERS,
  limit: {
    wanted: 'a whole number from 1',
    wrong: [undefined, '7', 0, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY],
  },
  by: {
    wanted: 'a finite number',
    wrong: [undefined, '7', Number.NaN, Number.NEGATIVE_INFINITY],
  },
  version: NUMBERS,
  lease_s: NUMBERS,
  token: NUMBERS,
  duration_s: NUMBERS,
};

test('there is one effect of each name', () => {
  expect(SOUND.map(({ op }) => op)).toEqual(OPERATIONS);
});

describe('the contract of each effect', () => {
  test.each(SOUND)('$op is sound as its constructor makes it', (effect) => {
    expect(effectFault(effect)).toBeUndefined();
  });

  test.each(SOUND)('$op is at fault by any of its fields', (effect) => {
    const names = Object.keys(effect).filter((name) => name !== 'op');
    for (const name of names) {
      const { wanted, wrong } = FIELDS[name]!;
      for (const value of wrong) {
        const fault = effectFault({ ...effect, [name]: value });
        expect(fault).toContain(`it yielded '${effect.op}' with ${name} = `);
        expect(fault).toContain(`; ${name} must be ${wanted}`);
      }
    }
    expect(names.length).toBeGreaterThan(0);
  });

  test('a read needs no tier', () => {
    for (const tier of [undefined, 'local', 'shared'] as const) {
      expect(effectFault({ op: 'read', key: 'k', tier })).toBeUndefined();
    }
    expect(read('k')).toEqual({ op: 'read', key: 'k' });
    expect(Object.keys(read('k'))).toEqual(['op', 'key']);
  });

  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [7, '7'],
    ['read', '"read"'],
    [true, 'true'],
  ])('%s is none', (yielded, shown) => {
    expect(effectFault(yielded)).toBe(`it yielded ${shown}, which is not an effect`);
    expect(effectRemedy(yielded)).toContain('yield one of the effects that latsim exports');
  });

  test.each([
    [{}, 'undefined'],
    [{ op: 'delete' }, '"delete"'],
    [{ op: 'toString' }, '"toString"'],
    [{ op: [] }, 'an array'],
    [{ ...read('k'), op: ['read'] }, 'an array'],
    [{ ...read('k'), op: { toString: (): string => 'read' } }, 'an object'],
    [{ op: {} }, 'an object'],
    [{ op: null }, 'null'],
  ])('%o is none, and those that there are are named', (yielded, shown) => {
    expect(effectFault(yielded)).toBe(
      `it yielded an object with op ${shown}, which is not an effect (these are: ${OPERATIONS.join(', ')})`,
    );
    expect(effectRemedy(yielded)).toContain('yield one of the effects that latsim exports');
  });

  test('what is wrong is shown by its kind', () => {
    const shown = [['a'], { a: 1 }, null, 7].map((key) => effectFault({ op: 'read', key }));
    expect(shown).toEqual(
      ['an array', 'an object', 'null', '7'].map(
        (text) =>
          `it yielded 'read' with key = ${text}; key must be a string of at most 1,000,000 characters`,
      ),
    );
  });

  test.each([
    [1000, `"${'x'.repeat(1000)}"`],
    [1001, 'a string of 1001 characters'],
  ])('a text of %d characters is shown so', (length, shown) => {
    expect(effectFault({ op: 'sleep', duration_s: 'x'.repeat(length) })).toContain(
      `duration_s = ${shown};`,
    );
  });

  test('names have an end, and one without is not shown', () => {
    const longest = 'k'.repeat(MAX_NAME_CHARACTERS);
    for (const effect of [read(longest), readMany(['k', longest]), acquire(longest)]) {
      expect(effectFault(effect)).toBeUndefined();
    }
    const longer = `${longest}k`;
    expect(effectFault(readMany(['k', longer]))).toContain('with keys = an array; keys must be');
    for (const effect of [write(longer, 1, 1), acquire(longer), acquireLease(longer, 1)]) {
      expect(effectFault(effect)).toContain(' = a string of 1000001 characters; ');
    }
  });
});

test.each([
  ['read', 'read(key, tier?)'],
  ['read-many', 'readMany(keys)'],
  ['compare-and-set', 'compareAndSet(key, version, value, ttl_s)'],
  ['acquire-lease', 'acquireLease(lease, lease_s)'],
] as const)('%s is made by %s', (op, signature) => {
  expect(signatureOf(op)).toBe(signature);
  expect(effectRemedy({ op })).toBe(`yield ${signature}, its arguments in this order`);
});

test('a name that is no text has no signature', () => {
  expect(effectRemedy({ op: ['read'] })).toContain('yield one of the effects');
});

test('data is what is neither lock, lease nor sleep', () => {
  expect(SOUND.filter(isData).map(({ op }) => op)).toEqual([
    'read',
    'read-many',
    'write',
    'append',
    'increment',
    'read-version',
    'compare-and-set',
  ]);
});

test('a fault names the logger, and has a name of its own', () => {
  const fault = new LoggerFault('mine', 'it fails', 'mend it');
  expect(fault).toMatchObject({ name: 'LoggerFault', fault: 'it fails', remedy: 'mend it' });
  expect(fault.message).toBe("logger 'mine': it fails");
  expect(
    new Unsupported({ part: 'logger', name: 'mine' }, 'in-process', 'acquire-lease').message,
  ).toBe(
    "logger 'mine': store 'in-process' cannot do 'acquire-lease': it shares nothing between processes",
  );
});
