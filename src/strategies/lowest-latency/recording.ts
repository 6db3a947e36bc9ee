import type { Steps } from '../../effects/steps.js';
import type { Keeping } from '../../model/cache.js';
import type { CompletionEvent } from '../../model/completion.js';
import type { Fleet } from '../../model/fleet.js';
import type { ABANDONED } from '../../model/strategy.js';
import { PositionMap } from '../position-map.js';
import { type DeploymentStats, LatencyMap } from './latency-map.js';
import type { Logger, LoggerContext, LoggerOptions } from './logger.js';
import { loggerContext } from './logger-context.js';
import type { Profile } from './profile.js';

/** How latencies are recorded: by one of the loggers, with the router's arguments. */
export interface Recording {
  readonly logger: Logger;
  readonly options: LoggerOptions;
  readonly profile: Profile;
  readonly ttl_s: number;
  readonly listSize: number;
}

/** How what is stored is kept. */
export function keepingOf({ profile, listSize }: Recording): Keeping {
  return {
    full: profile.full,
    listSize,
    renewsAtExpiry: profile.writeAtExpiry === 'renewed',
    // A placeholder in a list takes the place of a sample; a map of counts has none.
    placesFor: (value, position) =>
      value instanceof LatencyMap
        ? (value.at(position)?.samples ?? 0)
        : value instanceof PositionMap
          ? 0
          : undefined,
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
