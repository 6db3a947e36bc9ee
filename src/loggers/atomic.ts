import { append, increment, readMany } from '../effects/effects.js';
import { type Contribution, contribution } from '../strategies/lowest-latency/contribution.js';
import { DeploymentStats } from '../strategies/lowest-latency/latency-map.js';
import type { Logger, LoggerContext } from '../strategies/lowest-latency/logger.js';

const listKey = (context: LoggerContext, id: string): string => `${context.key}:${id}:latency`;

/** The keys of all lists, made once per model group: a select would spend its time on them. */
const listKeys = new WeakMap<LoggerContext, readonly string[]>();
function listKeysOf(context: LoggerContext): readonly string[] {
  let keys = listKeys.get(context);
  if (keys === undefined) {
    keys = context.deployments.map((id) => listKey(context, id));
    listKeys.set(context, keys);
  }
  return keys;
}

const usageKeys = (context: LoggerContext, id: string, minute: number): [string, string] => [
  `${context.key}:${id}:${minute}:rpm`,
  `${context.key}:${id}:${minute}:tpm`,
];

/** How long a minute's usage is kept: it is read during that minute only. */
const USAGE_TTL_S = 120;

/**
 * A list per deployment, appended to in the store (the suggestion to use Redis RPUSH): nothing is
 * read before it is written, so nothing can be overwritten. The newest samples are kept. Usage is
 * counted only where there are limits that need it.
 */
export const atomic: Logger = {
  name: 'atomic',
  summary: 'appends to a list per deployment in the store (RPUSH)',
  *record(event, context) {
    const added = contribution(context.profile, event);
    yield append(listKey(context, event.deployment), added, context.listSize, context.ttl_s);
    if (!context.limited || added.rpm === 0) return;
    const [rpm, tpm] = usageKeys(context, event.deployment, event.minute);
    yield increment(rpm, added.rpm, USAGE_TTL_S);
    yield increment(tpm, added.tpm, USAGE_TTL_S);
  },
  *view(context, minute) {
    const ids = context.deployments;
    const lists = listKeysOf(context);
    const keys = context.limited
      ? [...lists, ...ids.flatMap((id) => usageKeys(context, id, minute))]
      : lists;
    const values: readonly unknown[] = yield readMany(keys);
    const map = context.emptyMap();
    for (let i = 0; i < ids.length; i++) {
      const list = (values[i] ?? []) as readonly Contribution[];
      const usage = ids.length + 2 * i;
      const rpm = (values[usage] ?? 0) as number;
      const tpm = (values[usage + 1] ?? 0) as number;
      if (list.length === 0 && rpm === 0) continue;
      const latency = list.map((item) => item.sample);
      const ttft = list.flatMap((item) => (item.ttft === undefined ? [] : [item.ttft]));
      map.put(i, new DeploymentStats(latency, ttft, minute, tpm, rpm));
    }
    return map;
  },
};
