import type { Effect } from './effects.js';
import { type Accused, blamed, LoggerFault, Unsupported } from './fault.js';
import type { Grant, Leases } from './leases.js';
import type { Locks } from './locks.js';
import { type DataEffect, type DataStore, isData, TRAVELS } from './store.js';

/** Answer of `begin` and `serve`: the caller waits for a lock or lease that somebody else has. */
export const WAITS = Symbol('waits');
/** Answer of `begin`: the caller sleeps. */
export const SLEEPS = Symbol('sleeps');

/** Whoever asks for effects: in one of the router's processes. */
export interface Asker {
  readonly process: number;
}

/** What the effects of a world are performed on. */
export interface Setting<Caller> {
  readonly store: DataStore<Caller>;
  readonly storeKind: string;
  /** Whether there is a shared copy, which can grant leases. */
  readonly grantsLeases: boolean;
  /** The locks of each process. */
  readonly locks: Locks<Caller>[];
  readonly leases: Leases<Caller>;
  /** Whose effects those of a caller are, for faults. */
  whose(caller: Caller): Accused;
}

/** A world: it alone says how time or order passes. */
export interface World<Caller> {
  /** A caller that waited for a lock (undefined), or for a lease (its token), now has it. */
  granted(caller: Caller, answer: number | undefined): void;
  /** A lease has begun; it ends by itself after `lease_s`, if the world has a clock. */
  leased?(lease: string, grant: Grant<Caller>): void;
}

/**
 * The one interpreter of effects. An effect begins in its process, and is answered there and then,
 * or suspends its caller: `TRAVELS` to the shared copy, where it is served and from where it
 * completes, `WAITS` for what somebody else has, or `SLEEPS`.
 */
export class Interpreter<Caller extends Asker> {
  constructor(
    private readonly setting: Setting<Caller>,
    private readonly world: World<Caller>,
  ) {}

  /**
   * Does in the process what can be done there.
   * @returns the answer, or why the caller is suspended
   * @throws LoggerFault for a lock that is not the caller's, or an effect that does not fit what is stored;
   *   Unsupported for leases without a shared copy
   */
  begin(effect: Effect, caller: Caller, now_s: number): unknown {
    const { setting } = this;
    switch (effect.op) {
      case 'acquire':
        return setting.locks[caller.process]!.acquire(effect.lock, caller) ? undefined : WAITS;
      case 'release':
        this.release(effect.lock, caller);
        return undefined;
      case 'sleep':
        return SLEEPS;
      case 'acquire-lease':
      case 'release-lease':
        if (!setting.grantsLeases) {
          throw new Unsupported(setting.whose(caller), setting.storeKind, effect.op);
        }
        return TRAVELS;
      default:
        try {
          return setting.store.begin(effect, caller, now_s);
        } catch (error) {
          throw blamed(error, setting.whose(caller));
        }
    }
  }

  /** What travels with an effect that does. */
  payload(effect: Effect): unknown {
    return isData(effect) ? this.setting.store.payload(effect) : undefined;
  }

  /** Takes effect on the shared copy. @returns what travels back, or `WAITS` */
  serve(effect: Effect, payload: unknown, caller: Caller, now_s: number): unknown {
    const { leases, store } = this.setting;
    switch (effect.op) {
      case 'acquire-lease': {
        const grant = leases.acquire(effect.lease, caller, effect.lease_s);
        if (grant === undefined) return WAITS;
        this.world.leased?.(effect.lease, grant);
        return grant.token;
      }
      case 'release-lease': {
        const owned = leases.owns(effect.lease, effect.token);
        this.endLease(effect.lease, effect.token);
        return owned;
      }
      default:
        try {
          return store.serve(effect as DataEffect, payload, caller, now_s);
        } catch (error) {
          throw blamed(error, this.setting.whose(caller));
        }
    }
  }

  /** Back in the process. @returns the answer that the caller sees */
  complete(effect: Effect, served: unknown, caller: Caller, now_s: number): unknown {
    return isData(effect) ? this.setting.store.complete(effect, served, caller, now_s) : served;
  }

  /** A lease is over, given back or run out: the longest waiting gets it. */
  endLease(lease: string, token: number): void {
    const next = this.setting.leases.end(lease, token);
    if (next === undefined) return;
    this.world.leased?.(lease, next);
    this.world.granted(next.owner, next.token);
  }

  /** A caller stops waiting for a lock or lease, or passes on what it was granted meanwhile. */
  withdraw(effect: Effect, caller: Caller): void {
    const { locks, leases } = this.setting;
    if (effect.op === 'acquire') {
      const next = locks[caller.process]!.withdraw(effect.lock, caller);
      if (next !== undefined) this.world.granted(next, undefined);
    } else if (effect.op === 'acquire-lease') {
      leases.withdraw(effect.lease, caller);
    }
  }

  private release(lock: string, caller: Caller): void {
    const { setting, world } = this;
    let next: Caller | undefined;
    try {
      next = setting.locks[caller.process]!.release(lock, caller);
    } catch (error) {
      const { part, name } = setting.whose(caller);
      throw new LoggerFault(name, (error as Error).message, 'acquire it first', part);
    }
    if (next !== undefined) world.granted(next, undefined);
  }
}
