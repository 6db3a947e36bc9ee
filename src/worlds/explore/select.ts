import { LoggerFault } from '../../loggers/contract.js';
import { LatencyMap } from '../../model/latency-map.js';
import type { Process } from '../../model/logger.js';
import { LowestLatency } from '../../strategies/lowest-latency.js';
import type { Program, Setting } from './program.js';

/** What a select returned. @throws LoggerFault if that is no map */
export function mapOf(seen: unknown, { logger }: Program): LatencyMap | undefined {
  if (seen === undefined || seen instanceof LatencyMap) return seen;
  throw new LoggerFault(
    logger.name,
    `view() returned ${Array.isArray(seen) ? 'an array' : typeof seen}, which is no latency map`,
    'return undefined, or a map made with context.emptyMap()',
  );
}

/** A select: it reads the map and ranks the deployments by it. */
export function* selecting(
  view: Process<LatencyMap | undefined>,
  { fleet }: Setting,
  program: Program,
): Process<void> {
  const map = mapOf(yield* view, program);
  // Ranking leaves placeholders in a map that was handed out by reference.
  new LowestLatency(fleet, program.profile, 0).rank({
    fleet,
    map,
    inFlight: [],
    minute: 0,
    stream: false,
    inputTokens: 0,
    luck: 0.5,
  });
}
