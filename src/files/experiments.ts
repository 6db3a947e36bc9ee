import type { LoggerChoice } from '../loggers/choice.js';
import { type CompareReport, compareReport } from '../report/compare/report.js';
import { warningsOf } from '../report/compare/under-load.js';
import { expectationResult } from '../report/run/expectations.js';
import type { RunReport } from '../report/run/report.js';
import type { RunFound } from '../studies/growing-run.js';
import type { EventsFile, JobFailure } from '../studies/job.js';
import { comparing, running } from '../studies/run.js';
import type { Study } from '../studies/study.js';
import { AtomicFile } from './atomic-file.js';
import type { ExperimentRequest } from './experiment-request.js';
import { optional, refuseSamePlace } from './places.js';
import type { ComparedVariant, Variants } from './variants.js';

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
  /** A file that gets them as a trace. */
  readonly trace?: EventsFile | undefined;
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
  { events, trace, followed }: RunExtras,
  answer: Answer,
  deliver: (ran: Ran, events: readonly AtomicFile[]) => Promise<Result>,
): Promise<Result> {
  refuseSamePlace(request.here, optional('--events', events), request.inputs(logger));
  const file = events === undefined ? undefined : new AtomicFile(events, request.here);
  try {
    const expectations = request.expectsOther ? [] : request.expectations(logger);
    // Plain data, as it crosses threads.
    const lines = file && { shown: file.shown, descriptor: file.descriptor };
    const files = [lines, trace].flatMap((one) => one ?? []);
    const question = { ...request.question(logger, expectations, files), followed };
    // Events are of the whole run: nothing less than the command that was given shows them again.
    const replay = files.length === 0 ? request.replayOf.bind(request) : () => undefined;
    const found = await answer(running(question, request.precision), replay);
    const judged = found.judgements.map(expectationResult);
    const report = request.report(found, judged);
    return await deliver({ found, report }, found.partial || file === undefined ? [] : [file]);
  } finally {
    file?.discard();
  }
}

/** What comparing came to. */
export interface ComparedFound {
  /** Runs of which at least one replication was finished. */
  readonly begun: readonly RunFound[];
  /** What they are of. */
  readonly variants: readonly ComparedVariant[];
  /** Null: there are none. */
  readonly report: CompareReport | null;
  /** Some runs are missing, or not all their replications were finished. */
  readonly partial: boolean;
}

/**
 * Runs what is asked for with each variant, the first as the baseline.
 * @param followed whether to tell what requests know in the first replication
 */
export async function comparedOn(
  { compared, variants }: Variants,
  followed: boolean,
  answer: Answer,
): Promise<ComparedFound> {
  const questions = variants.map(({ request, logger }) => ({
    ...request.question(logger),
    followed,
  }));
  const all = await answer(comparing(questions, variants[0].request.precision), (failed) => {
    const { request } = variants.find((one) => one.request.runs(failed.job)) ?? variants[0];
    return request.replayOf(failed);
  });
  const partial = all.some((one) => one.partial);
  const begun = variants.flatMap((variant, i) => {
    const found = all[i] as RunFound;
    return found.summary.replications.length === 0 ? [] : [{ variant, found }];
  });
  const [first, ...others] = begun.map(({ variant: { request }, found }) => request.report(found));
  const { scenario, sameArrivals } = variants[0].request;
  const strategies = begun.map(({ variant }) => variant.request.scenario.router.strategy);
  const report =
    first === undefined
      ? null
      : compareReport([first, ...others], sameArrivals, partial, {
          compared,
          warnings: compared === 'loggers' ? [] : warningsOf(scenario, strategies),
        });
  return {
    begun: begun.map(({ found }) => found),
    variants: begun.map(({ variant }) => variant),
    report,
    partial,
  };
}
