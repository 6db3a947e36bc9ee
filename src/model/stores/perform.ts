import type { DataEffect } from '../../effects/store.js';
import type { Cache } from '../cache.js';
import type { Caller } from '../caller.js';
import { copyOf } from '../copy.js';

/** The value that an effect brings along. */
export function broughtBy(effect: DataEffect): unknown {
  switch (effect.op) {
    case 'write':
    case 'compare-and-set':
      return effect.value;
    case 'append':
      return effect.item;
    default:
      return undefined;
  }
}

/** Performs a data effect on one copy, by reference. */
export function perform(
  cache: Cache,
  effect: DataEffect,
  value: unknown,
  caller: Caller,
  now_s: number,
): unknown {
  switch (effect.op) {
    case 'read':
      return cache.read(effect.key, caller, now_s);
    case 'read-many': {
      if (caller.looks === true) cache.looked(effect.keys);
      // As a rule nobody asks what a select has read: of 2,000 lists that would cost.
      const isNoted = caller.own !== undefined || cache.keepsOwnForm;
      return effect.keys.map((key) =>
        isNoted ? cache.read(key, caller, now_s) : cache.peek(key, now_s),
      );
    }
    case 'read-version':
      return cache.readVersion(effect.key, caller, now_s);
    case 'write':
      return cache.write(effect.key, value, effect.ttl_s, caller, now_s);
    case 'append':
      return cache.append(effect, value, caller, now_s);
    case 'increment':
      return cache.increment(effect, caller, now_s);
    case 'compare-and-set':
      return cache.compareAndSet(effect, value, caller, now_s);
  }
}

/** Performs a data effect on the shared copy, whose answers are copies. */
export function performShared(
  cache: Cache,
  effect: DataEffect,
  payload: unknown,
  caller: Caller,
  now_s: number,
): unknown {
  return copyOf(perform(cache, effect, payload, caller, now_s));
}
