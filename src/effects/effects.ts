/**
 * What a logger may ask of the world it runs in. Effects are plain data: a logger yields one and
 * is resumed with its answer. Whether an effect suspends, how long it takes and whether a read
 * hands out a copy is the store's business, never the logger's.
 */

/**
 * Which copy an effect is about, on a store that has several: `local`, the process's own memory
 * (LiteLLM's `local_only=True`), `shared`, the common copy past that memory. Without it: the
 * memory first, and the shared copy where the memory has nothing. A store with a single copy
 * ignores this.
 */
export type Tier = 'local' | 'shared';

/** Answers the value under `key`, undefined if there is none or it has expired. */
export interface Read {
  readonly op: 'read';
  readonly key: string;
  readonly tier?: Tier;
}

/** Answers an array: the value under each key, all in one round trip. Reads the shared copy. */
export interface ReadMany {
  readonly op: 'read-many';
  readonly keys: readonly string[];
}

/** Stores a value under `key`. Answers undefined. */
export interface Write {
  readonly op: 'write';
  readonly key: string;
  readonly value: unknown;
  readonly ttl_s: number;
}

/** Appends to the list under `key` and keeps its newest `limit` items, atomically. */
export interface Append {
  readonly op: 'append';
  readonly key: string;
  readonly item: unknown;
  readonly limit: number;
  readonly ttl_s: number;
}

/** Adds to the number under `key` (0 if there is none), atomically; `by` may be negative. Answers the sum. */
export interface Increment {
  readonly op: 'increment';
  readonly key: string;
  readonly by: number;
  readonly ttl_s: number;
}

/** Answers a `Versioned` value of the shared copy. */
export interface ReadVersion {
  readonly op: 'read-version';
  readonly key: string;
}

/** A value and the version at which it was read; version 0: nothing is stored. */
export interface Versioned {
  readonly value: unknown;
  readonly version: number;
}

/** Stores the value if the key is still at `version`. Answers true if it did. */
export interface CompareAndSet {
  readonly op: 'compare-and-set';
  readonly key: string;
  readonly version: number;
  readonly value: unknown;
  readonly ttl_s: number;
}

/**
 * Takes a lock of the process, first in first out, as asyncio.Lock: a free lock is taken without
 * suspending. Answers undefined.
 */
export interface Acquire {
  readonly op: 'acquire';
  readonly lock: string;
}

/** Gives a lock of the process back; never suspends. Answers undefined. */
export interface Release {
  readonly op: 'release';
  readonly lock: string;
}

/**
 * Takes a lease in the shared store, first come first served; it runs out `lease_s` seconds after
 * it was granted. Answers the owner's token, a number.
 */
export interface AcquireLease {
  readonly op: 'acquire-lease';
  readonly lease: string;
  readonly lease_s: number;
}

/** Gives a lease back if `token` still owns it. Answers whether it did. */
export interface ReleaseLease {
  readonly op: 'release-lease';
  readonly lease: string;
  readonly token: number;
}

/** Waits. Answers undefined. */
export interface Sleep {
  readonly op: 'sleep';
  readonly duration_s: number;
}

export type Effect =
  | Read
  | ReadMany
  | Write
  | Append
  | Increment
  | ReadVersion
  | CompareAndSet
  | Acquire
  | Release
  | AcquireLease
  | ReleaseLease
  | Sleep;

/** What a field of an effect must be. */
interface Kind {
  readonly wanted: string;
  fits(value: unknown): boolean;
}

/** Characters of a key or of the name of a lock: what is made of it must still be a string. */
export const MAX_NAME_CHARACTERS = 1_000_000;

const MAX_NAME = '1,000,000 characters';
const isName = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= MAX_NAME_CHARACTERS;
const TEXT: Kind = { wanted: `a string of at most ${MAX_NAME}`, fits: isName };
/** Keys that are read at once: far more than there are deployments. */
const MAX_KEYS = 1_000_000;
const TEXTS: Kind = {
  wanted: `an array of at most 1,000,000 strings of at most ${MAX_NAME}`,
  fits: (value) => Array.isArray(value) && value.length <= MAX_KEYS && value.every(isName),
};
const AMOUNT: Kind = {
  wanted: 'a number, 0 or more',
  fits: (value) => typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY,
};
const ITEMS: Kind = {
  wanted: 'a whole number from 1',
  fits: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
};
const FINITE: Kind = { wanted: 'a finite number', fits: Number.isFinite };
const ANYTHING: Kind = { wanted: 'a value', fits: (value) => value !== undefined };
const TIER: Kind = {
  wanted: "'local', 'shared' or left out",
  fits: (value) => value === undefined || value === 'local' || value === 'shared',
};

/** The contract, as data: the fields that each effect must have, in the order of its constructor. */
const FIELDS: Record<Effect['op'], readonly (readonly [name: string, kind: Kind])[]> = {
  read: [
    ['key', TEXT],
    ['tier', TIER],
  ],
  'read-many': [['keys', TEXTS]],
  write: [
    ['key', TEXT],
    ['value', ANYTHING],
    ['ttl_s', AMOUNT],
  ],
  append: [
    ['key', TEXT],
    ['item', ANYTHING],
    ['limit', ITEMS],
    ['ttl_s', AMOUNT],
  ],
  increment: [
    ['key', TEXT],
    ['by', FINITE],
    ['ttl_s', AMOUNT],
  ],
  'read-version': [['key', TEXT]],
  'compare-and-set': [
    ['key', TEXT],
    ['version', AMOUNT],
    ['value', ANYTHING],
    ['ttl_s', AMOUNT],
  ],
  acquire: [['lock', TEXT]],
  release: [['lock', TEXT]],
  'acquire-lease': [
    ['lease', TEXT],
    ['lease_s', AMOUNT],
  ],
  'release-lease': [
    ['lease', TEXT],
    ['token', AMOUNT],
  ],
  sleep: [['duration_s', AMOUNT]],
};

/** The names of all effects. */
export const OPERATIONS = Object.keys(FIELDS) as readonly Effect['op'][];

const isOperation = (op: unknown): op is Effect['op'] =>
  typeof op === 'string' && Object.hasOwn(FIELDS, op);

/** Says what is wrong with something a logger yielded; undefined if it is a sound effect. */
export function effectFault(yielded: unknown): string | undefined {
  if (typeof yielded !== 'object' || yielded === null) {
    return `it yielded ${describe(yielded)}, which is not an effect`;
  }
  const effect = yielded as Record<string, unknown>;
  const { op } = effect;
  if (!isOperation(op)) {
    return `it yielded an object with op ${describe(op)}, which is not an effect (these are: ${OPERATIONS.join(', ')})`;
  }
  for (const [name, { wanted, fits }] of FIELDS[op]) {
    const value = effect[name];
    if (!fits(value)) {
      return `it yielded '${op}' with ${name} = ${describe(value)}; ${name} must be ${wanted}`;
    }
  }
  return undefined;
}

/** What to yield instead of something that `effectFault` found wrong. */
export function effectRemedy(yielded: unknown): string {
  const op = (yielded as { op?: unknown } | null | undefined)?.op;
  return isOperation(op)
    ? `yield ${signatureOf(op)}, its arguments in this order`
    : 'yield one of the effects that latsim exports (read, write, acquire, ...)';
}

/** What an effect is about: a key, or several, a lock, a lease; empty: nothing. */
export function objectOf(effect: Effect): string {
  switch (effect.op) {
    case 'acquire':
    case 'release':
      return effect.lock;
    case 'acquire-lease':
    case 'release-lease':
      return effect.lease;
    case 'sleep':
      return '';
    case 'read-many':
      return effect.keys.join(', ');
    default:
      return effect.key;
  }
}

/** The keys that an effect reads; empty: none. */
export function keysRead(effect: Effect): readonly string[] {
  if (effect.op === 'read-many') return effect.keys;
  return effect.op === 'read' || effect.op === 'read-version' ? [effect.key] : [];
}

/**
 * An effect as it is constructed, by what it is about: `compareAndSet("lock", ...)`, `sleep(1)`. What may
 * differ from one try to the next is left out.
 */
export function effectText(effect: Effect): string {
  const fields = FIELDS[effect.op].map(
    ([name]) => (effect as unknown as Readonly<Record<string, unknown>>)[name],
  );
  const [first, ...rest] = fields.filter((value) => value !== undefined);
  const more = rest.length === 0 ? '' : ', ...';
  return `${constructorOf(effect.op)}(${JSON.stringify(first)}${more})`;
}

/** How an effect is constructed: `compareAndSet(key, version, value, ttl_s)`. */
export function signatureOf(op: Effect['op']): string {
  const names = FIELDS[op].map(([field, { fits }]) => (fits(undefined) ? `${field}?` : field));
  return `${constructorOf(op)}(${names.join(', ')})`;
}

function constructorOf(op: Effect['op']): string {
  return op.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Longer text is not shown. */
const MAX_SHOWN = 1000;

function describe(value: unknown): string {
  if (typeof value === 'string') {
    return value.length <= MAX_SHOWN
      ? JSON.stringify(value)
      : `a string of ${value.length} characters`;
  }
  if (value === null || typeof value !== 'object') return String(value);
  return Array.isArray(value) ? 'an array' : 'an object';
}

// One constructor per effect, so that a logger reads like what it does.

export const read = (key: string, tier?: Tier): Read =>
  tier === undefined ? { op: 'read', key } : { op: 'read', key, tier };
export const readMany = (keys: readonly string[]): ReadMany => ({ op: 'read-many', keys });
export const write = (key: string, value: unknown, ttl_s: number): Write => ({
  op: 'write',
  key,
  value,
  ttl_s,
});
export const append = (key: string, item: unknown, limit: number, ttl_s: number): Append => ({
  op: 'append',
  key,
  item,
  limit,
  ttl_s,
});
export const increment = (key: string, by: number, ttl_s: number): Increment => ({
  op: 'increment',
  key,
  by,
  ttl_s,
});
export const readVersion = (key: string): ReadVersion => ({ op: 'read-version', key });
export const compareAndSet = (
  key: string,
  version: number,
  value: unknown,
  ttl_s: number,
): CompareAndSet => ({ op: 'compare-and-set', key, version, value, ttl_s });
export const acquire = (lock: string): Acquire => ({ op: 'acquire', lock });
export const release = (lock: string): Release => ({ op: 'release', lock });
export const acquireLease = (lease: string, lease_s: number): AcquireLease => ({
  op: 'acquire-lease',
  lease,
  lease_s,
});
export const releaseLease = (lease: string, token: number): ReleaseLease => ({
  op: 'release-lease',
  lease,
  token,
});
export const sleep = (duration_s: number): Sleep => ({ op: 'sleep', duration_s });
