import type { RouterPart } from '../effects/fault.js';
import type { LoggerChoice, PartChoice, StrategyChoice } from '../loggers/choice.js';
import type { KnownOverTime } from '../measure/known.js';
import type { ReplicationResult } from '../measure/result.js';
import type { Timings } from '../model/timings.js';
import type { Scenario } from '../scenario/schema.js';
import type { Failure } from '../text/failure.js';
import type { SearchOptions } from '../worlds/explore/options.js';
import type { LostUpdate } from '../worlds/simulate/lost-update.js';
import type { ChoicesReport, ExploreReport, ReplayReport } from './explore/found.js';
import type { ProgramSettings } from './explore/settings.js';

/**
 * A scenario under one logger: all that it takes to simulate it. Plain data, as everything in this
 * file: it crosses threads, shards and pages.
 */
export interface SimulationInput {
  readonly scenario: Scenario;
  /** The numbers of each file that the scenario names, by the path as written there. */
  readonly numbers: ReadonlyMap<string, Float64Array>;
  readonly logger: LoggerChoice;
  /** Absent: the scenario's is one that comes with latsim. */
  readonly strategy?: StrategyChoice;
  /** Runs that were measured, whose pace it has in turn; absent: that which the scenario says. */
  readonly timings?: readonly Timings[];
  /** From when on requests are counted once more, in seconds; increasing. */
  readonly cuts_s: readonly number[];
  /** No job may have more occurrences than this. */
  readonly maxEvents: number;
  /** The most memory that the whole run may need at once, in MB; undefined: there is no limit. */
  readonly maxMemory_MB?: number;
  /** Of its replications on their way; undefined: as many may be at a time as there are hands. */
  readonly memory?: JobMemory;
}

/** What goes on at a time is limited by, in bytes. */
export interface JobMemory {
  /** What one of them needs. */
  readonly bytes: number;
  /** What all that go on at a time may need. */
  readonly room: number;
}

/** What jobs have in common. */
interface AnyJob {
  /** What is at work, for whoever watches. */
  readonly label: string;
  /** About how long it is, in occurrences; explorations cannot know. */
  readonly size: number;
}

/** Some replications of a scenario under one logger, one by one. */
export interface ReplicationsJob extends AnyJob {
  readonly kind: 'replications';
  readonly input: SimulationInput;
  /** Numbers of the first and of the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly events?: readonly EventsFile[];
  /** Number of the replication of which it is told what requests know; absent: of none. */
  readonly follows?: number;
  /** Leaves histograms of times empty, as nobody looks at them: they are most of what a result has. */
  readonly withoutTimes?: true;
  /** Winds up after its first replication where that has more. */
  readonly most?: ReplicationLimits;
}

/** What a replication may take, so that all of its run are within the limits. */
export interface ReplicationLimits {
  readonly occurrences: number;
  readonly bytes: number;
}

/** A file that gets every event: one JSON object per line, or as a Chrome trace. */
export interface EventsFile {
  /** As the user named it. */
  readonly shown: string;
  /** That of the open file. */
  readonly descriptor: number;
  /** Where the trace comes from, for its heading; absent: it is no trace. */
  readonly trace?: Readonly<Record<string, string | number>>;
}

export interface ReplicationsResult {
  readonly kind: 'replications';
  readonly logger: { readonly name: string; readonly summary: string };
  /** The name of the strategy. */
  readonly strategy: string;
  /** In their order; fewer where it was stopped. */
  readonly replications: readonly ReplicationResult[];
  /** Of the replication that is followed, if it was finished: by model group that looks into a map. */
  readonly known?: readonly KnownOverTime[];
  /** What the first of them took, in bytes, of a user's own logger; absent: nobody has measured it. */
  readonly firstTook?: number;
}

/** A search for a lost update in one replication. */
export interface LossJob extends AnyJob {
  readonly kind: 'loss';
  readonly input: SimulationInput;
  readonly replication: number;
  /** Which one of the replication, from 1. */
  readonly nth: number;
  /** Gets the events of its two requests, as a trace. */
  readonly events?: readonly EventsFile[];
}

export interface LossResult {
  readonly kind: 'loss';
  readonly logger: string;
  /** Null: the replication has not so many. */
  readonly loss: LostUpdate | null;
  /** Lost updates that were seen, up to the one in question. */
  readonly seen: number;
  readonly occurrences: number;
  /** It was stopped. */
  readonly partial: boolean;
  /** What else keeps samples from selects; of a whole replication, where it was not found. */
  readonly unseen?: Unseen;
}

/** What keeps samples from selects, though no update is overwritten. */
export interface Unseen {
  /** Samples that are lost: without being overwritten, where no update is. */
  readonly lost: number;
  /** False: the logger keeps samples in a form of its own, of which nobody can say; absent: it holds. */
  readonly lostKnown?: false;
  /** Samples that the logger gave up. */
  readonly abandoned: number;
  /** Choices of slower groups that were made on an old copy. */
  readonly stale: number;
  /** The first replication that has such a choice; null: none has. */
  readonly staleIn: number | null;
}

export const NOTHING_UNSEEN: Unseen = { lost: 0, abandoned: 0, stale: 0, staleIn: null };

/** What ends an exploration besides its own bounds; only who carries it out can see these. */
export interface Limits {
  readonly maxSeconds: number;
  readonly maxMemory_MB: number;
}

/** A program, explored. */
export interface ExplorationJob extends AnyJob {
  readonly kind: 'exploration';
  readonly logger: LoggerChoice;
  readonly program: ProgramSettings;
  readonly options: SearchOptions;
  readonly limits: Limits;
}

export type ExplorationResult =
  | { readonly kind: 'exploration'; readonly report: ExploreReport }
  /** The logger asks the store for what it cannot do. */
  | { readonly kind: 'exploration'; readonly report: null; readonly unsupported: Failure };

/**
 * Several programs of one logger, explored one after the other: a user's logger takes a thread of its
 * own for each job, which takes longer than most programs.
 */
export interface ExplorationsJob extends Omit<ExplorationJob, 'kind' | 'program'> {
  readonly kind: 'explorations';
  readonly programs: readonly ProgramSettings[];
}

export interface ExplorationsResult {
  readonly kind: 'explorations';
  /** In their order; fewer where it was stopped. */
  readonly results: readonly ExplorationResult[];
}

/** One schedule of a program, run again. */
export interface ScheduleJob extends Omit<ExplorationJob, 'kind'> {
  readonly kind: 'schedule';
  readonly schedule: readonly string[];
}

export interface ScheduleResult {
  readonly kind: 'schedule';
  readonly report: ReplayReport;
}

/** The states of a small program, for who chooses the next step. */
export interface ChoicesJob extends Omit<ExplorationJob, 'kind'> {
  readonly kind: 'choices';
}

export interface ChoicesResult {
  readonly kind: 'choices';
  /** Null: it has more states than were to be, or the logger asks the store for what it cannot do. */
  readonly report: ChoicesReport | null;
}

/** What can be carried out apart from everything else. */
export type Job =
  | ReplicationsJob
  | LossJob
  | ExplorationJob
  | ExplorationsJob
  | ScheduleJob
  | ChoicesJob;

export type JobResult =
  | ReplicationsResult
  | LossResult
  | ExplorationResult
  | ExplorationsResult
  | ScheduleResult
  | ChoicesResult;

/** The result of a kind of job. */
export type ResultOf<J extends Job> = Extract<JobResult, { kind: J['kind'] }>;

/** The logger that a job runs. */
export function loggerOf(job: Job): LoggerChoice {
  return 'input' in job ? job.input.logger : job.logger;
}

/** The strategy that a job runs, where it is a user's own. */
export function strategyOf(job: Job): StrategyChoice | undefined {
  return 'input' in job && job.input.strategy?.kind !== 'shipped' ? job.input.strategy : undefined;
}

/** What of a job is a user's own. */
export function usersOf(
  job: Job,
): { readonly part: RouterPart; readonly kind: 'file' | 'given'; readonly name: string }[] {
  const of = (part: RouterPart, choice: PartChoice<unknown> | undefined) =>
    choice === undefined || choice.kind === 'shipped'
      ? []
      : [{ part, kind: choice.kind, name: choice.name }];
  return [...of('logger', loggerOf(job)), ...of('strategy', strategyOf(job))];
}

/** Whether all of what runs comes with latsim, so that it is known before it runs. */
export function isShipped({
  logger,
  strategy,
}: Pick<SimulationInput, 'logger' | 'strategy'>): boolean {
  return logger.kind === 'shipped' && (strategy?.kind ?? 'shipped') === 'shipped';
}

/** A job that failed, because of its logger, its input or latsim itself. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';

  constructor(
    readonly job: Job,
    readonly failure: Failure,
  ) {
    super(failure.message);
  }
}
