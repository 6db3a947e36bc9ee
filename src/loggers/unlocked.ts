import { read, write } from '../effects/effects.js';
import type { Steps } from '../effects/steps.js';
import type { CompletionEvent } from '../model/completion.js';
import type { LatencyMap } from '../strategies/lowest-latency/latency-map.js';
import type { Logger, LoggerContext } from '../strategies/lowest-latency/logger.js';

/**
 * Reads the map, adds the sample, writes the map back. Between the read and the write others may
 * have written: where reading suspends and hands out a copy, their samples are lost.
 */
export function* readModifyWrite(event: CompletionEvent, context: LoggerContext): Steps<void> {
  const map: LatencyMap = (yield read(context.key, 'local')) ?? context.emptyMap();
  context.add(map, event);
  yield write(context.key, map, context.ttl_s);
}

/** What LiteLLM's router reads: the process's memory first, then the shared copy. */
export function* readMap(context: LoggerContext): Steps<LatencyMap | undefined> {
  return yield read(context.key);
}

/** LiteLLM's own logger: no lock around reading and writing. */
export const unlocked: Logger = {
  name: 'unlocked',
  summary: "LiteLLM's own: reads the map, adds the sample, writes it back",
  record: readModifyWrite,
  view: readMap,
};
