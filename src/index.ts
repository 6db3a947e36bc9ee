/**
 * latsim as a library: the questions of the command line, and the words that loggers and strategies speak. What
 * reads files and starts threads is loaded when a question is asked.
 */

export type {
  Acquire,
  AcquireLease,
  Append,
  CompareAndSet,
  Effect,
  Increment,
  Read,
  ReadMany,
  ReadVersion,
  Release,
  ReleaseLease,
  Sleep,
  Tier,
  Versioned,
  Write,
} from './effects/effects.js';
export {
  acquire,
  acquireLease,
  append,
  compareAndSet,
  increment,
  read,
  readMany,
  readVersion,
  release,
  releaseLease,
  sleep,
  write,
} from './effects/effects.js';
export { LoggerFault } from './effects/fault.js';
export type { Steps } from './effects/steps.js';
export type { StudyProgress as Progress } from './jobs/answer.js';
export type { WaitOptions } from './library/answered.js';
export { type CompareOptions, compare } from './library/compare.js';
export { type DiagnoseOptions, diagnose } from './library/diagnose.js';
export { LatsimError } from './library/error.js';
export { type ExploreOptions, explore, type ScheduleOptions } from './library/explore.js';
export { type GateOptions, gate } from './library/gate.js';
export type { Logger, LoggerGiven } from './library/logger.js';
export type { ExperimentOptions } from './library/options.js';
export { type SimulateOptions, simulate } from './library/simulate.js';
export { inProcess, remote, type Store, tiered } from './library/stores.js';
export type { StrategyGiven } from './library/strategy.js';
export { LOGGERS as loggers } from './loggers/index.js';
export type { Verdict } from './measure/verdict.js';
export type { Cause } from './model/cause.js';
export type { CompletionEvent } from './model/completion.js';
export { ABANDONED, REFUSED } from './model/strategy.js';
export type { CompareReport } from './report/compare/report.js';
export type { DiagnoseReport } from './report/diagnose/report.js';
export type {
  ExploreFields as ExploreReport,
  ScheduleFields as ScheduleReport,
} from './report/explore/json.js';
export type { GateReport } from './report/gate/report.js';
export type { RunReport } from './report/run/report.js';
export {
  DeploymentStats,
  LatencyMap,
  PLACEHOLDER,
  type Sample,
} from './strategies/lowest-latency/latency-map.js';
export type { LoggerContext, LoggerOptions } from './strategies/lowest-latency/logger.js';
export { PROFILES as profiles } from './strategies/lowest-latency/profile.js';
export type {
  OwnAsking as StrategyAsking,
  OwnChoice as StrategyChoice,
  OwnMoment as StrategyMoment,
  OwnSituation as StrategySituation,
  OwnStrategy as Strategy,
  RoutedDeployment,
  RoutedModelGroup,
  Routing,
  RoutingTools,
} from './strategies/own.js';
export { type Problem, ScenarioError } from './text/problems.js';
export type { ViolationKind } from './worlds/explore/checks/check.js';
