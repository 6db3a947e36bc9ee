import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/litellm/config.js';
import type { ReadIncluded } from '../../src/litellm/configuration/include.js';
import { saysOtherStrategy } from '../../src/litellm/configuration/misplaced.js';
import { releaseOf } from '../../src/litellm/version.js';
import { excess, limits } from '../../src/text/limits.js';
import { ScenarioError } from '../../src/text/problems.js';
import { imported } from './spend-logs.js';

const read = (text: string, include?: ReadIncluded) =>
  readConfig('config.yaml', text, { groupBy: 'model', ...(include && { include }) });

function problemsOf(text: string, include?: ReadIncluded): string[] {
  try {
    read(text, include);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.problems.map(
      ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
    );
  }
  throw new Error('there should be problems');
}

/** Two deployments of one model group. */
const TWO = `model_list:
  - model_name: chat
    litellm_params: { model: azure/amber-1, tpm: 80_000 }
  - model_name: chat
    litellm_params: { model: azure/amber-2, tpm: "80_000" }
`;
const BY_LATENCY = 'router_settings: { routing_strategy: latency-based-routing }\n';

const shape = (text: string, include?: ReadIncluded) =>
  read(text, include).models.map(({ name, deployments, router }) => [
    name,
    deployments.length,
    router.strategy,
  ]);

test('numbers are as PyYAML and int() have them', () => {
  const [chat] = read(TWO).models;
  expect(chat?.deployments.map(({ routing }) => routing.tpm)).toEqual([80_000, 80_000]);
});

describe('include', () => {
  const files =
    (all: Readonly<Record<string, string>>): ReadIncluded =>
    (name) =>
      all[name] === undefined ? undefined : { file: name, text: all[name], kind: 'file' };

  test('lists are added, all else stands in place of what was there, each file counts once', () => {
    const include = files({
      'models.yaml': `include: [more.yaml, config.yaml]\n${TWO}`,
      'more.yaml': `include: [models.yaml]\n${TWO}router_settings: { routing_strategy: least-busy }\n`,
      'config.yaml': 'model_list: [never]',
    });
    const text = `include:\n  - models.yaml\n${BY_LATENCY}`;
    expect(shape(text, include)).toEqual([['chat', 4, 'least-busy']]);
    expect(read(text, include).odd).toContain(
      'router_settings of an included file stands in place of that before',
    );
  });

  test('problems have their own file and line, and show no more than a configuration', () => {
    const include = files({
      'models.yaml': 'model_list:\n  - model_name: canary\n    litellm_params: { rpm: canary }\n',
    });
    expect(problemsOf('include: [models.yaml, canary.yaml]', include)).toEqual([
      'config.yaml:1:24: the file that is included here is not there',
      'models.yaml:2:5: litellm_params.model is missing',
      'models.yaml:3:28: rpm is not a whole number, 0 or more',
    ]);
    expect(problemsOf(`${TWO}include: models.yaml\n`)).toEqual([
      'config.yaml:6:10: include is not a list of files',
    ]);
  });
});

describe('what stands where LiteLLM does not read it is said with what the proxy does', () => {
  const saidOf = (text: string) => read(`${TWO}${text}`).misplaced;

  test.each([
    ['litellm_settings: { routing_strategy: latency-based-routing }', 'under litellm_settings'],
    ['general_settings: { routing_strategy: latency-based-routing }', 'under general_settings'],
    ['router_config: { routing_strategy: latency-based-routing }', 'under router_config'],
    ['routing_strategy: latency-based-routing', 'at the top level'],
    ['router_setting: { routing_strategy: least-busy }', 'under another name (line 6)'],
    [
      'litellm_settings: { router_settings: { routing_strategy: least-busy } }',
      'under litellm_settings.router_settings',
    ],
  ])('%s', (text, where) => {
    expect(saidOf(text)).toEqual([
      `routing_strategy ${where} is not read: this proxy shuffles; it belongs under router_settings`,
    ]);
  });

  test('several places are one sentence, what it routes by comes first', () => {
    const text = `routing_strategy: least-busy
litellm_settings: { routing_strategy_args: { ttl: 300 }, model_group_alias: { canary: chat } }
router_settings: { lowest_latency_buffer: 0.1, routing_strategy: least-busy }
`;
    expect(saidOf(text)).toEqual([
      'routing_strategy and routing_strategy_args at the top level and under litellm_settings are not read: this proxy routes by least-busy; they belong under router_settings',
      'model_group_alias under litellm_settings is not read: it has no such aliases; it belongs under router_settings',
      "lowest_latency_buffer under router_settings is not read: LiteLLM's default holds; it belongs under routing_strategy_args",
    ]);
    expect(saidOf(text).map(saysOtherStrategy)).toEqual([true, false, false]);
  });

  test('what the Router takes from litellm_settings, too, is in place there', () => {
    const both = '{ num_retries: 1, allowed_fails: 2, fallbacks: [{ chat: [other] }] }';
    expect(saidOf(`litellm_settings: ${both}`)).toEqual([]);
    expect(saidOf(`general_settings: ${both}`)).toHaveLength(3);
  });

  test('a weight beside litellm_params weighs nothing', () => {
    const text = TWO.replace('azure/amber-2', 'azure/amber-2, weight: 2').replace(
      'model_name: chat',
      'model_name: chat\n    weight: 3',
    );
    const { misplaced, odd } = read(text);
    expect(misplaced).toEqual([
      'weight beside litellm_params is not read: it weighs nothing; it belongs under litellm_params',
    ]);
    expect(odd[0]).toContain('weight is given to others than the first deployment');
  });

  test('it is the first thing that a scenario assumes', async () => {
    const text = `${TWO}litellm_settings: { routing_strategy: latency-based-routing }`;
    const [made] = await imported(text);
    expect(made?.draft.assumes[0]).toBe(
      'routing_strategy under litellm_settings is not read: this proxy shuffles; it belongs under router_settings',
    );
    expect(made?.draft.router.strategy).toBe('simple-shuffle');
  });
});

test('routing groups have strategies and arguments of their own', async () => {
  const text = `model_list:
  - { model_name: live, litellm_params: { model: a/x } }
  - { model_name: live, litellm_params: { model: a/y } }
  - { model_name: bulk, litellm_params: { model: a/x } }
  - { model_name: rest, litellm_params: { model: a/x } }
router_settings:
  routing_strategy: simple-shuffle
  routing_groups:
    - group_name: fast
      models: [live]
      routing_strategy: latency-based-routing
      routing_strategy_args: { ttl: "60" }
    - { group_name: slow, models: [bulk], routing_strategy: least-busy }
`;
  expect(
    read(text).models.map(({ name, router }) => [name, router.strategy, router.ttl_s]),
  ).toEqual([
    ['live', 'lowest-latency', 60],
    ['bulk', 'least-busy', 3600],
    ['rest', 'simple-shuffle', 3600],
  ]);
  const proxy = read(text);
  expect(proxy.odd.join()).toContain('routing_groups are taken as read');
  // They tell of a release that knows them.
  expect(releaseOf(proxy)?.release).toBe('1.110.2');
  const made = await imported(text.replace('  routing_strategy: simple-shuffle\n', ''));
  const said = made.map(({ draft }) => draft.assumes.join().includes('no routing_strategy'));
  expect(said).toEqual([false, false, true]);
});

test.each([
  ['model: openai/amber-e', 'model_info: { mode: embedding }', true],
  ['model: openai/text-embedding-9', '', true],
  ['model: openai/amber-e', 'model_info: { mode: chat }', false],
])('answers of %s, %s are no chats: %s', async (model, info, isOther) => {
  const one = `  - model_name: embed\n    litellm_params: { ${model} }\n    ${info}\n`;
  const [made] = await imported(`model_list:\n${one}${one}${BY_LATENCY}`);
  const text = [...made!.scenario.text].join('');
  expect(text.includes('samples: { kind: other }')).toBe(isOther);
  expect(text.includes('answers are no chats (model_info.mode')).toBe(isOther);
});

describe('what is not modelled is told with what it would do', () => {
  const toldOf = (settings: string) =>
    read(`${TWO}${settings}`).notModelled.map((text) => text.replace(/ (?:is|are) not.*/, ''));

  test('one line per kind of thing, wherever it is configured', () => {
    const text = `router_settings:
  allowed_fails: 1
  cooldown_time: 30
  num_retries: 3
  cache_responses: true
  enable_pre_call_checks: "true"
litellm_settings:
  num_retries: 2
  default_fallbacks: [other]
  cache: true
  callbacks: [prometheus, hooks.instance]
general_settings: { store_model_in_db: true, enable_health_check_routing: true }
`;
    expect(toldOf(text)).toEqual([
      'cooldowns (allowed_fails and cooldown_time)',
      'retries (num_retries)',
      'fallbacks (default_fallbacks)',
      'pre-call checks but for order (enable_pre_call_checks)',
      'health checks and failover by weight (enable_health_check_routing)',
      'deployments and settings in a database (store_model_in_db)',
      'the response cache (cache and cache_responses)',
      'callbacks of your own',
    ]);
  });

  test('what is told of is not said to have no effect', () => {
    const leftOut = (general: string) =>
      read(`${TWO}general_settings: { ${general}, master_key: canary }`).ignored.map(
        ({ path }) => path,
      );
    expect(leftOut('store_model_in_db: true')).toEqual(['general_settings.master_key']);
    expect(leftOut('alerting: [slack]')).toEqual(['general_settings']);
    const twice = TWO.replace('azure/amber-1', 'azure/amber-1, organization: [a, b]');
    expect(read(twice).ignored).toEqual([]);
  });

  test('what is off asks for nothing', () => {
    const off =
      '{ num_retries: 0, fallbacks: [], disable_cooldowns: true, allowed_fails: 2, enable_pre_call_checks: false }';
    expect(toldOf(`router_settings: ${off}`)).toEqual([]);
  });
});

describe('a configuration within another file', () => {
  const indented = (text: string, by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by));
  const CONFIG_MAP = `apiVersion: v1
kind: ConfigMap
data:
  config.yaml: |
${indented(`${TWO}${BY_LATENCY}`, 4)}---
kind: Deployment
spec:
  replicas: 3
  template:
    spec:
      containers:
        - image: ghcr.io/example/litellm:main-v1.76.1-stable
          args: [--config, /app/config.yaml, --num_workers, "8"]
`;
  const VALUES = `replicaCount: 4
numWorkers: 2
proxy_config:
${indented(`${TWO}${BY_LATENCY}`, 2)}`;
  const COMPOSE = `services:
  proxy:
    image: example/litellm:v1.88.0
    command: --config /app/config.yaml --num_workers=4
    deploy: { replicas: 2 }
configs:
  proxy:
    content: |
${indented(`${TWO}${BY_LATENCY}`, 6)}`;

  test.each([
    ['a ConfigMap', CONFIG_MAP, { count: 24, from: 'replicas 3 x --num_workers 8' }, '1.76.1'],
    ['the values of a chart', VALUES, { count: 8, from: 'replicaCount 4 x numWorkers 2' }, null],
    [
      'a file for Docker Compose',
      COMPOSE,
      { count: 8, from: 'deploy.replicas 2 x --num_workers 4' },
      '1.88.0',
    ],
  ])('is found in %s, with processes and release', (_, text, processes, release) => {
    expect(shape(text)).toEqual([['chat', 2, 'lowest-latency']]);
    expect(read(text).surroundings).toMatchObject({ processes, release });
  });

  test('problems stand where they are in the file', () => {
    expect(problemsOf(CONFIG_MAP.replace('80_000 }', 'canary }'))).toEqual([
      'config.yaml:7:54: tpm is not a whole number, 0 or more',
    ]);
    expect(problemsOf(`data:\n  c: ${JSON.stringify(TWO.replace('80_000 }', 'x }'))}\n`)).toEqual([
      'config.yaml:2 (the text there):3:50: tpm is not a whole number, 0 or more',
    ]);
  });

  test('is found in values that stand as a text in a manifest', () => {
    const text = `kind: Application\nspec:\n  source:\n    helm:\n      values: |\n${indented(VALUES, 8)}`;
    expect(shape(text)).toEqual([['chat', 2, 'lowest-latency']]);
    expect(read(text).surroundings.processes?.count).toBe(8);
  });

  test('what a proxy answers of its models is a list of deployments', () => {
    const data = ['amber', 'basalt'].map((model) => ({
      model_name: 'chat',
      litellm_params: { model: `openai/${model}` },
      model_info: { id: model, mode: 'chat', rpm: null },
    }));
    expect(shape(JSON.stringify({ data }))).toEqual([['chat', 2, 'simple-shuffle']]);
  });

  test.each([
    [
      '{{- if .Values.on }}\nmodel_list:\n  - model_name: {{ .Values.name }}\n{{- end }}\n',
      'config.yaml:1:1: this is a template ({{ ... }}), render it first',
    ],
    [
      TWO.replace('azure/amber-1', '"{{ model }}"'),
      'config.yaml:3:31: this is a template ({{ ... }}), render it first',
    ],
    [
      'general_settings: { store_model_in_db: true }',
      'config.yaml:1:1: there are no models: model_list is missing, and deployments in a database are not seen',
    ],
    [
      'services:\n  proxy:\n    volumes: ["./canary.yaml:/app/config.yaml"]\n',
      'config.yaml:3:15: the configuration is in the file that is mounted here',
    ],
    [
      'kind: Secret\ndata: { config.yaml: bW9kZWw= }',
      'config.yaml:1:1: the texts of a Secret are in base64, which is not read',
    ],
    [
      `${CONFIG_MAP}---\n${CONFIG_MAP}`,
      'config.yaml:25:5: there is more than one configuration in this file',
    ],
    [
      `${TWO}router_settings: { routing_strategy: os.environ/CANARY }`,
      'config.yaml:6:38: this routing_strategy is in the environment, which is not looked up',
    ],
    [
      `${TWO}router_settings: { routing_strategy: latency_based_routing }`,
      'config.yaml:6:38: LiteLLM has no such routing_strategy, and does not start with it',
    ],
  ])('%j cannot be followed, which is one sentence', (text, message) => {
    expect(problemsOf(text)).toEqual([message]);
  });
});

test('a name that is like a setting is told by that, any other not at all', () => {
  const { unknown } = read(
    `${TWO}router_settings: { enable_pre_call_check: true, sk-canary-1: 1 }`,
  );
  expect(unknown.map(({ path }) => path)).toEqual([
    'router_settings.(like enable_pre_call_checks)',
    'router_settings.(unknown)',
  ]);
});

test('a text that is filled in elsewhere hides no other problem', () => {
  const prompt = 'litellm_settings: { custom_prompt_dict: { a: "{{ prompt }}" } }\n';
  expect(problemsOf(`${prompt}${TWO.replace('80_000 }', 'many }')}`)).toEqual([
    'config.yaml:4:50: tpm is not a whole number, 0 or more',
  ]);
});

test('a key that is given twice, and deployments that are alike, are odd', () => {
  const twin = '  - &one { model_name: chat, litellm_params: { model: a/x } }\n  - *one\n';
  const { odd } = read(`model_list: [canary]\nmodel_list:\n${twin}${BY_LATENCY}`);
  expect(odd).toEqual([
    'model_list is given twice (line 2): the last one counts',
    'chat: 2 deployments are alike in all they say: LiteLLM gives them one id, by which latency-based-routing takes them for one deployment (model_info.id tells them apart)',
  ]);
});

test('a configuration may have more in it than a scenario', () => {
  const one = (i: number) => `- model_name: chat
  litellm_params: { model: azure/amber-${i % 3}, api_base: os.environ/B${i}, rpm: 600 }
`;
  const text = `model_list:\n${Array.from({ length: 1200 }, (_, i) => one(i)).join('')}`;
  expect(excess(text, limits.tokens)).not.toBeNull();
  expect(shape(text)).toEqual([['chat', 1200, 'simple-shuffle']]);
});
