import { withoutSecrets } from '../text/addresses.js';
import { byDeployment } from './by-deployment.js';
import type { Collector, ModelGroupLog } from './collect.js';
import type { Deployment } from './config.js';
import { type ModelGroupPlan, planGroups } from './groups.js';

/** What is imported of a proxy: its model groups, as far as a log is known with what it says of them. */
export interface ImportedFleet {
  readonly plans: readonly ModelGroupPlan[];
  /** Of each plan. */
  readonly logs: readonly ModelGroupLog[];
  /** Of each plan: what was done with it, as sentences of a scenario's `assumes`. */
  readonly notes: readonly (readonly string[])[];
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
 * Puts together the model groups of a configuration and those that only the log has, and tells deployments
 * apart where names do not.
 * @param isApart whether deployments may be told apart
 */
export function fleetOf(
  plans: readonly ModelGroupPlan[],
  collector: Collector,
  isApart: boolean,
): ImportedFleet {
  const names = [...collector.unlisted.keys()];
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
    ...[...collector.unlisted].map(([name, log]) => {
      const { router } = (plans.find(({ model }) => coversName(model.name, name)) as ModelGroupPlan)
        .model;
      const plan = planGroups(
        { name, shown: withoutSecrets(name), deployments: inLog(log), router },
        'model',
      );
      const notes = [
        `the deployments of ${plan.model.shown} are those of the log: the configuration does not list them`,
      ];
      return { plan, log, notes };
    }),
  ].map(({ plan, log, notes }) => {
    const apart = isApart ? byDeployment(plan, log) : { plan, notes: [] };
    log.place(apart.plan.classes);
    return { plan: apart.plan, log, notes: [...notes, ...apart.notes] };
  });
  return {
    plans: all.map(({ plan }) => plan),
    logs: all.map(({ log }) => log),
    notes: all.map(({ notes }) => notes),
  };
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
