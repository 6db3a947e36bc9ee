import type { Provider } from '../strategies/lowest-latency/recorded.js';
import { withoutSecrets } from '../text/addresses.js';
import { withoutUnseen } from '../text/harmless.js';
import type { ConfiguredModel, Deployment } from './config.js';
import { providerOf, withoutProvider } from './names.js';

/** Deployments that are alike: one value of the field that groups are made by, one set of distributions. */
export interface DeploymentClass {
  readonly name: string;
  readonly deployments: readonly Deployment[];
  readonly groups: readonly LimitedGroup[];
}

/** Deployments of a class with the same limits: limits are per group in a scenario. */
export interface LimitedGroup {
  readonly name: string;
  readonly deployments: number;
  readonly rpm: number | undefined;
  readonly tpm: number | undefined;
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

const MAX_NAME = 80;

/** One line of text, as the name of a group has to be. */
export function lineOf(text: string): string {
  const line = withoutUnseen(text, ' ').replace(/\s+/g, ' ').trim();
  return [...line].slice(0, MAX_NAME).join('').trim() || 'unnamed';
}

function limitedGroups(
  name: string,
  deployments: readonly Deployment[],
  taken: Set<string>,
): LimitedGroup[] {
  const byLimits = new Map<string, Deployment[]>();
  for (const deployment of deployments) {
    const limits = limitsText(deployment);
    byLimits.set(limits, [...(byLimits.get(limits) ?? []), deployment]);
  }
  return [...byLimits].map(([limits, alike]) => {
    const { rpm, tpm } = alike[0] as Deployment;
    const full = byLimits.size === 1 ? name : `${name} ${limits}`;
    const provider = commonProvider(alike);
    return { name: uniqueName(full, taken), deployments: alike.length, rpm, tpm, provider };
  });
}

function commonProvider(deployments: readonly Deployment[]): Provider | undefined {
  const [first, ...others] = new Set(deployments.map(({ model }) => providerOf(model)));
  return others.length === 0 ? first : undefined;
}

function limitsText({ rpm, tpm }: Deployment): string {
  const parts = [rpm === undefined ? '' : `rpm ${rpm}`, tpm === undefined ? '' : `tpm ${tpm}`];
  return parts.filter((part) => part !== '').join(' ') || 'unlimited';
}

/** The name, numbered if it is taken; takes it. */
export function uniqueName(name: string, taken: Set<string>, separator = ' '): string {
  let unique = name;
  for (let i = 2; taken.has(unique.toLowerCase()); i++) unique = `${name}${separator}${i}`;
  taken.add(unique.toLowerCase());
  return unique;
}
