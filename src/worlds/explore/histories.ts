import { LoggerFault } from '../../effects/fault.js';

/**
 * What tasks have been answered so far, numbered: two tasks with the same number have the same
 * past, and as loggers are deterministic, the same future. Holding every task to that is how a
 * logger is recognised that is not.
 */
export class Histories {
  private readonly numbers = new Map<string, number>();
  private readonly circles = new Map<number, boolean>();
  /** What was yielded after each history. */
  private readonly yielded: string[] = [];

  /** The history of a task that has not been answered anything. */
  root(task: string): number {
    return this.number(`root ${task}`);
  }

  /** The history after one more answer. */
  after(history: number, answer: string): number {
    return this.number(`${history} ${answer}`);
  }

  /**
   * Checks what a task yields against what it yielded after the same history before.
   * @throws LoggerFault if that was something else
   */
  check(history: number, yielded: string, task: string, step: number, logger: string): void {
    const before = this.yielded[history];
    if (before === undefined) {
      this.yielded[history] = yielded;
      return;
    }
    if (before === yielded) return;
    throw new LoggerFault(
      logger,
      `it is not deterministic: in step ${step} of ${task}, after the same answers as before, it yielded ${brief(yielded)}, and earlier ${brief(before)}`,
      'use no clock, no random numbers, nothing kept between calls: ask for everything by effects',
    );
  }

  /** Whether a task goes round for ever from here: worked out once for each history. */
  circle(history: number, workOut: () => boolean): boolean {
    let endless = this.circles.get(history);
    if (endless === undefined) {
      endless = workOut();
      this.circles.set(history, endless);
    }
    return endless;
  }

  private number(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(text, number);
    }
    return number;
  }
}

/** Long values are told by their beginning. */
function brief(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
