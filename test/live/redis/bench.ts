import { Interpreter, WAITS } from '../../../src/effects/interpreter.js';
import { Leases } from '../../../src/effects/leases.js';
import { Locks } from '../../../src/effects/locks.js';
import { TRAVELS } from '../../../src/effects/store.js';
import type { SharedEffect } from '../../../src/live/redis/store.js';
import { type Caller, ReadLog } from '../../../src/model/caller.js';
import { DeploymentIndex } from '../../../src/model/fleet.js';
import type { StoreModel } from '../../../src/model/stores/store.js';
import { keeping } from '../../worlds/simulate/experiments.js';

/** Of the maps that are stored. */
export const INDEX = new DeploymentIndex(['slow/01', 'fast/01', 'fast/02']);
/** Of the model group's map. */
export const KEY = 'claude_map';

/** Somebody who asked for a lease. */
export interface Asked {
  /** Undefined: it waits. */
  token(): Promise<number | undefined>;
}

/** Who performs effects, so that one body of tests can ask for them. */
export interface Bench {
  /** @throws Misfit, or a LoggerFault that says the same */
  perform(effect: Exclude<SharedEffect, { op: 'acquire-lease' }>): Promise<unknown>;
  acquireLease(lease: string, lease_s: number): Promise<Asked>;
  /** Lets time pass. */
  pass(duration_s: number): Promise<void>;
}

/** One of the modelled stores, in virtual time. */
export function modelled(model: StoreModel): Bench {
  let now_s = 0;
  const tokens = new Map<Caller, number>();
  const due = new Map<string, { token: number; at_s: number }>();
  const setting = {
    store: model.create({ processes: 1, keeping: keeping() }),
    storeKind: model.kind,
    grantsLeases: model.shared,
    locks: [new Locks<Caller>()],
    leases: new Leases<Caller>(),
    whose: () => ({ part: 'logger', name: 'mine' }) as const,
  };
  const interpreter = new Interpreter<Caller>(setting, {
    granted: (caller, token) => {
      tokens.set(caller, token as number);
    },
    leased: (lease, { token, lease_s }) => {
      due.set(lease, { token, at_s: now_s + lease_s });
    },
  });
  const callerOf = (): Caller => ({
    process: 0,
    own: undefined,
    deployments: INDEX.ids.length,
    reads: new ReadLog(),
  });
  const perform = (effect: SharedEffect, caller = callerOf()): unknown => {
    const begun = interpreter.begin(effect, caller, now_s);
    if (begun !== TRAVELS) return begun;
    const served = interpreter.serve(effect, interpreter.payload(effect), caller, now_s);
    return served === WAITS ? WAITS : interpreter.complete(effect, served, caller, now_s);
  };
  return {
    perform: async (effect) => perform(effect),
    acquireLease: async (lease, lease_s) => {
      const caller = callerOf();
      const answer = perform({ op: 'acquire-lease', lease, lease_s }, caller);
      if (answer !== WAITS) tokens.set(caller, answer as number);
      return { token: async () => tokens.get(caller) };
    },
    pass: async (duration_s) => {
      now_s += duration_s;
      for (const [lease, { token, at_s }] of [...due]) {
        if (at_s < now_s) interpreter.endLease(lease, token);
      }
    },
  };
}
