import type { PrecisionAsked } from '../measure/precision/precision.js';
import { FEWEST_REPLICATIONS } from '../stats/interval.js';
import { GrowingRun, growing, type RunFound, type RunQuestion } from './growing-run.js';
import { narrowing } from './narrowing.js';
import type { Study } from './study.js';

/**
 * Where does the traffic of a scenario go, and does that hold what is expected?
 * @param asked how well its figures are to be known; absent: as well as its replications tell
 * @throws JobFailure for a run that is too long, CommandError for one that needs too much memory
 */
export function* running(question: RunQuestion, asked?: PrecisionAsked): Study<RunFound> {
  const run = new GrowingRun(question);
  if (asked !== undefined) {
    const [found] = yield* narrowing([run], asked, firstLook(question));
    return found as RunFound;
  }
  yield* run.extend(replicationsOf(question));
  return run.found();
}

/** The loggers that are compared where none are named, the first as the baseline. */
export const DEFAULT_COMPARED: readonly string[] = ['unlocked', 'locked', 'atomic'];

/**
 * The same for several loggers, on the same random numbers; the results of all are held in the end. All
 * have as many replications, so that each has its counterpart.
 */
export function* comparing(
  questions: readonly RunQuestion[],
  asked?: PrecisionAsked,
): Study<readonly RunFound[]> {
  const runs = questions.map((question) => new GrowingRun(question));
  const [first] = questions as [RunQuestion];
  if (asked !== undefined) return yield* narrowing(runs, asked, firstLook(first));
  yield* growing(runs, replicationsOf(first));
  return runs.map((run) => run.found());
}

function replicationsOf({ input, only }: RunQuestion): number {
  return only === undefined ? input.scenario.replications : 1;
}

/** How many replications a run begins with that is to be precise. */
function firstLook({ input }: RunQuestion): number {
  return Math.max(input.scenario.replications, FEWEST_REPLICATIONS);
}
