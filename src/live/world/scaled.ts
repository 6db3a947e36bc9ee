import type { SharedEffect } from '../redis/store.js';

/** An effect whose times pass so many times as fast. */
export function scaled(effect: SharedEffect, scale: number): SharedEffect {
  if ('ttl_s' in effect) return { ...effect, ttl_s: effect.ttl_s / scale };
  if ('lease_s' in effect) return { ...effect, lease_s: effect.lease_s / scale };
  return effect;
}
