import type {
  ExploreReport,
  ProgramReport,
  ReplayReport,
  ViolationReport,
} from '../../studies/explore/found.js';
import { json, type Tool } from '../kit/json.js';

/**
 * The JSON of an exploration; docs/reference/explore.md describes its fields.
 * @param replay the command that replays the violation
 */
export function jsonExplore(tool: Tool, report: ExploreReport, replay: string | null): string {
  const { options, violation } = report;
  return json({
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
  });
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

function violationFields(violation: ViolationReport, replay: string | null) {
  const { kind, fault, tasks, schedule, cycle, minimal, story } = violation;
  const { steps, ending } = story;
  return { kind, fault, tasks, schedule, steps, ending, cycle, minimal, replay };
}

/** The JSON of one schedule that was given. */
export function jsonReplay(tool: Tool, report: ReplayReport, replay: string): string {
  const { program, schedule, story, violation } = report;
  return json({
    schemaVersion: 1,
    tool,
    ...programFields(program),
    schedule,
    steps: story.steps,
    ending: story.ending,
    violation: violation === null ? null : violationFields(violation, replay),
  });
}
