export { LoggerFault } from './effects/fault.js';
export type { Steps } from './effects/steps.js';
export type { Cause } from './model/cause.js';
export type { CompletionEvent } from './model/completion.js';
export { ABANDONED } from './model/strategy.js';

/**
 * latsim as a library: simulate a scenario, explore a logger. Nothing here reads files, clocks or
 * the environment, so it runs in a test suite and in a browser alike.
 */

import { checked } from './loggers/contract.js';
import { type Summary, summarise } from './measure/summary.js';
import { compile } from './scenario/compile.js';
import { parseScenario } from './scenario/parse.js';
import type { Logger } from './strategies/lowest-latency/logger.js';
import { ScenarioError } from './text/problems.js';
import { requireDeterminism } from './worlds/explore/determinism.js';
import { explore as exploreProgram } from './worlds/explore/explore.js';
import type { ExploreOptions } from './worlds/explore/options.js';
import { DEFAULT_PROGRAM, type Program } from './worlds/explore/program.js';
import type { ExploreResult } from './worlds/explore/result.js';
import { simulate as simulateExperiment } from './worlds/simulate/simulation.js';

export interface SimulateOptions {
  /** Runs instead of the scenario's logger. */
  readonly logger?: Logger;
  /** Overrides, as `--set` takes them: `seeds=5`. */
  readonly set?: readonly string[];
  /** The numbers of files that the scenario names, by the path as written there. */
  readonly numbers?: ReadonlyMap<string, ArrayLike<number>>;
}

/**
 * Runs a scenario, given as the text of a scenario file, and sums up what came out.
 * @throws ScenarioError with every problem of an invalid scenario
 * @throws LoggerFault where a logger breaks its contract
 */
export function simulate(scenario: string, options: SimulateOptions = {}): Summary {
  const parsed = parseScenario(scenario, { file: 'scenario', set: options.set ?? [] });
  if (!parsed.ok) throw new ScenarioError(parsed.problems);
  const experiment = compile(parsed.scenario, {
    ...(options.numbers !== undefined && { numbers: options.numbers }),
    ...(options.logger !== undefined && { logger: checked(options.logger) }),
  });
  return summarise(experiment, simulateExperiment(experiment), parsed.scenario.margin);
}

/**
 * Tries a logger in every order of its steps. By default: two tasks in one process on a remote
 * store.
 * @throws LoggerFault where the logger breaks its contract or is not deterministic
 */
export function explore(
  program: Partial<Program> & { readonly logger: Logger },
  options: Partial<ExploreOptions> = {},
): ExploreResult {
  const whole = { ...DEFAULT_PROGRAM, ...program, logger: checked(program.logger) };
  requireDeterminism(whole);
  return exploreProgram(whole, options);
}

export * from './effects/effects.js';

export { LOGGERS as loggers } from './loggers/index.js';

export type { Summary } from './measure/summary.js';
export type { Verdict } from './measure/verdict.js';
export { inProcess } from './model/stores/in-process.js';
export { remote } from './model/stores/remote.js';
export { tiered } from './model/stores/tiered.js';
export {
  DeploymentStats,
  LatencyMap,
  PLACEHOLDER,
  type Sample,
} from './strategies/lowest-latency/latency-map.js';
export type { Logger, LoggerContext, LoggerOptions } from './strategies/lowest-latency/logger.js';
export { PROFILES as profiles } from './strategies/lowest-latency/profile.js';
export { ScenarioError } from './text/problems.js';
export type { ViolationKind } from './worlds/explore/checks/check.js';
export { type Move, scheduleText } from './worlds/explore/move.js';
export type { ExploreOptions } from './worlds/explore/options.js';
export type { Program } from './worlds/explore/program.js';
export type { ExploreResult, Violation } from './worlds/explore/result.js';
