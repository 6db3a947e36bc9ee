import type { Provider } from '../strategies/lowest-latency/recorded.js';
import { withoutSecrets } from '../text/addresses.js';
import type { ConfiguredModel, Deployment, DeploymentRouting } from './config.js';
import type { LoggedDeployment } from './logged-deployment.js';
import { lineOf, providerOf, withoutProvider } from './names.js';

/** Deployments that are alike: one value of the field that groups are made by, one set of distributions. */
export interface DeploymentClass {
  readonly name: string;
  readonly deployments: readonly Deployment[];
  readonly groups: readonly LimitedGroup[];
  /** The deployments of a log that are its, where these and no others are. */
  readonly logged?: readonly LoggedDeployment[];
}

/** Deployments of a class that are routed alike: limits, weights, ... are per group in a scenario. */
export interface LimitedGroup {
  readonly name: string;
  readonly deployments: number;
  readonly routing: DeploymentRouting;
  /** Of all its deployments; undefined: not the same, or not one of those that matter. */
  readonly provider: Provider | undefined;
}

/** A model group and its classes of deployments. */
export interface ModelGroupPlan {
  readonly model: ConfiguredModel;
  readonly classes: readonly DeploymentClass[];
}

/** Sorts the deployments of a model group into classes and groups, in the order of the file. */
export function planGroups(model: ConfiguredModel, groupBy: string): ModelGroupPlan {
  const byValue = new Map<string, Deployment[]>();
  for (const deployment of model.deployments) {
    const value = labelOf(deployment, groupBy);
    byValue.set(value, [...(byValue.get(value) ?? []), deployment]);
  }
  const names = shortNames([...byValue.keys()], groupBy);
  const taken = new Set<string>();
  const classes = [...byValue.values()].map((deployments, i): DeploymentClass => {
    const name = names[i] as string;
    return { name, deployments, groups: limitedGroups(name, deployments, taken) };
  });
  return { model, classes };
}

function labelOf({ group, model }: Deployment, groupBy: string): string {
  // No model has a blank in its name: what follows one has got there by mistake.
  if (groupBy === 'model') return withoutSecrets(model.split(/\s/, 1)[0] || model);
  return group === undefined ? `without ${groupBy}` : withoutSecrets(group);
}

/** Models without their provider, as long as this leaves them different. */
function shortNames(values: readonly string[], groupBy: string): string[] {
  const short = groupBy === 'model' ? values.map(withoutProvider) : [...values];
  const unique = (name: string) => short.filter((other) => other === name).length === 1;
  return values.map((value, i) =>
    lineOf(unique(short[i] as string) ? (short[i] as string) : value),
  );
}

/** Sorts deployments that are alike by how they are routed. @param taken names, in lower case; those of the groups are added */
export function limitedGroups(
  name: string,
  deployments: readonly Deployment[],
  taken: Set<string>,
): LimitedGroup[] {
  const byRouting = new Map<string, Deployment[]>();
  for (const deployment of deployments) {
    const text = routingText(deployment.routing);
    byRouting.set(text, [...(byRouting.get(text) ?? []), deployment]);
  }
  return [...byRouting].map(([text, alike]) => {
    const { routing } = alike[0] as Deployment;
    const full = byRouting.size === 1 ? name : lineOf(`${name} ${text}`);
    const provider = commonProvider(alike);
    return { name: uniqueName(full, taken), deployments: alike.length, routing, provider };
  });
}

function commonProvider(deployments: readonly Deployment[]): Provider | undefined {
  const [first, ...others] = new Set(deployments.map(providerOf));
  return others.length === 0 ? first : undefined;
}

/** How a deployment is routed, in words. */
export function routingText({
  rpm,
  tpm,
  weight,
  order,
  tags,
  input_cost_per_token,
  output_cost_per_token,
}: DeploymentRouting): string {
  const parts: readonly (readonly [string, unknown])[] = [
    ['rpm', rpm],
    ['tpm', tpm],
    ['weight', weight],
    ['order', order],
    ['tags', tags?.join(' ')],
    ['in', input_cost_per_token],
    ['out', output_cost_per_token],
  ];
  const given = parts.filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => `${name} ${value}`).join(' ') || 'unlimited';
}

/** The name, numbered if it is taken; takes it. */
export function uniqueName(name: string, taken: Set<string>, separator = ' '): string {
  let unique = name;
  for (let i = 2; taken.has(unique.toLowerCase()); i++) unique = `${name}${separator}${i}`;
  taken.add(unique.toLowerCase());
  return unique;
}
