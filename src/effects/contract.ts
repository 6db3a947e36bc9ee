import { printableLines } from '../text/harmless.js';
import { type Effect, effectFault, effectRemedy } from './effects.js';
import { type Accused, LoggerFault } from './fault.js';
import { Rounds } from './rounds.js';
import type { Steps } from './steps.js';
import { type Turns, UNWATCHED } from './turns.js';

/** More effects than any sensible call yields: past this, a call is taken to never end. */
export const MAX_EFFECTS_PER_CALL = 100_000;

/** Who looks on when code runs that was not written here. */
export interface Onlooker {
  /** Is told when it runs; by default nobody is. */
  readonly turns?: Turns;
  /** Where in its file an error comes from, as people name it; undefined: not known. */
  placeOf?(error: unknown): string | undefined;
}

/** Where the rules of a part stand. */
const RULES = { logger: 'docs/reference/loggers.md', strategy: 'docs/maintainer.md' } as const;

/** Why what a module exports is no object at all; undefined: it is one. @param what how to speak of it */
export function exportFault(exported: unknown, what: string): string | undefined {
  if (exported === undefined) return 'it has no default export';
  if (typeof exported === 'object' && exported !== null) return undefined;
  return `${what} is of type ${exported === null ? 'null' : typeof exported}`;
}

/** A method of a logger or a strategy that was not written here. Each step of it is checked. */
export class Method {
  /** Its call that has yielded the most effects. */
  longest: Rounds;
  private readonly turns: Turns;

  constructor(
    readonly owner: Accused,
    readonly name: string,
    private readonly onlooker: Onlooker = {},
    /** What a call may return that gives up. */
    readonly instead?: string,
  ) {
    this.turns = onlooker.turns ?? UNWATCHED;
    this.longest = new Rounds(name);
  }

  /**
   * Lets its code run.
   * @param step of a generator; undefined: it is an ordinary function
   * @param thrown what the world threw into it, which is not its own error
   * @throws LoggerFault that names it, its file and its line, where it throws
   */
  run<T>(step: number | undefined, code: () => T, thrown?: unknown): T {
    this.begin();
    try {
      return code();
    } catch (error) {
      if (error instanceof LoggerFault || (thrown !== undefined && error === thrown)) throw error;
      const where = step === undefined ? '' : ` in step ${step}`;
      throw this.fault(
        `${this.name}() threw${where}${this.at(error)}: ${messageOf(error)}`,
        `a ${this.owner.part} must not throw; fix it, or catch the error inside`,
      );
    } finally {
      this.turns.end();
    }
  }

  /** Lets its code run for the last time. */
  end(code: () => unknown): void {
    this.begin();
    try {
      code();
    } finally {
      this.turns.end();
    }
  }

  fault(fault: string, remedy = `see ${RULES[this.owner.part]}`): LoggerFault {
    return new LoggerFault(this.owner.name, fault, remedy, this.owner.part);
  }

  private begin(): void {
    this.turns.begin({ part: this.owner.part, place: this.name });
  }

  private at(error: unknown): string {
    try {
      const place = this.onlooker.placeOf?.(error);
      return place === undefined ? '' : `, at ${place}`;
    } catch {
      return ''; // what was thrown may be anything, and its stack, too
    }
  }
}

/** What to do about a call that goes round and round. */
function roundsRemedy({ instead }: Pick<Method, 'instead'>): string {
  const end = instead === undefined ? 'return' : `return ${instead}`;
  return `limit its retries, and ${end} when they are used up`;
}

/** A call of a method, with each of its steps checked. @param resultFault what is wrong with its end */
export function* watch<R>(
  method: Method,
  call: () => Steps<R>,
  resultFault: (result: R) => string | undefined,
): Steps<R> {
  const { name } = method;
  const process = method.run(0, call);
  if (typeof process?.next !== 'function') {
    throw method.fault(
      `${name}() is not a generator: it returned ${typeof process}`,
      `write it as a generator: *${name}(...) { ... }`,
    );
  }
  const rounds = new Rounds(name);
  let resume = (): IteratorResult<Effect, R> => process.next();
  /** What the world threw into the call, to see how it copes; not the logger's own error. */
  let thrown: unknown;
  let ended = false;
  try {
    for (let step = 1; ; step++) {
      const result = method.run(step, resume, thrown);
      if (result.done === true) {
        ended = true;
        const fault = method.run(step, () => resultFault(result.value));
        if (fault === undefined) return result.value;
        throw method.fault(fault);
      }
      const fault = method.run(step, () => effectFault(result.value));
      if (fault !== undefined) {
        throw method.fault(
          `in step ${step} of ${name}(), ${fault}`,
          method.run(step, () => effectRemedy(result.value)),
        );
      }
      if (step > MAX_EFFECTS_PER_CALL) {
        const told = method.run(step, () => rounds.told);
        throw method.fault(
          `${name}() never ends: it yielded ${MAX_EFFECTS_PER_CALL} effects in one call${told}`,
          roundsRemedy(method),
        );
      }
      rounds.add(result.value);
      if (rounds.effects > method.longest.effects) method.longest = rounds;
      try {
        const answer: unknown = yield result.value as Effect;
        resume = () => process.next(answer);
      } catch (error) {
        thrown = error;
        resume = () => process.throw(error);
      }
    }
  } finally {
    // The world ended this call early: let its own `finally` run.
    if (!ended) method.end(() => process.return(undefined as R));
  }
}

function messageOf(error: unknown): string {
  try {
    if (error instanceof Error) return printableLines(`${error.name}: ${error.message}`);
    return typeof error === 'object'
      ? 'an object that is not an Error'
      : printableLines(String(error));
  } catch {
    return 'an object that cannot be printed';
  }
}

const methods = new WeakMap<object, readonly Method[]>();

/** Keeps the methods of a checked logger or strategy, for `longestCall`. */
export function keepMethods<Checked extends object>(of: Checked, all: readonly Method[]): Checked {
  methods.set(of, all);
  return of;
}

/** A call that has yielded many effects, and whose it is. */
export interface LongCall extends Accused, Pick<Rounds, 'method' | 'effects' | 'told'> {
  /** What to do about it, if it goes round and round. */
  readonly remedy: string;
}

/** The call of a checked logger or strategy that has yielded the most effects, if these are many. */
export function longestCall(of: object): LongCall | undefined {
  const all = [...(methods.get(of) ?? [])];
  const [first] = all.sort((a, b) => b.longest.effects - a.longest.effects);
  if (first?.longest.isLong !== true) return undefined;
  const { method, effects, told } = first.longest;
  return { ...first.owner, method, effects, told, remedy: roundsRemedy(first) };
}
