import { Places } from '../../litellm/collect.js';
import type { ModelGroupPlan } from '../../litellm/groups.js';
import { withoutProvider } from '../../litellm/names.js';
import { medianOf } from '../../stats/median.js';
import type { ProbedDeployment, ProbedGroup } from './split.js';

/** An answer, and what the proxy said of who gave it. */
export interface ServedAnswer {
  readonly deployment: string | null;
  readonly model: string | null;
  readonly latency_s: number;
}

/** The deployments that could be chosen, in their groups. */
export interface ProbedFleet {
  readonly groups: readonly ProbedGroup[];
  readonly deployments: readonly (ProbedDeployment & { readonly p50_s: number | null })[];
  /** Whether these are all: else only those that answered are known. */
  readonly isWhole: boolean;
  /** Answers of none of them: those of another model group, to which the proxy fell back. */
  readonly elsewhere: number;
}

interface TimedAnswers {
  readonly model: string | null;
  readonly latencies_s: number[];
}

/**
 * Counts answers by deployment.
 * @param plan the model group as it is configured; null: only what answers say is known
 */
export function probedFleet(
  answers: readonly ServedAnswer[],
  plan: ModelGroupPlan | null,
): ProbedFleet {
  const seen = new Map<string, TimedAnswers>();
  for (const { deployment, model, latency_s } of answers) {
    const id = deployment ?? model ?? '';
    const one = seen.get(id) ?? { model, latencies_s: [] };
    one.latencies_s.push(latency_s);
    seen.set(id, one);
  }
  return (plan && fromPlan(seen, plan)) ?? fromAnswers(seen);
}

/** @returns null where answers may be of several groups: LiteLLM makes up ids where the configuration has none */
function fromPlan(
  seen: ReadonlyMap<string, TimedAnswers>,
  { classes }: ModelGroupPlan,
): ProbedFleet | null {
  const places = new Places(classes);
  const withoutIds = [...classes.keys()].filter((i) =>
    classes[i]?.deployments.some(({ id }) => id === undefined),
  );
  const placed = [...seen].map(([id, { model, latencies_s }]) => {
    const found = places.of({ modelId: id, apiBase: '', model: model ?? '' });
    return { id, group: found ?? (model === null ? withoutIds[0] : undefined), found, latencies_s };
  });
  const isOpen = placed.some(({ group, found }) => found === undefined && group !== undefined);
  if (isOpen && withoutIds.length > 1) return null;
  const deployments = classes.flatMap(({ deployments: configured }, group) => {
    const own = placed.filter((one) => one.group === group);
    const ids = new Set(own.map(({ id }) => id));
    // Of those without an id nobody knows which one answered.
    const others = configured.filter(({ id }) => id === undefined || !ids.has(id));
    const silent = others.slice(0, Math.max(0, configured.length - own.length));
    return [
      ...own.map(({ id, latencies_s }) => ({ id, group, ...figures(latencies_s) })),
      ...silent.map(({ id }) => ({ id: id ?? '', group, ...figures([]) })),
    ];
  });
  const groups = classes.map(({ name }, group) => ({
    name,
    ...p50Of(placed.filter((one) => one.group === group).flatMap((one) => one.latencies_s)),
  }));
  const outside = placed.filter(({ group }) => group === undefined);
  const elsewhere = outside.reduce((sum, { latencies_s }) => sum + latencies_s.length, 0);
  return { groups, deployments, isWhole: true, elsewhere };
}

function fromAnswers(seen: ReadonlyMap<string, TimedAnswers>): ProbedFleet {
  const nameOf = (id: string, { model }: TimedAnswers) =>
    model === null ? id : withoutProvider(model);
  const names = [...new Set([...seen].map(([id, one]) => nameOf(id, one)))];
  const deployments = [...seen].map(([id, one]) => ({
    id,
    group: names.indexOf(nameOf(id, one)),
    ...figures(one.latencies_s),
  }));
  const groups = names.map((name) => ({
    name,
    ...p50Of([...seen].flatMap(([id, one]) => (nameOf(id, one) === name ? one.latencies_s : []))),
  }));
  return { groups, deployments, isWhole: false, elsewhere: 0 };
}

function figures(latencies_s: readonly number[]) {
  return { requests: latencies_s.length, ...p50Of(latencies_s) };
}

function p50Of(latencies_s: readonly number[]): { readonly p50_s: number | null } {
  return { p50_s: medianOf(latencies_s) ?? null };
}
