import type { LoggerChoice } from '../loggers/choice.js';
import type { ScenarioGround } from '../studies/explore/question.js';
import { inputError } from '../text/failure.js';
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
  const { name, router, store, processes, logger: settings } = request.scenario;
  if (router.strategy !== 'lowest-latency') {
    throw inputError(
      `strategy ${router.strategy} does not go by what a logger records: there is no logger to explore`,
      'name a scenario of strategy lowest-latency, or a logger alone: --logger unlocked',
    );
  }
  const logger = request.logger(named);
  return {
    logger,
    on: {
      scenario: { name, hash: request.loaded.hash },
      store: store.kind,
      processes: processes.count,
      profile: router.profile,
      listSize: router.max_latency_list_size,
      retries: settings.retries,
    },
    inputs: request.inputs(logger),
    warnings: request.loaded.warnings,
  };
}
