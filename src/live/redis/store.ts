import type { Append, CompareAndSet, Effect, Increment, Write } from '../../effects/effects.js';
import { beyondNumbers, misfit } from '../../effects/fault.js';
import { WAITS } from '../../effects/interpreter.js';
import type { DataEffect } from '../../effects/store.js';
import type { Command, RedisConnection, Reply } from './client.js';
import { type Codec, TimedeltaRefused } from './codec.js';
import type { LiveKeys } from './keys.js';

/** What the shared copy carries out: what travels to it. */
export type SharedEffect = DataEffect | Extract<Effect, { op: 'acquire-lease' | 'release-lease' }>;

/** What became of an effect. */
export interface ServedEffect {
  /** As a modelled store answers; `WAITS`: somebody else has the lease. */
  readonly answer: unknown;
  /**
   * Its place in the order in which Redis carried out the effects of all processes, from 1, with gaps;
   * null: it never came there.
   */
  readonly order: number | null;
  /** Why it never came there, in the words of Python. */
  readonly failed?: string;
}

/** Nothing outlives its world by more: whoever is killed clears nothing away. */
const LONGEST_TTL_S = 7 * 24 * 3600;

/**
 * The shared copy of the data, on a real Redis: what a shared store is in a simulation, effect by
 * effect. Each is one MULTI, in which a counter is incremented too: so the order of the effects is known, and
 * what they would have come to on the modelled store. Values travel as text: what is read is a copy.
 */
export class LiveStore {
  /** Keys under which a list was found: they are read as such. */
  private readonly lists = new Set<string>();
  /** Keys under which something else was found. */
  private readonly values = new Set<string>();

  constructor(
    private readonly connection: RedisConnection,
    private readonly keys: LiveKeys,
    private readonly codec: Codec,
  ) {}

  /** Makes ready what all processes share; again does no harm. */
  async open(): Promise<void> {
    const { order, versions, forms } = this.keys;
    const ttl = String(LONGEST_TTL_S);
    await this.connection.atOnce([
      ['SET', order, '0', 'EX', ttl, 'NX'],
      // A hash has a ttl only once it has a field.
      ...[versions, forms].flatMap((hash): Command[] => [
        ['HSETNX', hash, '', '0'],
        ['EXPIRE', hash, ttl],
      ]),
    ]);
  }

  /**
   * Carries an effect out. What is sent is a copy made at once.
   * @throws Misfit where it does not fit what is stored, CommandError where Redis has gone
   */
  async serve(effect: SharedEffect): Promise<ServedEffect> {
    try {
      return await this.carryOut(effect);
    } catch (error) {
      if (!(error instanceof TimedeltaRefused)) throw error;
      const answer = effect.op === 'compare-and-set' ? false : undefined;
      return { answer, order: null, failed: error.message };
    }
  }

  private async carryOut(effect: SharedEffect): Promise<ServedEffect> {
    switch (effect.op) {
      case 'read': {
        const { values, order } = await this.read([effect.key]);
        return { answer: values[0], order };
      }
      case 'read-many': {
        const { values, order } = await this.read(effect.keys);
        return { answer: values, order };
      }
      case 'read-version': {
        const { key } = effect;
        const versionOf: Command = ['HGET', this.keys.versions, key];
        const { values, more, order } = await this.read([key], versionOf);
        const [value] = values;
        return { answer: { value, version: value === undefined ? 0 : Number(more) }, order };
      }
      case 'write':
        return this.write(effect);
      case 'append':
        return this.append(effect);
      case 'increment':
        return this.increment(effect);
      case 'compare-and-set':
        return this.compareAndSet(effect);
      case 'acquire-lease': {
        const keys = [this.keys.lease(effect.lease), this.keys.order];
        const [token, order] = await this.numbered([
          script(ACQUIRE_LEASE, keys, [String(milliseconds(effect.lease_s))]),
        ]);
        return { answer: token === 0 ? WAITS : token, order };
      }
      case 'release-lease': {
        const [owned, order] = await this.numbered([
          script(RELEASE_LEASE, [this.keys.lease(effect.lease)], [String(effect.token)]),
        ]);
        return { answer: owned === 1, order };
      }
    }
  }

  private async write({ key, value, ttl_s }: Write): Promise<ServedEffect> {
    const { text, form } = this.codec.encode(value, key, 'writes');
    const [, order] = await this.numbered([
      ['SET', this.keys.data(key), text, ...lasting(ttl_s)],
      ['HSET', this.keys.forms, key, form],
      this.counted(key),
    ]);
    return { answer: undefined, order };
  }

  private async append({ key, item, limit, ttl_s }: Append): Promise<ServedEffect> {
    const text = this.codec.encodeItem(item, key);
    const list = this.keys.data(key);
    const [length, order] = await this.numbered([
      ['RPUSH', list, text],
      ['LTRIM', list, String(-limit), '-1'],
      expiring(list, ttl_s),
      this.counted(key),
    ]);
    if (length instanceof Error) throw misfit('appends to', key, 'list');
    return { answer: undefined, order };
  }

  private async increment({ key, by, ttl_s }: Increment): Promise<ServedEffect> {
    const { text, form } = this.codec.encode(by, key, 'increments');
    const counter = this.keys.data(key);
    const [sum, order] = await this.numbered([
      ['INCRBYFLOAT', counter, text],
      expiring(counter, ttl_s),
      // What was there before may have been of another.
      ['HSET', this.keys.forms, key, form],
      this.counted(key),
    ]);
    if (sum instanceof Error) {
      throw /NaN or Infinity/.test(sum.message)
        ? beyondNumbers(key)
        : misfit('increments', key, 'number');
    }
    if (!Number.isFinite(Number(sum))) throw beyondNumbers(key);
    return { answer: Number(sum), order };
  }

  private async compareAndSet(effect: CompareAndSet): Promise<ServedEffect> {
    const { key, version, value, ttl_s } = effect;
    const { text, form } = this.codec.encode(value, key, 'writes');
    const { versions, forms } = this.keys;
    const [done, order] = await this.numbered([
      script(
        COMPARE_AND_SET,
        [this.keys.data(key), versions, forms],
        [key, String(version), text, form, ...lasting(ttl_s)],
      ),
    ]);
    return { answer: done === 1, order };
  }

  /** With every write. */
  private counted(key: string): Command {
    return ['HINCRBY', this.keys.versions, key, '1'];
  }

  /**
   * Reads keys at once. What Redis is to be asked for depends on what is there: GET or MGET of a value, LRANGE
   * of a list. Where that is not as it was before, it is asked again.
   * @param extra is asked with it
   */
  private async read(
    keys: readonly string[],
    extra?: Command,
  ): Promise<{
    readonly values: readonly unknown[];
    readonly more: Reply | undefined;
    readonly order: number;
  }> {
    for (;;) {
      const asked = await this.asked(keys, extra);
      if (asked !== undefined) return asked;
    }
  }

  /** @returns undefined: something else is there than was asked for */
  private async asked(keys: readonly string[], extra: Command | undefined) {
    const { lists, values } = this;
    const single = keys.length === 1;
    // Of one key GET says whether it is a list, MGET does not.
    const asLists = keys.filter((key) => (single ? lists.has(key) : !values.has(key)));
    const asValues = keys.filter((key) => !lists.has(key));
    const commands: Command[] = asLists.map((key) => ['LRANGE', this.keys.data(key), '0', '-1']);
    if (asValues.length > 0) {
      commands.push([single ? 'GET' : 'MGET', ...asValues.map((key) => this.keys.data(key))]);
    }
    if (keys.length > 0) commands.push(['HMGET', this.keys.forms, ...keys]);
    if (extra !== undefined) commands.push(extra);
    const { replies, order } = await this.inOrder(commands);
    const listAt = new Map(asLists.map((key, i) => [key, replies[i]]));
    const got = replies[asLists.length];
    const texts = single || asValues.length === 0 ? [got] : (got as readonly Reply[]);
    const textAt = new Map(asValues.map((key, i) => [key, texts[i]]));
    const forms = replies[commands.length - (extra === undefined ? 1 : 2)] as readonly string[];
    let changed = false;
    const found = keys.map((key, i) => {
      const form = forms[i] ?? '';
      const list = listAt.get(key);
      const text = textAt.get(key);
      if (Array.isArray(list) && list.length > 0) {
        lists.add(key);
        values.delete(key);
        return list.map((item) => this.codec.decodeItem(item, key));
      }
      if (typeof text === 'string') {
        values.add(key);
        lists.delete(key);
        return this.codec.decode({ text, form }, key);
      }
      // Nothing is there; unless there is what was not asked for.
      const [wasList, wasValue] = [lists.delete(key), values.delete(key)];
      if (list instanceof Error || text instanceof Error || (wasValue && !single)) changed = true;
      if (text instanceof Error && !wasList) lists.add(key);
      return undefined;
    });
    const more = extra === undefined ? undefined : replies.at(-1);
    return changed ? undefined : { values: found, more, order };
  }

  /** Carries commands out at once. @returns the answer to the first, and their place in the order */
  private async numbered(
    commands: readonly [Command, ...Command[]],
  ): Promise<readonly [first: Reply | undefined, order: number]> {
    const { replies, order } = await this.inOrder(commands);
    return [replies[0], order];
  }

  private async inOrder(
    commands: readonly Command[],
  ): Promise<{ readonly replies: readonly Reply[]; readonly order: number }> {
    const replies = await this.connection.atOnce([...commands, ['INCR', this.keys.order]]);
    return { replies: replies.slice(0, -1), order: replies.at(-1) as number };
  }
}

/** A ttl as Redis takes it: not 0, and no longer than anything is to be left behind. */
function milliseconds(ttl_s: number): number {
  return Math.max(1, Math.round(Math.min(ttl_s, LONGEST_TTL_S) * 1000));
}

/** As LiteLLM says it, in seconds, where there are no parts of one. */
function lasting(ttl_s: number): readonly [unit: 'EX' | 'PX', ttl: string] {
  const ttl_ms = milliseconds(ttl_s);
  return ttl_ms % 1000 === 0 ? ['EX', String(ttl_ms / 1000)] : ['PX', String(ttl_ms)];
}

function expiring(key: string, ttl_s: number): Command {
  const [unit, ttl] = lasting(ttl_s);
  return [unit === 'EX' ? 'EXPIRE' : 'PEXPIRE', key, ttl];
}

function script(text: string, keys: readonly string[], args: readonly string[]): Command {
  return ['EVAL', text, String(keys.length), ...keys, ...args];
}

/** Version 0: nothing is there. A key that has expired and come back has been written to more often. */
const COMPARE_AND_SET = `
local version = '0'
if redis.call('EXISTS', KEYS[1]) == 1 then version = redis.call('HGET', KEYS[2], ARGV[1]) end
if version ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[3], ARGV[5], ARGV[6])
redis.call('HINCRBY', KEYS[2], ARGV[1], 1)
redis.call('HSET', KEYS[3], ARGV[1], ARGV[4])
return 1`;

/** The token is a place in the order of all effects: one that is granted later is higher. */
const ACQUIRE_LEASE = `
local token = redis.call('INCR', KEYS[2])
if redis.call('SET', KEYS[1], token, 'NX', 'PX', ARGV[1]) then return token end
return 0`;

const RELEASE_LEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;
