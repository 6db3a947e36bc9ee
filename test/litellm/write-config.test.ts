import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/litellm/config.js';
import { planGroups } from '../../src/litellm/groups.js';
import { writeConfig } from '../../src/litellm/write-config.js';
import { type ParseResult, parseScenario } from '../../src/scenario/parse.js';

const SCENARIO = `
name: two-groups
fleet:
  modelGroup: big
  groups:
    - name: claude-sonnet-4-6
      deployments: 2
      provider: anthropic
      latency: { distribution: lognormal, p50: 1s, p95: 2s }
    - name: gpt-4.1
      deployments: 1
      provider: openai
      latency: { distribution: lognormal, p50: 1s, p95: 2s }
load: { kind: poisson, rate: 160/min }
duration: 1m
router: { ttl: 300s, lowest_latency_buffer: 0.1 }
`;

function scenario(set: readonly string[] = []): Extract<ParseResult, { ok: true }> {
  const parsed = parseScenario(SCENARIO, { file: 'two.yaml', set });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed;
}

function written(
  set: readonly string[] = [],
  timeScale = 1,
  redis: Partial<Parameters<typeof writeConfig>[1]> = {},
): string {
  return writeConfig(scenario(set), {
    timeScale,
    apiBase: (path) => `http://127.0.0.1:1234/${path}`,
    head: ['For a test.'],
    ...redis,
  });
}

/** What is imported of what was written. */
function imported(set: readonly string[] = [], timeScale = 1) {
  const { models, router, redis, misplaced, odd, notModelled, unknown } = readConfig(
    'config.yaml',
    written(set, timeScale),
    { groupBy: 'model' },
  );
  const groups = models.map((model) => {
    const { classes } = planGroups(model, 'model');
    return { name: model.name, groups: classes.flatMap(({ groups: all }) => all) };
  });
  return { groups, router, redis, told: [...misplaced, ...odd, ...notModelled, ...unknown] };
}

describe('a configuration that is written', () => {
  it('has the deployments, the router, and a model for the own time of the proxy', () => {
    const redis = { settings: { redis_host: 'localhost', redis_port: 6379 }, namespace: 'a:b' };
    expect(written([], 5, { redis })).toMatchInlineSnapshot(`
      "# For a test.
      model_list:
        - model_name: "big"
          litellm_params: { model: "anthropic/claude-sonnet-4-6", api_base: "http://127.0.0.1:1234/claude-sonnet-4-6/01", api_key: "none-needed", max_retries: 0 }
          model_info: { id: "claude-sonnet-4-6/01" }
        - model_name: "big"
          litellm_params: { model: "anthropic/claude-sonnet-4-6", api_base: "http://127.0.0.1:1234/claude-sonnet-4-6/02", api_key: "none-needed", max_retries: 0 }
          model_info: { id: "claude-sonnet-4-6/02" }
        - model_name: "big"
          litellm_params: { model: "openai/gpt-4.1", api_base: "http://127.0.0.1:1234/gpt-4.1/01", api_key: "none-needed", max_retries: 0 }
          model_info: { id: "gpt-4.1/01" }
        - model_name: "latsim-overhead-anthropic"
          litellm_params: { model: "anthropic/latsim-overhead-anthropic", api_base: "http://127.0.0.1:1234/latsim-overhead-anthropic", api_key: "none-needed", max_retries: 0 }
          model_info: { id: "latsim-overhead-anthropic" }
        - model_name: "latsim-overhead-openai"
          litellm_params: { model: "openai/latsim-overhead-openai", api_base: "http://127.0.0.1:1234/latsim-overhead-openai", api_key: "none-needed", max_retries: 0 }
          model_info: { id: "latsim-overhead-openai" }
      router_settings:
        routing_strategy: latency-based-routing
        routing_strategy_args: { ttl: 60, lowest_latency_buffer: 0.1, max_latency_list_size: 10 }
        num_retries: 0
        disable_cooldowns: true
        redis_host: localhost
        redis_port: 6379
        cache_kwargs: { namespace: "a:b" }
      litellm_settings:
        telemetry: false
      "
    `);
  });

  it('is imported as the same fleet and router', () => {
    expect(imported()).toEqual({
      groups: [
        {
          name: 'big',
          groups: [
            { name: 'claude-sonnet-4-6', deployments: 2, routing: {}, provider: 'anthropic' },
            { name: 'gpt-4.1', deployments: 1, routing: {}, provider: 'openai' },
          ],
        },
      ],
      router: {
        strategy: 'lowest-latency',
        ttl_s: 300,
        buffer: 0.1,
        listSize: 10,
        ttftPercentile: undefined,
        preCallChecks: false,
        tagFiltering: false,
      },
      redis: null,
      told: [],
    });
  });

  it.each([
    'lowest-latency',
    'simple-shuffle',
    'least-busy',
    'usage-based-routing-v2',
    'usage-based-routing',
    'cost-based-routing',
  ])('is imported as the same strategy: %s', (strategy) => {
    const { router, told } = imported([`router.strategy=${strategy}`]);
    expect([router.strategy, told]).toEqual([strategy, []]);
  });

  it('has limits of a minute that is not compressed, and times that are', () => {
    const limits = ['fleet.groups[0].rpm=60', 'fleet.groups[0].tpm=1000'];
    const { groups, router } = imported(
      [...limits, 'samples.timeouts={ rate: 1%, after: 10s }'],
      5,
    );
    expect(groups[0]?.groups[0]?.routing).toEqual({ rpm: 300, tpm: 5000 });
    expect(router.ttl_s).toBe(60);
    expect(written(['samples.timeouts={ rate: 1%, after: 10s }'], 5)).toContain('timeout: 2 }');
  });

  it('has weights, orders, tags and prices where they count', () => {
    const weights = imported(['router.strategy=simple-shuffle', 'fleet.groups[0].weight=3']);
    expect(weights.groups[0]?.groups[0]?.routing).toEqual({ weight: 3 });
    const tags = imported(['router.enable_tag_filtering=true', 'fleet.groups[0].tags=[paid]']);
    expect(tags.groups[0]?.groups[0]?.routing).toEqual({ tags: ['paid'] });
    const prices = imported([
      'router.strategy=cost-based-routing',
      'fleet.groups[0].input_cost_per_token=0.5',
    ]);
    expect(prices.groups[0]?.groups[0]?.routing).toEqual({ input_cost_per_token: 0.5 });
  });

  it('has models that LiteLLM does not take for a provider', () => {
    expect(written(['fleet.groups[1].name=openai'])).toContain('"openai/openai-model"');
    expect(written(['fleet.groups[1].name=a b/c'])).toContain('"openai/a-b-c"');
  });

  it.each([
    ['router.strategy=peak-ewma', 'LiteLLM has no strategy peak-ewma'],
    ['router.strategy=./mine.mjs', 'a proxy of LiteLLM cannot be given a strategy of your own'],
    [
      'router.affinity={ ttl: 1h }',
      'sessions that stay with a deployment are not set up at a proxy',
    ],
  ])('is refused with %s', (set, message) => {
    expect(() => written([set])).toThrow(message);
  });
});
