import type { CompareReport } from '../report/compare/report.js';
import { answered, requireSome, type WaitOptions } from './answered.js';
import { oneOrMore, requireOptions, text, whole } from './checks.js';
import { asked } from './error.js';
import { allChosen, type LoggerGiven, logger } from './logger.js';
import {
  type ExperimentOptions,
  experimentAsked,
  experimentChecks,
  present,
  sourceOf,
  waitChecks,
} from './options.js';
import { type PrecisionOptions, precisionAsked, precisionChecks } from './precision.js';
import { allStrategies, type StrategyGiven, strategy } from './strategy.js';

export interface CompareOptions extends ExperimentOptions, PrecisionOptions, WaitOptions {
  /** Name of a shipped one, path, or text. */
  readonly scenario: string;
  /** By default unlocked, locked, atomic; the first is the baseline. */
  readonly loggers?: readonly LoggerGiven[];
  /** Compared instead, with one logger: that of the scenario, or the one that is given. */
  readonly strategies?: readonly StrategyGiven[];
  /** Runs only this replication, from 0. */
  readonly replication?: number;
}

/**
 * Runs a scenario with several loggers, or strategies, on the same arrivals and random numbers, as `latsim compare` does.
 * @returns what `latsim compare --format json` prints
 * @throws ScenarioError, LoggerFault, LatsimError as `simulate`; the signal's reason where nothing
 * was finished
 */
export function compare(options: CompareOptions): Promise<CompareReport> {
  return asked(() => compareAsked(options));
}

const CHECKS = {
  scenario: text,
  ...experimentChecks,
  ...precisionChecks,
  ...waitChecks,
  loggers: oneOrMore(logger),
  strategies: oneOrMore(strategy),
  replication: whole(0),
};

async function compareAsked(options: CompareOptions): Promise<CompareReport> {
  requireOptions('compare', options, CHECKS, ['scenario']);
  const { loggers, strategies, replication, threads } = options;
  const own = {
    loggers: loggers && allChosen([loggers].flat(), threads),
    strategies: strategies && allStrategies([strategies].flat(), threads),
  };
  const [{ variantsOf }, { comparedOn }, { workingFolder }, { warnProgram }] = await Promise.all([
    import('../files/variants.js'),
    import('../files/experiments.js'),
    import('../files/paths.js'),
    import('../files/warnings.js'),
  ]);
  const experiment = {
    ...experimentAsked(options),
    ...precisionAsked(options),
    ...present({ replication }),
  };
  const source = sourceOf(options.scenario);
  const asked = variantsOf(workingFolder(), source, experiment, own);
  warnProgram(asked.warnings);
  const { report } = await comparedOn(asked, false, (study, replay) =>
    answered(study, options, replay),
  );
  requireSome(report, options);
  return report;
}
