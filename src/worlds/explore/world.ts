import { LoggerFault } from '../../loggers/contract.js';
import type { Effect } from '../../loggers/effects.js';
import type { LatencyMap } from '../../loggers/latency-map.js';
import { ABANDONED, type Process } from '../../loggers/logger.js';
import type { Cache, CacheWitness } from '../../model/cache.js';
import { type Caller, ReadLog } from '../../model/caller.js';
import { copyOf } from '../../model/copy.js';
import { Leases } from '../../model/leases.js';
import { Locks } from '../../model/locks.js';
import { LowestLatency } from '../../model/policies/lowest-latency.js';
import { type DataEffect, type Store, TRAVELS } from '../../model/stores/store.js';
import { contentOf } from './content.js';
import type { Histories } from './histories.js';
import { type Move, moveText } from './move.js';
import { eventsOf, type Program, type Setting } from './program.js';

/** What became of one sample of a task. */
export type SampleOutcome = 'recorded' | 'abandoned';

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

const NOBODY: CacheWitness = {
  lost: () => undefined,
  restored: () => undefined,
  expired: () => undefined,
  stored: () => undefined,
};

/** Thrown into a logger that crashes. */
class Crash extends Error {
  override readonly name = 'Crash';
}

/** Answer of an effect that suspends. */
const SUSPENDED = Symbol('suspended');

/** An effect of a task's past with its answer, and the number of the past before it. */
interface Answered {
  readonly effect: string;
  readonly answer: string;
  readonly value: unknown;
  readonly before: number;
}

/** Longest circle, in effects, that is recognised as one. */
const LONGEST_CIRCLE = 8;

/** So often a circle has to repeat before it is taken to go on for ever. */
const ENDLESS_ROUNDS = 1000;

class Task implements Caller {
  readonly own = undefined;
  readonly reads = new ReadLog();
  status: 'unstarted' | 'running' | 'ended' | 'crashed' = 'unstarted';
  readonly outcomes: SampleOutcome[] = [];
  effect: Effect | undefined;
  /** Canonical text of `effect`. */
  yielded = '';
  payload: unknown;
  /** Set while it waits for a lock or lease of somebody else. */
  waiting = false;
  /** The answer that came while it waited. */
  granted: { readonly answer: unknown } | undefined;
  /** Objects of the process's own memory that it may still hold. */
  readonly held: unknown[] = [];
  /** Number of its past; see `Histories`. */
  history: number;
  /** The answers of its past, for finding out that it goes round in circles. */
  readonly trail: Answered[] = [];
  steps = 0;
  process_!: Process<unknown>;

  constructor(
    readonly number: number,
    readonly kind: 'record' | 'select',
    readonly process: number,
    readonly deployments: number,
    root: number,
  ) {
    this.history = root;
  }

  get label(): string {
    return this.kind === 'select' ? 'the select' : `task ${this.number + 1}`;
  }

  get over(): boolean {
    return this.status === 'ended' || this.status === 'crashed';
  }
}

/**
 * A program in some state. There is no clock: every task that can go on may go next.
 *
 * A step starts with one suspending effect, or with the task's start, and runs to just before the
 * next suspending effect. A start that does nothing anybody could see is one with the first
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
  /** Expiries and crashes so far, as written in a schedule. */
  readonly accidents: string[] = [];

  constructor(
    readonly program: Program,
    private readonly setting: Setting,
    private readonly histories: Histories,
  ) {
    const { processes } = program;
    const { context, fleet } = setting;
    this.store = program.store.create({
      // One more than there are: a select in a process that knows nothing yet.
      processes: processes + 1,
      profile: program.profile,
      listSize: context.listSize,
      witnessOf: () => NOBODY,
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

  private processOf(task: Task): Process<unknown> {
    const { program, setting } = this;
    if (task.kind === 'record') return this.recording(task);
    return selecting(program.logger.view(setting.context, 0), setting, program);
  }

  private *recording(task: Task): Process<void> {
    const { program, setting } = this;
    for (const event of eventsOf(program, setting, task.number)) {
      const result = yield* program.logger.record(event, setting.context);
      task.outcomes.push(result === ABANDONED ? 'abandoned' : 'recorded');
    }
  }

  /** Everything that may happen next, in a fixed order: steps by task, then crashes and expiries. */
  enabled(): Move[] {
    const moves: Move[] = [];
    for (const task of this.tasks) {
      if (this.canStep(task)) moves.push({ kind: 'step', task: task.number });
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

  private canStep(task: Task): boolean {
    return !task.over && (!task.waiting || task.granted !== undefined);
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
      if (visible || task.over) return;
    }
    const effect = task.effect as Effect;
    let answer: unknown;
    if (task.granted !== undefined) {
      answer = task.granted.answer;
      task.waiting = false;
      task.granted = undefined;
      this.performed.push({ effect, answer, where: 'process' });
    } else {
      answer = this.serve(task, effect);
      if (answer === SUSPENDED) return;
    }
    this.answered(task, answer);
    this.resume(task, () => task.process_.next(answer));
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
          this.performed.push({ effect, answer: undefined, where: 'waits' });
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
    this.performed.push({ effect, answer, where: effect.op === 'sleep' ? 'process' : 'shared' });
    return answer;
  }

  /** Lets a task run until it suspends or ends. */
  private resume(task: Task, go: () => IteratorResult<Effect, unknown>): void {
    let result: IteratorResult<Effect, unknown>;
    try {
      result = go();
      for (;;) {
        if (result.done === true) {
          this.check(task, `its end (${task.outcomes.join(', ')})`);
          task.status = 'ended';
          return;
        }
        const effect = result.value;
        task.yielded = contentOf(effect);
        this.check(task, task.yielded);
        task.effect = effect;
        const answer = this.begin(task, effect);
        if (answer === SUSPENDED) return;
        this.performed.push({ effect, answer, where: 'process' });
        this.answered(task, answer);
        result = task.process_.next(answer);
      }
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      task.status = 'crashed';
    }
  }

  private check(task: Task, yielded: string): void {
    const { logger } = this.program;
    this.histories.check(task.history, yielded, task.label, task.steps, logger.name);
  }

  private answered(task: Task, answer: unknown): void {
    if (this.program.store.perProcess && typeof answer === 'object' && answer !== null) {
      task.held.push(answer);
    }
    const text = contentOf(answer);
    const before = task.history;
    task.trail.push({ effect: task.yielded, answer: text, value: copyOf(answer), before });
    task.history = this.histories.after(before, text);
    const circle = circleLength(task.trail);
    if (circle > 0 && this.goesOnForEver(task, circle)) {
      // Its past is as good as before the circle: so a loop shows as a cycle of the state graph.
      task.history = (task.trail[task.trail.length - circle] as Answered).before;
      task.trail.length -= circle;
    }
  }

  /**
   * Whether a task that got the same answers to the same effects twice in a row would go on like
   * that. A copy of it is run with the same answers for long enough to tell a loop from a bounded
   * number of retries.
   */
  private goesOnForEver(task: Task, circle: number): boolean {
    const { trail } = task;
    const twin = new Task(task.number, task.kind, task.process, task.deployments, task.history);
    const process = this.processOf(twin);
    const expected = [...trail];
    for (let i = 0; i < ENDLESS_ROUNDS * circle; i++) {
      expected.push(trail[trail.length - circle + (i % circle)] as Answered);
    }
    let answer: unknown;
    for (const { effect, value } of expected) {
      const result = process.next(answer);
      if (result.done === true || contentOf(result.value) !== effect) return false;
      answer = copyOf(value);
    }
    return true;
  }

  /** Does at once what does not suspend. */
  private begin(task: Task, effect: Effect): unknown {
    switch (effect.op) {
      case 'acquire': {
        if ((this.locks[task.process] as Locks<Task>).acquire(effect.lock, task)) return undefined;
        task.waiting = true;
        this.performed.push({ effect, answer: undefined, where: 'waits' });
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
        if (!this.program.store.shared) throw unsupported(this.program, effect.op);
        return SUSPENDED;
      default: {
        const answer = this.store.begin(effect, task, 0);
        if (answer !== TRAVELS) return answer;
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
    task.history = this.histories.after(task.history, 'crash');
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
      else text += `${task.history}${task.granted === undefined ? '' : '!'}${this.aliases(task)}`;
    }
    return text;
  }

  /** Of what a task got by reference: what it has become, and whether it is still the stored one. */
  private aliases(task: Task): string {
    const memory = task.held.length === 0 ? undefined : this.memoryOf(task.process);
    if (memory === undefined) return '';
    const stored = memory.contents();
    return task.held
      .map((object) => `${contentOf(object)}${stored.findIndex(({ value }) => value === object)}`)
      .join();
  }

  /** What is stored now, for a person: each key of each copy. */
  contents(): { readonly copy: string; readonly key: string; readonly value: unknown }[] {
    return this.store
      .copies()
      .flatMap((copy, i) =>
        copy.contents().map(({ key, value }) => ({ copy: this.copyName(i), key, value })),
      );
  }

  copyName(copy: number): string {
    const { store } = this.program;
    if (store.shared) return copy === 0 ? 'store' : `memory ${copy}`;
    return `memory ${copy + 1}`;
  }

  /** Locks and leases that are held, with their owners' labels. */
  holdings(): { readonly name: string; readonly owner: string; readonly ended: boolean }[] {
    const all = [...this.locks.flatMap((locks) => locks.held()), ...this.leases.held()];
    return all.map(({ name, owner }) => ({
      name,
      owner: owner.label,
      ended: owner.status === 'ended',
    }));
  }

  /** Whether a process has not crashed. */
  isAlive(process: number): boolean {
    return !this.deadProcesses.has(process);
  }

  /**
   * What a select sees in a process, number `processes` being one that knows nothing yet. Call it
   * when all tasks are over.
   * @returns the map; 'blocked' if the select waits for a lock that nobody gives back
   */
  seenBy(process: number): LatencyMap | undefined | 'blocked' {
    const { setting, program, histories } = this;
    const view = program.logger.view(setting.context, 0);
    const size = setting.fleet.size;
    const select = new Task(this.tasks.length, 'select', process, size, histories.root('view'));
    let seen: LatencyMap | undefined;
    select.process_ = (function* () {
      seen = yield* view;
    })();
    while (!select.over) {
      if (!this.canStep(select)) return 'blocked';
      this.step(select);
    }
    return seen;
  }
}

function* selecting(
  view: Process<LatencyMap | undefined>,
  { fleet }: Setting,
  program: Program,
): Process<void> {
  const map = yield* view;
  // Ranking leaves placeholders in a map that was handed out by reference.
  new LowestLatency(fleet, program.profile, 0).rank({
    fleet,
    map,
    inFlight: [],
    minute: 0,
    stream: false,
    inputTokens: 0,
    luck: 0.5,
  });
}

/** Length of the shortest circle that the end of a trail has gone twice; 0 if there is none. */
function circleLength(trail: readonly Answered[]): number {
  const last = trail.length - 1;
  for (let length = 1; length <= LONGEST_CIRCLE && 2 * length <= trail.length; length++) {
    let same = true;
    for (let i = 0; i < length && same; i++) {
      const a = trail[last - i] as Answered;
      const b = trail[last - i - length] as Answered;
      same = a.effect === b.effect && a.answer === b.answer;
    }
    if (same) return length;
  }
  return 0;
}

function holding(name: string, owner: Task, waiting: readonly Task[]): string {
  return `${name}:${owner.number}<${waiting.map((task) => task.number).join()}`;
}

function unsupported(program: Program, op: string): LoggerFault {
  return new LoggerFault(
    program.logger.name,
    `store '${program.store.kind}' cannot do '${op}': it shares nothing between processes`,
    "use a store that can, 'remote' or 'tiered'",
  );
}
