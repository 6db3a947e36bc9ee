import { ln } from '../stats/elementary.js';
import { bareAddress } from '../text/addresses.js';
import { ClassLog, covers, type DeploymentLog, type ModelGroupLog, Places } from './collect.js';
import type { Deployment } from './config.js';
import { distinctWords } from './deployment-names.js';
import { quantileOf } from './floats.js';
import {
  type DeploymentClass,
  limitedGroups,
  type ModelGroupPlan,
  routingText,
  uniqueName,
} from './groups.js';
import { lineOf } from './names.js';

/** More deployments of a class are not told apart: nobody would read so many groups. */
const MOST_APART = 20;
/** So many answers tell how fast a deployment is. */
const ENOUGH_ANSWERS = 20;
/** How many times slower one has to be than another to be told apart for that alone. */
const TIMES_SLOWER = 1.5;
/** How often chance may make one look so. */
const CHANCE = 0.001;

/** A plan, and what was done with it, as sentences of a scenario's `assumes`. */
export interface PlanApart {
  readonly plan: ModelGroupPlan;
  readonly notes: readonly string[];
}

/**
 * A plan whose groups are deployments where a log knows more of them than names do: of a model group with one name
 * for all, and of a class whose deployments differ in their limits, or much in how fast they answer.
 */
export function byDeployment(plan: ModelGroupPlan, log: ModelGroupLog): PlanApart {
  const places = new Places(plan.classes);
  const ofClass = plan.classes.map((): DeploymentLog[] => []);
  for (const deployment of log.deployments) ofClass[places.of(deployment) ?? -1]?.push(deployment);
  const taken = new Set<string>();
  const notes: string[] = [];
  const classes = plan.classes.flatMap((one, i): DeploymentClass[] => {
    const apart = classesApart(one, ofClass[i] ?? [], plan.classes.length === 1);
    if (apart === undefined) {
      const groups = one.groups.map((group) => ({ ...group, name: uniqueName(group.name, taken) }));
      return [{ ...one, groups }];
    }
    const seen = apart.filter(({ logged }) => logged !== undefined).length;
    notes.push(
      `the log tells ${seen} deployments of ${one.name} apart, each of which is a group (--group-by model puts them together)`,
    );
    return apart.map((each) => ({
      ...each,
      groups: limitedGroups(each.name, each.deployments, taken),
    }));
  });
  return { plan: { ...plan, classes }, notes };
}

type Apart = Omit<DeploymentClass, 'groups'>;

/** A class of each deployment; undefined where they are not to be told apart, or cannot be. */
function classesApart(
  { name, deployments, groups }: DeploymentClass,
  logs: readonly DeploymentLog[],
  isOnlyClass: boolean,
): Apart[] | undefined {
  if (logs.some((one) => identity(one) === '')) return undefined;
  const logged = renamed(logs, deployments.length);
  if (logged.length < 2 || logged.length > MOST_APART) return undefined;
  if (!isOnlyClass && groups.length === 1 && !areUnlike(logged)) return undefined;
  const last = logged.map((names) => names.at(-1) as DeploymentLog);
  const words = distinctWords(last);
  const matched = matchedTo(last, deployments);
  if (words === undefined || matched === undefined) return undefined;
  const classes = logged.map((names, i) => ({
    name: lineOf(`${name} ${words[i]}`),
    deployments: [matched.deployments[i] as Deployment],
    logged: names,
  }));
  classes.sort((a, b) => (a.name < b.name ? -1 : 1));
  const { others } = matched;
  return others.length === 0
    ? classes
    : [...classes, { name: lineOf(`${name} others`), deployments: others }];
}

/** What a deployment is told by. */
function identity({ modelId, apiBase }: DeploymentLog): string {
  return modelId || bareAddress(apiBase);
}

/**
 * The deployments of a log, each with all its names: LiteLLM makes another id for one whose parameters have changed.
 * Of more ids than there are deployments, such at one address are one whose rows do not overlap in time.
 */
function renamed(logs: readonly DeploymentLog[], most: number): DeploymentLog[][] {
  const byIdentity = new Map<string, DeploymentLog[]>();
  for (const one of logs)
    byIdentity.set(identity(one), [...(byIdentity.get(identity(one)) ?? []), one]);
  const all = [...byIdentity.values()];
  if (all.length <= most) return all;
  all.sort((a, b) => firstOf(a) - firstOf(b));
  const merged: DeploymentLog[][] = [];
  for (const names of all) {
    const { apiBase } = names[0] as DeploymentLog;
    const before = merged.find(
      (others) => others[0]?.apiBase === apiBase && lastOf(others) < firstOf(names),
    );
    if (before === undefined) merged.push([...names]);
    else before.push(...names);
  }
  return merged;
}

function firstOf(names: readonly DeploymentLog[]): number {
  return Math.min(...names.map(({ first_us }) => first_us));
}

function lastOf(names: readonly DeploymentLog[]): number {
  return Math.max(...names.map(({ last_us }) => last_us));
}

/** Whether one of them is much slower than another, and plainly so. */
function areUnlike(logged: readonly (readonly DeploymentLog[])[]): boolean {
  const known = logged
    .map((names) => {
      const all = new ClassLog();
      for (const { log } of names) all.addAll(log);
      return all.latency_s.sorted();
    })
    .filter(({ length }) => length >= ENOUGH_ANSWERS)
    .sort((a, b) => quantileOf(a, 0.5) - quantileOf(b, 0.5));
  const [fastest, slowest] = [known[0], known.at(-1)];
  if (fastest === undefined || slowest === undefined) return false;
  if (quantileOf(slowest, 0.5) <= TIMES_SLOWER * quantileOf(fastest, 0.5)) return false;
  // Of all pairs these two are the farthest apart.
  const pairs = (known.length * (known.length - 1)) / 2;
  const critical = Math.sqrt(-0.5 * ln(CHANCE / pairs / 2));
  const [n, m] = [fastest.length, slowest.length];
  return distanceOf(fastest, slowest) > critical * Math.sqrt((n + m) / (n * m));
}

/** The largest distance of two distribution functions (Kolmogorov and Smirnov). @param a, b ascending */
function distanceOf(a: Float64Array, b: Float64Array): number {
  let [i, j, most] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= value) i += 1;
    while (j < b.length && b[j]! <= value) j += 1;
    most = Math.max(most, Math.abs(i / a.length - j / b.length));
  }
  return most;
}

/**
 * The configured deployment of each, by its id, else its address; what is left over is alike, or nobody knows.
 * @returns undefined: nobody knows
 */
function matchedTo(
  logged: readonly DeploymentLog[],
  configured: readonly Deployment[],
):
  | { readonly deployments: readonly Deployment[]; readonly others: readonly Deployment[] }
  | undefined {
  const left = new Set(configured);
  const found = logged.map(({ modelId, apiBase }) => {
    const one =
      onlyOne(left, ({ id }) => id !== undefined && id === modelId) ??
      onlyOne(left, (each) => covers(each.apiBase, apiBase));
    if (one !== undefined) left.delete(one);
    return one;
  });
  const [any, ...more] = [...left].length > 0 ? [...left] : configured;
  const alike = more.every(
    (one) => routingText(one.routing) === routingText((any as Deployment).routing),
  );
  if (found.includes(undefined) && !alike) return undefined;
  const deployments = found.map((one) => one ?? (any as Deployment));
  const unfound = found.filter((one) => one === undefined).length;
  return { deployments, others: [...left].slice(unfound) };
}

function onlyOne(all: ReadonlySet<Deployment>, fits: (one: Deployment) => boolean) {
  const fitting = [...all].filter(fits);
  return fitting.length === 1 ? fitting[0] : undefined;
}
