import { count } from '../../text/figures.js';
import { list } from '../../text/list.js';
import { type Entries, itemsOf, present, scalarOf } from './reader.js';

/** Settings that change who is chosen in the real proxy, and that latsim does not have. */
interface Kind {
  readonly what: string;
  /** What it would do. */
  readonly does: string;
  /** Of the router, or of what it takes from `litellm_settings` as well. */
  readonly router?: readonly string[];
  /** Of `litellm_settings`. */
  readonly module?: readonly string[];
  /** Of `general_settings`. */
  readonly general?: readonly string[];
  /** Of `litellm_params` or `model_info`. */
  readonly deployment?: readonly string[];
}

const COOLDOWNS = 'cooldowns';

/** In the order in which people are told. */
const KINDS: readonly Kind[] = [
  {
    what: COOLDOWNS,
    does: 'a deployment that fails gets no requests for a while, and the others get its share',
    router: ['allowed_fails', 'allowed_fails_policy', 'cooldown_time'],
    module: ['allowed_fails'],
    deployment: ['cooldown_time', 'allowed_fails', 'allowed_fails_policy'],
  },
  {
    what: 'retries',
    does: 'a request that fails is sent again, each time after a fresh choice, so that it counts more than once',
    router: ['num_retries', 'retry_policy', 'model_group_retry_policy', 'retry_after'],
    module: ['num_retries'],
    deployment: ['num_retries'],
  },
  {
    what: 'fallbacks',
    does: 'requests that fail for good, or do not fit, go to another model group, which then gets more',
    router: [
      'fallbacks',
      'default_fallbacks',
      'context_window_fallbacks',
      'content_policy_fallbacks',
      'max_fallbacks',
    ],
    module: [
      'fallbacks',
      'default_fallbacks',
      'context_window_fallbacks',
      'content_policy_fallbacks',
      'max_fallbacks',
    ],
  },
  {
    what: 'pre-call checks but for order',
    does: 'deployments whose context window is too small, or whose rpm is used up, are not candidates',
    router: ['enable_pre_call_checks'],
  },
  {
    what: 'optional pre-call checks',
    does: 'requests of one session, user or cached prompt stay with one deployment, or limits are enforced',
    router: [
      'optional_pre_call_checks',
      'deployment_affinity_ttl_seconds',
      'model_group_affinity_config',
    ],
  },
  {
    what: 'budgets',
    does: 'deployments of which the budget is spent are not candidates',
    router: ['provider_budget_config'],
    module: ['tag_budget_config'],
    deployment: ['max_budget', 'budget_duration'],
  },
  {
    what: 'limits of parallel requests',
    does: 'a request waits where too many are under way, and takes longer',
    router: ['default_max_parallel_requests'],
    deployment: ['max_parallel_requests'],
  },
  {
    what: 'timeouts',
    does: 'an answer that takes longer fails, and counts 1,000 s where latencies decide (samples.timeouts)',
    router: ['timeout', 'stream_timeout'],
    module: ['request_timeout'],
    deployment: ['timeout', 'stream_timeout'],
  },
  {
    what: 'deployments of a team or an environment',
    does: 'they are candidates for its requests only',
    deployment: ['team_id', 'supported_environments'],
  },
  {
    what: 'health checks and failover by weight',
    does: 'deployments that are not healthy are not candidates',
    router: ['enable_health_check_routing', 'enable_weighted_failover'],
    general: ['enable_health_check_routing'],
  },
  {
    what: 'plug-ins of the router',
    does: 'they may choose in place of the strategy',
    router: ['plugins'],
  },
  {
    what: 'tags by any match or pattern',
    does: 'other deployments may be candidates for a request with tags',
    router: ['tag_filtering_match_any', 'tag_routing_prefix'],
    deployment: ['tag_regex'],
  },
];

/** Names of settings that are told of here, by where they stand. */
const named = (where: 'router' | 'module' | 'general' | 'deployment') =>
  KINDS.flatMap((kind) => kind[where] ?? []);
export const TOLD = {
  router: [...named('router'), 'disable_cooldowns', 'cache_responses'],
  module: [...named('module'), 'cache', 'cache_params', 'callbacks'],
  general: [...named('general'), 'store_model_in_db'],
  deployment: named('deployment'),
} as const;

/** Sections of a configuration. */
export interface Sections {
  readonly router: Entries;
  readonly module: Entries;
  readonly general: Entries;
  readonly deployments: readonly Entries[];
}

/** What is not modelled and would change the answer, one line per kind of thing, with what it would do. */
export function notModelled({ router, module, general, deployments }: Sections): string[] {
  const coolsDown = !isTrue(router, 'disable_cooldowns');
  const lines = KINDS.flatMap((kind) => {
    if (kind.what === COOLDOWNS && !coolsDown) return [];
    const found = new Set([
      ...(kind.router ?? []).filter((name) => counts(router, name)),
      ...(kind.module ?? []).filter((name) => counts(module, name)),
      ...(kind.general ?? []).filter((name) => counts(general, name)),
      ...(kind.deployment ?? []).filter((name) => deployments.some((one) => counts(one, name))),
    ]);
    return found.size === 0
      ? []
      : [`${kind.what} (${list([...found])}) are not modelled: ${kind.does}`];
  });
  const caches = [
    ...(isTrue(module, 'cache') ? ['cache'] : []),
    ...(isTrue(router, 'cache_responses') ? ['cache_responses'] : []),
  ];
  return [
    ...lines,
    ...(counts(general, 'store_model_in_db')
      ? [
          'deployments and settings in a database (store_model_in_db) are not modelled: they come on top of those of the file (GET /model/info lists all)',
        ]
      : []),
    ...(caches.length > 0
      ? [
          `the response cache (${list(caches)}) is not modelled: what it answers reaches no deployment`,
        ]
      : []),
    ...(hasOwnCallback(module)
      ? ['callbacks of your own are not modelled: one may change who is a candidate']
      : []),
  ];
}

/** Fewer failures than this part of the requests change little. */
const FEW = 0.01;

/**
 * What the failures of a log would do, where the configuration says nothing of what follows them; null: too few.
 * @param failed requests that failed, timeouts included; @param told what is not modelled of the configuration
 */
export function failuresText(
  modelGroup: string,
  failed: number,
  requests: number,
  told: readonly string[],
): string | null {
  if (failed < FEW * requests || failed === 0) return null;
  if (told.some((text) => text.startsWith(`${COOLDOWNS} `))) return null;
  return `failures (${count(failed)} of ${count(requests)} requests to ${modelGroup}) are not modelled: by default, too, LiteLLM sends a request that fails again, and a deployment that fails gets none for a while`;
}

/** Whether a setting asks for anything. */
function counts(entries: Entries, name: string): boolean {
  const entry = entries.get(name);
  if (!present(entry)) return false;
  const { value } = entry.node;
  if (value.kind === 'list') return value.items.length > 0;
  if (value.kind === 'map') return value.entries.size > 0;
  const isOff = value.scalar === false || value.scalar === 0;
  return name === 'tag_filtering_match_any' ? isOff : !isOff || name === 'cooldown_time';
}

function isTrue(entries: Entries, name: string): boolean {
  const entry = entries.get(name);
  return entry !== undefined && scalarOf(entry) === true;
}

/** One that names a module of its own: `hooks.instance`. */
function hasOwnCallback(module: Entries): boolean {
  const entry = module.get('callbacks');
  if (entry === undefined) return false;
  const { node } = entry;
  return [node, ...itemsOf(node)].some(
    ({ value }) => value.kind === 'scalar' && String(value.scalar).includes('.'),
  );
}
