import type { Effect } from '../../effects/effects.js';
import type { Clock, Occurrence } from '../../kernel/clock.js';
import { LoggerFault, Unsupported } from '../../loggers/contract.js';
import { type Caller, ReadLog } from '../../model/caller.js';
import type { Grant, Leases } from '../../model/leases.js';
import type { Locks } from '../../model/locks.js';
import type { Process } from '../../model/logger.js';
import type { Origin } from '../../model/provenance.js';
import { type DataEffect, type Store, TRAVELS } from '../../model/stores/store.js';

/** Where the calls of one replication run. */
export interface Surroundings {
  readonly clock: Clock;
  readonly store: Store;
  readonly storeKind: string;
  readonly grantsLeases: boolean;
  /** The locks of each process. */
  readonly locks: readonly Locks<Call>[];
  readonly leases: Leases<Call>;
  readonly loggerName: string;
  /** Draws a round trip in seconds. */
  roundTrip_s(): number;
  /** An effect has taken effect. */
  performed(call: Call, effect: Effect, where: 'process' | 'shared'): void;
}

/** Who made a call, and is told its result. */
export interface Client {
  returned(call: Call, result: unknown): void;
}

type Stage = 'serve' | 'complete' | 'resume';

/**
 * A logger call or a select under way: the interpreter of a generator of effects in virtual time.
 * An effect that does not suspend is answered on the spot, so nothing can come between; one that
 * travels takes effect in the middle of its round trip and is answered at its end.
 */
export class Call implements Occurrence, Caller {
  readonly reads = new ReadLog();
  /** Whether its last read was of the shared copy, past any memory of the process. */
  readShared = false;
  private effect: Effect | undefined;
  private stage: Stage = 'resume';
  private payload: unknown;
  private answer: unknown;
  private half_s = 0;
  private locksHeld = 0;

  constructor(
    private readonly world: Surroundings,
    private readonly process_: Process<unknown>,
    readonly client: Client,
    readonly kind: 'record' | 'view',
    readonly process: number,
    readonly own: Origin | undefined,
    readonly deployments: number,
  ) {}

  /** Runs until the call suspends or ends. */
  start(): void {
    this.resume(undefined);
  }

  occur(): void {
    const { world } = this;
    switch (this.stage) {
      case 'serve':
        this.serve(this.effect as Effect);
        return;
      case 'complete': {
        const effect = this.effect as Effect;
        const { now_s } = world.clock;
        this.resume(
          isData(effect) ? world.store.complete(effect, this.answer, this, now_s) : this.answer,
        );
        return;
      }
      case 'resume': {
        const effect = this.effect as Effect;
        // A lock that had to be waited for is taken now.
        if (effect.op === 'acquire') world.performed(this, effect, 'process');
        this.resume(this.answer);
      }
    }
  }

  private resume(answer: unknown): void {
    for (;;) {
      const step = this.process_.next(answer);
      if (step.done === true) {
        this.end(step.value);
        return;
      }
      this.effect = step.value;
      answer = this.begin(step.value);
      if (answer === TRAVELS) return;
    }
  }

  /** Begins an effect. Gives its answer, or `TRAVELS` if the call is suspended. */
  private begin(effect: Effect): unknown {
    const { world } = this;
    switch (effect.op) {
      case 'acquire':
        return this.acquire(effect.lock);
      case 'release':
        return this.release(effect.lock);
      case 'sleep':
        this.suspend('resume', effect.duration_s);
        return TRAVELS;
      case 'acquire-lease':
      case 'release-lease':
        if (!world.grantsLeases) {
          throw new Unsupported(world.loggerName, world.storeKind, effect.op);
        }
        this.payload = undefined;
        break;
      default: {
        const answer = world.store.begin(effect, this, world.clock.now_s);
        this.readShared = answer === TRAVELS && !(effect.op === 'read' && effect.tier !== 'shared');
        if (answer !== TRAVELS) {
          world.performed(this, effect, 'process');
          return answer;
        }
        this.payload = world.store.payload(effect);
      }
    }
    this.half_s = world.roundTrip_s() / 2;
    this.suspend('serve', this.half_s);
    return TRAVELS;
  }

  private serve(effect: Effect): void {
    const { world } = this;
    world.performed(this, effect, 'shared');
    if (effect.op === 'acquire-lease') {
      const grant = world.leases.acquire(effect.lease, this, effect.lease_s);
      if (grant !== undefined) this.granted(grant, effect.lease);
      return;
    }
    if (effect.op === 'release-lease') {
      this.answer = world.leases.owns(effect.lease, effect.token);
      endLease(world, effect.lease, effect.token);
    } else {
      const { now_s } = world.clock;
      this.answer = world.store.serve(effect as DataEffect, this.payload, this, now_s);
    }
    this.suspend('complete', this.half_s);
  }

  /** The shared store has granted this call a lease: the answer travels back. */
  granted(grant: Grant<Call>, lease: string): void {
    const { world } = this;
    world.clock.after(grant.lease_s, {
      occur: () => endLease(world, lease, grant.token),
    });
    this.answer = grant.token;
    this.suspend('complete', this.half_s);
  }

  private acquire(lock: string): unknown {
    const { world } = this;
    this.locksHeld++;
    const locks = world.locks[this.process] as Locks<Call>;
    if (this.locksHeld > 1 && locks.heldBy(this).includes(lock)) {
      const fault = `${this.kind}() waits for lock '${lock}', which it holds itself`;
      throw new LoggerFault(world.loggerName, fault, 'release it first');
    }
    const free = locks.acquire(lock, this);
    if (!free) return TRAVELS;
    world.performed(this, this.effect as Effect, 'process');
    return undefined;
  }

  private release(lock: string): undefined {
    const { world } = this;
    let next: Call | undefined;
    try {
      next = (world.locks[this.process] as Locks<Call>).release(lock, this);
    } catch (error) {
      throw new LoggerFault(world.loggerName, (error as Error).message, 'acquire it first');
    }
    this.locksHeld--;
    world.performed(this, this.effect as Effect, 'process');
    if (next !== undefined) {
      next.answer = undefined;
      next.suspend('resume', 0);
    }
    return undefined;
  }

  private end(result: unknown): void {
    if (this.locksHeld > 0) {
      const { world } = this;
      const held = (world.locks[this.process] as Locks<Call>).heldBy(this);
      throw new LoggerFault(
        world.loggerName,
        `${this.kind}() ended holding lock '${held.join("', '")}'`,
        "release it in a 'finally'",
      );
    }
    this.client.returned(this, result);
  }

  private suspend(stage: Stage, delay_s: number): void {
    this.stage = stage;
    this.world.clock.after(delay_s, this);
  }
}

/** A lease is over, given back or run out: the longest waiting gets it. */
function endLease(world: Surroundings, lease: string, token: number): void {
  const next = world.leases.end(lease, token);
  next?.owner.granted(next, lease);
}

function isData(effect: Effect): effect is DataEffect {
  return effect.op !== 'acquire-lease' && effect.op !== 'release-lease';
}
