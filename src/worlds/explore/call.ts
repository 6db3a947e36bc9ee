import type { Effect } from '../../effects/effects.js';
import type { Steps } from '../../effects/steps.js';

/** How a call goes on with an answer. */
export interface Ahead {
  /** Whether it first gives locks back. */
  readonly releases: boolean;
  /** What it asks for then; undefined: it ends. */
  readonly next: Effect | undefined;
}

/** A call under way, which can be looked at ahead of its time: of what is its own, nobody can tell. */
export class Call {
  private readonly ahead: IteratorResult<Effect, unknown>[] = [];

  constructor(private readonly steps: Steps<unknown>) {}

  next(answer?: unknown): IteratorResult<Effect, unknown> {
    return this.ahead.shift() ?? this.steps.next(answer);
  }

  /** An exception arrives: not where it has been looked ahead. */
  throw(error: unknown): IteratorResult<Effect, unknown> {
    return this.steps.throw(error);
  }

  get lookedAhead(): boolean {
    return this.ahead.length > 0;
  }

  /** Looks what it does with an answer, which `next` has to be given then. */
  lookAhead(answer: unknown): Ahead {
    let result = this.steps.next(answer);
    this.ahead.push(result);
    while (result.done !== true && result.value.op === 'release') {
      result = this.steps.next();
      this.ahead.push(result);
    }
    const next = result.done === true ? undefined : result.value;
    return { releases: this.ahead.length > 1, next };
  }
}
