import type { Effect } from '../../effects/effects.js';
import { LoggerFault, Unsupported } from '../../loggers/contract.js';
import type { Cache } from '../../model/cache.js';
import { copyOf } from '../../model/copy.js';
import type { LatencyMap } from '../../model/latency-map.js';
import { Leases } from '../../model/leases.js';
import { Locks } from '../../model/locks.js';
import { ABANDONED, type Process } from '../../model/logger.js';
import type { CompletionEvent } from '../../model/profile.js';
import { broughtBy } from '../../model/stores/perform.js';
import { type DataEffect, type Store, TRAVELS } from '../../model/stores/store.js';
import { circleLength, follows, goesRound } from './circles.js';
import { contentOf, effectContent } from './content.js';
import type { Histories } from './histories.js';
import { type Move, moveText, stepOf } from './move.js';
import type { Program, Setting } from './program.js';
import { mapOf, selecting } from './select.js';
import { type Answered, changeable, Task } from './task.js';

/** An effect that was performed in a step, for the story of a schedule. */
export interface Performed {
  readonly effect: Effect;
  readonly answer: unknown;
  /** `waits`: for a lock or lease that somebody else has. */
  readonly where: 'process' | 'shared' | 'waits';
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
 * before the next suspending effect or the end of the call. A start that does nothing anybody could see is one with the first
 * suspending effect.
 */
export class World {
  readonly tasks: readonly Task[];
  private readonly store: Store;
  private readonly locks: readonly Locks<Task>[];
  private readonly leases = new Leases<Task>();
  private readonly deadProcesses = new Set<number>();
  private expiriesLeft: number;
  private runOutsLeft: number;
  private crashesLeft: number;
  /** What the step at hand performs. */
  private performed: Performed[] = [];
  /** Whether somebody reads what is performed: then it is kept as it was, whatever changes later. */
  telling = false;
  /** Expiries and crashes so far, as written in a schedule. */
  readonly accidents: string[] = [];

  constructor(
    readonly program: Program,
    readonly setting: Setting,
    private readonly histories: Histories,
  ) {
    const { processes } = program;
    const { context, fleet } = setting;
    this.store = program.store.create({
      // One more than there are: a select in a process that knows nothing yet.
      processes: processes + 1,
      profile: program.profile,
      listSize: context.listSize,
    });
    this.locks = Array.from({ length: processes + 1 }, () => new Locks<Task>());
    this.expiriesLeft = program.expiries;
    this.runOutsLeft = program.leaseRunOuts;
    this.crashesLeft = program.crash === 'none' ? 0 : 1;
    const tasks = Array.from({ length: program.tasks }, (_, i) => {
      const task = new Task(i, 'record', i % processes, fleet.size, histories.root(`record ${i}`));
      task.process_ = this.processOf(task);
      return task;
    });
    if (program.select) {
      const select = new Task(program.tasks, 'select', 0, fleet.size, histories.root('select'));
      select.process_ = this.processOf(select);
      tasks.push(select);
    }
    this.tasks = tasks;
  }

  /** The call that a task is at: it has as many behind it as it has outcomes. */
  private processOf(task: Task): Process<unknown> {
    const { program, setting } = this;
    if (task.kind === 'select') {
      return selecting(program.logger.view(setting.context, 0), setting, program);
    }
    const event = setting.events[task.number]?.[task.outcomes.length] as CompletionEvent;
    return program.logger.record(event, setting.context);
  }

  /** Everything that may happen next, in a fixed order: steps by task, then crashes and expiries. */
  enabled(): Move[] {
    const moves: Move[] = [];
    for (const task of this.tasks) {
      if (task.canStep) moves.push(stepOf(task.number));
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
      this.accidents.push(moveText(move));
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
        (this.store.copies()[move.copy] as Cache).expire(move.key);
        break;
      case 'lease-runs-out': {
        const lease = this.leases.held().find(({ name }) => name === move.lease);
        if (lease === undefined) break;
        if (!lease.owner.over) this.runOutsLeft--;
        this.endLease(lease.name, lease.token);
      }
    }
    return { move, performed: this.performed, ended };
  }

  private step(task: Task): void {
    task.steps++;
    if (task.status === 'unstarted') {
      task.status = 'running';
      this.resume(task, () => task.process_.next());
      const visible = this.performed.length > 0 || task.waiting;
      if (visible || task.status !== 'running') return;
    }
    const effect = task.effect as Effect;
    let answer: unknown;
    if (task.granted !== undefined) {
      answer = task.granted.answer;
      task.waiting = false;
      task.granted = undefined;
      this.note(effect, answer, 'process');
    } else {
      answer = this.serve(task, effect);
      if (answer === SUSPENDED) return;
    }
    this.answered(task, answer);
    this.noticeChanges(task);
    this.resume(task, () => task.process_.next(answer));
  }

  /**
   * Others may have changed what a task holds by reference while it was suspended: that is part of
   * its past, as an answer is.
   */
  private noticeChanges(task: Task): void {
    if (task.held.length === 0) return;
    task.history = this.histories.after(task.history, `holds ${contentOf(task.held)}`);
  }

  /** Performs the effect that a task was suspended at. */
  private serve(task: Task, effect: Effect): unknown {
    const { store } = this;
    let answer: unknown;
    switch (effect.op) {
      case 'sleep':
        break;
      case 'acquire-lease': {
        const grant = this.leases.acquire(effect.lease, task, effect.lease_s);
        if (grant === undefined) {
          task.waiting = true;
          this.note(effect, undefined, 'waits');
          return SUSPENDED;
        }
        answer = grant.token;
        break;
      }
      case 'release-lease':
        answer = this.leases.owns(effect.lease, effect.token);
        this.endLease(effect.lease, effect.token);
        break;
      default: {
        const data = effect as DataEffect;
        answer = store.complete(data, store.serve(data, task.payload, task, 0), task, 0);
      }
    }
    this.note(effect, answer, effect.op === 'sleep' ? 'process' : 'shared', task.payload);
    return answer;
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
    let result: IteratorResult<Effect, unknown>;
    try {
      result = go();
      for (;;) {
        if (result.done === true) {
          this.callEnded(task, result.value);
          return;
        }
        const effect = result.value;
        task.yielded = this.textOf(effect);
        this.check(task, task.yielded);
        task.effect = effect;
        const answer = this.begin(task, effect);
        if (answer === SUSPENDED) return;
        this.note(effect, answer, 'process');
        this.answered(task, answer);
        result = task.process_.next(answer);
      }
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      task.status = 'crashed';
    }
  }

  /** A task's call has returned: its next one begins with a step of its own. */
  private callEnded(task: Task, result: unknown): void {
    if (task.kind === 'record') {
      const outcome = result === ABANDONED ? 'abandoned' : 'recorded';
      task.outcomes.push(task.hit ? 'uncertain' : outcome);
    }
    this.check(task, `its end (${task.outcomes.join(', ')})`);
    if (task.kind === 'select' || task.outcomes.length === this.program.samplesPerTask) {
      task.status = 'ended';
      return;
    }
    task.status = 'unstarted';
    task.hit = false;
    task.held.length = 0;
    task.trail.length = 0;
    task.history = this.histories.after(task.history, 'next call');
    task.process_ = this.processOf(task);
  }

  /** @throws LoggerFault for a value that contains itself, which no store can keep */
  private textOf(effect: Effect): string {
    try {
      return effectContent(effect);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const { name } = this.program.logger;
      throw new LoggerFault(
        name,
        `'${effect.op}' has a value that contains itself`,
        'store plain data',
      );
    }
  }

  private check(task: Task, yielded: string): void {
    const { logger } = this.program;
    this.histories.check(task.history, yielded, task.label, task.steps, logger.name);
  }

  private answered(task: Task, answer: unknown): void {
    if (this.program.store.perProcess) task.hold(answer);
    const text = contentOf(answer);
    const before = task.history;
    task.trail.push({ effect: task.yielded, answer: text, value: copyOf(answer), before });
    task.history = this.histories.after(before, text);
    const circle = circleLength(task.trail);
    if (circle === 0) return;
    const endless = this.histories.circle(task.history, () =>
      goesRound(this.processOf(task), task.trail, circle),
    );
    if (endless) this.forgetCircle(task, circle);
  }

  /**
   * Puts a task back to before the circle that it has just gone for the second time: so a loop
   * shows as a cycle of the state graph. Its generator is made anew, so that a logger which counts
   * its rounds is where its history says; not where it holds objects of its process's memory,
   * which cannot be made anew.
   */
  private forgetCircle(task: Task, circle: number): void {
    const { trail } = task;
    task.history = (trail[trail.length - circle] as Answered).before;
    trail.length -= circle;
    if (task.held.length > 0) return;
    task.process_ = this.processOf(task);
    follows(task.process_, trail);
  }

  /** Does at once what does not suspend. */
  private begin(task: Task, effect: Effect): unknown {
    switch (effect.op) {
      case 'acquire': {
        if ((this.locks[task.process] as Locks<Task>).acquire(effect.lock, task)) return undefined;
        task.waiting = true;
        this.note(effect, undefined, 'waits');
        return SUSPENDED;
      }
      case 'release': {
        const locks = this.locks[task.process] as Locks<Task>;
        let next: Task | undefined;
        try {
          next = locks.release(effect.lock, task);
        } catch (error) {
          const { logger } = this.program;
          throw new LoggerFault(logger.name, (error as Error).message, 'acquire it first');
        }
        if (next !== undefined) next.granted = { answer: undefined };
        return undefined;
      }
      case 'sleep':
        return SUSPENDED;
      case 'acquire-lease':
      case 'release-lease':
        if (!this.program.store.shared) {
          const { logger, store } = this.program;
          throw new Unsupported(logger.name, store.kind, effect.op);
        }
        return SUSPENDED;
      default: {
        if (this.program.store.perProcess) task.hold(broughtBy(effect));
        const answer = this.store.begin(effect, task, 0);
        if (answer !== TRAVELS) return answer;
        if (effect.op === 'write' && this.program.store.perProcess) {
          // It is in the process's memory already, for all of the process to see.
          this.note(effect, undefined, 'process');
        }
        task.payload = this.store.payload(effect);
        return SUSPENDED;
      }
    }
  }

  private endLease(lease: string, token: number): void {
    const next = this.leases.end(lease, token);
    if (next !== undefined) next.owner.granted = { answer: next.token };
  }

  /** An exception arrives at the effect that a task is suspended at, which does not take place. */
  private crash(task: Task): void {
    const effect = task.effect as Effect;
    if (task.waiting) this.withdraw(task, effect);
    task.hit = true;
    task.history = this.histories.after(task.history, 'crash');
    // What happened before and after is told apart: a trail across a crash is no loop.
    task.trail.length = 0;
    this.noticeChanges(task);
    this.resume(task, () => task.process_.throw(new Crash('crashed')));
  }

  private withdraw(task: Task, effect: Effect): void {
    if (effect.op === 'acquire') {
      const next = (this.locks[task.process] as Locks<Task>).withdraw(effect.lock, task);
      if (next !== undefined) next.granted = { answer: undefined };
    } else if (effect.op === 'acquire-lease') {
      this.leases.withdraw(effect.lease, task);
    }
    task.waiting = false;
    task.granted = undefined;
  }

  /** All tasks of a process end where they are; its memory and its locks are gone. */
  private crashProcess(process: number): void {
    for (const task of this.tasks) {
      if (task.process !== process || task.over) continue;
      if (task.waiting) this.withdraw(task, task.effect as Effect);
      task.status = 'crashed';
    }
    this.deadProcesses.add(process);
    (this.locks as Locks<Task>[])[process] = new Locks<Task>();
    const memory = this.memoryOf(process);
    for (const { key } of memory?.contents() ?? []) memory?.expire(key);
  }

  private memoryOf(process: number): Cache | undefined {
    const { store } = this.program;
    if (!store.perProcess) return undefined;
    return this.store.copies()[store.shared ? process + 1 : process];
  }

  /** Canonical text of the state: what is stored, and each unfinished task's past. */
  key(): string {
    let text = `${this.accidents.join()}:${this.runOutsLeft};`;
    for (const copy of this.store.copies()) {
      for (const { key, value, version } of copy.contents()) {
        text += `${key}=${contentOf(value)}@${version},`;
      }
      text += ';';
    }
    for (const locks of this.locks) {
      for (const { name, owner, waiting } of locks.held()) text += holding(name, owner, waiting);
      text += ';';
    }
    for (const { name, owner, token, waiting } of this.leases.held()) {
      text += `${holding(name, owner, waiting)}#${token}`;
    }
    for (const task of this.tasks) {
      text += `;${task.status}`;
      if (task.over) text += task.outcomes.join();
      else text += `${task.history}${task.granted === undefined ? '' : '!'}`;
    }
    return this.program.store.perProcess ? text + this.aliases() : text;
  }

  /**
   * Of what tasks share with their process's memory by reference: what each object has become, and
   * which of them are one and the same.
   */
  private aliases(): string {
    const objects = new Map<unknown, number>();
    const numberOf = (object: unknown): number => {
      const number = objects.get(object) ?? objects.size;
      objects.set(object, number);
      return number;
    };
    for (const copy of this.store.copies()) {
      for (const { value } of copy.contents()) changeable(value).forEach(numberOf);
    }
    let text = '';
    for (const { over, held } of this.tasks) {
      text += ';';
      if (over) continue;
      for (const object of held) text += `${numberOf(object)}${contentOf(object)}`;
    }
    return text;
  }

  /** What is stored now, for a person: each key of each copy. */
  contents(): { readonly copy: string; readonly key: string; readonly value: unknown }[] {
    return this.store
      .copies()
      .flatMap((copy, i) =>
        copy
          .contents()
          .map(({ key, value }) => ({ copy: this.copyName(i), key, value: copyOf(value) })),
      );
  }

  copyName(copy: number): string {
    const { store } = this.program;
    if (store.shared) return copy === 0 ? 'store' : `memory ${copy}`;
    return `memory ${copy + 1}`;
  }

  /**
   * Locks and leases that somebody holds who will not give them back: who has ended, or, for a lock,
   * crashed while its process lives on. A lease of who has crashed runs out.
   */
  leftHeld(): { readonly name: string; readonly owner: string }[] {
    const locks = this.locks.flatMap((all) => all.held().filter(({ owner }) => owner.over));
    const leases = this.leases.held().filter(({ owner }) => owner.status === 'ended');
    return [...locks, ...leases].map(({ name, owner }) => ({ name, owner: owner.label }));
  }

  /** Who holds a lease. */
  leaseOwner(lease: string): string | undefined {
    return this.leases.held().find(({ name }) => name === lease)?.owner.label;
  }

  /** Who waits for which lock or lease of whom. */
  waits(): { readonly who: string; readonly what: string; readonly owner: string }[] {
    const locks = this.locks
      .flatMap((all) => all.held())
      .map((held) => ({ ...held, kind: 'lock' }));
    const leases = this.leases.held().map((held) => ({ ...held, kind: 'lease' }));
    return [...locks, ...leases].flatMap(({ kind, name, owner, waiting }) =>
      waiting.map((task) => ({ who: task.label, what: `${kind} '${name}'`, owner: owner.label })),
    );
  }

  /** Whether a process has not crashed. */
  isAlive(process: number): boolean {
    return !this.deadProcesses.has(process);
  }

  /**
   * What a select sees in a process, number `processes` being one that knows nothing yet. Call it
   * when nothing else can happen any more.
   * @returns the map; 'blocked' if the select waits for what nobody gives back
   */
  seenBy(process: number): LatencyMap | undefined | 'blocked' {
    const { setting, program, histories } = this;
    for (const { name, owner, token } of this.leases.held()) {
      if (owner.status === 'crashed') this.endLease(name, token);
    }
    const view = program.logger.view(setting.context, 0);
    const size = setting.fleet.size;
    const select = new Task(this.tasks.length, 'select', process, size, histories.root('view'));
    let seen: unknown;
    select.process_ = (function* () {
      seen = yield* view;
    })();
    const pasts = new Set<number>();
    while (!select.over) {
      if (!select.canStep || pasts.has(select.history)) return 'blocked';
      if (select.status === 'running' && !select.waiting) pasts.add(select.history);
      this.step(select);
    }
    return mapOf(seen, program);
  }
}

function holding(name: string, owner: Task, waiting: readonly Task[]): string {
  return `${name}:${owner.number}<${waiting.map((task) => task.number).join()}`;
}
