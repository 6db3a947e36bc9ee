import type { RunReport } from '../report/run/report.js';
import { answered, type WaitOptions } from './answered.js';
import { requireOptions, text, whole } from './checks.js';
import { asked } from './error.js';
import { chosen, type LoggerGiven, logger } from './logger.js';
import {
  type ExperimentOptions,
  experimentAsked,
  experimentChecks,
  present,
  sourceOf,
  waitChecks,
} from './options.js';
import { type PrecisionOptions, precisionAsked, precisionChecks } from './precision.js';
import { chosenStrategy, type StrategyGiven, strategy } from './strategy.js';

/** What `simulate` may be asked, beside its scenario. */
export interface SimulateOptions extends ExperimentOptions, PrecisionOptions, WaitOptions {
  /** Runs instead of the scenario's logger. */
  readonly logger?: LoggerGiven;
  /** Routes instead of the scenario's strategy. */
  readonly strategy?: StrategyGiven;
  /** Runs only this replication, from 0. */
  readonly replication?: number;
  /** Path of a file that gets every event, as JSON Lines; in full or not at all. */
  readonly events?: string;
}

/**
 * Runs a scenario with one logger and one strategy, as `latsim run` does.
 * @param scenario name of a shipped one, path, or text
 * @returns what `latsim run --json` prints
 * @throws ScenarioError with every problem of an invalid scenario
 * @throws LoggerFault where the logger or the strategy breaks its contract
 * @throws LatsimError where something else is wrong
 */
export function simulate(
  options: SimulateOptions & { readonly scenario: string },
): Promise<RunReport>;
export function simulate(scenario: string, options?: SimulateOptions): Promise<RunReport>;
export function simulate(
  first: string | (SimulateOptions & { readonly scenario: string }),
  second: SimulateOptions = {},
): Promise<RunReport> {
  const options = typeof first === 'string' ? { ...second, scenario: first } : first;
  return asked(() => simulated(options));
}

const CHECKS = {
  scenario: text,
  ...experimentChecks,
  ...precisionChecks,
  ...waitChecks,
  logger,
  strategy,
  replication: whole(0),
  events: text,
};

async function simulated(
  options: SimulateOptions & { readonly scenario: string },
): Promise<RunReport> {
  requireOptions('simulate', options, CHECKS, ['scenario']);
  const { replication, events, threads } = options;
  const own = options.logger && chosen(options.logger, threads);
  const ownStrategy = options.strategy && chosenStrategy(options.strategy, threads);
  const [{ placeAll }, { ExperimentRequest }, { ran }, { workingFolder }, { warnProgram }] =
    await Promise.all([
      import('../files/atomic-file.js'),
      import('../files/experiment-request.js'),
      import('../files/experiments.js'),
      import('../files/paths.js'),
      import('../files/warnings.js'),
    ]);
  const experiment = {
    ...experimentAsked(options),
    ...precisionAsked(options),
    ...present({ replication, strategy: ownStrategy }),
  };
  const request = new ExperimentRequest(workingFolder(), sourceOf(options.scenario), experiment);
  warnProgram(request.loaded.warnings);
  return ran(
    request,
    request.logger(own),
    { events },
    (study, replay) => answered(study, options, replay),
    async ({ report }, written) => {
      placeAll(written);
      return report;
    },
  );
}
