import { LOGGERS } from '../loggers/index.js';
import type { Experiment } from '../model/experiment.js';
import { compile } from '../scenario/compile.js';
import type { Recording } from '../strategies/lowest-latency/recording.js';
import { lowestLatency } from '../strategies/lowest-latency/strategy.js';
import type { ReplicationsJob, SimulationInput } from './job.js';

/** A job should be about this long: a tenth of a second or two, so that threads end together. */
const OCCURRENCES_PER_JOB = 500_000;

/** How many replications of so many occurrences make a job. */
export function replicationsPerJob(occurrences: number): number {
  return Math.max(1, Math.floor(OCCURRENCES_PER_JOB / Math.max(1, occurrences)));
}

/** Replications of an input as jobs, by their numbers: several in one where they are short. */
export function replicationJobs(
  input: SimulationInput,
  numbers: readonly number[],
  /** Occurrences of one, about. */
  occurrences: number,
  label: string,
): ReplicationsJob[] {
  const room = replicationsPerJob(occurrences);
  const jobs: ReplicationsJob[] = [];
  let i = 0;
  while (i < numbers.length) {
    const from = numbers[i] as number;
    let to = from + 1;
    while (to - from < room && numbers[i + to - from] === to) to++;
    i += to - from;
    jobs.push({
      kind: 'replications',
      input,
      from,
      to,
      label,
      size: (to - from) * Math.max(1, occurrences),
    });
  }
  return jobs;
}

/**
 * What an input is compiled to, for its fleet, its distributions and its length: under a user's own logger
 * or strategy, which is loaded only where jobs are carried out, the same as under any.
 */
export function outlineOf({
  scenario,
  numbers,
  logger,
  strategy,
  cuts_s,
}: SimulationInput): Experiment {
  return compile(scenario, {
    numbers,
    cuts_s,
    logger: logger.kind === 'shipped' ? undefined : LOGGERS[0],
    strategy: strategy === undefined || strategy.kind === 'shipped' ? undefined : STAND_IN,
  });
}

/** What a user's own strategy does is not known before it is loaded: this one uses what is recorded. */
const STAND_IN = {
  make: (recording: Recording) => lowestLatency(recording, 0),
};
