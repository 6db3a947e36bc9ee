import type { ExperimentRequest } from '../files/experiment-request.js';
import type { LoggerChoice } from '../loggers/choice.js';
import type { ModelGroup } from '../model/experiment.js';
import type { LivePrediction } from '../report/live/report.js';
import type { RunFound } from '../studies/growing-run.js';
import { outlineOf } from '../studies/replications.js';
import { comparing } from '../studies/run.js';
import { answered } from './answered.js';
import type { Io } from './io.js';

/** A prediction is the mean of so many replications, or of as many as its scenario has. */
const FEWEST_PREDICTED = 200;

/** What loggers are predicted to do in a scenario. */
export interface Predicted {
  /** Its fleet and loads, as they are for each logger. */
  readonly modelGroups: readonly ModelGroup[];
  /** By logger. */
  readonly predictions: readonly LivePrediction[];
  /** Stopped by the user before all replications were finished. */
  readonly partial: boolean;
}

/**
 * Predicts what a scenario comes to with each of these loggers, by the means of `latsim compare`.
 * @throws CommandError as a run of it
 */
export async function predicted(
  io: Io,
  request: ExperimentRequest,
  loggers: readonly LoggerChoice[],
  threads: number | undefined,
): Promise<Predicted> {
  const questions = loggers.map((logger) => {
    const question = request.question(logger);
    const { scenario } = question.input;
    const replications = Math.max(FEWEST_PREDICTED, scenario.replications);
    return { ...question, input: { ...question.input, scenario: { ...scenario, replications } } };
  });
  const found = await answered(io, comparing(questions), {
    threads,
    replay: request.replayOf.bind(request),
  });
  const [first] = questions as [(typeof questions)[number]];
  return {
    modelGroups: outlineOf(first.input).modelGroups,
    predictions: found.map(predictionOf),
    partial: found.some(({ partial }) => partial),
  };
}

function predictionOf({ summary }: RunFound): LivePrediction {
  return { summary, secondHalf: summary.groups.map(() => null) };
}
