import { DEFAULT_CONFIDENCE } from '../expectation/spending.js';
import { gateReport } from '../report/gate/compose.js';
import type { GateReport } from '../report/gate/report.js';
import { looking } from '../studies/gate/looks.js';
import { usageError } from '../text/failure.js';
import { answered, type WaitOptions } from './answered.js';
import { flag, type OptionCheck, oneOrMore, requireOptions, text, texts, whole } from './checks.js';
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

export interface GateOptions extends ExperimentOptions, WaitOptions {
  /** Names of shipped ones, paths, or texts. */
  readonly scenarios: readonly string[];
  /** Judges these only; by default those that the scenarios name, else their own. */
  readonly logger?: LoggerGiven | readonly LoggerGiven[];
  /** Expects this instead of what the scenarios do. */
  readonly expect?: string | readonly string[];
  /** Extends inconclusive runs up to this; by default 200, or 5 times the replications. */
  readonly maxSeeds?: number;
  /** Exactly `replications`, looked at once. */
  readonly fixed?: boolean;
  /** One minus the error rate of the whole gate, a fraction; by default 0.99. */
  readonly confidence?: number;
}

/**
 * Judges what is expected of scenarios, as `latsim gate` does.
 * @returns what `latsim gate --json` prints
 * @throws ScenarioError, LoggerFault, LatsimError as `simulate`
 */
export function gate(options: GateOptions): Promise<GateReport> {
  return asked(() => gated(options));
}

const confidence: OptionCheck = (value) =>
  typeof value === 'number' && value >= 0.5 && value < 1
    ? undefined
    : 'give a fraction from 0.5 to below 1, such as 0.99';

const scenarios: OptionCheck = (value) =>
  Array.isArray(value) && value.length === 0 ? 'name one, or more' : texts(value);

const CHECKS = {
  scenarios,
  ...experimentChecks,
  ...waitChecks,
  logger: oneOrMore(logger),
  expect: oneOrMore(text),
  maxSeeds: whole(1, 100_000),
  fixed: flag,
  confidence,
};

async function gated(options: GateOptions): Promise<GateReport> {
  requireOptions('gate', options, CHECKS, ['scenarios']);
  const { expect, maxSeeds, fixed = false, threads } = options;
  if (fixed && maxSeeds !== undefined) {
    throw usageError('maxSeeds and fixed exclude one another', 'leave one of them out');
  }
  const own = options.logger === undefined ? [] : [options.logger].flat();
  const [{ setUp }, { tool }, { workingFolder }, { warnProgram }] = await Promise.all([
    import('../files/gate-setup.js'),
    import('../files/tool.js'),
    import('../files/paths.js'),
    import('../files/warnings.js'),
  ]);
  const { plan, live, warnings } = setUp(workingFolder(), options.scenarios.map(sourceOf), {
    ...experimentAsked(options),
    ...present({ maxSeeds, expect: expect === undefined ? undefined : [expect].flat() }),
    logger: allChosen(own, threads),
    fixed,
    confidence: options.confidence ?? DEFAULT_CONFIDENCE,
  });
  warnProgram(warnings);
  const looked = await answered(looking(plan, live), options);
  return gateReport(tool(), plan, looked, null);
}
