import type {
  ExploreReport,
  ProgramReport,
  ReplayReport,
  ScheduleCount,
  ViolationReport,
} from '../../studies/explore/found.js';
import type { SearchStrategy } from '../../studies/explore/question.js';
import type { ViolationKind } from '../../worlds/explore/checks/check.js';
import type { StoryStep } from '../../worlds/explore/story.js';
import type { Bound } from '../../worlds/slices.js';
import type { Tool } from '../kit/json.js';

/** What an exploration came to: the fields of `explore --json`, in their order. */
export interface ExploreFields extends ProgramReport {
  readonly schemaVersion: 1;
  readonly tool: Tool;
  readonly strategy: SearchStrategy;
  readonly seed: number | null;
  /** All schedules; null where there is a cycle or not everything was tried. */
  readonly schedules: ScheduleCount | null;
  /** Schedules that lose no sample; null likewise. */
  readonly lossless: ScheduleCount | null;
  readonly states: number;
  readonly tried: number;
  /** Whether everything was tried. */
  readonly exhaustive: boolean;
  /** What stopped it before; null if nothing did. */
  readonly bound: Bound | null;
  readonly hasCycle: boolean;
  /** How many schedules end with how many samples. */
  readonly samples: readonly { readonly samples: number; readonly schedules: ScheduleCount }[];
  readonly serializabilityChecked: boolean;
  readonly keepsAverages: boolean;
  readonly kinds: readonly ViolationKind[];
  readonly violation: ViolationFields | null;
}

/** A violation, and the command that replays it. */
export interface ViolationFields {
  readonly kind: ViolationKind;
  /** What is wrong, in words. */
  readonly fault: string;
  /** Of the program that it happens in. */
  readonly tasks: number;
  readonly schedule: string;
  readonly steps: readonly StoryStep[];
  readonly ending: readonly string[];
  /** For an endless loop: its moves, the last ones of the schedule. */
  readonly cycle: string | null;
  /** Whether nothing smaller shows it; null of a schedule that was given. */
  readonly minimal: boolean | null;
  readonly replay: string | null;
}

/** What one schedule that was given came to: the fields of `explore --schedule --json`. */
export interface ScheduleFields extends ProgramReport {
  readonly schemaVersion: 1;
  readonly tool: Tool;
  readonly schedule: string;
  readonly steps: readonly StoryStep[];
  readonly ending: readonly string[];
  readonly violation: ViolationFields | null;
}

/**
 * An exploration; docs/reference/explore.md describes its fields.
 * @param replay the command that replays the violation
 */
export function exploreFields(
  tool: Tool,
  report: ExploreReport,
  replay: string | null,
): ExploreFields {
  const { options, violation } = report;
  return {
    schemaVersion: 1,
    tool,
    ...programFields(report),
    strategy: options.strategy,
    seed: options.strategy === 'exhaustive' ? null : options.seed,
    schedules: report.schedules,
    lossless: report.lossless,
    states: report.states,
    tried: report.tried,
    exhaustive: report.exhaustive,
    bound: report.bound,
    hasCycle: report.hasCycle,
    samples: report.samples,
    serializabilityChecked: report.serializabilityChecked,
    keepsAverages: report.keepsAverages,
    kinds: report.kinds,
    violation: violation === null ? null : violationFields(violation, replay),
  };
}

export function programFields(program: ProgramReport): ProgramReport {
  const { logger, store, tasks, processes, deployments, sampleValues, samplesPerTask } = program;
  const { select, expiry, leaseExpiry, crash, profile, retries } = program;
  return {
    logger,
    store,
    tasks,
    processes,
    deployments,
    sampleValues,
    samplesPerTask,
    select,
    expiry,
    leaseExpiry,
    crash,
    profile,
    retries,
  };
}

function violationFields(violation: ViolationReport, replay: string | null): ViolationFields {
  const { kind, fault, tasks, schedule, cycle, minimal, story } = violation;
  const { steps, ending } = story;
  return { kind, fault, tasks, schedule, steps, ending, cycle, minimal, replay };
}

/** One schedule that was given. */
export function scheduleFields(tool: Tool, report: ReplayReport, replay: string): ScheduleFields {
  const { program, schedule, story, violation } = report;
  return {
    schemaVersion: 1,
    tool,
    ...programFields(program),
    schedule,
    steps: story.steps,
    ending: story.ending,
    violation: violation === null ? null : violationFields(violation, replay),
  };
}
