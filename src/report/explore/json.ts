import type { LoggerChoice } from '../../loggers/choice.js';
import type { ExploreFound } from '../../studies/explore/explore.js';
import type {
  ExploreReport,
  ProgramOutcome,
  ProgramReport,
  ReplayReport,
  ViolationReport,
} from '../../studies/explore/found.js';
import type { ScenarioNamed, SearchStrategy } from '../../studies/explore/question.js';
import { replayCommand } from '../../studies/explore/replay-command.js';
import { leadingProgram } from '../../studies/explore/small-matrix.js';
import type { ViolationKind } from '../../worlds/explore/checks/check.js';
import type { Story, StoryStep } from '../../worlds/explore/story.js';
import type { Tool } from '../kit/json.js';
import { untriedBy } from './scope.js';

/** What exploring one program came to: as it is reported, with the command that replays a violation. */
export interface ProgramFields extends ProgramOutcome {
  /** What it leaves untried, each in words, with the option that tries it, if one does. */
  readonly notTried: readonly string[];
  readonly violation: ViolationFields | null;
}

/**
 * What an exploration came to: the fields of `explore --json`, in their order. Of the small matrix
 * they are those of the first program in one process that is violated, else of the first.
 */
export interface ExploreFields extends ProgramFields {
  readonly schemaVersion: 1;
  readonly tool: Tool;
  /** Whose store, version, list size and retries hold where nothing else is asked; null: of none. */
  readonly scenario: ScenarioNamed | null;
  readonly strategy: SearchStrategy;
  readonly seed: number | null;
  /** Of the small matrix: whether it was interrupted. */
  readonly partial?: boolean;
  /** Of the small matrix: each program, in the matrix's order. */
  readonly programs?: readonly ProgramFields[];
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
  readonly replay: string;
}

/** What one schedule that was given came to: the fields of `explore --schedule --json`. */
export interface ScheduleFields extends ProgramReport {
  readonly schemaVersion: 1;
  readonly tool: Tool;
  readonly scenario: ScenarioNamed | null;
  readonly schedule: string;
  readonly steps: readonly StoryStep[];
  readonly ending: readonly string[];
  readonly violation: ViolationFields | null;
}

/** What the fields have to know beside what was found. */
interface FieldsAsked {
  readonly tool: Tool;
  readonly logger: LoggerChoice;
  readonly scenario?: ScenarioNamed | undefined;
}

/** What was found, as fields. */
export function exploreFields(
  asked: FieldsAsked,
  found: NonNullable<ExploreFound>,
): ExploreFields | ScheduleFields {
  switch (found.kind) {
    case 'matrix': {
      const { programs, partial } = found.report;
      return {
        ...headedFields(asked, leadingProgram(found.report)),
        partial,
        programs: programs.map((one) => ({
          ...programFields(one),
          ...outcomeFields(asked.logger, one),
        })),
      };
    }
    case 'explored':
      return headedFields(asked, found.report);
    case 'replayed':
      return scheduleFields(asked, found.report);
  }
}

function headedFields(
  { tool, logger, scenario }: FieldsAsked,
  report: ExploreReport,
): ExploreFields {
  const { strategy, seed } = report.options;
  return {
    schemaVersion: 1,
    tool,
    scenario: scenario ?? null,
    ...programFields(report),
    strategy,
    seed: strategy === 'exhaustive' ? null : seed,
    ...outcomeFields(logger, report),
  };
}

function outcomeFields(
  logger: LoggerChoice,
  report: ExploreReport,
): Omit<ProgramFields, keyof ProgramReport> {
  const { violation } = report;
  return {
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
    looksAt: report.looksAt,
    ownLimit: report.ownLimit,
    kinds: report.kinds,
    notTried: untriedBy(report),
    violation: violation === null ? null : violationFields(logger, violation),
  };
}

export function programFields(program: ProgramReport): ProgramReport {
  const { logger, store, tasks, processes, deployments, sampleValues, samplesPerTask } = program;
  const { minutes, listSize, select, expiry, leaseExpiry, crash, profile, retries } = program;
  return {
    logger,
    store,
    tasks,
    processes,
    deployments,
    sampleValues,
    samplesPerTask,
    minutes,
    listSize,
    select,
    expiry,
    leaseExpiry,
    crash,
    profile,
    retries,
  };
}

function violationFields(logger: LoggerChoice, violation: ViolationReport): ViolationFields {
  const { kind, fault, program, tasks, schedule, cycle, minimal, story } = violation;
  const { ending } = story;
  const steps = stepFields(story);
  const replay = replayCommand(logger, program, schedule);
  return { kind, fault, tasks, schedule, steps, ending, cycle, minimal, replay };
}

function stepFields({ steps }: Story): StoryStep[] {
  return steps.map(({ gone: _, effects: __, ...fields }) => fields);
}

/** One schedule that was given. */
function scheduleFields(
  { tool, logger, scenario }: FieldsAsked,
  report: ReplayReport,
): ScheduleFields {
  const { program, schedule, story, violation } = report;
  return {
    schemaVersion: 1,
    tool,
    scenario: scenario ?? null,
    ...programFields(program),
    schedule,
    steps: stepFields(story),
    ending: story.ending,
    violation: violation === null ? null : violationFields(logger, violation),
  };
}
