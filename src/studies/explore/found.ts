import { type WholeNumber, wholeNumber } from '../../text/figures.js';
import type { ViolationKind } from '../../worlds/explore/checks/check.js';
import type { Choices } from '../../worlds/explore/choices.js';
import type { Replayed } from '../../worlds/explore/explore.js';
import { type Guards, guardsOf } from '../../worlds/explore/guards.js';
import type { EventField } from '../../worlds/explore/looks.js';
import { scheduleText } from '../../worlds/explore/move.js';
import type { SearchOptions } from '../../worlds/explore/options.js';
import type { Program } from '../../worlds/explore/program.js';
import type { ExploreResult, Violation } from '../../worlds/explore/result.js';
import { type Story, tell } from '../../worlds/explore/story.js';
import type { Bound } from '../../worlds/slices.js';
import type { CrashKind, SampleValues, TaskDeployments } from './settings.js';

/** A program as reports name it. */
export interface ProgramReport {
  readonly logger: string;
  readonly store: string;
  readonly tasks: number;
  readonly processes: number;
  readonly deployments: TaskDeployments;
  readonly sampleValues: SampleValues;
  readonly samplesPerTask: number;
  /** Whether the tasks, and the last selects, fall in different minutes. */
  readonly minutes: boolean;
  /** Samples that a list has room for; null: for all. */
  readonly listSize: number | null;
  readonly select: boolean;
  readonly expiry: number;
  readonly leaseExpiry: number;
  readonly crash: CrashKind;
  readonly profile: string;
  readonly retries: number;
}

export interface ViolationReport {
  readonly kind: ViolationKind;
  readonly fault: string;
  /** The program that it happens in; it may have fewer tasks than the one explored. */
  readonly program: ProgramReport;
  readonly tasks: number;
  readonly schedule: string;
  /** For an endless loop: its moves, the last ones of the schedule. */
  readonly cycle: string | null;
  /** Whether nothing smaller shows it; null of a schedule that was given. */
  readonly minimal: boolean | null;
  readonly story: Story;
}

/** What exploring one program came to, but for its violation. */
export interface ProgramOutcome extends ProgramReport {
  /** All schedules; null where there is a cycle or not everything was tried. */
  readonly schedules: WholeNumber | null;
  /** Schedules that lose no sample; null likewise. */
  readonly lossless: WholeNumber | null;
  /** Distinct states; where a bound stopped a search of all orders, those of alike tasks counted as one. */
  readonly states: WholeNumber;
  readonly tried: number;
  /** Whether everything was tried. */
  readonly exhaustive: boolean;
  /** What stopped it before; null if nothing did. */
  readonly bound: Bound | null;
  readonly hasCycle: boolean;
  /** How many schedules end with how many samples. */
  readonly samples: readonly { readonly samples: number; readonly schedules: WholeNumber }[];
  readonly serializabilityChecked: boolean;
  readonly keepsAverages: boolean;
  /** What of the completions the logger looks at itself: their fields. */
  readonly looksAt: readonly EventField[];
  /** So many of the newest samples of a deployment the logger keeps by a limit of its own; null: none shows. */
  readonly ownLimit: number | null;
  readonly kinds: readonly ViolationKind[];
}

export interface ExploreReport extends ProgramOutcome {
  readonly summary: string;
  readonly options: SearchOptions;
  readonly guards: Guards;
  readonly violation: ViolationReport | null;
}

/** An exploration as plain data. */
export function exploreReport(result: ExploreResult, options: SearchOptions): ExploreReport {
  const { program, violation } = result;
  return {
    ...programReport(program),
    summary: program.logger.summary,
    options,
    schedules: result.schedules === null ? null : wholeNumber(result.schedules),
    lossless: result.lossless === null ? null : wholeNumber(result.lossless),
    states: wholeNumber(result.states),
    tried: result.tried,
    exhaustive: result.exhaustive,
    bound: result.bound,
    hasCycle: result.hasCycle,
    samples: result.samples.map(({ samples, schedules }) => ({
      samples,
      schedules: wholeNumber(schedules),
    })),
    serializabilityChecked: result.serializabilityChecked,
    keepsAverages: result.keepsAverages,
    looksAt: result.looksAt,
    ownLimit: program.ownLimit ?? null,
    guards: guardsOf(program),
    kinds: result.kinds,
    violation: violation === null ? null : violationReport(violation),
  };
}

export function violationReport(violation: Violation): ViolationReport {
  const { kind, fault, program, schedule, cycle, minimal } = violation;
  return {
    kind,
    fault,
    program: programReport(program),
    tasks: program.tasks,
    schedule: scheduleText(schedule),
    cycle: cycle.length === 0 ? null : scheduleText(cycle),
    minimal,
    story: tell(program, schedule, kind),
  };
}

/** One schedule that was given, run again. Plain data. */
export interface ReplayReport {
  readonly program: ProgramReport;
  readonly schedule: string;
  readonly story: Story;
  readonly violation: ViolationReport | null;
}

export function replayReport({ program, schedule, violation }: Replayed): ReplayReport {
  const report = violation === null ? null : violationReport(violation);
  return {
    program: programReport(program),
    schedule: scheduleText(schedule),
    story: report?.story ?? tell(program, schedule, null),
    violation: report,
  };
}

/** The states of a program, for who chooses the next step. Plain data. */
export interface ChoicesReport extends Omit<Choices, 'program'> {
  readonly program: ProgramReport;
}

export function choicesReport({ program, ...choices }: Choices): ChoicesReport {
  return { program: programReport(program), ...choices };
}

export function programReport(program: Program): ProgramReport {
  const { logger, store, profile, expiries, leaseRunOuts, samples, loggerOptions } = program;
  const { tasks, processes, deployments, samplesPerTask, minutes, listSize } = program;
  const { select, crash } = program;
  return {
    logger: logger.name,
    store: store.kind,
    tasks,
    processes,
    deployments,
    sampleValues: samples,
    samplesPerTask,
    minutes,
    listSize,
    select,
    expiry: expiries,
    leaseExpiry: leaseRunOuts,
    crash,
    profile: profile.name,
    retries: loggerOptions.retries,
  };
}
