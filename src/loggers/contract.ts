import { exportFault, keepMethods, Method, type Onlooker, watch } from '../effects/contract.js';
import type { Accused } from '../effects/fault.js';
import { ABANDONED } from '../model/strategy.js';
import { DeploymentStats, LatencyMap } from '../strategies/lowest-latency/latency-map.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';

/**
 * A logger that was not written here, with its contract checked at each step: what it yields are
 * effects, it ends, and what it throws names it.
 */
export function checked(logger: Logger, onlooker: Onlooker = {}): Logger {
  const { name } = logger;
  const owner: Accused = { part: 'logger', name };
  const record = new Method(owner, 'record', onlooker, 'ABANDONED');
  const view = new Method(owner, 'view', onlooker, 'undefined');
  const made: Logger = {
    ...logger,
    record: (event, context) => watch(record, () => logger.record(event, context), recordFault),
    view: (context, minute) => watch(view, () => logger.view(context, minute), viewFault),
  };
  return keepMethods(made, [record, view]);
}

/** What is wrong with what `record` returned. */
function recordFault(result: unknown): string | undefined {
  return result === undefined || result === ABANDONED
    ? undefined
    : 'record() returned neither nothing nor ABANDONED';
}

/** What is wrong with what `view` returned: averages of it are compared. */
function viewFault(result: unknown): string | undefined {
  if (result === undefined) return undefined;
  if (!(result instanceof LatencyMap)) return 'view() returned neither undefined nor a LatencyMap';
  for (let position = 0; position < result.index.ids.length; position++) {
    const stats: unknown = result.at(position);
    if (stats === undefined) continue;
    const sound =
      stats instanceof DeploymentStats &&
      stats.sum >= 0 &&
      stats.ttftSum >= 0 &&
      stats.sum + stats.ttftSum < Number.POSITIVE_INFINITY;
    if (!sound) {
      const id = result.index.ids[position];
      return `view() returned a map with impossible stats for ${id}: samples are numbers, 0 or more`;
    }
  }
  return undefined;
}

/**
 * Whether something that a user's module exports, or a program gives, is a logger.
 * @param what how to speak of it
 * @returns what is missing; undefined if nothing is
 */
export function loggerShapeFault(
  exported: unknown,
  what = 'its default export',
): string | undefined {
  const fault = exportFault(exported, what);
  if (fault !== undefined) return fault;
  const { record, view } = exported as Record<string, unknown>;
  if (typeof record !== 'function') return `${what} has no method record(event, context)`;
  if (typeof view !== 'function') return `${what} has no method view(context, minute)`;
  return undefined;
}
