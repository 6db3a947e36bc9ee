import { groupShares, known } from '../measure/shares.js';
import type { Experiment, ModelGroup } from '../model/experiment.js';
import { meanOf } from '../stats/moments.js';
import { expectedRequestsOf } from './event-limit.js';
import { GrowingRun, growing, type RunFound, type RunQuestion } from './growing-run.js';
import { outlineOf } from './replications.js';
import type { Study } from './study.js';

/** A prediction is the mean of so many replications, or of as many as its scenario has. */
const FEWEST_PREDICTED = 200;

/** What a run is predicted to come to. */
export interface PredictedRun extends RunFound {
  /** Shares in the second half of the requests, by group in the order of the summary; null: of none. */
  readonly secondHalf: readonly (number | null)[];
}

/**
 * What is each of these expected to come to, if it is measured as long as one replication takes? On the same
 * random numbers; the results of all are held in the end.
 * @throws JobFailure for a run that is too long, CommandError for one that needs too much memory
 */
export function* predicting(questions: readonly RunQuestion[]): Study<readonly PredictedRun[]> {
  const runs = questions.map((question) => new GrowingRun(longEnough(question)));
  const replications = runs.map(({ input }) => input.scenario.replications);
  yield* growing(runs, Math.max(...replications));
  return runs.map((run) => ({ ...run.found(), secondHalf: secondHalfOf(run) }));
}

function longEnough(question: RunQuestion): RunQuestion {
  const { input } = question;
  const { scenario } = input;
  const replications = Math.max(FEWEST_PREDICTED, scenario.replications);
  return {
    ...question,
    input: {
      ...input,
      scenario: { ...scenario, replications },
      cuts_s: [expectedTime_s(outlineOf(input), 0.5)],
    },
  };
}

/** As many as a double has bits. */
const HALVINGS = 53;

/** When this part of the requests is expected to have come, the warm-up before them, in seconds. @param part 0..1 */
export function expectedTime_s(experiment: Experiment, part: number): number {
  const { requestLimit: _, ...unlimited } = experiment;
  const before = (duration_s: number) =>
    expectedRequestsOf({ ...unlimited, duration_s, warmup_s: 0 });
  const requests = before(experiment.warmup_s) + part * expectedRequestsOf(experiment);
  let [early_s, late_s] = [0, experiment.duration_s];
  for (let i = 0; i < HALVINGS; i++) {
    const middle_s = (early_s + late_s) / 2;
    if (before(middle_s) < requests) early_s = middle_s;
    else late_s = middle_s;
  }
  return late_s;
}

function secondHalfOf({ outline, finished }: GrowingRun): (number | null)[] {
  return outline.modelGroups.flatMap((modelGroup: ModelGroup, m) => {
    const parts = finished.flatMap((one) => one.modelGroups[m] ?? []);
    const late = parts.map((part) => ({ ...part, requests: part.after[0] ?? [] }));
    return groupShares(modelGroup, late).map(({ shares }) => {
      const of = known(shares);
      return of.length === 0 ? null : meanOf(of);
    });
  });
}
