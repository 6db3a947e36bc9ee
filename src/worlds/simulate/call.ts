import type { Effect } from '../../effects/effects.js';
import { LoggerFault } from '../../effects/fault.js';
import { Interpreter, type Setting, SLEEPS, WAITS } from '../../effects/interpreter.js';
import type { Steps } from '../../effects/steps.js';
import { isData, TRAVELS } from '../../effects/store.js';
import type { Occurrence, Time } from '../../kernel/clock.js';
import { type Caller, ReadLog } from '../../model/caller.js';
import type { Pace } from '../../model/pace.js';
import type { Origin } from '../../model/provenance.js';

/** Carries out what travels to the shared copy where that is not of this world. */
export interface Elsewhere {
  /** Takes an effect along; its caller is told by `answered`, not before this has returned. */
  send(effect: Effect, caller: Calling, interpreter: Interpreter<Calling>): void;
}

/** Where the calls of a model group run: time passes, and somebody is told of each effect. */
export class Calls {
  readonly interpreter: Interpreter<Calling>;

  constructor(
    readonly clock: Time,
    /** Size of the model group's fleet. */
    readonly deployments: number,
    readonly setting: Setting<Calling>,
    /** Draws a round trip in seconds. */
    readonly roundTrip_s: () => number,
    /** An effect has taken effect. */
    readonly performed: (caller: Calling, effect: Effect, where: 'process' | 'shared') => void,
    /** A call asks for an effect, or returns (null); absent: nobody wants to know. */
    readonly stepped?: (caller: Calling, asks: Effect | null) => void,
    /** Absent: the shared copy is modelled here. */
    readonly elsewhere?: Elsewhere,
    /** How long trips of a process take, where that is known better. */
    readonly pace?: Pace,
  ) {
    this.interpreter = new Interpreter<Calling>(setting, {
      granted: (caller, answer) => caller.granted(answer),
      leased: (lease, { token, lease_s }) =>
        clock.after(lease_s, { occur: () => this.interpreter.endLease(lease, token) }),
    });
  }
}

/** What of a strategy is called. */
export type CallKind = 'view' | 'chosen' | 'started' | 'ended' | 'record';

/** What is next: a stage of an effect under way, or the end of a pause. */
type Stage = 'serve' | 'complete' | 'resume' | 'pause';

/**
 * Whoever makes calls of a strategy or a logger, one after the other, in virtual time. An effect that
 * does not suspend is answered on the spot, so nothing can come between; one that travels takes
 * effect in the middle of its round trip and is answered at its end. A caller remembers its reads
 * itself: an object less for each call.
 */
export abstract class Calling extends ReadLog implements Occurrence, Caller {
  /** The call that is under way, or was last. */
  callKind: CallKind = 'view';
  own: Origin | undefined;
  /** Whether the call's last read was of the shared copy, past any memory of the process. */
  readShared = false;
  private steps!: Steps<unknown>;
  private effect!: Effect;
  private stage: Stage = 'resume';
  private payload: unknown;
  private answer: unknown;
  /** The rest of its round trip. */
  private back_s = 0;
  private locksHeld = 0;

  constructor(
    readonly process: number,
    private readonly calls: Calls,
  ) {
    super();
  }

  get reads(): ReadLog {
    return this;
  }

  get looks(): boolean {
    return this.callKind === 'view';
  }

  get deployments(): number {
    return this.calls.deployments;
  }

  /** A call has ended. */
  protected abstract returned(result: unknown): void;

  /** A pause is over. */
  protected abstract paused(): void;

  /** Makes a call. @param own the sample that it records */
  call(kind: CallKind, steps: Steps<unknown>, own?: Origin): void {
    this.callKind = kind;
    this.steps = steps;
    this.own = own;
    this.readShared = false;
    this.forget();
    this.resume(undefined);
  }

  /** Waits, in seconds. */
  pause(delay_s: number): void {
    this.suspend('pause', delay_s);
  }

  occur(): void {
    const { calls, effect } = this;
    switch (this.stage) {
      case 'pause':
        this.paused();
        return;
      case 'serve': {
        calls.performed(this, effect, 'shared');
        const { payload } = this;
        // Not kept: it may be a whole map, and the request goes on for long.
        this.payload = undefined;
        const served = calls.interpreter.serve(effect, payload, this, calls.clock.now_s);
        if (served === WAITS) return;
        this.answer = served;
        this.suspend('complete', this.back_s);
        return;
      }
      case 'complete': {
        const { answer } = this;
        this.answer = undefined;
        this.answered(answer);
        return;
      }
      case 'resume':
        // A lock that had to be waited for is taken now.
        if (effect.op === 'acquire') calls.performed(this, effect, 'process');
        this.resume(this.answer);
    }
  }

  /** What it waited for is its own now: a lock at once, a lease when the answer has travelled back. */
  granted(answer: number | undefined): void {
    this.answer = answer;
    if (this.effect.op === 'acquire') this.suspend('resume', 0);
    else this.suspend('complete', this.back_s);
  }

  /** What travelled is back. @param served what the shared copy has made of it */
  answered(served: unknown): void {
    const { calls, effect } = this;
    this.resume(calls.interpreter.complete(effect, served, this, calls.clock.now_s));
  }

  private resume(answer: unknown): void {
    const { calls } = this;
    let given = answer;
    for (;;) {
      const step = this.steps.next(given);
      if (step.done === true) {
        this.end(step.value);
        return;
      }
      const effect = step.value;
      this.effect = effect;
      this.countLocks(effect);
      calls.stepped?.(this, effect);
      given = calls.interpreter.begin(effect, this, calls.clock.now_s);
      if (isData(effect)) this.readShared = given === TRAVELS && !throughMemory(effect);
      if (given === WAITS) return;
      if (given === SLEEPS) {
        this.answer = undefined;
        this.suspend('resume', (effect as Extract<Effect, { op: 'sleep' }>).duration_s);
        return;
      }
      if (given === TRAVELS) {
        if (calls.elsewhere !== undefined) {
          calls.elsewhere.send(effect, this, calls.interpreter);
          return;
        }
        this.payload = calls.interpreter.payload(effect);
        this.suspend('serve', this.setOut(effect));
        return;
      }
      calls.performed(this, effect, 'process');
    }
  }

  /** @returns how long its effect takes to get there, in seconds */
  private setOut(effect: Effect): number {
    const { pace, clock, roundTrip_s } = this.calls;
    const trip = pace?.trip(this.process, effect.op, clock.now_s);
    this.back_s = trip?.[2] ?? roundTrip_s() / 2;
    return trip?.[1] ?? this.back_s;
  }

  /** Waiting for oneself would never end. */
  private countLocks(effect: Effect): void {
    if (effect.op === 'release') this.locksHeld--;
    if (effect.op !== 'acquire') return;
    if (this.locksHeld > 0 && this.heldLocks().includes(effect.lock)) {
      const fault = `${this.callKind}() waits for lock '${effect.lock}', which it holds itself`;
      const { part, name } = this.calls.setting.whose(this);
      throw new LoggerFault(name, fault, 'release it first', part);
    }
    this.locksHeld++;
  }

  private heldLocks(): string[] {
    return this.calls.setting.locks[this.process]!.heldBy(this);
  }

  private end(result: unknown): void {
    if (this.locksHeld > 0) {
      const { part, name } = this.calls.setting.whose(this);
      throw new LoggerFault(
        name,
        `${this.callKind}() ended holding lock '${this.heldLocks().join("', '")}'`,
        "release it in a 'finally'",
        part,
      );
    }
    this.calls.stepped?.(this, null);
    this.returned(result);
  }

  private suspend(stage: Stage, delay_s: number): void {
    this.stage = stage;
    this.calls.clock.after(delay_s, this);
  }
}

/** Whether what travels is kept in the process's memory, so that the answer is of that. */
function throughMemory(effect: Effect): boolean {
  return effect.op === 'read' && effect.tier !== 'shared';
}
