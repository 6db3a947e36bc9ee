import type { Experiment } from '../model/experiment.js';
import { Fleet } from '../model/fleet.js';
import { compile } from '../scenario/compile.js';
import type { Observer } from '../worlds/simulate/journal.js';
import {
  LossFinder,
  LossFollower,
  type LostUpdate,
  type Sighting,
} from '../worlds/simulate/lost-update.js';
import { Simulation } from '../worlds/simulate/simulation.js';
import { tooManyEvents } from './event-limit.js';
import type { Control, Job } from './execution.js';
import { loadUserLogger } from './user-logger.js';

/** A search for a lost update. Plain data: it crosses threads. */
export interface TraceJob extends Omit<Job, 'eventsDescriptor'> {
  /** Which one, from 1. */
  readonly nth: number;
}

/** What it came to. Plain data. */
export interface TraceOutcome {
  readonly loss: LostUpdate | null;
  /** Lost updates that were seen. */
  readonly seen: number;
  readonly logger: string;
  readonly partial: boolean;
}

/** Occurrences in a slice: a few milliseconds of work. */
const SLICE = 5_000;

/**
 * Runs replications until the update in question is lost, and that one again to follow it: what
 * led to it and what came of it are then looked at alone.
 * @throws LoggerFault where the logger is at fault; CommandError for a run that is too long
 */
export async function carryOutTrace(job: TraceJob, control: Control): Promise<TraceOutcome> {
  const logger = job.logger.kind === 'file' ? await loadUserLogger(job.logger) : undefined;
  const { scenario, numbers, only, nth } = job;
  const experiment = compile(scenario, { numbers, ...(logger !== undefined && { logger }) });
  const replications =
    only === undefined ? Array.from({ length: experiment.replications }, (_, i) => i) : [only];
  const finder = new LossFinder(nth);
  const run = new Run(experiment, job.maxEvents, control);
  for (const [i, replication] of replications.entries()) {
    control.sliced(i / replications.length);
    const observer: Observer = (event) => finder.observe(event);
    await run.replication(replication, observer, () => finder.found !== undefined);
    if (finder.found !== undefined || run.stopped) break;
  }
  const loss = finder.found === undefined ? null : await followed(finder.found, experiment, run);
  return { loss, seen: finder.seen, logger: experiment.logger.name, partial: run.stopped };
}

async function followed(sighting: Sighting, experiment: Experiment, run: Run): Promise<LostUpdate> {
  const { groups } = experiment.modelGroups.find(
    ({ name }) => name === sighting.victim.modelGroup,
  ) as Experiment['modelGroups'][number];
  const position = new Fleet(groups).index.positionOf(sighting.deployment);
  const follower = new LossFollower(sighting, position);
  await run.replication(
    sighting.replication,
    (event) => follower.observe(event),
    () => false,
  );
  return follower.result;
}

/** Runs replications in slices, up to a number of occurrences in all. */
class Run {
  stopped = false;
  private occurrences = 0;

  constructor(
    private readonly experiment: Experiment,
    private readonly maxEvents: number,
    private readonly control: Control,
  ) {}

  async replication(number: number, observer: Observer, enough: () => boolean): Promise<void> {
    const { experiment, control } = this;
    const simulation = new Simulation(experiment, { only: number, observer });
    while (!simulation.advance(SLICE) && !enough()) {
      const occurrences = this.occurrences + simulation.occurrences;
      if (occurrences > this.maxEvents) throw tooManyEvents(occurrences, this.maxEvents);
      control.sliced(simulation.progress);
      await control.pause();
      if (control.stopRequested()) {
        this.stopped = true;
        return;
      }
    }
    this.occurrences += simulation.occurrences;
  }
}
