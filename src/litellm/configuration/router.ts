import { kindNamed } from '../../kernel/kind.js';
import type { Scenario } from '../../scenario/schema.js';
import { STRATEGIES } from '../../strategies/index.js';
import { nearest } from '../../text/problems.js';
import type { MapEntry } from '../../text/tree.js';
import { LARGEST, SMALLEST_DIVISOR } from '../../text/units.js';
import { isFilledInElsewhere } from '../names.js';
import { isStrategy } from '../settings.js';
import {
  type AllowedNumbers,
  type Entries,
  itemsOf,
  present,
  type SettingsReader,
  scalarOf,
} from './reader.js';

export type StrategyName = Scenario['router']['strategy'];

/** How a model group is routed. */
export interface ConfiguredRouter {
  readonly strategy: StrategyName;
  readonly ttl_s: number;
  readonly buffer: number;
  readonly listSize: number;
  /** LiteLLM's `ttft_percentile`; undefined: not given, or of no effect under the strategy. */
  readonly ttftPercentile: number | undefined;
  /** LiteLLM's `enable_pre_call_checks` and `enable_tag_filtering`. */
  readonly preCallChecks: boolean;
  readonly tagFiltering: boolean;
}

/** The router of a proxy, and those of model groups that have one of their own. */
export interface ConfiguredRouters {
  readonly general: ConfiguredRouter;
  /** Whether nothing says the strategy of that one. */
  readonly isDefault: boolean;
  /** By model_name: LiteLLM's `routing_groups`. */
  readonly own: ReadonlyMap<string, ConfiguredRouter>;
  /** What is odd in how they are configured. */
  readonly odd: readonly string[];
}

/** Settings of the router that are read here. */
export const ROUTER_READ = [
  'routing_strategy',
  'routing_strategy_args',
  'routing_groups',
  'enable_pre_call_checks',
  'enable_tag_filtering',
];
/** Those that `routing_strategy_args` has for latencies. */
export const STRATEGY_ARGS = [
  'ttl',
  'lowest_latency_buffer',
  'max_latency_list_size',
  'ttft_percentile',
];

/** LiteLLM's strategies that latsim has, and its default. */
const BY_LITELLM_NAME: ReadonlyMap<string, StrategyName> = new Map(
  STRATEGIES.flatMap(({ name, litellm }) => (litellm === undefined ? [] : [[litellm, name]])),
);
const DEFAULT_STRATEGY = 'simple-shuffle';
/** Defaults of litellm/router_strategy/lowest_latency.py (RoutingArgs). */
const DEFAULTS = { ttl_s: 3600, buffer: 0, listSize: 10 };

/** Strategies whose handlers LiteLLM gives no arguments (Router.routing_strategy_init). */
const WITHOUT_ARGS: ReadonlySet<StrategyName> = new Set([
  'simple-shuffle',
  'least-busy',
  'cost-based-routing',
]);

/** What LiteLLM calls a strategy; one that it does not have, as latsim does. */
export function litellmName(strategy: StrategyName): string {
  return STRATEGIES.find(({ name }) => name === strategy)?.litellm ?? strategy;
}

/**
 * Reads how a proxy routes.
 * @param asked instead of the configured strategy, which may then be any
 */
export function readRouters(
  reader: SettingsReader,
  settings: Entries,
  asked: StrategyName | undefined,
): ConfiguredRouters {
  const switches = {
    preCallChecks: reader.isOn(settings.get('enable_pre_call_checks'), 'enable_pre_call_checks'),
    tagFiltering: reader.isOn(settings.get('enable_tag_filtering'), 'enable_tag_filtering'),
  };
  const odd: string[] = [];
  const routerOf = (entries: Entries, path: string): ConfiguredRouter => {
    const strategy = strategyOf(reader, entries.get('routing_strategy'), asked);
    const { argsGiven, ...args } = argumentsOf(reader, entries, strategy, path);
    const name = litellmName(strategy);
    if (argsGiven && WITHOUT_ARGS.has(strategy)) {
      odd.push(`routing_strategy_args have no effect under ${name}`);
    }
    return { strategy, ...args, ...switches };
  };
  const general = routerOf(settings, 'router_settings');
  if (asked !== undefined && !isAsked(settings, asked)) {
    reader.notes.add(`the strategy is ${asked} as asked for, not that of the configuration`);
  }
  const own = new Map<string, ConfiguredRouter>();
  for (const item of itemsOf(settings.get('routing_groups')?.node)) {
    const group = reader.map(item, 'a group of routing_groups');
    if (group === undefined) continue;
    reader.leaveOut(group, GROUP_READ, 'routing_groups[]');
    const names = itemsOf(group.get('models')?.node).flatMap(({ value }) =>
      value.kind === 'scalar' ? [String(value.scalar)] : [],
    );
    if (nameIn(group) === 'priority') {
      odd.push(
        'a routing group goes by priority over several model groups: that is not modelled, each is routed by itself',
      );
      continue;
    }
    const router = routerOf(group, 'routing_groups[]');
    for (const name of names) own.set(name, router);
  }
  if (own.size > 0) {
    odd.push(
      'routing_groups are taken as read: LiteLLM 1.82.3 does not know them, 1.110.2 does; from which release on is not known',
    );
  }
  const isDefault = asked === undefined && !present(settings.get('routing_strategy'));
  return { general, isDefault, own, odd: [...new Set(odd)] };
}

const GROUP_READ = [
  'group_name',
  'models',
  'routing_strategy',
  'routing_strategy_args',
  'model_priorities',
];

/** The name of a strategy, as it is configured. */
function nameIn(entries: Entries): unknown {
  const entry = entries.get('routing_strategy');
  return entry === undefined ? undefined : scalarOf(entry);
}

function isAsked(settings: Entries, asked: StrategyName): boolean {
  return BY_LITELLM_NAME.get(String(nameIn(settings) ?? DEFAULT_STRATEGY)) === asked;
}

function argumentsOf(
  reader: SettingsReader,
  entries: Entries,
  strategy: StrategyName,
  path: string,
): Pick<ConfiguredRouter, 'ttl_s' | 'buffer' | 'listSize' | 'ttftPercentile'> & {
  readonly argsGiven: boolean;
} {
  const name = 'routing_strategy_args';
  const args = reader.section(entries.get(name), name);
  // Others compare no TTFTs.
  const readsLatencies = kindNamed(STRATEGIES, strategy).readsLatencies;
  const names = readsLatencies ? STRATEGY_ARGS : STRATEGY_ARGS.slice(0, 3);
  reader.leaveOut(args, names, `${path}.${name}`);
  const number = (name: string, range: AllowedNumbers) =>
    reader.number(args.get(name), name, range);
  return {
    ttl_s: number('ttl', POSITIVE) ?? DEFAULTS.ttl_s,
    buffer: number('lowest_latency_buffer', NOT_NEGATIVE) ?? DEFAULTS.buffer,
    listSize: number('max_latency_list_size', LIST_SIZE) ?? DEFAULTS.listSize,
    ttftPercentile: readsLatencies ? number('ttft_percentile', PERCENTILE) : undefined,
    argsGiven: args.size > 0,
  };
}

function strategyOf(
  reader: SettingsReader,
  entry: MapEntry | undefined,
  asked: StrategyName | undefined,
): StrategyName {
  if (asked !== undefined) return asked;
  const configured = reader.optionalText(entry, 'routing_strategy') ?? DEFAULT_STRATEGY;
  const known = BY_LITELLM_NAME.get(configured);
  if (known !== undefined) return known;
  const near = nearest(
    configured.replace(/^.*\./, '').replaceAll('_', '-'),
    BY_LITELLM_NAME.keys(),
  );
  const others = 'or import it as if, with --strategy lowest-latency';
  if (entry !== undefined && isFilledInElsewhere(configured)) {
    const message = 'this routing_strategy is in the environment, which is not looked up';
    const names = STRATEGIES.flatMap(({ name, litellm }) => (litellm === undefined ? [] : [name]));
    reader.report(entry.node.at, message, `say it with --strategy: ${names.join(', ')}`);
  } else if (entry !== undefined && isStrategy(configured)) {
    const there = `there are ${[...BY_LITELLM_NAME.keys()].join(', ')}`;
    const message = `latsim does not model this routing_strategy: ${configured}`;
    reader.report(entry.node.at, message, `${there}; ${others}`);
  } else if (entry !== undefined) {
    const remedy =
      near === undefined
        ? `use one of ${[...BY_LITELLM_NAME.keys()].join(', ')}, ${others}`
        : `did you mean "${near}"? Write it so, ${others}`;
    const message = 'LiteLLM has no such routing_strategy, and does not start with it';
    reader.report(entry.node.at, message, remedy);
  }
  return DEFAULT_STRATEGY;
}

export const NOT_NEGATIVE: AllowedNumbers = {
  words: 'a number from 0 to 1e50',
  holds: (value) => value >= 0 && value <= LARGEST,
};
const POSITIVE: AllowedNumbers = {
  words: 'a number above 0, up to 1e50',
  holds: (value) => value >= SMALLEST_DIVISOR && value <= LARGEST,
};
const PERCENTILE: AllowedNumbers = {
  words: 'a fraction above 0, such as 0.95',
  holds: (value) => value > 0 && value <= 1,
};
const LIST_SIZE: AllowedNumbers = {
  words: 'a whole number from 1 to 10000',
  holds: (value) => Number.isInteger(value) && value >= 1 && value <= 10_000,
};
