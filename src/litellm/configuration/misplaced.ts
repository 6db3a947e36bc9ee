import { list } from '../../text/list.js';
import type { MapEntry } from '../../text/tree.js';
import { problemAt } from '../../text/tree.js';
import { isSetting } from '../settings.js';
import { type Entries, itemsOf } from './reader.js';
import { type ConfiguredRouter, litellmName, STRATEGY_ARGS } from './router.js';

/** What a proxy does that does not read a setting. */
type Instead = (proxy: SetUp) => string | null;

/** A proxy as LiteLLM sets it up. */
interface SetUp {
  readonly router: ConfiguredRouter;
  readonly hasRedis: boolean;
}

const routes: Instead = ({ router }) =>
  router.strategy === 'simple-shuffle'
    ? 'this proxy shuffles'
    : `this proxy routes by ${litellmName(router.strategy)}`;
const checks: Instead = ({ router }) => (router.preCallChecks ? null : 'pre-call checks are off');
const tags: Instead = ({ router }) => (router.tagFiltering ? null : 'tags are not looked at');
const redis: Instead = ({ hasRedis }) => (hasRedis ? null : 'its router has no Redis');
const cools: Instead = () => "cooldowns are LiteLLM's default ones";
const retries: Instead = () => "retries are LiteLLM's default ones";
const fallbacks: Instead = () => 'it has no such fallbacks';

/** The arguments of LiteLLM's Router that a proxy takes from `router_settings` alone. */
const ROUTER_ONLY: ReadonlyMap<string, Instead> = new Map([
  ['routing_strategy', routes],
  ['routing_strategy_args', routes],
  ['routing_groups', routes],
  ['enable_pre_call_checks', checks],
  ['enable_tag_filtering', tags],
  ['model_group_alias', () => 'it has no such aliases'],
  ['redis_host', redis],
  ['redis_port', redis],
  ['redis_url', redis],
  ['redis_password', redis],
  ['disable_cooldowns', cools],
  ['allowed_fails_policy', cools],
  ['retry_policy', retries],
  ['model_group_retry_policy', retries],
  ['optional_pre_call_checks', () => 'no such check is made'],
  ['provider_budget_config', () => 'it has no such budgets'],
]);
/** One that a deployment may have as well. */
const NOT_OF_MODULE: ReadonlyMap<string, Instead> = new Map([
  ...ROUTER_ONLY,
  ['cooldown_time', cools],
]);
/** Those that the Router also takes from `litellm_settings`. */
const OF_MODULE: ReadonlyMap<string, Instead> = new Map([
  ['num_retries', retries],
  ['allowed_fails', cools],
  ['fallbacks', fallbacks],
  ['default_fallbacks', fallbacks],
  ['context_window_fallbacks', fallbacks],
  ['content_policy_fallbacks', fallbacks],
]);
const NOT_ELSEWHERE: ReadonlyMap<string, Instead> = new Map([...NOT_OF_MODULE, ...OF_MODULE]);
/** Under `router_settings` itself: what belongs one level deeper. */
const ARGUMENTS: ReadonlyMap<string, Instead> = new Map(
  STRATEGY_ARGS.map((name) => [name, () => "LiteLLM's default holds"]),
);
/** Of a deployment: what only `litellm_params` has. */
const DEPLOYMENT_ONLY: ReadonlyMap<string, Instead> = new Map([
  ...ROUTER_ONLY,
  ['weight', ({ router }) => (router.strategy === 'simple-shuffle' ? 'it weighs nothing' : null)],
  ['order', () => 'it orders nothing'],
]);

/** Sections whose names are anything, or that are read elsewhere. */
const NOT_LOOKED_AT = new Set([
  'environment_variables',
  'credential_list',
  'cache_params',
  'model_list',
  'data',
  'routing_strategy_args',
]);

/** A setting that stands where LiteLLM does not read it. */
interface WrongPlace {
  readonly name: string;
  /** `under litellm_settings`. */
  readonly where: string;
  readonly belongs: string;
  readonly instead: Instead;
}

/** Settings that stand where LiteLLM does not read them, and what their being there means. */
export class MisplacedSettings {
  private readonly found: WrongPlace[] = [];
  /** Settings that stand where LiteLLM reads them, too. */
  private readonly read: ReadonlySet<string>;

  /** Looks through a configuration. */
  constructor(root: Entries) {
    const [router, module] = [
      mapOf(root.get('router_settings')),
      mapOf(root.get('litellm_settings')),
    ];
    const inModule = [...module.keys()].filter((name) => OF_MODULE.has(name));
    const args = mapOf(router.get('routing_strategy_args')).keys();
    const inRouter = [...router.keys()].filter((name) => !ARGUMENTS.has(name));
    this.read = new Set([...inRouter, ...inModule, ...args]);
    this.lookAt(root, [], NOT_ELSEWHERE);
    for (const item of [
      ...itemsOf(root.get('model_list')?.node),
      ...itemsOf(root.get('data')?.node),
    ]) {
      if (item.value.kind !== 'map') continue;
      const { entries } = item.value;
      this.lookIn(entries, 'beside litellm_params', DEPLOYMENT_ONLY);
      this.lookIn(mapOf(entries.get('model_info')), 'under model_info', DEPLOYMENT_ONLY);
      this.lookIn(mapOf(entries.get('litellm_params')), 'under litellm_params', ROUTER_ONLY);
    }
  }

  /** Names of those that were found, which need not be listed again. */
  get names(): ReadonlySet<string> {
    return new Set(this.found.map(({ name }) => name));
  }

  /**
   * What the proxy does instead, and where the settings belong: a sentence for what stands in the same places, what
   * it routes by first.
   */
  said(proxy: SetUp): string[] {
    const byInstead = new Map<string, { names: string[]; where: string[] }>();
    const inOrder = [
      ...this.found.filter(({ instead }) => instead === routes),
      ...this.found.filter(({ instead }) => instead !== routes),
    ];
    for (const { name, where, instead, belongs } of inOrder) {
      const does = instead !== routes && this.read.has(name) ? null : instead(proxy);
      if (does === null) continue;
      const said = `${does}\n${belongs}`;
      const known = byInstead.get(said) ?? { names: [], where: [] };
      byInstead.set(said, {
        names: distinct([...known.names, name]),
        where: distinct([...known.where, where]),
      });
    }
    return [...byInstead].map(([said, { names, where }]) => {
      const [does, belongs] = said.split('\n');
      const [is, belong] = names.length === 1 ? ['is', 'it belongs'] : ['are', 'they belong'];
      return `${list(names)} ${list(where)} ${is} not read: ${does}; ${belong} under ${belongs}`;
    });
  }

  private lookAt(
    entries: Entries,
    path: readonly string[],
    names: ReadonlyMap<string, Instead>,
  ): void {
    this.lookIn(entries, path.length === 0 ? 'at the top level' : `under ${path.join('.')}`, names);
    for (const [name, entry] of entries) {
      if (NOT_LOOKED_AT.has(name)) continue;
      const shown = isSetting(name) ? name : `another name (line ${lineOf(entry)})`;
      const inside = [...path, shown];
      if (name === 'router_settings' && path.length === 0) {
        this.lookIn(mapOf(entry), `under ${name}`, ARGUMENTS, 'routing_strategy_args');
      } else {
        const isModule = name === 'litellm_settings' && path.length === 0;
        this.lookAt(mapOf(entry), inside, isModule ? NOT_OF_MODULE : NOT_ELSEWHERE);
      }
    }
  }

  private lookIn(
    entries: Entries,
    where: string,
    names: ReadonlyMap<string, Instead>,
    belongs?: string,
  ): void {
    for (const name of entries.keys()) {
      const instead = names.get(name);
      if (instead === undefined) continue;
      const home = belongs ?? (ROUTER_HOME.has(name) ? 'router_settings' : 'litellm_params');
      this.found.push({ name, where, belongs: home, instead });
    }
  }
}

const ROUTER_HOME: ReadonlySet<string> = new Set(NOT_ELSEWHERE.keys());

function mapOf(entry: MapEntry | undefined): Entries {
  const value = entry?.node.value;
  return value?.kind === 'map' ? value.entries : new Map();
}

function lineOf({ keyAt }: MapEntry): number {
  return problemAt(keyAt, '', '').line ?? 1;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Whether a line of a scenario's `assumes` says that the proxy does not route by the strategy that is written. */
export function saysOtherStrategy(line: string): boolean {
  return / (?:is|are) not read: this proxy /.test(line);
}
