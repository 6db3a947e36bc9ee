import type { Fleet } from '../../model/fleet.js';
import { addEvent } from './contribution.js';
import { LatencyMap } from './latency-map.js';
import type { LoggerContext, LoggerOptions } from './logger.js';
import type { Profile } from './profile.js';

/** What a logger is told of a model group, the same in every world. @param key of the group's map */
export function loggerContext(
  key: string,
  fleet: Fleet,
  {
    profile,
    listSize,
    ttl_s,
  }: { readonly profile: Profile; readonly listSize: number; readonly ttl_s: number },
  options: LoggerOptions,
): LoggerContext {
  return {
    key,
    ttl_s,
    listSize,
    profile,
    deployments: fleet.index.ids,
    limited: fleet.limited,
    options,
    emptyMap: () => new LatencyMap(fleet.index),
    add: (map, event) => addEvent(profile, map, event, listSize),
  };
}
