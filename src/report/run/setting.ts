import { onlyValue } from '../../kernel/distributions/constant.js';
import { KINDS, type Kinds } from '../../scenario/kinds.js';
import { samplesIn } from '../../scenario/samples.js';
import type { Group, ModelGroup, Scenario } from '../../scenario/schema.js';
import { strategyKindOf } from '../../strategies/in-file.js';
import { count, counted, replicationsText } from '../../text/figures.js';
import { formatDuration } from '../../text/units.js';
import {
  distributionWords,
  kindWords,
  loadWords,
  part,
  setByOneWords,
  strategyWords,
} from '../kit/kind-words.js';

type OwnSamples = NonNullable<Group['samples']>;
type Line = readonly [name: string, text: string];

/**
 * What is run, line by line, for the heading of a report.
 * @param kinds what the scenario may name
 */
export function settingOf(scenario: Scenario, kinds: Kinds = KINDS): Line[] {
  const several = scenario.modelGroups.length > 1;
  const common = commonKind(scenario);
  return [
    ...scenario.modelGroups.flatMap(({ name, groups, load, tags }): Line[] => [
      ...groups.map((group, i): Line => {
        const label = several ? `fleet ${name}` : 'fleet';
        return [
          i === 0 ? label : '',
          fleetText(group, common === undefined ? scenario.samples.kind : null, kinds),
        ];
      }),
      [several ? `load ${name}` : 'load', [loadWords(load, kinds), ...tagsText(tags)].join(', ')],
    ]),
    ['duration', durationText(scenario)],
    ['samples', samplesText(scenario, common)],
    ['dispatch', dispatchText(scenario, kinds)],
    ['store', kindWords(kinds.stores, scenario.store, kinds)],
    ['processes', processesText(scenario.processes)],
    ['router', routerText(scenario.router, kinds)],
  ];
}

/** When completions are logged. */
export function dispatchText({ dispatch }: Scenario, kinds: Kinds = KINDS): string {
  return kindWords(kinds.dispatches, dispatch, kinds);
}

/**
 * The same in a few words: how large, under which load, for how long.
 * @param only the replication that is run alone
 */
export function briefly(
  { modelGroups, duration, replications: seeds }: Scenario,
  only: number | undefined,
  kinds: Kinds = KINDS,
): string[] {
  const deployments = modelGroups
    .flatMap(({ groups }) => groups)
    .reduce((sum, group) => sum + group.deployments, 0);
  const loads = new Set(modelGroups.map(({ load }) => loadWords(load, kinds)));
  const [load = ''] = loads;
  return [
    ...(modelGroups.length > 1 ? [counted(modelGroups.length, 'model group')] : []),
    counted(deployments, 'deployment'),
    loads.size > 1 ? counted(loads.size, 'load') : modelGroups.length > 1 ? `${load} each` : load,
    formatDuration(duration) +
      (only === undefined ? ` × ${replicationsText(seeds)}` : `, replication ${only} alone`),
  ];
}

/**
 * Assumptions and reports, as they stand in the scenario.
 * @param follows assumptions that follow from the LiteLLM that it names
 */
export function proseOf(
  { shows, assumes, reported }: Scenario,
  follows: readonly string[],
): Line[] {
  return [
    ...(shows === undefined ? [] : [['shows', shows] as const]),
    ...items('assumes', [...follows, ...assumes]),
    ...items('reported', reported),
  ];
}

/** Several texts under one name, each marked as one. */
function items(name: string, texts: readonly string[]): Line[] {
  return texts.length === 1
    ? texts.map((text) => [name, text])
    : texts.map((text, i) => [i === 0 ? name : '', `- ${text}`]);
}

/** Which part of the requests has which tag. */
function tagsText(tags: ModelGroup['tags']): string[] {
  return Object.entries(tags ?? {}).map(([tag, share]) => `${part(share)} tagged ${tag}`);
}

function durationText({ duration, warmup, requests }: Scenario): string {
  const parts = [formatDuration(duration)];
  if (warmup > 0) parts.push(`the first ${formatDuration(warmup)} not counted`);
  if (requests !== undefined) parts.push(`no more than ${count(requests)} requests`);
  return parts.join(', ');
}

/** @param kind what completions are where the group says nothing; null: it is said of all together */
function fleetText(group: Group, kind: OwnSamples['kind'] | null, kinds: Kinds): string {
  const { name, deployments, capacity, latency, tokens, ttft, rpm, tpm } = group;
  const parts = [`${name} × ${deployments}, ${distributionWords(latency, 'time', kinds)}`];
  if (onlyValue(tokens) !== 1) parts.push(`tokens ${distributionWords(tokens, 'plain', kinds)}`);
  if (ttft !== undefined) parts.push(`ttft ${distributionWords(ttft, 'time', kinds)}`);
  if (capacity !== undefined) parts.push(setByOneWords(kinds.capacities, capacity, kinds));
  if (rpm !== undefined) parts.push(`rpm ${rpm}`);
  if (tpm !== undefined) parts.push(`tpm ${tpm}`);
  const { weight, order, tags, input_cost_per_token, output_cost_per_token } = group;
  if (weight !== undefined) parts.push(`weight ${weight}`);
  if (order !== undefined) parts.push(`order ${order}`);
  if (tags !== undefined) parts.push(`tags ${tags.join(' ')}`);
  if (input_cost_per_token !== undefined || output_cost_per_token !== undefined) {
    parts.push(
      `prices ${input_cost_per_token ?? 'unknown'} + ${output_cost_per_token ?? 'unknown'}`,
    );
  }
  const { kind: stated = kind, ...others } = group.samples ?? {};
  const own = samplesParts(kind === null || stated === null ? others : { kind: stated, ...others });
  if (own.length > 0) parts.push(`samples: ${own.join(', ')}`);
  return parts.join(', ');
}

/** What the completions of all groups are; undefined: groups differ. */
function commonKind({ samples, modelGroups }: Scenario): OwnSamples['kind'] {
  const groups = modelGroups.flatMap((modelGroup) => modelGroup.groups);
  const [first, ...others] = groups.map((group) => samplesIn(samples, group).kind);
  const same = others.every((kind) => JSON.stringify(kind) === JSON.stringify(first));
  return same ? first : undefined;
}

/** @param common what the completions of all groups are; undefined: see there */
function samplesText({ samples }: Scenario, common: OwnSamples['kind']): string {
  const { stream, input_tokens, timeouts } = samples;
  const parts = samplesParts({
    ...(common !== undefined && { kind: common }),
    ...(stream > 0 && { stream }),
    ...(input_tokens > 0 && { input_tokens }),
    timeouts,
  });
  return [...(common === undefined ? ['kinds by group'] : []), ...parts].join(', ');
}

function samplesParts({ kind, stream, input_tokens, timeouts }: OwnSamples): string[] {
  const kinds = Object.entries(kind ?? {}).filter(([, weight]) => weight > 0);
  const parts = kinds.map(([name, weight]) => (weight === 1 ? name : `${name} ${part(weight)}`));
  if (stream !== undefined) parts.push(`${part(stream)} streamed`);
  if (input_tokens !== undefined) parts.push(`${count(input_tokens)} input tokens`);
  if (timeouts !== undefined) {
    parts.push(`${part(timeouts.rate)} time out after ${formatDuration(timeouts.after)}`);
  }
  return parts;
}

function processesText({ count: processes, assign }: Scenario['processes']): string {
  return processes === 1 ? '1' : `${count(processes)}, ${assign}`;
}

function routerText(router: Scenario['router'], kinds: Kinds): string {
  const { strategy, profile, ttl, lowest_latency_buffer, max_latency_list_size, ttft_percentile } =
    router;
  const parts = [strategyWords(router, kinds), `profile ${profile}`];
  if (router.affinity !== undefined) {
    parts.push(`sessions stay for ${formatDuration(router.affinity.ttl)}`);
  }
  for (const name of ['enable_pre_call_checks', 'enable_tag_filtering'] as const) {
    if (router[name] === true) parts.push(name);
  }
  if (strategyKindOf(kinds.strategies, strategy).readsLatencies) {
    parts.push(
      `ttl ${formatDuration(ttl)}`,
      `lowest_latency_buffer ${lowest_latency_buffer}`,
      `max_latency_list_size ${max_latency_list_size}`,
      ...(ttft_percentile === undefined ? [] : [`ttft_percentile ${ttft_percentile}`]),
    );
  }
  return parts.join(', ');
}
