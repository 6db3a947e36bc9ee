import { toItsEnd } from '../slices.js';
import { VIOLATION_KINDS, type ViolationKind } from './checks/check.js';
import { judging } from './judge.js';
import type { Move } from './move.js';
import { DEFAULT_SEARCH_OPTIONS, type Exploring, type SearchOptions } from './options.js';
import type { Program } from './program.js';
import { readingYourWrites } from './read-your-writes.js';
import { keepsAverages, referenceOf } from './reference.js';
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
  const program = tellingSamplesApart(asked);
  const result =
    options.strategy === 'exhaustive'
      ? yield* tryingAll(program, options)
      : yield* sampling(program, options);
  const [worst] = result.kinds;
  if (worst !== undefined && isMoreTelling(worst, 'stale-view')) return result;
  if (result.bound === 'interrupted') return result;
  const { violation, bound } = yield* readingYourWrites(program, result.keepsAverages, options);
  if (violation !== null) {
    return { ...result, kinds: [violation.kind, ...result.kinds], violation };
  }
  // A search that did not come to its end proves nothing, whichever of the two it was.
  return bound === null || result.bound !== null ? result : { ...result, exhaustive: false, bound };
}

function isMoreTelling(one: ViolationKind, other: ViolationKind): boolean {
  return VIOLATION_KINDS.indexOf(one) <= VIOLATION_KINDS.indexOf(other);
}

/** An average tells whether a sample is missing only if no part has the average of all. */
function tellingSamplesApart(program: Program): Program {
  return keepsAverages(program) ? { ...program, samples: 'powers' } : program;
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
  const program = tellingSamplesApart(asked);
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
