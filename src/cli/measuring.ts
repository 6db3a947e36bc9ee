import { countsOf, type ReplicationCounts } from '../measure/counts.js';
import type { Experiment } from '../model/experiment.js';
import { compile } from '../scenario/compile.js';
import { CommandError, failureOf } from '../text/failure.js';
import { Simulation } from '../worlds/simulate/simulation.js';
import { tooManyEvents } from './event-limit.js';
import { type Control, type Job, requireSameAgain } from './execution.js';
import { loadUserLogger } from './user-logger.js';

/** Some replications of a scenario with one logger, to be counted. Plain data: it crosses threads. */
export interface MeasureJob extends Omit<Job, 'only' | 'expectations' | 'eventsDescriptor'> {
  readonly kind: 'measure';
  /** From when on requests are counted once more, in seconds; increasing. */
  readonly cuts_s: readonly number[];
  /** Which replications, by number from 0. */
  readonly replications: readonly number[];
}

/** What each of them came to, in their order; fewer where it was stopped. Plain data. */
export interface Measured {
  readonly kind: 'measured';
  readonly replications: readonly ReplicationCounts[];
}

/** Occurrences in a slice: a few milliseconds of work. */
const SLICE = 5_000;

/**
 * Carries out replications one by one. Each is the same whichever others are run with it.
 * @throws CommandError with the replication in which the logger or latsim was at fault
 */
export async function carryOutMeasuring(job: MeasureJob, control: Control): Promise<Measured> {
  const logger = job.logger.kind === 'file' ? await loadUserLogger(job.logger) : undefined;
  const { scenario, numbers, cuts_s } = job;
  const compiled = compile(scenario, { numbers, ...(logger !== undefined && { logger }) });
  const experiment = { ...compiled, cuts_s };
  const replications: ReplicationCounts[] = [];
  for (const number of job.replications) {
    const counts = await replicated(experiment, number, job.maxEvents, {
      ...control,
      sliced: (part) => control.sliced((replications.length + part) / job.replications.length),
    });
    if (counts === undefined) break;
    replications.push(counts);
  }
  const [first] = replications;
  if (logger !== undefined && first !== undefined) requireSameAgain(experiment, first);
  return { kind: 'measured', replications };
}

/** One replication; undefined if it was stopped. */
async function replicated(
  experiment: Experiment,
  number: number,
  maxEvents: number,
  control: Control,
): Promise<ReplicationCounts | undefined> {
  const simulation = new Simulation(experiment, { only: number });
  try {
    while (!simulation.advance(SLICE)) {
      control.sliced(simulation.progress);
      if (simulation.occurrences > maxEvents)
        throw tooManyEvents(simulation.occurrences, maxEvents);
      await control.pause();
      if (control.stopRequested()) return undefined;
    }
  } catch (error) {
    throw new CommandError(failureOf(error, number));
  }
  const [result] = simulation.finished;
  return result === undefined ? undefined : countsOf(result);
}
