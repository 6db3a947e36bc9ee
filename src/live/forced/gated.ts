import { type Effect, objectOf } from '../../effects/effects.js';
import { blamed } from '../../effects/fault.js';
import { Interpreter, SLEEPS, WAITS } from '../../effects/interpreter.js';
import { Leases } from '../../effects/leases.js';
import { Locks } from '../../effects/locks.js';
import type { Steps } from '../../effects/steps.js';
import { TRAVELS } from '../../effects/store.js';
import { type Caller, ReadLog } from '../../model/caller.js';
import type { Store } from '../../model/stores/store.js';
import { ABANDONED } from '../../model/strategy.js';
import type { Program, Setting } from '../../worlds/explore/program.js';
import { askingOf } from '../../worlds/explore/select.js';
import type { LiveStore, SharedEffect } from '../redis/store.js';

/** How it stands with a task. Plain data. */
export interface TaskNews {
  readonly status: 'running' | 'ended' | 'abandoned' | 'crashed';
  /** What it asks for, and is not answered yet: `read map`; null: nothing. */
  readonly asks: string | null;
  /** Whether it waits for a lock or lease that somebody else has. */
  readonly waits: boolean;
}

/** Thrown into a task that crashes. */
class TaskCrash extends Error {
  override readonly name = 'TaskCrash';
}

/** A call that goes on only when it is told to. */
interface GatedTask extends Caller {
  readonly steps: Steps<unknown>;
  status: TaskNews['status'];
  effect: Effect | undefined;
  payload: unknown;
  /** What the shared copy has answered, which the task does not know yet. */
  served: unknown;
  waits: boolean;
  result: unknown;
}

/**
 * A process of the router whose tasks stand before a gate: each goes on by one effect when it is told to. What
 * happens in the process (its memory, its locks) happens here; what travels is carried out on Redis.
 */
export class GatedProcess {
  private readonly tasks = new Map<number, GatedTask>();
  private readonly interpreter: Interpreter<GatedTask>;
  private readonly model: Store;

  constructor(
    private readonly program: Program,
    private readonly setting: Setting,
    private readonly process: number,
    private readonly store: LiveStore,
  ) {
    const { store: model, logger, processes } = program;
    this.model = model.create({ processes: processes + 1, keeping: setting.keeping });
    this.interpreter = new Interpreter<GatedTask>(
      {
        store: this.model,
        storeKind: model.kind,
        grantsLeases: model.shared,
        locks: Array.from({ length: processes + 1 }, () => new Locks<GatedTask>()),
        leases: new Leases<GatedTask>(),
        whose: () => ({ part: 'logger', name: logger.name }),
      },
      {
        granted: (task) => {
          task.waits = false;
          task.served = undefined;
        },
      },
    );
  }

  /** A task begins its call, and comes to the first effect that leaves its process, or to a lock that it waits for. */
  begin(number: number): TaskNews {
    const { strategy, events } = this.setting;
    const [event] = events[number] ?? [];
    if (event === undefined) throw new RangeError(`there is no task ${number}`);
    const task = this.taskOf(strategy.record(event));
    this.tasks.set(number, task);
    this.goOn(task, () => task.steps.next());
    return newsOf(task);
  }

  /** The effect that a task stands before is carried out; the task does not know its answer yet. */
  async perform(number: number): Promise<TaskNews> {
    const task = this.task(number);
    await this.carryOut(task);
    return newsOf(task);
  }

  /** A task goes on with the answer, or with the lock that it has by now, to its next effect. */
  resume(number: number): TaskNews {
    const task = this.task(number);
    this.answer(task);
    return newsOf(task);
  }

  /** An exception arrives at the effect that a task stands before. */
  crash(number: number): TaskNews {
    const task = this.task(number);
    if (task.waits) this.interpreter.withdraw(task.effect as Effect, task);
    task.waits = false;
    this.goOn(task, () => task.steps.throw(new TaskCrash('crashed')));
    return newsOf(task);
  }

  /** What is stored under a key expires in this process's memory. */
  expire(key: string): void {
    this.model.copies()[this.process + 1]?.expire(key);
  }

  /** What a select sees here, after all tasks. */
  async seen(): Promise<unknown> {
    const { strategy, fleet, minute } = this.setting;
    const view = strategy.view?.(askingOf({ fleet, minute }));
    if (view === undefined) return undefined;
    const task = this.taskOf(view);
    this.goOn(task, () => task.steps.next());
    while (task.status === 'running') {
      if (task.waits) return 'blocked';
      await this.carryOut(task);
      this.answer(task);
    }
    return task.result;
  }

  private taskOf(steps: Steps<unknown>): GatedTask {
    return {
      steps,
      process: this.process,
      own: undefined,
      deployments: this.setting.fleet.size,
      reads: new ReadLog(),
      status: 'running',
      effect: undefined,
      payload: undefined,
      served: undefined,
      waits: false,
      result: undefined,
    };
  }

  private task(number: number): GatedTask {
    const task = this.tasks.get(number);
    if (task === undefined) throw new RangeError(`task ${number} has not begun`);
    return task;
  }

  private async carryOut(task: GatedTask): Promise<void> {
    const effect = task.effect as Effect;
    if (effect.op === 'sleep' || effect.op === 'acquire') return;
    try {
      const { answer } = await this.store.serve(sent(effect as SharedEffect, task.payload));
      task.served = answer;
      task.waits = answer === WAITS;
    } catch (error) {
      throw blamed(error, { part: 'logger', name: this.program.logger.name });
    }
  }

  private answer(task: GatedTask): void {
    const { served } = task;
    const answer = this.interpreter.complete(task.effect as Effect, served, task, 0);
    this.goOn(task, () => task.steps.next(answer));
  }

  /** Lets a task run to the next effect that it has to wait at, or to its end. */
  private goOn(task: GatedTask, go: () => IteratorResult<Effect, unknown>): void {
    try {
      let result = go();
      while (result.done !== true) {
        const effect = result.value;
        task.effect = effect;
        const answer = this.interpreter.begin(effect, task, 0);
        if (answer === WAITS) {
          task.waits = true;
          return;
        }
        if (answer === SLEEPS) return;
        if (answer === TRAVELS) {
          task.payload = this.interpreter.payload(effect);
          return;
        }
        result = task.steps.next(answer);
      }
      task.status = result.value === ABANDONED ? 'abandoned' : 'ended';
      task.result = result.value;
    } catch (error) {
      if (!(error instanceof TaskCrash)) throw error;
      task.status = 'crashed';
    }
    task.effect = undefined;
  }
}

/** An effect with what travels: a copy that was made when it was asked for. */
function sent(effect: SharedEffect, payload: unknown): SharedEffect {
  switch (effect.op) {
    case 'write':
    case 'compare-and-set':
      return { ...effect, value: payload };
    case 'append':
      return { ...effect, item: payload };
    default:
      return effect;
  }
}

function newsOf({ status, effect, waits }: GatedTask): TaskNews {
  return { status, asks: effect === undefined ? null : askedText(effect), waits };
}

/** What is asked for, whatever may differ between a model and the real thing: `write map`. */
export function askedText(effect: Effect): string {
  return `${effect.op} ${objectOf(effect)}`.trimEnd();
}
