import { kindNamed } from '../kernel/kind.js';
import { deploymentIds } from '../model/fleet.js';
import type { LoadedScenario } from '../scenario/loaded.js';
import { samplesIn } from '../scenario/samples.js';
import type { Group, RouterSettings } from '../scenario/schema.js';
import { STRATEGIES } from '../strategies/index.js';
import type { Provider } from '../strategies/lowest-latency/recorded.js';
import { isModulePath } from '../text/addresses.js';
import { usageError } from '../text/failure.js';
import { withoutUnseen } from '../text/harmless.js';
import { OVERHEAD_MODEL, providerOf } from './names.js';

/** A proxy's configuration that is to be written for a scenario. */
export interface ConfigToWrite {
  /** A time of the scenario is divided by it, a rate multiplied. */
  readonly timeScale: number;
  /** Where the deployment with an id, or another path of the provider, is called. */
  readonly apiBase: (path: string) => string;
  /** The Redis that the router uses; undefined: none. */
  readonly redis?: RedisToWrite | undefined;
  /** What stands above it, line by line. */
  readonly head: readonly string[];
}

export interface RedisToWrite {
  /** LiteLLM's settings of where it is. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** What every key begins with. */
  readonly namespace: string;
}

/**
 * A proxy configuration of LiteLLM with the fleet and the router of a scenario, so that `latsim import` reads the same
 * from it; and for each provider a model of its own, by which the proxy's own time is measured. Neither
 * retries nor cooldowns, which are not modelled.
 * @throws CommandError where LiteLLM has no such strategy
 */
export function writeConfig(
  { scenario, stated }: Pick<LoadedScenario, 'scenario' | 'stated'>,
  { timeScale, apiBase, redis, head }: ConfigToWrite,
): string {
  const { router, samples } = scenario;
  const deployments = scenario.modelGroups.flatMap(({ name, groups }, m) =>
    groups.flatMap((group, g) => {
      const provider = servedBy(group.name, stated.modelGroups[m]?.providers[g]);
      const { timeouts } = samplesIn(samples, group);
      const params = {
        ...settingsOf(group, timeScale),
        ...(timeouts !== undefined && { timeout: timeouts.after / timeScale }),
      };
      return deploymentIds(group).map((id) => [name, provider, group.name, id, params] as const);
    }),
  );
  const providers = new Set(deployments.map(([, provider]) => provider));
  const overhead = [...providers].map((provider) => {
    const name = `${OVERHEAD_MODEL}-${provider}`;
    return [name, provider, name, name, {}] as const;
  });
  return [
    ...head.map((line) => `# ${withoutUnseen(line, ' ')}`),
    'model_list:',
    ...[...deployments, ...overhead].flatMap(([name, provider, group, id, params]) => [
      `  - model_name: ${JSON.stringify(name)}`,
      `    litellm_params: ${flow({
        model: `${PREFIXES[provider]}/${modelOf(group)}`,
        api_base: apiBase(id),
        api_key: NO_KEY,
        max_retries: 0,
        ...params,
      })}`,
      `    model_info: ${flow({ id })}`,
    ]),
    'router_settings:',
    ...Object.entries({
      ...routerSettings(router, timeScale),
      num_retries: 0,
      disable_cooldowns: true,
      ...redis?.settings,
      ...(redis !== undefined && { cache_kwargs: { namespace: redis.namespace } }),
    }).map(([name, value]) => `  ${name}: ${valueText(value)}`),
    'litellm_settings:',
    '  telemetry: false',
    '',
  ].join('\n');
}

/** Who serves a group: as stated, else whose name it has; on /chat/completions all are recorded alike. */
export function servedBy(group: string, stated: Provider | undefined): Provider {
  const named = providerOf({ model: group });
  return stated ?? (named === undefined || named === 'other' ? 'openai' : named);
}

/** What stands before a model that each serves; LiteLLM calls a server of vLLM as it does OpenAI's. */
const PREFIXES: Readonly<Record<Provider, string>> = {
  anthropic: 'anthropic',
  openai: 'openai',
  other: 'hosted_vllm',
};

/** Names that LiteLLM takes for a provider's, also where they are a model's. */
const PROVIDER_NAMES = new Set(
  `ai21 anthropic azure azure_ai baseten bedrock cerebras chatgpt cloudflare codestral cohere custom databricks
  deepinfra deepseek fireworks_ai gemini github github_copilot groq huggingface hosted_vllm infinity llamafile meta
  meta_llama mistral moonshot nebius nvidia_nim oci ollama openai openrouter perplexity predibase replicate sagemaker
  sambanova snowflake together_ai vertex_ai vllm voyage watsonx xai`.split(/\s+/),
);

/** A model that is named as a group, as far as LiteLLM can have one of that name. */
function modelOf(group: string): string {
  const model = group.replaceAll(/[\s/]+/g, '-');
  return PROVIDER_NAMES.has(model.toLowerCase()) ? `${model}-model` : model;
}

/** The provider asks for none. */
const NO_KEY = 'none-needed';

/** What a group has beside its model, by LiteLLM's names, which are the scenario's. */
function settingsOf(
  { rpm, tpm, weight, order, tags, input_cost_per_token, output_cost_per_token }: Group,
  timeScale: number,
): Readonly<Record<string, unknown>> {
  // A minute stays one on the proxy's clock.
  const perMinute = (limit: number | undefined) =>
    limit === undefined ? undefined : Math.round(limit * timeScale);
  const all = {
    rpm: perMinute(rpm),
    tpm: perMinute(tpm),
    weight,
    order,
    tags,
    input_cost_per_token,
    output_cost_per_token,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function routerSettings(
  router: RouterSettings,
  timeScale: number,
): Readonly<Record<string, unknown>> {
  const { litellm, readsLatencies } = strategyOf(router);
  return {
    routing_strategy: litellm,
    ...(readsLatencies && {
      routing_strategy_args: {
        ttl: router.ttl / timeScale,
        lowest_latency_buffer: router.lowest_latency_buffer,
        max_latency_list_size: router.max_latency_list_size,
        ...(router.ttft_percentile !== undefined && { ttft_percentile: router.ttft_percentile }),
      },
    }),
    ...(router.enable_pre_call_checks === true && { enable_pre_call_checks: true }),
    ...(router.enable_tag_filtering === true && { enable_tag_filtering: true }),
  };
}

/** @throws CommandError where LiteLLM does not have what the router does */
function strategyOf({ strategy, affinity }: RouterSettings): {
  readonly litellm: string;
  readonly readsLatencies: boolean;
} {
  const known = STRATEGIES.filter(({ litellm }) => litellm !== undefined);
  const remedy = `name one that it has with --strategy: ${known.map(({ name }) => name).join(', ')}`;
  if (isModulePath(strategy)) {
    throw usageError('a proxy of LiteLLM cannot be given a strategy of your own', remedy);
  }
  const { litellm, readsLatencies } = kindNamed(STRATEGIES, strategy);
  if (litellm === undefined) throw usageError(`LiteLLM has no strategy ${strategy}`, remedy);
  if (affinity !== undefined) {
    throw usageError(
      'sessions that stay with a deployment are not set up at a proxy',
      'leave out router.affinity',
    );
  }
  return { litellm, readsLatencies };
}

function valueText(value: unknown): string {
  if (typeof value === 'string')
    return /^[a-z][a-z-]*$/.test(value) ? value : JSON.stringify(value);
  return typeof value === 'object' && value !== null ? flow(value) : String(value);
}

/** A map in braces whose texts are all quoted, so that no reader of YAML takes one for something else. */
function flow(map: object): string {
  const entries = Object.entries(map).map(([key, value]) => {
    const text =
      typeof value === 'object' && !Array.isArray(value) ? flow(value) : JSON.stringify(value);
    return `${key}: ${text}`;
  });
  return `{ ${entries.join(', ')} }`;
}
