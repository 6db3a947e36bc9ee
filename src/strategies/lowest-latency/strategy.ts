import type { Steps } from '../../effects/steps.js';
import type { Keeping } from '../../model/cache.js';
import type { Cause } from '../../model/cause.js';
import type { CompletionEvent } from '../../model/completion.js';
import type { Fleet } from '../../model/fleet.js';
import type {
  ABANDONED,
  Choice,
  Situation,
  Strategy,
  StrategyModel,
} from '../../model/strategy.js';
import { causeOf } from './explain.js';
import { type DeploymentStats, LatencyMap } from './latency-map.js';
import type { Logger, LoggerContext, LoggerOptions } from './logger.js';
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

/** How the lists of a map take a new sample. */
export function keepingOf({ profile, listSize }: Recording): Keeping {
  return {
    full: profile.full,
    listSize,
    // A placeholder in a list takes the place of a sample.
    placesFor: (value, position) =>
      value instanceof LatencyMap ? value.at(position)?.samples : undefined,
  };
}

/** Records the completions of a model group with a logger, and reads them back. */
export class Records {
  private readonly logger: Logger;
  private readonly context: LoggerContext;

  constructor(
    recording: Recording,
    /** Of the map. */
    readonly key: string,
    fleet: Fleet,
  ) {
    this.logger = recording.logger;
    this.context = loggerContext(key, fleet, recording, recording.options);
  }

  // biome-ignore lint/suspicious/noConfusingVoidType: as the logger has it
  record(event: CompletionEvent): Steps<typeof ABANDONED | void> {
    return this.logger.record(event, this.context);
  }

  /** The map as the logger reads it back. */
  read(minute: number): Steps<LatencyMap | undefined> {
    return this.logger.view(this.context, minute);
  }

  covers(value: unknown): boolean {
    return value instanceof LatencyMap;
  }

  digest(value: unknown, position: number): DeploymentStats | undefined {
    return value instanceof LatencyMap ? value.at(position) : undefined;
  }
}

/**
 * LiteLLM's latency-based routing (litellm/router_strategy/lowest_latency.py).
 * @param buffer LiteLLM's `lowest_latency_buffer`: a fraction of the lowest average
 */
export function lowestLatency(recording: Recording, buffer: number): StrategyModel {
  return {
    name: LowestLatency.NAME,
    keeping: keepingOf(recording),
    create: (key, fleet) => new LowestLatency(recording, buffer, key, fleet),
  };
}

class LowestLatency extends Records implements Strategy<LatencyMap> {
  static readonly NAME = 'lowest-latency';
  readonly name = LowestLatency.NAME;
  private readonly ranker: Ranker;

  constructor(
    recording: Recording,
    private readonly buffer: number,
    key: string,
    fleet: Fleet,
  ) {
    super(recording, key, fleet);
    this.ranker = new Ranker(fleet, recording.profile, buffer);
  }

  view(minute: number): Steps<LatencyMap | undefined> {
    return this.read(minute);
  }

  choose(situation: Situation<LatencyMap>): number {
    return this.ranker.choose(situation);
  }

  explain(choice: Choice<LatencyMap>): Cause {
    return causeOf(choice, this.ranker.ranking, this.buffer);
  }

  seen(map: LatencyMap | undefined, position: number): number {
    return map?.at(position)?.samples ?? 0;
  }
}
