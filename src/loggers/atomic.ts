import { append, increment, readMany } from '../effects/effects.js';
import { type Contribution, contribution } from '../strategies/lowest-latency/contribution.js';
import { DeploymentStats } from '../strategies/lowest-latency/latency-map.js';
import type { Logger, LoggerContext } from '../strategies/lowest-latency/logger.js';

const listKey = (context: LoggerContext, id: string): string => `${context.key}:${id}:latency`;

/**
 * The lists of a model group: their keys, and what was last made of each, which as a rule is what a
 * select makes of it again. A select would spend its time on making them anew.
 */
class Lists {
  private readonly last: { readonly list: List; readonly stats: DeploymentStats }[] = [];

  constructor(readonly keys: readonly string[]) {}

  stats(i: number, list: List, minute: number, tpm: number, rpm: number): DeploymentStats {
    const last = this.last[i];
    const known = last !== undefined && isSame(last.list, list) ? last.stats : undefined;
    if (known?.minute === minute && known.tpm === tpm && known.rpm === rpm) return known;
    const latency = known?.latency ?? list.map(({ sample }) => sample);
    const ttft = known?.ttft ?? list.flatMap(({ ttft }) => ttft ?? []);
    const stats = new DeploymentStats(latency, ttft, minute, tpm, rpm);
    this.last[i] = { list, stats };
    return stats;
  }
}

type List = readonly Contribution[];

function isSame(one: List, other: List): boolean {
  let i = one.length;
  if (i !== other.length) return false;
  // From the newest: that is where they differ.
  while (i > 0 && one[i - 1] === other[i - 1]) i--;
  return i === 0;
}

const listsOfContexts = new WeakMap<LoggerContext, Lists>();
function listsOf(context: LoggerContext): Lists {
  let lists = listsOfContexts.get(context);
  if (lists === undefined) {
    lists = new Lists(context.deployments.map((id) => listKey(context, id)));
    listsOfContexts.set(context, lists);
  }
  return lists;
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
    const lists = listsOf(context);
    const keys = context.limited
      ? [...lists.keys, ...ids.flatMap((id) => usageKeys(context, id, minute))]
      : lists.keys;
    const values: readonly unknown[] = yield readMany(keys);
    const map = context.emptyMap();
    for (let i = 0; i < ids.length; i++) {
      const list = (values[i] ?? []) as List;
      const usage = ids.length + 2 * i;
      const rpm = (values[usage] ?? 0) as number;
      const tpm = (values[usage + 1] ?? 0) as number;
      if (list.length === 0 && rpm === 0) continue;
      map.put(i, lists.stats(i, list, minute, tpm, rpm));
    }
    return map;
  },
};
