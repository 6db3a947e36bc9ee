import { type Effect, effectFault, effectRemedy } from '../effects/effects.js';
import { LoggerFault } from '../effects/fault.js';
import type { Steps } from '../effects/steps.js';
import { ABANDONED } from '../model/strategy.js';
import { DeploymentStats, LatencyMap } from '../strategies/lowest-latency/latency-map.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';
import { printableLines } from '../text/harmless.js';
import { Rounds } from './rounds.js';
import { type Turns, UNWATCHED } from './turns.js';

/** More effects than any sensible call yields: past this, a call is taken to never end. */
export const MAX_EFFECTS_PER_CALL = 100_000;

/**
 * A logger that was not written here, with its contract checked at each step: what it yields are
 * effects, it ends, and what it throws names it.
 * @param turns is told when its code runs
 * @param placeOf where in its file an error comes from, as people name it; undefined: not known
 */
export function checked(
  logger: Logger,
  turns: Turns = UNWATCHED,
  placeOf: (error: unknown) => string | undefined = () => undefined,
): Logger {
  const record = new Method(logger, 'record', turns, placeOf);
  const view = new Method(logger, 'view', turns, placeOf);
  const made: Logger = {
    ...logger,
    record: (event, context) => watch(record, () => logger.record(event, context), recordFault),
    view: (context, minute) => watch(view, () => logger.view(context, minute), viewFault),
  };
  methods.set(made, [record, view]);
  return made;
}

const methods = new WeakMap<Logger, readonly Method[]>();

/** The call of a checked logger that has yielded the most effects, if these are many. */
export function longestCall(logger: Logger): Rounds | undefined {
  const longest = methods.get(logger)?.map((method) => method.longest);
  const first = longest?.sort((a, b) => b.effects - a.effects)[0];
  return first?.isLong ? first : undefined;
}

/** `record` or `view` of a logger. */
class Method {
  longest: Rounds;

  constructor(
    private readonly logger: Logger,
    readonly name: 'record' | 'view',
    private readonly turns: Turns,
    private readonly placeOf: (error: unknown) => string | undefined,
  ) {
    this.longest = new Rounds(name);
  }

  /** Lets its code run. @param thrown what the world threw into it, which is not its own error */
  run<T>(step: number, code: () => T, thrown?: unknown): T {
    this.turns.begin(this.name);
    try {
      return code();
    } catch (error) {
      if (error instanceof LoggerFault || (thrown !== undefined && error === thrown)) throw error;
      throw this.fault(
        `${this.name}() threw in step ${step}${this.at(error)}: ${messageOf(error)}`,
        'a logger must not throw; fix it, or catch the error inside',
      );
    } finally {
      this.turns.end();
    }
  }

  private at(error: unknown): string {
    try {
      const place = this.placeOf(error);
      return place === undefined ? '' : `, at ${place}`;
    } catch {
      return ''; // what was thrown may be anything, and its stack, too
    }
  }

  /** Lets its code run for the last time. */
  end(code: () => unknown): void {
    this.turns.begin(this.name);
    try {
      code();
    } finally {
      this.turns.end();
    }
  }

  fault(fault: string, remedy: string): LoggerFault {
    return new LoggerFault(this.logger.name, fault, remedy);
  }
}

const INSTEAD = { record: 'ABANDONED', view: 'undefined' } as const;

/** What to do about a call that goes round and round. */
export function roundsRemedy(method: 'record' | 'view'): string {
  return `limit its retries, and return ${INSTEAD[method]} when they are used up`;
}

/** What is wrong with what `record` returned. */
function recordFault(result: unknown): string | undefined {
  return result === undefined || result === ABANDONED
    ? undefined
    : 'record() returned neither nothing nor ABANDONED';
}

/** What is wrong with what `view` returned: averages of it are compared. */
function viewFault(result: unknown): string | undefined {
  if (result === undefined) return undefined;
  if (!(result instanceof LatencyMap)) return 'view() returned neither undefined nor a LatencyMap';
  for (let position = 0; position < result.index.ids.length; position++) {
    const stats: unknown = result.at(position);
    if (stats === undefined) continue;
    const sound =
      stats instanceof DeploymentStats &&
      stats.sum >= 0 &&
      stats.ttftSum >= 0 &&
      stats.sum + stats.ttftSum < Number.POSITIVE_INFINITY;
    if (!sound) {
      const id = result.index.ids[position];
      return `view() returned a map with impossible stats for ${id}: samples are numbers, 0 or more`;
    }
  }
  return undefined;
}

function* watch<R>(
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
        throw method.fault(fault, 'see docs/reference/loggers.md');
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
          roundsRemedy(name),
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
    // The world ended this call early: let the logger's own `finally` run.
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

/**
 * Whether something that a user's module exports, or a program gives, is a logger.
 * @param what how to speak of it
 * @returns what is missing; undefined if nothing is
 */
export function loggerShapeFault(
  exported: unknown,
  what = 'its default export',
): string | undefined {
  if (exported === undefined) return 'it has no default export';
  if (typeof exported !== 'object' || exported === null) {
    return `${what} is of type ${exported === null ? 'null' : typeof exported}`;
  }
  const { record, view } = exported as Record<string, unknown>;
  if (typeof record !== 'function') return `${what} has no method record(event, context)`;
  if (typeof view !== 'function') return `${what} has no method view(context, minute)`;
  return undefined;
}
