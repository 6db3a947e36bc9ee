import type { Acquire, AcquireLease, Effect, Release, ReleaseLease, Sleep } from './effects.js';

/** Effects on stored data; locks, leases and sleeping are not the store's. */
export type DataEffect = Exclude<Effect, Acquire | Release | AcquireLease | ReleaseLease | Sleep>;

export function isData(effect: Effect): effect is DataEffect {
  switch (effect.op) {
    case 'acquire':
    case 'release':
    case 'acquire-lease':
    case 'release-lease':
    case 'sleep':
      return false;
    default:
      return true;
  }
}

/** Answer of `begin`: the effect has to travel to the shared copy and suspends. */
export const TRAVELS = Symbol('travels');

/**
 * Where the data lives, as far as interpreting effects goes. An effect begins in its process; what
 * can be done there takes no time and does not suspend. The rest travels: it is served by the shared
 * copy in the middle of a round trip, and completes back in the process.
 */
export interface DataStore<Caller> {
  /** Does in the process what can be done there. Gives the answer, or `TRAVELS`. */
  begin(effect: DataEffect, caller: Caller, now_s: number): unknown;
  /** What travels with an effect: a copy made when it is sent. */
  payload(effect: DataEffect): unknown;
  /** Takes effect on the shared copy. */
  serve(effect: DataEffect, payload: unknown, caller: Caller, now_s: number): unknown;
  /** Back in the process: turns the served answer into the one that the caller sees. */
  complete(effect: DataEffect, served: unknown, caller: Caller, now_s: number): unknown;
}
