import { cutsOf, type StatedExpectation } from '../expectation/expectation.js';
import { type Judgement, judgeOnce } from '../expectation/judgement.js';
import { layoutOf } from '../expectation/layout.js';
import { DEFAULT_CONFIDENCE } from '../expectation/spending.js';
import { writeFully } from '../files/atomic-file.js';
import { countsOf } from '../measure/counts.js';
import { type Summary, summarise } from '../measure/summary.js';
import type { Experiment } from '../model/experiment.js';
import { compile } from '../scenario/compile.js';
import type { LoadedScenario } from '../scenario/loaded.js';
import type { Scenario } from '../scenario/schema.js';
import { CommandError, failureOf, usageError } from '../text/failure.js';
import type { SimulationEvent } from '../worlds/simulate/events.js';
import { Simulation, simulate } from '../worlds/simulate/simulation.js';
import { estimatedEvents, tooManyEvents } from './event-limit.js';
import type { LoggerChoice } from './loggers.js';
import { loadUserLogger } from './user-logger.js';

/** A run of one scenario with one logger. Plain data: it crosses threads. */
export interface Job {
  readonly scenario: Scenario;
  readonly numbers: LoadedScenario['numbers'];
  readonly logger: LoggerChoice;
  /** Runs this replication alone. */
  readonly only: number | undefined;
  /** No more occurrences than this. */
  readonly maxEvents: number;
  /** What the run is judged by. */
  readonly expectations: readonly StatedExpectation[];
  /** Where every event goes, one JSON object per line. */
  readonly eventsDescriptor: number | undefined;
}

/** What a run came to. Plain data. */
export interface Outcome {
  readonly summary: Summary;
  /** Of each expectation of the job. */
  readonly judgements: readonly Judgement[];
  readonly logger: { readonly name: string; readonly summary: string };
  /** Stopped before all replications were finished. */
  readonly partial: boolean;
}

/** How a run stays in touch with whoever started it. */
export interface Control {
  /** Asked between slices. */
  stopRequested(): boolean;
  /** A slice is done; `progress` is 0..1. */
  sliced(progress: number): void;
  /** Lets others have the thread. */
  pause(): Promise<void>;
}

/** A slice should take about this long: an interrupt is heeded after it. */
const SLICE_MS = 40;

/**
 * Carries out a job, slice by slice. How long the slices are changes nothing in the result.
 * @throws CommandError where the logger or the job is at fault
 */
export async function execute(job: Job, control: Control): Promise<Outcome> {
  const logger = job.logger.kind === 'file' ? await loadUserLogger(job.logger) : undefined;
  const { scenario, numbers, only, maxEvents, expectations } = job;
  const experiment = compile(scenario, {
    numbers,
    cuts_s: cutsOf(expectations),
    ...(logger !== undefined && { logger }),
  });
  const replications = only === undefined ? experiment.replications : 1;
  const estimate = estimatedEvents(experiment, replications);
  if (estimate > maxEvents) throw tooManyEvents(estimate, maxEvents);

  const events =
    job.eventsDescriptor === undefined ? undefined : new EventWriter(job.eventsDescriptor);
  const simulation = new Simulation(experiment, {
    ...(only !== undefined && { only }),
    ...(events !== undefined && { observer: (event) => events.write(event) }),
  });
  let slice = 1000;
  try {
    while (!control.stopRequested()) {
      const start_ms = performance.now();
      if (simulation.advance(slice)) break;
      const took_ms = performance.now() - start_ms;
      slice = Math.max(1, Math.floor(slice * Math.min(2, SLICE_MS / Math.max(took_ms, 1))));
      control.sliced(simulation.progress);
      if (simulation.occurrences > maxEvents)
        throw tooManyEvents(simulation.occurrences, maxEvents);
      await control.pause();
    }
    events?.flush();
  } catch (error) {
    throw new CommandError(failureOf(error, only ?? simulation.finished.length));
  }
  const [first] = simulation.finished;
  if (logger !== undefined && simulation.done && first !== undefined) {
    requireSameAgain(experiment, first);
  }
  const evidence = {
    counts: simulation.finished.map(countsOf),
    layout: layoutOf(experiment),
    complete: simulation.done && only === undefined,
    margin: scenario.margin,
  };
  return {
    judgements: judgeOnce(expectations, evidence, DEFAULT_CONFIDENCE),
    summary: summarise(experiment, simulation.finished, scenario.margin),
    logger: { name: experiment.logger.name, summary: experiment.logger.summary },
    partial: !simulation.done,
  };
}

/**
 * Runs a replication once more: a logger that keeps something between calls, or draws its own luck,
 * does not do the same again.
 * @throws CommandError where it did something else
 */
export function requireSameAgain(
  experiment: Experiment,
  { replication, traceHash }: { readonly replication: number; readonly traceHash: string },
): void {
  const [again] = simulate(experiment, { only: replication });
  if (again?.traceHash === traceHash) return;
  throw usageError(
    `logger '${experiment.logger.name}': it is not deterministic: the same replication went differently when it was run again`,
    'no clock, no random numbers, nothing kept between calls: ask for everything by effects',
  );
}

/** Writes events as JSON Lines, in large pieces. */
class EventWriter {
  private lines: string[] = [];

  constructor(private readonly descriptor: number) {}

  write(event: SimulationEvent): void {
    this.lines.push(JSON.stringify(event));
    if (this.lines.length >= 4096) this.flush();
  }

  /** @throws CommandError where there is no room for them */
  flush(): void {
    try {
      if (this.lines.length > 0) writeFully(this.descriptor, `${this.lines.join('\n')}\n`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw usageError(`the events cannot be written: ${reason}`, 'name another file');
    }
    this.lines = [];
  }
}
