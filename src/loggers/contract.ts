import { type Effect, effectFault, effectRemedy } from '../effects/effects.js';
import { LoggerFault } from '../effects/fault.js';
import type { Steps } from '../effects/steps.js';
import { ABANDONED } from '../model/strategy.js';
import { DeploymentStats, LatencyMap } from '../strategies/lowest-latency/latency-map.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';
import { printableLines } from '../text/harmless.js';

/** More effects than any sensible call yields: past this, a call is taken to never end. */
export const MAX_EFFECTS_PER_CALL = 100_000;

/**
 * A logger that was not written here, with its contract checked at each step: what it yields are
 * effects, it ends, and what it throws names it.
 */
export function checked(logger: Logger): Logger {
  return {
    ...logger,
    record: (event, context) =>
      watch(logger, 'record', () => logger.record(event, context), recordFault),
    view: (context, minute) => watch(logger, 'view', () => logger.view(context, minute), viewFault),
  };
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
  logger: Logger,
  method: string,
  call: () => Steps<R>,
  resultFault: (result: R) => string | undefined,
): Steps<R> {
  const process = guarded(logger, method, 0, call);
  if (typeof process?.next !== 'function') {
    throw new LoggerFault(
      logger.name,
      `${method}() is not a generator: it returned ${typeof process}`,
      `write it as a generator: *${method}(...) { ... }`,
    );
  }
  let resume = (): IteratorResult<Effect, R> => process.next();
  /** What the world threw into the call, to see how it copes; not the logger's own error. */
  let thrown: unknown;
  let ended = false;
  try {
    for (let step = 1; ; step++) {
      const result = guarded(logger, method, step, resume, thrown);
      if (result.done === true) {
        ended = true;
        const fault = resultFault(result.value);
        if (fault === undefined) return result.value;
        throw new LoggerFault(logger.name, fault, 'see docs/reference/loggers.md');
      }
      const fault = guarded(logger, method, step, () => effectFault(result.value));
      if (fault !== undefined) {
        throw new LoggerFault(
          logger.name,
          `in step ${step} of ${method}(), ${fault}`,
          guarded(logger, method, step, () => effectRemedy(result.value)),
        );
      }
      if (step > MAX_EFFECTS_PER_CALL) {
        throw new LoggerFault(
          logger.name,
          `${method}() never ends: it yielded ${MAX_EFFECTS_PER_CALL} effects in one call`,
          'bound its retries, and return ABANDONED when they are used up',
        );
      }
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
    if (!ended) process.return(undefined as R);
  }
}

function guarded<T>(
  logger: Logger,
  method: string,
  step: number,
  run: () => T,
  thrown?: unknown,
): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof LoggerFault || (thrown !== undefined && error === thrown)) throw error;
    throw new LoggerFault(
      logger.name,
      `${method}() threw in step ${step}: ${messageOf(error)}`,
      'a logger must not throw; mend it or catch the error inside',
    );
  }
}

function messageOf(error: unknown): string {
  try {
    if (error instanceof Error) return printableLines(`${error.name}: ${error.message}`);
    return typeof error === 'object' ? 'an object that is no Error' : printableLines(String(error));
  } catch {
    return 'an object that cannot be written';
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
