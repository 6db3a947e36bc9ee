import { type LoggerChoice, namedInCommand, type StrategyChoice } from '../loggers/choice.js';
import type { Compared } from '../report/compare/report.js';
import { DEFAULT_COMPARED } from '../studies/run.js';
import { usageError } from '../text/failure.js';
import { distinct, type Problem } from '../text/problems.js';
import type { CommandOption } from '../text/shell.js';
import { type ExperimentQuestion, ExperimentRequest } from './experiment-request.js';
import type { ScenarioSource } from './load.js';

/** One of those that are compared: a scenario under a strategy, with a logger. */
export interface ComparedVariant {
  readonly request: ExperimentRequest;
  readonly logger: LoggerChoice;
  /** As a command names it. */
  readonly named: CommandOption;
}

/** What is compared: loggers under one strategy, or strategies with one logger. */
export interface Variants {
  readonly compared: Compared;
  /** The first is the baseline. */
  readonly variants: readonly [ComparedVariant, ...ComparedVariant[]];
  /** What is worth knowing of any of their scenarios. */
  readonly warnings: readonly Problem[];
}

/** What is named beside a scenario; neither: the usual loggers are compared. */
export interface NamedVariants {
  readonly loggers?: readonly (string | LoggerChoice)[] | undefined;
  readonly strategies?: readonly (string | StrategyChoice)[] | undefined;
}

/**
 * Reads a scenario once for each of what is compared on it.
 * @throws CommandError where several loggers meet several strategies, or one is named twice;
 * ScenarioError as `ExperimentRequest`
 */
export function variantsOf(
  here: string,
  source: ScenarioSource,
  options: Omit<ExperimentQuestion, 'strategy'>,
  { loggers = [], strategies = [] }: NamedVariants,
): Variants {
  if (loggers.length > 1 && strategies.length > 1) {
    throw usageError(
      `${loggers.length} loggers and ${strategies.length} strategies cannot be compared at once`,
      'give several of one kind, and one of the other or none',
    );
  }
  const names = strategies.map((one) => (typeof one === 'string' ? one : one.name));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw usageError(`strategy '${twice}' is named twice`, 'name it once');
  const ofLoggers = strategies.length === 0 || loggers.length > 1;
  const requests = (strategies.length === 0 ? [undefined] : strategies).map(
    (strategy) =>
      new ExperimentRequest(
        here,
        source,
        strategy === undefined ? options : { ...options, strategy },
      ),
  );
  const [first] = requests as [ExperimentRequest];
  const all = ofLoggers
    ? first.loggers(loggers.length === 0 ? DEFAULT_COMPARED : loggers).map(
        (logger): ComparedVariant => ({
          request: first,
          logger,
          named: ['--logger', namedInCommand(logger)],
        }),
      )
    : requests.map(
        (request): ComparedVariant => ({
          request,
          logger: request.logger(loggers[0]),
          named: ['--strategy', namedInCommand(request.strategy)],
        }),
      );
  return {
    compared: ofLoggers ? 'loggers' : 'strategies',
    variants: all as [ComparedVariant, ...ComparedVariant[]],
    warnings: distinct(requests.flatMap(({ loaded }) => loaded.warnings)),
  };
}
