import { stringify } from 'yaml';
import { onlyValue } from '../kernel/distributions/constant.js';
import { type Kind, kindNamed, kindSetBy } from '../kernel/kind.js';
import type {
  DistributionSettings,
  KindSettings,
  Parameter,
  QuantilePoint,
  Settings,
  Unit,
  Value,
} from '../kernel/parameters.js';
import { strategyKindOf } from '../strategies/in-file.js';
import {
  formatDuration,
  formatDurationIn,
  formatPercent,
  formatPercentile,
  formatRate,
  formatRateIn,
} from '../text/units.js';
import { KINDS, type Kinds } from './kinds.js';
import { presetsOf } from './presets.js';
import { SAMPLE_KINDS, type SampleFractions, weightsOf } from './sample-kinds.js';
import type { Group, ModelGroup, Scenario } from './schema.js';

/**
 * The inverse of reading: resolved settings as YAML that reads as the same. What stands in one line
 * in braces is put together as texts by key first, which may also be written by hand.
 */

/** Texts of YAML by key. */
export interface Written {
  readonly [key: string]: string | Written;
}

/** How settings are written. */
export interface How {
  /** What they may name. */
  readonly kinds: Kinds;
  /** Times are written in this unit, and rates per second; else in the one that suits each. */
  readonly unit?: 'ms' | 's';
  /** What is taken anyway where nothing is written is left out. */
  readonly brief?: true;
}

/**
 * A map in braces: `{ kind: remote, rtt: 1ms }`.
 * @param indent of the line in which it stands, where a map inside is to go over several lines
 */
export function flow(written: Written, indent?: number): string {
  const inside = (value: Written) => (indent === undefined ? flow(value) : rows(value, indent + 2));
  const entries = Object.entries(written).map(
    ([key, value]) => `${key}: ${typeof value === 'string' ? value : inside(value)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

/** A map in braces as `--set` takes it: `{kind: remote, rtt: 1ms}`. */
export function compact(written: Written): string {
  const entries = Object.entries(written).map(
    ([key, value]) => `${key}: ${typeof value === 'string' ? value : compact(value)}`,
  );
  return `{${entries.join(', ')}}`;
}

const PER_ROW = 4;

function rows(written: Written, indent: number): string {
  const entries = Object.entries(written).map(([key, value]) => `${key}: ${value}`);
  const lines: string[] = [];
  for (let i = 0; i < entries.length; i += PER_ROW) {
    lines.push(`${' '.repeat(indent + 2)}${entries.slice(i, i + PER_ROW).join(', ')},\n`);
  }
  return `{\n${lines.join('')}${' '.repeat(indent)}}`;
}

/**
 * A distribution in braces.
 * @param indent of the line in which it stands, where quantiles are to go over several lines
 */
export function writeDistribution(
  settings: DistributionSettings,
  unit: Unit,
  indent?: number,
  kinds: Kinds = KINDS,
): string {
  return flow(distributionWritten(settings, unit, { kinds }), indent);
}

/** A distribution: of times, or of plain numbers. */
export function distributionWritten(settings: DistributionSettings, unit: Unit, how: How): Written {
  const kind = kindNamed(how.kinds.distributions, settings.distribution);
  return { distribution: settings.distribution, ...writtenOf(kind, settings, unit, how) };
}

export function writeLoad(load: KindSettings, kinds: Kinds = KINDS): string {
  return flow(loadWritten(load, { kinds }));
}

export function writeStore(store: KindSettings, kinds: Kinds = KINDS): string {
  return writeKind(kinds.stores, store, kinds);
}

function writeKind(of: readonly Kind<unknown>[], settings: KindSettings, kinds: Kinds): string {
  return flow(kindWritten(of, settings, { kinds }));
}

/** A load, with the sessions that its requests belong to. */
export function loadWritten(load: KindSettings, how: How): Written {
  const { sessions } = load;
  return {
    ...kindWritten(how.kinds.loads, load, how),
    ...(sessions !== undefined && { sessions: String(sessions) }),
  };
}

/** A load, a store, ... */
export function kindWritten(
  of: readonly Kind<unknown>[],
  settings: KindSettings,
  how: How,
): Written {
  const kind = kindNamed(of, settings.kind);
  return { kind: settings.kind, ...writtenOf(kind, settings, 'time', how) };
}

/** What is told by its only key: a capacity. */
export function setByOneWritten(
  of: readonly Kind<unknown>[],
  settings: Settings,
  how: How,
): Written {
  return writtenOf(kindSetBy(of, settings), settings, 'time', how);
}

/** What settings say, in the order of the parameters. */
function writtenOf(kind: Kind<unknown>, settings: Settings, unit: Unit, how: How): Written {
  const presets = how.brief ? presetsOf(kind) : {};
  const entries = Object.entries(kind.parameters)
    .map(([name, { type }]) => ({ name, type, value: settings[name], preset: presets[name] }))
    .filter(({ value, preset }) => value !== undefined && !same(value, preset))
    .map(({ name, type, value }) => [name, parameterWritten(type, value as Value, unit, how)]);
  return Object.fromEntries(entries);
}

function same(value: Value, preset: Value | undefined): boolean {
  return JSON.stringify(value) === JSON.stringify(preset);
}

/** One parameter of a kind. */
export function parameterWritten(
  type: Parameter['type'],
  value: Value,
  unit: Unit,
  how: How,
): string | Written {
  switch (type) {
    case 'duration':
      return time(value as number, how);
    case 'phase':
      return value === 'random' ? value : time(value as number, how);
    case 'quantity':
      return quantity(value as number, unit, how);
    case 'rate':
      return how.unit === 's' ? formatRateIn('s', value as number) : formatRate(value as number);
    case 'fraction':
      return formatPercent(value as number);
    case 'choice':
    case 'file':
      return inFlow(value as string);
    case 'quantiles':
      return Object.fromEntries(
        (value as readonly QuantilePoint[]).map((point) => [
          formatPercentile(point.fraction),
          quantity(point.value, unit, how),
        ]),
      );
    case 'distribution': {
      const distribution = value as DistributionSettings;
      const single = onlyValue(distribution);
      if (single !== undefined) return time(single, how);
      return distributionWritten(distribution, 'time', how);
    }
    default:
      return String(value);
  }
}

export function time(value_s: number, { unit }: How): string {
  return unit === undefined ? formatDuration(value_s) : formatDurationIn(unit, value_s);
}

function quantity(value: number, unit: Unit, how: How): string {
  return unit === 'time' ? time(value, how) : String(value);
}

/** A text as YAML, in quotes where it needs them. */
export function scalar(text: string): string {
  const plain = stringify(text, { lineWidth: 0 }).replace(/\n$/, '');
  return plain.includes('\n') ? JSON.stringify(text) : plain;
}

/** The same inside of braces. */
export function inFlow(text: string): string {
  const plain = scalar(text);
  return plain === text && /[,[\]{}]/.test(text) ? JSON.stringify(text) : plain;
}

/**
 * A whole scenario as the text of a file. Reading it gives the same scenario, defaults written out,
 * and the same hash; only the places of its expectations are those of the new text.
 */
export function writeScenario(scenario: Scenario, kinds: Kinds = KINDS): string {
  const { name, title, shows, duration, warmup, requests, samples, processes, router } = scenario;
  const { logger, seed, replications, margin, dispatch, store } = scenario;
  const lines = [
    `name: ${scalar(name)}`,
    ...(title === undefined ? [] : [`title: ${scalar(title)}`]),
    ...(shows === undefined ? [] : [`shows: ${scalar(shows)}`]),
    ...list('assumes', scenario.assumes, ''),
    ...list('reported', scenario.reported, ''),
    ...trafficLines(scenario.modelGroups, kinds),
    `duration: ${formatDuration(duration)}`,
    `warmup: ${formatDuration(warmup)}`,
    ...(requests === undefined ? [] : [`requests: ${requests}`]),
    `samples: ${flow(samplesWritten(samples))}`,
    `dispatch: ${writeKind(kinds.dispatches, dispatch, kinds)}`,
    `processes: ${flow({ count: String(processes.count), assign: processes.assign })}`,
    `store: ${writeKind(kinds.stores, store, kinds)}`,
    'router:',
    `  strategy: ${scalar(router.strategy)}`,
    `  profile: ${router.profile}`,
    `  ttl: ${formatDuration(router.ttl)}`,
    `  lowest_latency_buffer: ${router.lowest_latency_buffer}`,
    `  max_latency_list_size: ${router.max_latency_list_size}`,
    ...(router.ttft_percentile === undefined
      ? []
      : [`  ttft_percentile: ${router.ttft_percentile}`]),
    ...(router.affinity === undefined
      ? []
      : [`  affinity: ${flow({ ttl: formatDuration(router.affinity.ttl) })}`]),
    ...ownLines(strategyKindOf(kinds.strategies, router.strategy), router, kinds),
    ...(['enable_pre_call_checks', 'enable_tag_filtering'] as const).flatMap((name) =>
      router[name] === undefined ? [] : [`  ${name}: ${router[name]}`],
    ),
    'logger:',
    `  name: ${scalar(logger.name)}`,
    `  retries: ${logger.retries}`,
    `  lease: ${formatDuration(logger.lease)}`,
    `seed: ${seed}`,
    `replications: ${replications}`,
    `margin: ${formatPercent(margin)}`,
    ...expectLines(scenario.expect),
  ];
  return `${lines.join('\n')}\n`;
}

/** The parameters of a kind that stand among other fields. */
function ownLines(kind: Kind<unknown>, settings: Settings, kinds: Kinds): string[] {
  return Object.entries(writtenOf(kind, settings, 'time', { kinds })).map(
    ([name, value]) => `  ${name}: ${typeof value === 'string' ? value : flow(value)}`,
  );
}

function list(key: string, texts: readonly string[], indent: string): string[] {
  if (texts.length === 0) return [`${indent}${key}: []`];
  return [`${indent}${key}:`, ...texts.map((text) => `${indent}  - ${scalar(text)}`)];
}

/** One model group at the top level, or a list of several. */
function trafficLines(modelGroups: readonly ModelGroup[], kinds: Kinds): string[] {
  const [only, ...others] = modelGroups;
  if (only !== undefined && others.length === 0) {
    return [
      'fleet:',
      `  modelGroup: ${scalar(only.name)}`,
      '  groups:',
      ...only.groups.flatMap((group) => groupLines(group, 4, kinds)),
      `load: ${trafficText(only, kinds)}`,
    ];
  }
  return [
    'modelGroups:',
    ...modelGroups.flatMap((modelGroup) => [
      `  - name: ${scalar(modelGroup.name)}`,
      '    fleet:',
      '      groups:',
      ...modelGroup.groups.flatMap((group) => groupLines(group, 8, kinds)),
      `    load: ${trafficText(modelGroup, kinds)}`,
    ]),
  ];
}

/** A load with the tags of its requests. */
function trafficText({ load, tags }: Pick<ModelGroup, 'load' | 'tags'>, kinds: Kinds): string {
  const own = loadWritten(load, { kinds });
  if (tags === undefined) return flow(own);
  const parts = Object.entries(tags).map(([tag, share]) => [inFlow(tag), formatPercent(share)]);
  return flow({ ...own, tags: Object.fromEntries(parts) });
}

function groupLines(group: Group, indent: number, kinds: Kinds): string[] {
  const { name, deployments, capacity, rpm, tpm, latency, ttft, tokens, samples } = group;
  const of = (settings: DistributionSettings, unit: Unit) =>
    writeDistribution(settings, unit, indent + 2, kinds);
  const lines = [
    `name: ${scalar(name)}`,
    `deployments: ${deployments}`,
    ...(capacity === undefined
      ? []
      : [`capacity: ${flow(setByOneWritten(kinds.capacities, capacity, { kinds }))}`]),
    ...(rpm === undefined ? [] : [`rpm: ${rpm}`]),
    ...(tpm === undefined ? [] : [`tpm: ${tpm}`]),
    ...(group.tags === undefined ? [] : [`tags: [${group.tags.map(inFlow).join(', ')}]`]),
    ...(['weight', 'order', 'input_cost_per_token', 'output_cost_per_token'] as const).flatMap(
      (field) => (group[field] === undefined ? [] : [`${field}: ${group[field]}`]),
    ),
    `latency: ${of(latency, 'time')}`,
    ...(ttft === undefined ? [] : [`ttft: ${of(ttft, 'time')}`]),
    `tokens: ${of(tokens, 'plain')}`,
    ...(samples === undefined ? [] : [`samples: ${flow(samplesWritten(samples))}`]),
  ];
  return lines.map((line, i) => `${' '.repeat(indent)}${i === 0 ? '- ' : '  '}${line}`);
}

/** All samples, or what a group says of its own. */
function samplesWritten(samples: NonNullable<Group['samples']>): Written {
  const { kind, stream, input_tokens, timeouts } = samples;
  return {
    ...(kind !== undefined && { kind: sampleKindsWritten(kind) }),
    ...(stream !== undefined && { stream: formatPercent(stream) }),
    ...(input_tokens !== undefined && { input_tokens: String(input_tokens) }),
    ...(timeouts !== undefined && {
      timeouts: {
        rate: formatPercent(timeouts.rate),
        after: formatDuration(timeouts.after),
      },
    }),
  };
}

/** The only kind there is, or the weights of several. */
export function sampleKindsWritten(kind: SampleFractions): string | Written {
  const weights = weightsOf(kind);
  const given = SAMPLE_KINDS.filter((name) => weights[name] > 0);
  const [first, ...others] = given;
  return first !== undefined && others.length === 0
    ? first
    : Object.fromEntries(given.map((name) => [name, String(weights[name])]));
}

function expectLines({ any, loggers }: Scenario['expect']): string[] {
  const texts = (expectations: typeof any) => expectations.map(({ text }) => text);
  if (loggers.length === 0) return any.length === 0 ? [] : list('expect', texts(any), '');
  return [
    'expect:',
    ...(any.length === 0 ? [] : list('any', texts(any), '  ')),
    ...loggers.flatMap(({ logger, expectations }) =>
      list(scalar(logger), texts(expectations), '  '),
    ),
  ];
}
