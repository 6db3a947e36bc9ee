import type { Effect } from '../../effects/effects.js';
import { LoggerFault } from '../../effects/fault.js';
import type { Steps } from '../../effects/steps.js';
import { copyOf } from '../../model/copy.js';
import { Call } from './call.js';
import { circleLength, follows, goesRound } from './circles.js';
import { contentOf, effectContent } from './content.js';
import type { Histories } from './histories.js';
import { touchesMemory } from './memory.js';
import type { Program } from './program.js';
import type { Answered, Task } from './task.js';

/**
 * Keeps each task's past: what it was answered, which decides what it will do, as loggers are
 * deterministic. It holds every task to that, and finds those that go round in circles.
 */
export class Past {
  constructor(
    private readonly histories: Histories,
    private readonly program: Program,
    /** A new run of the call that a task is at. */
    private readonly callOf: (task: Task) => Steps<unknown>,
  ) {}

  /**
   * A task asks for an effect.
   * @throws LoggerFault if it asked for something else after the same past before
   */
  asks(task: Task, effect: Effect): void {
    task.yielded = this.textOf(effect);
    this.check(task, task.yielded);
  }

  /** A task is answered: that is part of its past. */
  answered(task: Task, answer: unknown): void {
    const text = contentOf(answer);
    const before = task.history;
    task.trail.push({ effect: task.yielded, answer: text, value: copyOf(answer), before });
    task.history = this.histories.after(before, text);
    const circle = circleLength(task.trail);
    if (circle === 0) return;
    const endless = this.histories.circle(task.history, () =>
      goesRound(this.callOf(task), task.trail, circle),
    );
    if (endless) this.forgetCircle(task, circle);
  }

  /**
   * Whether a task goes on with an answer with what others of its process see or do: with a lock, or
   * their memory. Giving locks back is not told apart where there are no memories: whoever gets them
   * may as well take them later.
   */
  goesOnInProcess(task: Task, answer: unknown): boolean {
    const { store } = this.program;
    if (task.hit) return store.perProcess;
    const { releases, next } = task.call.lookAhead(answer);
    if (releases && store.perProcess) return true;
    return next !== undefined && (next.op === 'acquire' || touchesMemory(store, next));
  }

  /**
   * Others may have changed what a task holds by reference while it was suspended: that is part of
   * its past, as an answer is.
   */
  noticeChanges(task: Task): void {
    if (task.held.length === 0) return;
    task.history = this.histories.after(task.history, `holds ${contentOf(task.held)}`);
  }

  /** An exception is thrown into a task. */
  crashes(task: Task): void {
    // It arrives before the answer, with which the call has been looked at.
    if (task.call.lookedAhead) this.makeAnew(task);
    task.history = this.histories.after(task.history, 'crash');
    // What happened before and after is told apart: a trail across a crash is no loop.
    task.trail.length = 0;
    this.noticeChanges(task);
  }

  /** A task's call has ended. */
  ends(task: Task): void {
    this.check(task, `its end (${task.outcomes.join(', ')})`);
  }

  /** A task is about to begin its next call. */
  begins(task: Task): void {
    task.held.length = 0;
    task.trail.length = 0;
    task.history = this.histories.after(task.history, 'next call');
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
    if (task.held.length === 0) this.makeAnew(task);
  }

  /** Makes a task's call anew, up to the last effect of its trail. */
  private makeAnew(task: Task): void {
    task.call = new Call(this.callOf(task));
    follows(task.call, task.trail);
  }

  /** @throws LoggerFault for a value that contains itself, which no store can keep */
  private textOf(effect: Effect): string {
    try {
      return effectContent(effect);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new LoggerFault(
        this.program.logger.name,
        `'${effect.op}' has a value that contains itself`,
        'store plain data',
      );
    }
  }

  private check(task: Task, yielded: string): void {
    const { logger } = this.program;
    this.histories.check(task.history, yielded, task.label, task.steps, logger.name);
  }
}
