import { getHeapStatistics } from 'node:v8';
import { loggerNamed } from '../loggers/index.js';
import type { Logger } from '../model/logger.js';
import { profileNamed } from '../model/profile.js';
import { inProcess } from '../model/stores/in-process.js';
import { remote } from '../model/stores/remote.js';
import type { StoreModel } from '../model/stores/store.js';
import { tiered } from '../model/stores/tiered.js';
import {
  type ExploreReport,
  exploreReport,
  type ReplayReport,
  replayReport,
} from '../report/explore/report.js';
import type { Limits } from '../report/explore/text.js';
import { usageError } from '../text/failure.js';
import { requireDeterminism } from '../worlds/explore/determinism.js';
import { exploring, replaying } from '../worlds/explore/explore.js';
import type { Bound, ExploreOptions, Slices } from '../worlds/explore/options.js';
import { DEFAULT_PROGRAM, type Program } from '../worlds/explore/program.js';
import { ScheduleError } from '../worlds/explore/runner.js';
import type { LoggerChoice } from './loggers.js';
import { loadUserLogger } from './user-logger.js';

/** A program by names. */
export interface ProgramSettings
  extends Omit<Program, 'logger' | 'loggerOptions' | 'profile' | 'store'> {
  readonly store: StoreModel['kind'];
  readonly profile: string;
  readonly retries: number;
}

/** An exploration, or one schedule of it. Plain data: it crosses threads. */
export interface ExploreJob {
  readonly logger: LoggerChoice;
  readonly program: ProgramSettings;
  readonly options: ExploreOptions;
  readonly limits: Limits;
  /** Runs this schedule alone. */
  readonly schedule: readonly string[] | undefined;
}

/** What it came to. Plain data. */
export type ExploreOutcome =
  | { readonly kind: 'explored'; readonly report: ExploreReport }
  | { readonly kind: 'replayed'; readonly report: ReplayReport };

/** How an exploration stays in touch with whoever started it. */
export interface ExploreControl {
  stopRequested(): boolean;
  /** A slice is done; so many states were seen. */
  sliced(states: number): void;
  /** Lets others have the thread. */
  pause(): Promise<void>;
}

export const STORES: Readonly<Record<StoreModel['kind'], StoreModel>> = {
  'in-process': inProcess,
  remote,
  // Nothing here outlives its time but by `--expiry`.
  tiered: tiered(3600),
};

/**
 * Carries out an exploration, slice by slice.
 * @throws LoggerFault where the logger is at fault; CommandError for an impossible schedule
 */
export async function carryOutExploration(
  job: ExploreJob,
  control: ExploreControl,
): Promise<ExploreOutcome> {
  const program = programOf(job.program, await loggerOf(job.logger));
  if (job.logger.kind === 'file') requireDeterminism(program);
  if (job.schedule === undefined) {
    const result = await inSlices(exploring(program, job.options), job.limits, control);
    return { kind: 'explored', report: exploreReport(result, job.options) };
  }
  try {
    const work = replaying(program, job.schedule, job.options);
    return { kind: 'replayed', report: replayReport(await inSlices(work, job.limits, control)) };
  } catch (error) {
    throw error instanceof ScheduleError ? usageError(error.message, error.remedy) : error;
  }
}

async function loggerOf(choice: LoggerChoice): Promise<Logger> {
  if (choice.kind === 'file') return loadUserLogger(choice);
  return loggerNamed(choice.name);
}

export function programOf(settings: ProgramSettings, logger: Logger): Program {
  const { store, profile, retries, ...rest } = settings;
  return {
    ...rest,
    logger,
    loggerOptions: { ...DEFAULT_PROGRAM.loggerOptions, retries },
    profile: profileNamed(profile),
    store: STORES[store],
  };
}

const BYTES_PER_MB = 1e6;
/** Node gives up where its heap is full; so we stop before. */
const SAFE_PART_OF_HEAP = 0.8;

/** Lets work go on until it is done, or a limit of the machine or of the user's patience stops it. */
export async function inSlices<Result>(
  work: Slices<Result>,
  limits: Limits,
  control: ExploreControl,
): Promise<Result> {
  const deadline_ms = performance.now() + limits.maxSeconds * 1000;
  const maxBytes = Math.min(
    limits.maxMemory_MB * BYTES_PER_MB,
    getHeapStatistics().heap_size_limit * SAFE_PART_OF_HEAP,
  );
  const bound = (): Bound | undefined => {
    if (control.stopRequested()) return 'interrupted';
    if (performance.now() > deadline_ms) return 'seconds';
    return getHeapStatistics().used_heap_size > maxBytes ? 'memory' : undefined;
  };
  let slice = work.next();
  while (slice.done !== true) {
    control.sliced(slice.value.states);
    await control.pause();
    slice = work.next(bound());
  }
  return slice.value;
}
