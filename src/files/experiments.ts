import type { LoggerChoice } from '../loggers/choice.js';
import { type CompareReport, compareReport } from '../report/compare/report.js';
import { expectationResult } from '../report/run/expectations.js';
import { type RunReport, runReport } from '../report/run/report.js';
import type { JobFailure } from '../studies/job.js';
import { comparing, type RunFound, running } from '../studies/run.js';
import type { Study } from '../studies/study.js';
import { AtomicFile } from './atomic-file.js';
import type { ExperimentRequest } from './experiment-request.js';
import { optional, refuseSamePlace } from './places.js';

/** Has a question answered. `replay` is the command that runs again what has failed. */
export type Answer = <Found>(
  study: Study<Found>,
  replay: (failed: JobFailure) => string | undefined,
) => Promise<Found>;

/** What running came to. */
export interface Ran {
  readonly found: RunFound;
  readonly report: RunReport;
}

/** What a run is asked for beside its results. */
export interface RunExtras {
  /** Path of a file that gets every event; it is there in full or not at all. */
  readonly events?: string | undefined;
  /** Whether to tell what requests know in the first replication. */
  readonly followed?: boolean;
}

/**
 * Runs what is asked for with one logger, judged by what is expected of it.
 * @param deliver hands on what was found, and puts the events in their place if they are given
 * @throws CommandError where they cannot be written, or would be over what is read, and what `answer` throws
 */
export async function ran<Result>(
  request: ExperimentRequest,
  logger: LoggerChoice,
  { events, followed }: RunExtras,
  answer: Answer,
  deliver: (ran: Ran, events: readonly AtomicFile[]) => Promise<Result>,
): Promise<Result> {
  refuseSamePlace(request.here, optional('--events', events), request.inputs(logger));
  const file = events === undefined ? undefined : new AtomicFile(events, request.here);
  try {
    const expectations = request.expectsOther ? [] : request.expectations(logger);
    const question = { ...request.question(logger, expectations, file), followed };
    // Events are of the whole run: nothing less than the command that was given shows them again.
    const replay = file === undefined ? request.replayOf.bind(request) : () => undefined;
    const found = await answer(running(question), replay);
    const judged = found.judgements.map(expectationResult);
    const report = runReport(request.setup(found), found.summary, found.partial, judged);
    return await deliver({ found, report }, found.partial || file === undefined ? [] : [file]);
  } finally {
    file?.discard();
  }
}

/** What comparing came to. */
export interface Compared {
  /** Runs of which at least one replication was finished. */
  readonly begun: readonly RunFound[];
  /** Their loggers. */
  readonly loggers: readonly LoggerChoice[];
  /** Null: there are none. */
  readonly report: CompareReport | null;
  /** Some runs are missing, or not all their replications were finished. */
  readonly partial: boolean;
}

/**
 * Runs what is asked for with several loggers, the first as the baseline.
 * @param followed whether to tell what requests know in the first replication
 */
export async function compared(
  request: ExperimentRequest,
  loggers: readonly LoggerChoice[],
  followed: boolean,
  answer: Answer,
): Promise<Compared> {
  const questions = loggers.map((logger) => ({ ...request.question(logger), followed }));
  const study = comparing(questions);
  const all = await answer(study, request.replayOf.bind(request));
  const partial = all.some((one) => one.partial);
  const begun = all.filter(({ summary }) => summary.replications.length > 0);
  const [first, ...others] = begun.map((one) =>
    runReport(request.setup(one), one.summary, one.partial, []),
  );
  const report =
    first === undefined ? null : compareReport([first, ...others], request.sameArrivals, partial);
  const compared = loggers.filter((_, i) => begun.includes(all[i] as RunFound));
  return { begun, loggers: compared, report, partial };
}
