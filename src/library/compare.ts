import type { CompareReport } from '../report/compare/report.js';
import { DEFAULT_COMPARED } from '../studies/run.js';
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

export interface CompareOptions extends ExperimentOptions, WaitOptions {
  /** Name of a shipped one, path, or text. */
  readonly scenario: string;
  /** By default unlocked, locked, atomic; the first is the baseline. */
  readonly loggers?: readonly LoggerGiven[];
  /** Runs only this replication, from 0. */
  readonly replication?: number;
}

/**
 * Runs a scenario with several loggers on the same arrivals and random numbers, as `latsim compare` does.
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
  ...waitChecks,
  loggers: oneOrMore(logger),
  replication: whole(0),
};

async function compareAsked(options: CompareOptions): Promise<CompareReport> {
  requireOptions('compare', options, CHECKS, ['scenario']);
  const { loggers = DEFAULT_COMPARED, replication, threads } = options;
  const own = allChosen([loggers].flat(), threads);
  const [{ ExperimentRequest }, { compared }, { workingFolder }, { warnProgram }] =
    await Promise.all([
      import('../files/experiment-request.js'),
      import('../files/experiments.js'),
      import('../files/paths.js'),
      import('../files/warnings.js'),
    ]);
  const experiment = { ...experimentAsked(options), ...present({ replication }) };
  const request = new ExperimentRequest(workingFolder(), sourceOf(options.scenario), experiment);
  warnProgram(request.loaded.warnings);
  const { report } = await compared(request, request.loggers(own), false, (study, replay) =>
    answered(study, options, replay),
  );
  requireSome(report, options);
  return report;
}
