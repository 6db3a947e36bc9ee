import type { Effect } from '../../effects/effects.js';
import { Interpreter, SLEEPS, WAITS } from '../../effects/interpreter.js';
import { Leases } from '../../effects/leases.js';
import { Locks } from '../../effects/locks.js';
import type { Steps } from '../../effects/steps.js';
import { TRAVELS } from '../../effects/store.js';
import type { Cache } from '../../model/cache.js';
import { copyOf } from '../../model/copy.js';
import { broughtBy } from '../../model/stores/perform.js';
import type { Store } from '../../model/stores/store.js';
import { ABANDONED } from '../../model/strategy.js';
import { Call } from './call.js';
import type { Histories } from './histories.js';
import { touchesMemory } from './memory.js';
import { type Move, moveText, stepOf } from './move.js';
import { Past } from './past.js';
import type { Program, Setting } from './program.js';
import { askingOf, readingPastMemories, requesting, selecting, stores, viewOf } from './select.js';
import { Task } from './task.js';

/** An effect that was performed in a step, for the story of a schedule. */
export interface Performed {
  readonly effect: Effect;
  readonly answer: unknown;
  /**
   * `waits`: for a lock or lease that somebody else has; `answered`: what the shared copy has done is
   * known in the process; `kept`: and its memory has it.
   */
  readonly where: 'process' | 'shared' | 'waits' | 'answered' | 'kept';
}

/** What happened in one step. */
export interface Step {
  readonly move: Move;
  readonly performed: readonly Performed[];
  /** Whether the task's call ended in this step. */
  readonly ended: boolean;
}

/** Thrown into a logger that crashes. */
class Crash extends Error {
  override readonly name = 'Crash';
}

/** Answer of an effect that suspends. */
const SUSPENDED = Symbol('suspended');

/**
 * A program in some state. There is no clock: every task that can go on may go next.
 *
 * A step starts with one suspending effect, or with the start of a task's call, and runs to just
 * before the next suspending effect or the end of the call. A start that does nothing anybody could
 * see is one with the first suspending effect. What a task does with an answer of the shared copy is a
 * step of its own where it has to do with the process: between the two others may go on, there and here.
 */
export class World {
  readonly tasks: readonly Task[];
  readonly store: Store;
  readonly locks: Locks<Task>[];
  readonly leases = new Leases<Task>();
  /** Expiries and crashes so far, as written in a schedule, but of a task by the first that it is like. */
  readonly accidents: string[] = [];
  /** Numbers of the tasks whose calls began and ended, in their order. */
  readonly calls: { readonly task: number; readonly what: 'begins' | 'ends' }[] = [];
  /** What has expired so far. */
  readonly expired: { readonly copy: number; readonly key: string }[] = [];
  /** How many leases may still run out under their owners. */
  runOutsLeft: number;
  private expiriesLeft: number;
  private crashesLeft: number;
  private readonly deadProcesses = new Set<number>();
  /** Keys under which completions were recorded, not selects. */
  private readonly recordKeys = new Set<string>();
  private readonly interpreter: Interpreter<Task>;
  private readonly past: Past;
  /** What the step at hand performs. */
  private performed: Performed[] = [];
  /** Whether somebody reads what is performed: then it is kept as it was, whatever changes later. */
  telling = false;

  constructor(
    readonly program: Program,
    readonly setting: Setting,
    private readonly histories: Histories,
  ) {
    const { processes, store, logger } = program;
    const { fleet, keeping, alike } = setting;
    // One more than there are: a select in a process that knows nothing yet.
    this.store = store.create({ processes: processes + 1, keeping });
    this.locks = Array.from({ length: processes + 1 }, () => new Locks<Task>());
    this.interpreter = new Interpreter<Task>(
      {
        store: this.store,
        storeKind: store.kind,
        grantsLeases: store.shared,
        locks: this.locks,
        leases: this.leases,
        whose: () => ({ part: 'logger', name: logger.name }),
      },
      {
        granted: (task, answer) => {
          task.granted = { answer };
        },
      },
    );
    this.past = new Past(histories, program, (task) => this.callOf(task));
    this.expiriesLeft = program.expiries;
    this.runOutsLeft = program.leaseRunOuts;
    this.crashesLeft = program.crash === 'none' ? 0 : 1;
    const tasks = Array.from({ length: program.tasks }, (_, i) => {
      const task = new Task(
        i,
        'record',
        i % processes,
        fleet.size,
        histories.root(`record ${alike[i]}`),
      );
      task.call = new Call(this.callOf(task));
      return task;
    });
    if (program.select) {
      const select = new Task(program.tasks, 'select', 0, fleet.size, histories.root('select'));
      select.call = new Call(this.callOf(select));
      tasks.push(select);
    }
    this.tasks = tasks;
  }

  /** The call that a task is at: it has as many behind it as it has outcomes. */
  private callOf(task: Task): Steps<unknown> {
    const { program, setting } = this;
    if (task.kind === 'select') return selecting(setting, program);
    const event = setting.events[task.number]![task.outcomes.length]!;
    return program.strategy === undefined
      ? setting.strategy.record(event)
      : requesting(setting, program, event);
  }

  /**
   * Everything that may happen next, in a fixed order: steps by task, then crashes and expiries.
   * @param inOrder whether calls begin in the order of their tasks, as where time passes
   */
  enabled(inOrder = this.program.minutes): Move[] {
    const moves: Move[] = [];
    const latest = inOrder ? this.latestStart() : Number.POSITIVE_INFINITY;
    for (const task of this.tasks) {
      if (!task.canStep || (task.status === 'unstarted' && task.number > latest)) continue;
      moves.push(stepOf(task.number));
    }
    if (this.tasks.every((task) => task.over)) return moves;
    if (this.crashesLeft > 0) this.addCrashes(moves);
    if (this.expiriesLeft > 0) {
      for (const [copy, cache] of this.store.copies().entries()) {
        for (const { key } of cache.contents()) moves.push({ kind: 'expiry', copy, key });
      }
    }
    for (const { name, owner } of this.leases.held()) {
      if (this.runOutsLeft > 0 || owner.over) moves.push({ kind: 'lease-runs-out', lease: name });
    }
    return moves;
  }

  /** The last task of which a call may begin now, where they begin in their order. */
  private latestStart(): number {
    const { samplesPerTask } = this.program;
    const next = this.tasks.find(
      ({ status, kind, over, outcomes }) =>
        status === 'unstarted' ||
        (kind === 'record' && !over && outcomes.length + 1 < samplesPerTask),
    );
    return next?.number ?? Number.POSITIVE_INFINITY;
  }

  private addCrashes(moves: Move[]): void {
    if (this.program.crash === 'task') {
      for (const task of this.tasks) {
        if (task.status === 'running') moves.push({ kind: 'crash-task', task: task.number });
      }
      return;
    }
    for (let process = 0; process < this.program.processes; process++) {
      const alive = this.tasks.some((task) => task.process === process && !task.over);
      if (alive) moves.push({ kind: 'crash-process', process });
    }
  }

  /** Crashes of tasks that have not begun: what a crash before the first step comes to. */
  crashesBeforeStart(): Move[] {
    if (this.program.crash !== 'task' || this.crashesLeft === 0) return [];
    return this.tasks
      .filter(({ status }) => status === 'unstarted')
      .map(({ number }) => ({ kind: 'crash-task', task: number }));
  }

  /** Whether some task has begun and is not through. */
  get underWay(): Task | undefined {
    return this.tasks.find((task) => task.status === 'running');
  }

  /** Does one enabled move. */
  take(move: Move): Step {
    this.performed = [];
    let ended = false;
    if (move.kind !== 'step' && move.kind !== 'lease-runs-out') {
      const alike = 'task' in move && { task: this.setting.alike[move.task] as number };
      this.accidents.push(moveText({ ...move, ...alike }));
    }
    switch (move.kind) {
      case 'step': {
        const task = this.tasks[move.task] as Task;
        this.step(task);
        ended = task.over;
        break;
      }
      case 'crash-task': {
        const task = this.tasks[move.task] as Task;
        this.crashesLeft--;
        this.crash(task);
        ended = task.over;
        break;
      }
      case 'crash-process':
        this.crashesLeft--;
        this.crashProcess(move.process);
        break;
      case 'expiry':
        this.expiriesLeft--;
        this.expired.push(move);
        (this.store.copies()[move.copy] as Cache).expire(move.key);
        break;
      case 'lease-runs-out': {
        const lease = this.leases.held().find(({ name }) => name === move.lease);
        if (lease === undefined) break;
        if (!lease.owner.over) this.runOutsLeft--;
        this.interpreter.endLease(lease.name, lease.token);
      }
    }
    return { move, performed: this.performed, ended };
  }

  private step(task: Task): void {
    task.steps++;
    if (task.status === 'unstarted') {
      task.status = 'running';
      this.calls.push({ task: task.number, what: 'begins' });
      this.resume(task, () => task.call.next());
      const visible = this.performed.length > 0 || task.waiting;
      if (visible || task.status !== 'running') return;
    }
    const effect = task.effect as Effect;
    if (task.returning !== undefined) {
      const { served } = task.returning;
      task.returning = undefined;
      this.goOn(task, this.complete(task, effect, served));
      return;
    }
    let answer: unknown;
    if (task.granted !== undefined) {
      answer = task.granted.answer;
      task.waiting = false;
      task.granted = undefined;
      this.note(effect, answer, 'process');
    } else if (effect.op === 'sleep') {
      this.note(effect, undefined, 'process');
    } else {
      answer = this.serve(task, effect);
      if (answer === SUSPENDED) return;
      this.past.answered(task, answer);
      if (this.returnsAlone(task, effect, answer)) {
        task.returning = { served: answer };
        return;
      }
      this.goOn(task, this.interpreter.complete(effect, answer, task, 0));
      return;
    }
    this.past.answered(task, answer);
    this.goOn(task, answer);
  }

  /** A task goes on with an answer. */
  private goOn(task: Task, answer: unknown): void {
    this.past.noticeChanges(task);
    this.resume(task, () => task.call.next(answer));
  }

  /**
   * Whether what a task does with an answer of the shared copy has to do with its process: its memory
   * takes it, the task holds what others there may change, or it goes on with what they see.
   */
  private returnsAlone(task: Task, effect: Effect, served: unknown): boolean {
    const { store } = this.program;
    const kept = served !== undefined && touchesMemory(store, effect);
    return kept || task.held.length > 0 || this.past.goesOnInProcess(task, served);
  }

  /** An answer of the shared copy is back in the process. */
  private complete(task: Task, effect: Effect, served: unknown): unknown {
    const answer = this.interpreter.complete(effect, served, task, 0);
    const kept = answer !== undefined && touchesMemory(this.program.store, effect);
    if (kept) task.hold(answer);
    this.note(effect, answer, kept ? 'kept' : 'answered');
    return answer;
  }

  /** Performs the effect that has travelled to the shared copy. @returns what travels back */
  private serve(task: Task, effect: Effect): unknown {
    const served = this.interpreter.serve(effect, task.payload, task, 0);
    if (served === WAITS) return this.waits(task, effect);
    this.note(effect, served, 'shared', task.payload);
    return served;
  }

  private waits(task: Task, effect: Effect): typeof SUSPENDED {
    task.waiting = true;
    this.note(effect, undefined, 'waits');
    return SUSPENDED;
  }

  private note(
    effect: Effect,
    answer: unknown,
    where: Performed['where'],
    sent: unknown = 'value' in effect ? effect.value : undefined,
  ): void {
    if (!this.telling) {
      this.performed.push({ effect, answer, where });
      return;
    }
    const told = 'value' in effect ? { ...effect, value: copyOf(sent) } : effect;
    this.performed.push({ effect: told, answer: copyOf(answer), where });
  }

  /** Lets a task run until it suspends or ends. */
  private resume(task: Task, go: () => IteratorResult<Effect, unknown>): void {
    try {
      let result = go();
      for (;;) {
        if (result.done === true) {
          this.callEnded(task, result.value);
          return;
        }
        const effect = result.value;
        this.past.asks(task, effect);
        task.effect = effect;
        const answer = this.begin(task, effect);
        if (answer === SUSPENDED) return;
        this.note(effect, answer, 'process');
        if (touchesMemory(this.program.store, effect)) task.hold(answer);
        this.past.answered(task, answer);
        result = task.call.next(answer);
      }
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      task.status = 'crashed';
    }
  }

  /** A task's call has returned: its next one begins with a step of its own. */
  private callEnded(task: Task, result: unknown): void {
    this.calls.push({ task: task.number, what: 'ends' });
    if (task.kind === 'record') {
      const outcome = result === ABANDONED ? 'abandoned' : 'recorded';
      task.outcomes.push(task.hit ? 'uncertain' : outcome);
    }
    this.past.ends(task);
    if (task.kind === 'select' || task.outcomes.length === this.program.samplesPerTask) {
      task.status = 'ended';
      return;
    }
    task.status = 'unstarted';
    task.hit = false;
    this.past.begins(task);
    task.call = new Call(this.callOf(task));
  }

  /** Does at once what does not suspend. */
  private begin(task: Task, effect: Effect): unknown {
    const inMemory = touchesMemory(this.program.store, effect);
    if (task.kind === 'record' && stores(effect)) this.recordKeys.add(effect.key);
    if (inMemory) task.hold(broughtBy(effect));
    const answer = this.interpreter.begin(effect, task, 0);
    if (answer === WAITS) return this.waits(task, effect);
    if (answer === SLEEPS) return SUSPENDED;
    if (answer !== TRAVELS) return answer;
    // It is in the process's memory already, for all of the process to see; or was looked for there.
    if (inMemory) this.note(effect, undefined, 'process');
    task.payload = this.interpreter.payload(effect);
    return SUSPENDED;
  }

  /** An exception arrives at the effect that a task is suspended at, before it takes place or is answered. */
  private crash(task: Task): void {
    if (task.waiting) this.withdraw(task);
    task.returning = undefined;
    task.hit = true;
    this.past.crashes(task);
    this.resume(task, () => task.call.throw(new Crash('crashed')));
  }

  private withdraw(task: Task): void {
    this.interpreter.withdraw(task.effect as Effect, task);
    task.waiting = false;
    task.granted = undefined;
  }

  /** All tasks of a process end where they are; its memory and its locks are gone. */
  private crashProcess(process: number): void {
    for (const task of this.tasks) {
      if (task.process !== process || task.over) continue;
      if (task.waiting) this.withdraw(task);
      task.status = 'crashed';
    }
    this.deadProcesses.add(process);
    this.locks[process] = new Locks<Task>();
    const memory = this.memoryOf(process);
    for (const { key } of memory?.contents() ?? []) memory?.expire(key);
  }

  private memoryOf(process: number): Cache | undefined {
    const { store } = this.program;
    if (!store.perProcess) return undefined;
    return this.store.copies()[store.shared ? process + 1 : process];
  }

  /** Whether a process has not crashed. */
  isAlive(process: number): boolean {
    return !this.deadProcesses.has(process);
  }

  /**
   * What a select sees in a process, number `processes` being one that knows nothing yet. Call it
   * when nothing else can happen any more.
   * @param past whether it is to read past all memories, and past what selects themselves have kept
   * @param minute in which it comes; as a rule after all tasks
   * @returns the view; 'blocked' if the select waits for what nobody gives back, 'endless' if it
   * goes round for ever
   */
  seenBy(process: number, past = false, minute = this.setting.minute): unknown {
    const { setting, program, histories } = this;
    const { strategy, fleet } = setting;
    for (const { name, owner, token } of this.leases.held()) {
      if (owner.status === 'crashed') this.interpreter.endLease(name, token);
    }
    const select = new Task(
      this.tasks.length,
      'select',
      process,
      fleet.size,
      histories.root(`${past ? 'view of what is stored' : 'view'} in minute ${minute}`),
    );
    let seen: unknown;
    const known = (key: string): boolean => this.recordKeys.has(key);
    const looking = (function* () {
      const view = strategy.view?.(askingOf({ fleet, minute }));
      if (view !== undefined) seen = yield* past ? readingPastMemories(view, known) : view;
    })();
    select.call = new Call(looking);
    const pasts = new Set<number>();
    while (!select.over) {
      if (!select.canStep) return 'blocked';
      // What it has been answered is all that tells one step from another.
      if (pasts.has(select.history)) return 'endless';
      if (select.asks) pasts.add(select.history);
      this.step(select);
    }
    return viewOf(seen, program);
  }
}
