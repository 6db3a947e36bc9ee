import type { ExperimentRequest } from '../files/experiment-request.js';
import { answer } from '../jobs/answer.js';
import { here } from '../jobs/executor-of.js';
import type { LivePrediction } from '../report/live/report.js';
import type { SimulationInput } from '../studies/job.js';
import { predicting } from '../studies/predicting.js';
import { answered } from './answered.js';
import type { Io } from './io.js';

/** What loggers are predicted to do. */
export interface Predicted {
  /** One for each. */
  readonly predictions: readonly LivePrediction[];
  /** Stopped by the user before all replications were finished. */
  readonly partial: boolean;
}

/**
 * Predicts what a scenario comes to, by the means of `latsim compare`.
 * @param inputs one for each logger; each is predicted on the same random numbers
 * @throws CommandError as a run of it
 */
export async function predicted(
  io: Io,
  request: ExperimentRequest,
  inputs: readonly SimulationInput[],
  threads: number | undefined,
): Promise<Predicted> {
  const predictions = await answered(io, studyOf(inputs), {
    threads,
    replay: request.replayOf.bind(request),
  });
  return { predictions, partial: predictions.some(({ partial }) => partial) };
}

/** What has ended early is told soon. */
const PATIENCE_MS = 2500;

/** The same for whoever does not want to wait: with as many replications as there is time for. */
export async function predictedSoon(
  inputs: readonly SimulationInput[],
): Promise<readonly LivePrediction[]> {
  const deadline_ms = performance.now() + PATIENCE_MS;
  return answer(studyOf(inputs), here(), {
    stopRequested: () => performance.now() > deadline_ms,
    progress: () => undefined,
  });
}

function studyOf(inputs: readonly SimulationInput[]) {
  return predicting(inputs.map((input) => ({ input, only: undefined, expectations: [] })));
}
