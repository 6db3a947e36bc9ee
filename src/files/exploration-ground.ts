import type { LoggerChoice } from '../loggers/choice.js';
import type { ScenarioGround } from '../studies/explore/question.js';
import { type CommandError, inputError } from '../text/failure.js';
import type { Problem } from '../text/problems.js';
import { ExperimentRequest } from './experiment-request.js';
import type { ScenarioSource } from './load.js';
import type { NamedPath } from './places.js';

/** What an exploration takes from a scenario. */
export interface ExplorationGround {
  readonly logger: LoggerChoice;
  readonly on: ScenarioGround;
  /** What is read for it. */
  readonly inputs: readonly NamedPath[];
  readonly warnings: readonly Problem[];
}

/**
 * The ground of a scenario that an exploration stands on: its store, how many processes share it,
 * version of LiteLLM, list size and retries; and its logger, unless another is named.
 * @param here the working folder
 * @throws ScenarioError or CommandError with what is wrong
 */
export function explorationGround(
  here: string,
  source: ScenarioSource,
  named: string | LoggerChoice | undefined,
): ExplorationGround {
  const request = new ExperimentRequest(here, source, {});
  if (!isExplorable(request))
    throw notExplorable(request, ', or a logger alone: --logger unlocked');
  const logger = request.logger(named);
  return {
    logger,
    on: groundOf(request),
    inputs: request.inputs(logger),
    warnings: request.loaded.warnings,
  };
}

/** Whether a scenario has a logger to explore. */
export function isExplorable({ scenario }: ExperimentRequest): boolean {
  return scenario.router.strategy === EXPLORED_STRATEGY;
}

/** What is said where a scenario has none. @param otherwise what else helps */
export function notExplorable({ scenario }: ExperimentRequest, otherwise = ''): CommandError {
  return inputError(
    `strategy ${scenario.router.strategy} does not go by what a logger records: there is no logger to explore`,
    `name a scenario of strategy ${EXPLORED_STRATEGY}${otherwise}`,
  );
}

/** What an exploration takes from a scenario as it is asked for. */
export function groundOf({ scenario, loaded }: ExperimentRequest): ScenarioGround {
  const { name, router, store, processes, logger } = scenario;
  return {
    scenario: { name, hash: loaded.hash },
    store: store.kind,
    processes: processes.count,
    profile: router.profile,
    listSize: router.max_latency_list_size,
    retries: logger.retries,
  };
}

/** The one that goes by what a logger records. */
const EXPLORED_STRATEGY = 'lowest-latency';
