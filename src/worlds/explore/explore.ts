import { toItsEnd } from '../slices.js';
import { acrossMinutes } from './across-minutes.js';
import { tellsOfSamples } from './checks/check.js';
import { judging } from './judge.js';
import { looksAt } from './looks.js';
import type { Move } from './move.js';
import { DEFAULT_SEARCH_OPTIONS, type Exploring, type SearchOptions } from './options.js';
import type { Program } from './program.js';
import { readingYourWrites } from './read-your-writes.js';
import { keepsAverages, ownLimitOf, referenceOf } from './reference.js';
import type { ExploreResult, Violation } from './result.js';
import { Runner, replay } from './runner.js';
import { tryingAll } from './strategies/exhaustive.js';
import { sampling } from './strategies/sampling.js';

/**
 * Explores a program, in slices: yields its progress, and is resumed with a bound if it shall stop
 * there; it then gives what it has covered.
 * @throws LoggerFault where the logger breaks its contract or is not deterministic
 */
export function* exploring(asked: Program, options: SearchOptions): Exploring<ExploreResult> {
  const program = fitted(asked);
  const explored =
    options.strategy === 'exhaustive'
      ? yield* tryingAll(program, options)
      : yield* sampling(program, options);
  const looks = looksAt(program);
  const result = { ...explored, looksAt: looks };
  const [worst] = result.kinds;
  if (worst !== undefined && tellsOfSamples(worst)) return result;
  if (result.bound === 'interrupted') return result;
  const found = (violation: Violation): ExploreResult => ({
    ...result,
    kinds: [violation.kind, ...result.kinds],
    violation,
  });
  const { violation, bound } = yield* readingYourWrites(program, result.keepsAverages, options);
  if (violation !== null) return found(violation);
  const forgetting = yield* acrossMinutes(program, result.keepsAverages, looks, options);
  if (forgetting !== null) return found(forgetting);
  // A search that did not come to its end proves nothing, whichever of the two it was.
  return bound === null || result.bound !== null ? result : { ...result, exhaustive: false, bound };
}

/**
 * A program with what its logger makes necessary. An average tells whether a sample is missing only if
 * no part has the average of all; which sample is stored where, or has gone, only distinct ones tell.
 */
export function fitted(program: Program): Program {
  if (keepsAverages(program)) return { ...program, samples: 'powers' };
  const ownLimit = ownLimitOf(program);
  const apart = (program.minutes || program.listSize !== null) && program.samples === 'equal';
  return {
    ...program,
    ...(apart && { samples: 'distinct' }),
    ...(ownLimit !== undefined && { ownLimit }),
  };
}

/** One schedule, run again. */
export interface Replayed {
  readonly program: Program;
  readonly schedule: readonly Move[];
  /** What is wrong with it; null if nothing is. */
  readonly violation: Violation | null;
}

/**
 * Runs a written schedule, and says what is wrong with it.
 * @throws ScheduleError at the first move that is not possible
 */
export function* replaying(
  asked: Program,
  texts: readonly string[],
  options: SearchOptions,
): Exploring<Replayed> {
  const program = fitted(asked);
  const runner = new Runner(program);
  const schedule = replay(runner, texts);
  const reference = yield* referenceOf(runner, options.maxSteps);
  const judgement = yield* judging(runner, schedule, reference, options);
  const violation =
    judgement === undefined ? null : { ...judgement, program, schedule, minimal: null };
  return { program, schedule, violation };
}

/** Explores a program to its end. */
export function explore(program: Program, options: Partial<SearchOptions> = {}): ExploreResult {
  return toItsEnd(exploring(program, { ...DEFAULT_SEARCH_OPTIONS, ...options }));
}
