import type { Keeping } from '../../model/cache.js';
import type { Strategy, StrategyModel } from '../../model/strategy.js';
import type { Recorder } from '../unread.js';
import { causeOf } from './explain.js';
import { LatencyMap } from './latency-map.js';
import type { Logger, LoggerOptions } from './logger.js';
import { loggerContext } from './logger-context.js';
import type { Profile } from './profile.js';
import { Ranker } from './ranking.js';

/** How latencies are recorded: by one of the loggers, with the router's arguments. */
export interface Recording {
  readonly logger: Logger;
  readonly options: LoggerOptions;
  readonly profile: Profile;
  readonly ttl_s: number;
  readonly listSize: number;
}

/** LiteLLM's recorder of latencies, for any strategy that stands beside it. */
export function recorderOf(recording: Recording): Recorder {
  const { logger, options, profile, listSize } = recording;
  const keeping: Keeping = {
    full: profile.full,
    listSize,
    // A placeholder in a list takes the place of a sample.
    placesFor: (value, position) =>
      value instanceof LatencyMap ? value.at(position)?.samples : undefined,
  };
  return {
    keeping,
    create: (key, fleet) => {
      const context = loggerContext(key, fleet, recording, options);
      return {
        view: (minute) => logger.view(context, minute),
        record: (event) => logger.record(event, context),
        key,
        covers: (value) => value instanceof LatencyMap,
        digest: (value, position) => (value instanceof LatencyMap ? value.at(position) : undefined),
      };
    },
  };
}

/**
 * LiteLLM's latency-based routing (litellm/router_strategy/lowest_latency.py).
 * @param buffer LiteLLM's `lowest_latency_buffer`: a fraction of the lowest average
 */
export function lowestLatency(recording: Recording, buffer: number): StrategyModel {
  const { keeping, create } = recorderOf(recording);
  const name = 'lowest-latency';
  return {
    name,
    keeping,
    create: (key, fleet): Strategy<LatencyMap> => {
      const recorder = create(key, fleet);
      const ranker = new Ranker(fleet, recording.profile, buffer);
      return {
        ...recorder,
        name,
        choose: (situation) => ranker.choose(situation),
        explain: (choice) => causeOf(choice, ranker.ranking, buffer),
        seen: (map, position) => map?.at(position)?.samples ?? 0,
      };
    },
  };
}
