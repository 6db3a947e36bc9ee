import { kindNamed } from '../kernel/kind.js';
import type { Scenario } from '../scenario/schema.js';
import { STRATEGIES } from '../strategies/index.js';
import { withoutSecrets } from '../text/addresses.js';
import { type Problem, ScenarioError, suggest } from '../text/problems.js';
import {
  type Located,
  type MapEntry,
  type Place,
  problemAt,
  type Scalar,
  type Source,
} from '../text/tree.js';
import { LARGEST, SMALLEST_DIVISOR } from '../text/units.js';
import { readYaml } from '../text/yaml.js';
import { aliasesOf } from './aliases.js';
import { mayBeOffered } from './group-field.js';
import { masked } from './mask.js';
import { isEnvironment, lineOf } from './names.js';
import { insteadOfConfig, misplaced } from './recognise.js';
import { isSetting, isStrategy } from './settings.js';

/** What a LiteLLM proxy configuration says of routing. */
export interface ProxyConfig {
  /** By model_name, in the order of the file. */
  readonly models: readonly ConfiguredModel[];
  /** Other names that requests may ask by, and a log then has: the model_name of each. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly router: ConfiguredRouter;
  /** Where the router's Redis is configured; null where it has none. */
  readonly redis: string | null;
  /** Settings without effect here: their paths, and how often each is given. */
  readonly ignored: readonly { readonly path: string; readonly count: number }[];
  /** What had to be assumed in reading it. */
  readonly notes: readonly string[];
}

export interface ConfiguredModel {
  /** LiteLLM's model_name. */
  readonly name: string;
  /** The same as it is shown: without what may be secret in an address. */
  readonly shown: string;
  readonly deployments: readonly Deployment[];
}

export interface Deployment {
  /** model_info.id; LiteLLM makes one up where there is none. */
  readonly id: string | undefined;
  readonly model: string;
  readonly apiBase: string | undefined;
  /** What decides who is chosen, as far as it has a say here. */
  readonly routing: DeploymentRouting;
  /** Its value of the field that groups are made by. */
  readonly group: string | undefined;
}

/** Settings of a deployment that routing goes by, by their names in a scenario; absent: not given, or of no effect. */
export interface DeploymentRouting {
  readonly rpm?: number;
  readonly tpm?: number;
  readonly weight?: number;
  readonly order?: number;
  readonly tags?: readonly string[];
  readonly input_cost_per_token?: number;
  readonly output_cost_per_token?: number;
}

export type StrategyName = Scenario['router']['strategy'];

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

/** LiteLLM's strategies that latsim has, and its default. */
const BY_LITELLM_NAME: ReadonlyMap<string, StrategyName> = new Map(
  STRATEGIES.flatMap(({ name, litellm }) => (litellm === undefined ? [] : [[litellm, name]])),
);
const DEFAULT_STRATEGY = 'simple-shuffle';
/** Defaults of litellm/router_strategy/lowest_latency.py (RoutingArgs). */
const DEFAULTS = { ttl_s: 3600, buffer: 0, listSize: 10 };

export interface ConfigOptions {
  /** A field of litellm_params or model_info: its values make groups. */
  readonly groupBy: string;
  /** Instead of the configured strategy, which may then be any. */
  readonly strategy?: StrategyName | undefined;
}

/**
 * Reads a LiteLLM proxy configuration.
 * @throws ScenarioError with all problems; they show places and the names of LiteLLM's settings, nothing
 *   else of the file
 */
export function readConfig(file: string, text: string, options: ConfigOptions): ProxyConfig {
  const source: Source = { file, text, kind: 'file' };
  const { root, problems } = readYaml(source, { of: 'proxy configuration', mayShow: isSetting });
  const reader = new ConfigReader(options, problems.map(masked));
  const config = root === null ? undefined : reader.read(root);
  if (config === undefined || reader.problems.length > 0) {
    const found = insteadOfConfig(text);
    throw new ScenarioError(
      found === undefined
        ? reader.problems.sort(inOrder)
        : [misplaced(file, found, 'a configuration')],
    );
  }
  return config;
}

function inOrder(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

type Entries = ReadonlyMap<string, MapEntry>;
const NOTHING: Entries = new Map();

class ConfigReader {
  private readonly ignored = new Map<string, number>();
  private readonly notes: string[] = [];
  private readonly envLimits = new Set<string>();
  private readonly envModels = new Set<string>();

  constructor(
    private readonly options: ConfigOptions,
    readonly problems: Problem[],
  ) {}

  read(root: Located): ProxyConfig | undefined {
    if (root.value.kind !== 'map') {
      const empty = root.value.kind === 'scalar' && root.value.scalar === null;
      const message = empty ? 'there is nothing in this file' : 'this is not a proxy configuration';
      this.report(root.at, message, 'name a LiteLLM config.yaml, with a model_list');
      return undefined;
    }
    const entries = merged(root.value.entries);
    const sections = ['model_list', 'router_settings', 'litellm_settings'];
    this.ignoreOthers(entries, sections, '');
    const settings = this.section(entries.get('router_settings'), 'router_settings');
    const router = this.router(settings);
    const models = this.models(entries.get('model_list')?.node, root.at, router);
    // Both are read, also where the first one settles it: what is ignored is to be listed.
    const ofCache = this.redisOfCache(entries.get('litellm_settings'));
    const redis = this.redis(settings) ?? ofCache;
    if (entries.has('include')) {
      this.notes.push('include is not followed: models of other files are missing here');
    }
    const ordered = models.some(({ deployments }) =>
      deployments.some(({ routing }) => routing.order !== undefined),
    );
    if (ordered && !router.preCallChecks) {
      this.notes.push(
        'order without enable_pre_call_checks: LiteLLM up to 1.82.3 does not look at it, 1.110.2 does; from which release on is not known',
      );
    }
    if (router.tagFiltering) {
      this.notes.push('requests have no tags: load.tags says which part of them has which');
    }
    for (const name of this.envLimits) {
      this.notes.push(`${name} from the environment is not looked up: no limit is assumed`);
    }
    for (const model of this.envModels) {
      this.notes.push(`${model} is not looked up: which model this is is not known`);
    }
    const ignored = [...this.ignored].map(([path, count]) => ({ path, count }));
    const aliases = aliasesOf(settings.get('model_group_alias')?.node);
    return { models, aliases, router, redis, ignored, notes: this.notes };
  }

  private models(
    list: Located | undefined,
    root: Place,
    router: ConfiguredRouter,
  ): ConfiguredModel[] {
    const remedy = 'name a LiteLLM config.yaml with models in it';
    if (list === undefined || list.value.kind !== 'list' || list.value.items.length === 0) {
      this.report(list?.at ?? root, 'there are no models: model_list is missing or empty', remedy);
      return [];
    }
    const models = new Map<string, Deployment[]>();
    for (const item of list.value.items) {
      const entries = this.map(item, 'a model of model_list');
      if (entries === undefined) continue;
      const name = this.text(entries.get('model_name'), item.at, 'model_name');
      const deployment = this.deployment(entries, item.at, router);
      if (name === undefined || deployment === undefined) continue;
      models.set(name, [...(models.get(name) ?? []), deployment]);
    }
    this.checkGroups(list);
    return [...models].map(([name, deployments]) => {
      return { name, shown: withoutSecrets(name), deployments };
    });
  }

  private readonly fields = new Set<string>();
  private grouped = false;

  private deployment(
    entries: Entries,
    at: Place,
    router: ConfiguredRouter,
  ): Deployment | undefined {
    const { groupBy } = this.options;
    const path = 'model_list[]';
    this.ignoreOthers(entries, [...LIMITS, 'model_name', 'litellm_params', 'model_info'], path);
    const params = this.section(entries.get('litellm_params'), 'litellm_params');
    const info = this.section(entries.get('model_info'), 'model_info');
    const decisive = decisiveIn(router);
    this.ignoreOthers(
      params,
      [...LIMITS, ...decisive, 'model', 'api_base', groupBy],
      `${path}.litellm_params`,
    );
    this.ignoreOthers(info, [...LIMITS, 'id', groupBy], `${path}.model_info`);
    for (const name of [...params.keys(), ...info.keys()]) this.fields.add(name);
    const model = this.text(params.get('model'), at, 'litellm_params.model');
    if (model !== undefined && isEnvironment(model)) this.envModels.add(withoutSecrets(model));
    // LiteLLM takes a limit from the first of these that has one.
    const limit = (name: string) =>
      [entries, params, info]
        .map((each) => this.limit(each.get(name), name))
        .find((value) => value !== undefined && value !== 0);
    const number = (name: DecisiveNumber) =>
      decisive.includes(name) ? this.number(params.get(name), name, NOT_NEGATIVE) : undefined;
    const routing = given({
      rpm: limit('rpm'),
      tpm: limit('tpm'),
      weight: number('weight'),
      order: number('order'),
      tags: decisive.includes('tags') ? this.tags(params.get('tags')) : undefined,
      input_cost_per_token: number('input_cost_per_token'),
      output_cost_per_token: number('output_cost_per_token'),
    });
    const groupEntry = params.get(groupBy) ?? info.get(groupBy);
    const group = this.optionalText(groupEntry, groupBy);
    this.grouped ||= group !== undefined;
    const id = this.optionalText(info.get('id'), 'model_info.id');
    const apiBase = this.optionalText(params.get('api_base'), 'api_base');
    return model === undefined ? undefined : { id, model, apiBase, routing, group };
  }

  private checkGroups(list: Located): void {
    const { groupBy } = this.options;
    if (this.grouped || this.problems.length > 0) return;
    const names = [...this.fields].filter(mayBeOffered);
    const remedy = `group by another field: ${suggest(groupBy, names)}`;
    this.report(list.at, `no model has the field ${groupBy}`, remedy);
  }

  private router(settings: Entries): ConfiguredRouter {
    const known = [
      'routing_strategy',
      'routing_strategy_args',
      'model_group_alias',
      ...SWITCHES,
      ...REDIS,
    ];
    this.ignoreOthers(settings, known, 'router_settings');
    const strategy = this.strategy(settings.get('routing_strategy'));
    const path = 'routing_strategy_args';
    const args = this.section(settings.get(path), path);
    const names = ['ttl', 'lowest_latency_buffer', 'max_latency_list_size'];
    // Others compare no TTFTs.
    if (kindNamed(STRATEGIES, strategy).readsLatencies) names.push('ttft_percentile');
    this.ignoreOthers(args, names, `router_settings.${path}`);
    const number = (name: string, range: AllowedNumbers) =>
      this.number(args.get(name), name, range);
    return {
      strategy,
      ttl_s: number('ttl', POSITIVE) ?? DEFAULTS.ttl_s,
      buffer: number('lowest_latency_buffer', NOT_NEGATIVE) ?? DEFAULTS.buffer,
      listSize: number('max_latency_list_size', LIST_SIZE) ?? DEFAULTS.listSize,
      ttftPercentile: names.includes('ttft_percentile')
        ? number('ttft_percentile', PERCENTILE)
        : undefined,
      preCallChecks: isOn(settings.get('enable_pre_call_checks')),
      tagFiltering: isOn(settings.get('enable_tag_filtering')),
    };
  }

  private strategy(entry: MapEntry | undefined): StrategyName {
    const given = this.options.strategy;
    const configured = this.optionalText(entry, 'routing_strategy') ?? DEFAULT_STRATEGY;
    const known = BY_LITELLM_NAME.get(configured);
    if (given !== undefined && given !== known) {
      this.notes.push(`the strategy is ${given} as asked for, not that of the configuration`);
    }
    if (given !== undefined) return given;
    if (entry === undefined) {
      this.notes.push('no routing_strategy: simple-shuffle, as LiteLLM does, reads no latencies');
    }
    if (known === undefined && entry !== undefined) {
      const shown = isStrategy(configured) ? `: ${configured}` : '';
      const message = `latsim does not model this routing_strategy${shown}`;
      const remedy = `there are ${[...BY_LITELLM_NAME.keys()].join(', ')}; import it as if with --strategy lowest-latency`;
      this.report(entry.node.at, message, remedy);
    }
    return known ?? 'simple-shuffle';
  }

  /** LiteLLM's Router uses Redis with redis_url, or with redis_host and redis_port. */
  private redis(settings: Entries): string | null {
    const has = (name: string) => present(settings.get(name));
    if (has('redis_url')) return 'router_settings.redis_url';
    if (!has('redis_host')) return null;
    if (!has('redis_port')) {
      this.notes.push(
        'redis_host is there without redis_port: taken as meant, but LiteLLM 1.76 uses Redis only with both',
      );
    }
    return 'router_settings.redis_host';
  }

  /** A response cache in Redis becomes the router's where that has none (proxy_server.py). */
  private redisOfCache(entry: MapEntry | undefined): string | null {
    const path = 'litellm_settings';
    const settings = this.section(entry, path);
    const cache = settings.get('cache')?.node.value;
    const on = cache?.kind === 'scalar' && cache.scalar === true;
    const params = this.section(settings.get('cache_params'), `${path}.cache_params`);
    const type = this.optionalText(params.get('type'), 'cache_params.type') ?? 'redis';
    const used = on && type === 'redis';
    this.ignoreOthers(settings, used ? ['cache', 'cache_params'] : [], path);
    if (used)
      this.ignoreOthers(
        params,
        ['type', 'host', 'port', 'url', 'password'],
        `${path}.cache_params`,
      );
    return used ? 'litellm_settings.cache' : null;
  }

  /** What a map holds beside the settings that are read. */
  private ignoreOthers(entries: Entries, read: readonly string[], path: string): void {
    for (const name of entries.keys()) {
      if (read.includes(name)) continue;
      const shown = isSetting(name) ? name : UNNAMED;
      const full = path === '' ? shown : `${path}.${shown}`;
      this.ignored.set(full, (this.ignored.get(full) ?? 0) + 1);
    }
  }

  private section(entry: MapEntry | undefined, name: string): Entries {
    return present(entry) ? (this.map(entry.node, name) ?? NOTHING) : NOTHING;
  }

  private map({ value, at }: Located, what: string): Entries | undefined {
    if (value.kind === 'map') return merged(value.entries);
    this.report(at, `${what} is not a map of settings`, 'write name: value, one per line');
    return undefined;
  }

  private text(entry: MapEntry | undefined, at: Place, name: string): string | undefined {
    if (present(entry)) return this.optionalText(entry, name);
    this.report(at, `${name} is missing`, `add ${name}, as LiteLLM needs it`);
    return undefined;
  }

  private optionalText(entry: MapEntry | undefined, name: string): string | undefined {
    if (!present(entry)) return undefined;
    const { value, at } = entry.node;
    if (value.kind === 'scalar') return String(value.scalar);
    this.report(at, `${name} is a single value`, 'write a text, in quotes if it looks otherwise');
    return undefined;
  }

  private limit(entry: MapEntry | undefined, name: string): number | undefined {
    if (present(entry) && isEnvironment(scalarOf(entry))) {
      this.envLimits.add(name);
      return undefined;
    }
    return this.number(entry, name, WHOLE);
  }

  /** Names of at most so many characters: others are no tags of a scenario. */
  private tags(entry: MapEntry | undefined): readonly string[] | undefined {
    if (!present(entry)) return undefined;
    const { value } = entry.node;
    if (value.kind !== 'list') {
      this.report(entry.node.at, 'tags are not a list', 'write [a, b]');
      return undefined;
    }
    const tags = value.items.flatMap(({ value: item }) =>
      item.kind === 'scalar' && item.scalar !== null ? [lineOf(String(item.scalar))] : [],
    );
    return tags.length === 0 ? undefined : tags;
  }

  private number(
    entry: MapEntry | undefined,
    name: string,
    range: AllowedNumbers,
  ): number | undefined {
    if (!present(entry)) return undefined;
    const scalar = scalarOf(entry);
    if (isEnvironment(scalar)) {
      this.notes.push(
        `${name} from the environment is not looked up: LiteLLM's default is assumed`,
      );
      return undefined;
    }
    const value = typeof scalar === 'string' && scalar.trim() !== '' ? Number(scalar) : scalar;
    if (typeof value === 'number' && Number.isFinite(value) && range.holds(value)) return value;
    this.report(entry.node.at, `${name} is not ${range.words}`, `write ${range.words}`);
    return undefined;
  }

  private report(at: Place, message: string, remedy: string): void {
    this.problems.push(masked(problemAt(at, message, remedy)));
  }
}

/** Numbers that a setting may be. */
interface AllowedNumbers {
  readonly words: string;
  readonly holds: (value: number) => boolean;
}
const NOT_NEGATIVE: AllowedNumbers = {
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
const WHOLE: AllowedNumbers = {
  words: 'a whole number, 0 or more',
  holds: (value) => Number.isSafeInteger(value) && value >= 0,
};
const LIST_SIZE: AllowedNumbers = {
  words: 'a whole number from 1 to 10000',
  holds: (value) => Number.isInteger(value) && value >= 1 && value <= 10_000,
};

/** What stands for a name that is none of LiteLLM's settings, and so may be anything. */
const UNNAMED = '(unknown)';
const LIMITS = ['rpm', 'tpm'];
const SWITCHES = ['enable_pre_call_checks', 'enable_tag_filtering'];

type DecisiveNumber = 'weight' | 'order' | 'input_cost_per_token' | 'output_cost_per_token';

/** The settings of a deployment that have an effect under a router: order wherever its release looks at it. */
function decisiveIn({ strategy, tagFiltering }: ConfiguredRouter): (DecisiveNumber | 'tags')[] {
  return [
    'order',
    ...(strategy === 'simple-shuffle' ? (['weight'] as const) : []),
    ...(strategy === 'cost-based-routing'
      ? (['input_cost_per_token', 'output_cost_per_token'] as const)
      : []),
    ...(tagFiltering ? (['tags'] as const) : []),
  ];
}

/** Without what is not given. */
function given(
  all: {
    readonly [Name in keyof DeploymentRouting]: DeploymentRouting[Name] | undefined;
  },
): DeploymentRouting {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function isOn(entry: MapEntry | undefined): boolean {
  return entry !== undefined && scalarOf(entry) === true;
}
const REDIS = ['redis_host', 'redis_port', 'redis_url', 'redis_password'];

/** The entries of a map with those that it takes from others (`<<`), which its own go before. */
function merged(entries: Entries): Entries {
  const from = entries.get('<<')?.node;
  if (from === undefined) return entries;
  const all = new Map(entries);
  all.delete('<<');
  for (const { value } of from.value.kind === 'list' ? from.value.items : [from]) {
    if (value.kind !== 'map') continue;
    for (const [name, entry] of merged(value.entries)) if (!all.has(name)) all.set(name, entry);
  }
  return all;
}

function scalarOf(entry: MapEntry): Scalar {
  const { value } = entry.node;
  return value.kind === 'scalar' ? value.scalar : null;
}

/** Whether a setting is there and not null. */
function present(entry: MapEntry | undefined): entry is MapEntry {
  return entry !== undefined && (entry.node.value.kind !== 'scalar' || scalarOf(entry) !== null);
}
