import { withoutSecrets } from '../text/addresses.js';
import { byDeployment } from './by-deployment.js';
import type { Collector, ModelGroupLog } from './collect.js';
import type { ConfiguredRouter, Deployment, ProxyConfig } from './config.js';
import { type ModelGroupPlan, planGroups } from './groups.js';

/** What is imported of a proxy: its model groups, as far as a log is known with what it says of them. */
export interface ImportedFleet {
  readonly plans: readonly ModelGroupPlan[];
  /** Of each plan. */
  readonly logs: readonly ModelGroupLog[];
  /** Of each plan: what was done with it, as sentences of a scenario's `assumes`. */
  readonly notes: readonly (readonly string[])[];
  /** Requests of the log that are of none of them. */
  readonly elsewhere: number;
}

/** Whether a name of models is a pattern, such as `openai/*`. */
export function isWildcard(modelName: string): boolean {
  return modelName.includes('*');
}

/** Whether a pattern covers a name, as LiteLLM's router takes it: `*` is any text. */
export function coversName(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const [i, part] of rest.entries()) {
    const isLast = i === rest.length - 1;
    const found = isLast ? name.length - part.length : name.indexOf(part, at);
    if (found < at || !name.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return true;
}

/**
 * Whether a log may have model groups of the proxy that its configuration does not list, by their names: those
 * that a pattern covers, and any where models are in a database.
 * @param wanted the only one that is asked for, or the only pattern
 */
export function unlistedIn(
  { models, inDatabase }: Pick<ProxyConfig, 'models' | 'inDatabase'>,
  wanted?: string,
): (modelGroup: string) => boolean {
  const patterns = models.map(({ name }) => name).filter(isWildcard);
  return (name) =>
    (inDatabase || patterns.some((pattern) => coversName(pattern, name))) &&
    (wanted === undefined || coversName(wanted, name));
}

/** How a model group is routed that only the log has: as the pattern that covers it, or all others. */
function routerOf(
  name: string,
  plans: readonly ModelGroupPlan[],
  { router, ownRouters }: RoutersOfProxy,
): ConfiguredRouter {
  const covering = plans.find(({ model }) => coversName(model.name, name));
  return ownRouters.get(name) ?? covering?.model.router ?? router;
}

type RoutersOfProxy = Pick<ProxyConfig, 'router' | 'ownRouters'>;

/**
 * Puts together the model groups of a configuration and those that only the log has, and tells deployments
 * apart where names do not.
 * @param isApart whether deployments may be told apart
 */
export function fleetOf(
  plans: readonly ModelGroupPlan[],
  routers: RoutersOfProxy,
  collector: Collector,
  isApart: boolean,
): ImportedFleet {
  // A name without answers may be one that was asked for by mistake.
  const unlisted = [...collector.unlisted].filter(([, log]) => log.successes > 0);
  const names = unlisted.map(([name]) => name);
  // A pattern is routed as the names that it was asked for by.
  const listed = [...plans.keys()].filter((i) => {
    const { name } = (plans[i] as ModelGroupPlan).model;
    return !isWildcard(name) || !names.some((one) => coversName(name, one));
  });
  const all = [
    ...listed.map((i) => ({
      plan: plans[i] as ModelGroupPlan,
      log: collector.logs[i] as ModelGroupLog,
      notes: [],
    })),
    ...unlisted.map(([name, log]) => {
      const router = routerOf(name, plans, routers);
      const plan = planGroups(
        { name, shown: withoutSecrets(name), deployments: inLog(log), router },
        'model',
      );
      const notes = [
        `the deployments of ${plan.model.shown} are those of the log, which has none without answers: the configuration does not list them`,
      ];
      return { plan, log, notes };
    }),
  ].map(({ plan, log, notes }) => {
    const apart = isApart ? byDeployment(plan, log) : { plan, notes: [] };
    log.place(apart.plan.classes);
    return { plan: apart.plan, log, notes: [...notes, ...apart.notes] };
  });
  const logs = all.map(({ log }) => log);
  const others = [...collector.logs, ...collector.unlisted.values()].filter(
    (log) => !logs.includes(log),
  );
  return {
    plans: all.map(({ plan }) => plan),
    logs,
    notes: all.map(({ notes }) => notes),
    elsewhere: others.reduce((sum, log) => sum + requestsOf(log), collector.elsewhere),
  };
}

function requestsOf({ successes, timeouts_s, failures }: ModelGroupLog): number {
  return successes + timeouts_s.length + failures;
}

/** The deployments that a log knows of a model group, by id, else address and model. */
function inLog(log: ModelGroupLog): Deployment[] {
  const known = new Map<string, Deployment>();
  for (const { modelId, apiBase, model } of log.deployments) {
    const deployment = { id: modelId || undefined, model, apiBase: apiBase || undefined };
    const key = modelId || `${apiBase}\n${model}`;
    const untold = { provider: undefined, isOther: false, routing: {}, group: undefined };
    if (!known.has(key)) known.set(key, { ...deployment, ...untold });
  }
  return [...known.values()];
}
