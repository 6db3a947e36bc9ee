import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/litellm/config.js';
import { fileName } from '../../src/litellm/file-names.js';
import { mayNameGroups } from '../../src/litellm/group-field.js';
import { planGroups } from '../../src/litellm/groups.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { ScenarioError } from '../../src/text/problems.js';
import { imported } from './spend-logs.js';

const read = (text: string, groupBy = 'model') => readConfig('config.yaml', text, { groupBy });

/** A deployment of model_list. */
const model = (name: string, params: string, more = ''): string =>
  `  - model_name: ${name}\n    litellm_params: { ${params} }\n${more}`;

const list = (...models: readonly string[]): string => `model_list:\n${models.join('')}`;

const groupsOf = (text: string, groupBy = 'model') =>
  read(text, groupBy)
    .models.map((each) => planGroups(each, groupBy))
    .flatMap(({ classes }) => classes.flatMap(({ groups }) => groups))
    .map(({ name, deployments }) => [name, deployments]);

function problemsOf(text: string, groupBy?: string): string {
  try {
    read(text, groupBy);
  } catch (error) {
    expect(error).toBeInstanceOf(ScenarioError);
    return (error as ScenarioError).message;
  }
  throw new Error('there should be problems');
}

const REPORT = `${list(
  model('medium', 'model: anthropic/claude-sonnet-4-6, api_key: os.environ/A').repeat(16),
  model('medium', 'model: openai/gpt-4.1, api_key: os.environ/B').repeat(4),
)}router_settings:
  routing_strategy: latency-based-routing
  routing_strategy_args: { ttl: 300, lowest_latency_buffer: 0.1 }
  redis_host: os.environ/REDIS_HOST
  redis_port: os.environ/REDIS_PORT
  redis_password: os.environ/REDIS_PASSWORD
`;

test("the report's configuration is the fleet of 16x4, with Redis and four workers", async () => {
  const [made, ...others] = await imported(REPORT, { workers: 4 });
  expect(others).toEqual([]);
  expect(made?.scenario.name).toBe('medium.yaml');
  const result = parseScenario([...made!.scenario.text].join(''), { file: 'medium.yaml', set: [] });
  if (!result.ok) throw new Error('not valid');
  const { modelGroups, router, processes, store } = result.scenario;
  expect(modelGroups).toMatchObject([
    {
      name: 'medium',
      groups: [
        { name: 'claude-sonnet-4-6', deployments: 16 },
        { name: 'gpt-4.1', deployments: 4 },
      ],
    },
  ]);
  expect(router).toMatchObject({
    strategy: 'lowest-latency',
    profile: 'v1.82.3',
    ttl: 300,
    lowest_latency_buffer: 0.1,
    max_latency_list_size: 10,
  });
  expect(processes.count).toBe(4);
  expect(store).toMatchObject({ kind: 'tiered', rtt: { distribution: 'constant', value: 0.001 } });
});

test('two model_names are two scenarios, each a file of its own on any file system', async () => {
  const text = list(
    model('Medium', 'model: a/x'),
    model('medium', 'model: a/y'),
    model('Medium', 'model: a/x'),
  );
  const made = await imported(text);
  expect(made.map(({ scenario }) => scenario.name)).toEqual(['Medium.yaml', 'medium-2.yaml']);
  expect(made.map(({ draft }) => draft.groups[0]?.deployments)).toEqual([2, 1]);
});

test.each([
  ['openai/*', 'openai.yaml'],
  ['../../etc/passwd', 'etc-passwd.yaml'],
  ['con', 'model-con.yaml'],
  ['模型', 'model.yaml'],
  ['.hidden', 'hidden.yaml'],
  ['x'.repeat(300), `${'x'.repeat(80)}.yaml`],
])('%s is written to %s', (name, file) => {
  expect(fileName(name, new Set())).toBe(file);
});

describe('groups', () => {
  test('models lose their provider unless that makes two the same', () => {
    const text = list(
      model('m', 'model: azure/gpt-4.1'),
      model('m', 'model: openai/gpt-4.1'),
      model('m', 'model: anthropic/claude'),
    );
    expect(groupsOf(text)).toEqual([
      ['azure/gpt-4.1', 1],
      ['openai/gpt-4.1', 1],
      ['claude', 1],
    ]);
  });

  test('different limits split a group; LiteLLM takes them from three places', () => {
    const text = list(
      model('m', 'model: a/x, rpm: 60'),
      model('m', 'model: a/x', '    rpm: 60\n'),
      model('m', 'model: a/x', '    model_info: { rpm: 60, tpm: 9 }\n'),
      model('m', 'model: a/x, rpm: os.environ/RPM'),
    ).concat('router_settings: { routing_strategy: latency-based-routing }\n');
    expect(groupsOf(text)).toEqual([
      ['x rpm 60', 2],
      ['x rpm 60 tpm 9', 1],
      ['x unlimited', 1],
    ]);
    expect(read(text).notes.join()).toContain('rpm from the environment is not looked up');
  });

  test('by address, without what may be secret in it', () => {
    const text = list(
      model('m', 'model: a/x, api_base: "https://user:canary@eu.example.com/v1/?key=canary"'),
      model('m', 'model: a/x, api_base: "https://eu.example.com/v1"'),
      model('m', 'model: a/x, api_base: os.environ/US'),
      model('m', 'model: a/x'),
    );
    expect(groupsOf(text, 'api_base')).toEqual([
      ['https://eu.example.com/v1', 2],
      ['os.environ/US', 1],
      ['without api_base', 1],
    ]);
  });

  test('by any field of litellm_params or model_info', () => {
    const text = list(
      model('m', 'model: a/x, region_name: eu'),
      model('m', 'model: a/x', '    model_info: { region_name: us }\n'),
    );
    expect(groupsOf(text, 'region_name')).toEqual([
      ['eu', 1],
      ['us', 1],
    ]);
    expect(problemsOf(text, 'region')).toMatch(
      /no model has the field region\n.*use one of model, region_name/s,
    );
  });
});

describe('names of groups hold no secret', () => {
  const secret = 'canary/canary:canary@';
  test.each([
    ['https://user:canary@h/x?key=canary', 'https://h/x'],
    ['https://us@er:canary@h/p;key=canary', 'https://h/p'],
    ['postgres://u:canary@h', 'postgres://h'],
    ['//u:canary@h', '//h'],
    ['u:canary@h/p', 'h/p'],
    [`https://${secret}h/p#canary`, 'https://h/p'],
    ['h/p?key=canary', 'h/p'],
    ['https://h:8080/p?key=cana@canary', 'https://h:8080/p'],
    ['https://u:canary?canary@h', 'https://u'],
  ])('%s is %s', (address, bare) => {
    for (const name of ['api_base', 'base_url', 'region']) {
      const text = list(model('m', `model: a/b, ${name}: ${JSON.stringify(address)}`));
      expect(groupsOf(text, name)).toEqual([[bare, 1]]);
    }
  });

  test.each(
    'api_key passphrase pwd dsn jwt bearer cookie sas signature webhook_url db_pass aws_session_name aws_region_key tenant note'.split(
      ' ',
    ),
  )('%s names none', (field) => expect(mayNameGroups(field)).toBe(false));

  test.each(
    'model api_base base_url base_model id region aws_region_name vertex_location tier custom_llm_provider'.split(
      ' ',
    ),
  )('%s may', (field) => expect(mayNameGroups(field)).toBe(true));
});

test('a model from the environment is left alone, and said to be unknown', () => {
  const text = list(model('m', 'model: os.environ/MODEL'), model('m', 'model: a/x'));
  expect(groupsOf(text)).toEqual([
    ['os.environ/MODEL', 1],
    ['x', 1],
  ]);
  expect(read(text).notes.join()).toContain('os.environ/MODEL is not looked up');
});

describe('the router', () => {
  const with_ = (settings: string) => read(`${list(model('m', 'model: a/x'))}${settings}`);

  test("has LiteLLM's defaults", () => {
    const config = with_('');
    expect(config.router).toEqual({
      strategy: 'simple-shuffle',
      ttl_s: 3600,
      buffer: 0,
      listSize: 10,
      ttftPercentile: undefined,
      preCallChecks: false,
      tagFiltering: false,
    });
    expect(config.redis).toBeNull();
    expect(config.isDefaultRouter).toBe(true);
  });

  test.each([
    ['latency-based-routing', 'lowest-latency'],
    ['simple-shuffle', 'simple-shuffle'],
    ['least-busy', 'least-busy'],
  ])('%s is %s', (configured, strategy) => {
    const { router } = with_(`router_settings: { routing_strategy: ${configured} }`);
    expect(router.strategy).toBe(strategy);
  });

  test('a strategy that latsim does not have is a problem, unless told otherwise', () => {
    const text = `${list(model('m', 'model: a/x'))}router_settings:
  routing_strategy: lar1
`;
    expect(problemsOf(text)).toContain('config.yaml:5:21: latsim does not model this');
    const config = readConfig('c', text, { groupBy: 'model', strategy: 'lowest-latency' });
    expect(config.router.strategy).toBe('lowest-latency');
    expect(config.notes.join()).toContain('lowest-latency as asked for');
  });

  test.each([
    ['ttl: 1e-60', 'ttl is not a number above 0, up to 1e50'],
    ['ttl: 1e60', 'ttl is not a number above 0, up to 1e50'],
    ['lowest_latency_buffer: 1e308', 'lowest_latency_buffer is not a number from 0 to 1e50'],
  ])('%s is nothing that a scenario reckons with', (argument, problem) => {
    const text = `${list(model('m', 'model: a/x'))}router_settings: { routing_strategy_args: { ${argument} } }\n`;
    expect(problemsOf(text)).toContain(problem);
  });

  test.each([
    ['router_settings: { redis_url: os.environ/URL }', 'router_settings.redis_url'],
    ['router_settings: { redis_host: h, redis_port: 6379 }', 'router_settings.redis_host'],
    ['litellm_settings: { cache: true }', 'litellm_settings.cache'],
    [
      'litellm_settings: { cache: true, cache_params: { type: redis, host: h } }',
      'litellm_settings.cache',
    ],
    ['litellm_settings: { cache: true, cache_params: { type: s3 } }', null],
    ['litellm_settings: { cache: false }', null],
    ['router_settings: { redis_host: null }', null],
  ])('%s: Redis is %s', (settings, redis) => {
    expect(with_(settings).redis).toBe(redis);
  });
});

test('settings without effect are listed by path, never with a value', () => {
  const config = read(`${list(
    model('m', 'model: a/x, api_key: canary, weight: 2, timeout: 5'),
    model('m', 'model: a/x, api_key: canary'),
  )}router_settings:
  num_retries: 3
  model_group_alias: { canary: m }
  redis_url: canary
  canary_name: canary
litellm_settings: { drop_params: true }
general_settings: { master_key: canary }
`);
  expect(config.ignored).toEqual([
    { path: 'general_settings', count: 1 },
    { path: 'litellm_settings.drop_params', count: 1 },
    { path: 'model_list[].litellm_params.api_key', count: 2 },
  ]);
  expect(config.unknown).toEqual([{ path: 'router_settings.(unknown)', count: 1 }]);
  expect(config.notModelled.map((text) => text.replace(/:.*/, ''))).toEqual([
    'retries (num_retries) are not modelled',
    'timeouts (timeout) are not modelled',
  ]);
  expect(JSON.stringify({ ...config, aliases: [] })).not.toContain('canary');
});

describe('what decides who is chosen', () => {
  const settings = 'order: 1, weight: 3, tags: [a, b], input_cost_per_token: 0.000001';
  const routingUnder = (router: string) => {
    const { models, ignored, odd } = read(
      `${list(model('m', `model: a/x, ${settings}`))}router_settings: { ${router} }\n`,
    );
    return { routing: models[0]?.deployments[0]?.routing, ignored, odd: odd.join() };
  };

  test.each([
    ['routing_strategy: latency-based-routing', { order: 1 }],
    ['routing_strategy: simple-shuffle', { order: 1, weight: 3 }],
    ['routing_strategy: cost-based-routing', { order: 1, input_cost_per_token: 0.000001 }],
    [
      'routing_strategy: latency-based-routing, enable_tag_filtering: true',
      { order: 1, tags: ['a', 'b'] },
    ],
  ])('%s', (router, routing) => {
    const { routing: read, ignored, odd } = routingUnder(router);
    expect(read).toEqual(routing);
    const paths = ignored.map(({ path }) => path);
    for (const name of ['order', 'tags', 'input_cost_per_token']) {
      const isIgnored = paths.includes(`model_list[].litellm_params.${name}`);
      expect(isIgnored, name).toBe(!(name in routing));
    }
    expect(odd.includes('weight has no effect under'), 'weight').toBe(!('weight' in routing));
  });

  test('order without the checks is a matter of the release, and said so', () => {
    const shuffled = 'routing_strategy: simple-shuffle';
    expect(routingUnder(shuffled).odd).toContain('order without enable_pre_call_checks');
    const checked = `${shuffled}, enable_pre_call_checks: true`;
    expect(routingUnder(checked).odd).not.toContain('enable_pre_call_checks');
  });
});

test('maps may be merged from others', () => {
  const text = `defaults: &defaults { rpm: 60, model: a/x }
model_list:
  - model_name: m
    litellm_params: { <<: *defaults, model: a/y }
`;
  expect(read(text).models[0]?.deployments[0]).toMatchObject({
    model: 'a/y',
    routing: { rpm: 60 },
  });
});

test('all problems come at once, in the order of the file, with their places', () => {
  const text = `model_list:
  - model_name: m
    litellm_params: { api_key: sk-canary, rpm: -3 }
  - litellm_params: sk-canary
router_settings:
  routing_strategy_args:
    ttl: 0
`;
  const lines = problemsOf(text)
    .split('\n')
    .filter((line) => line.startsWith('config.yaml'));
  expect(lines).toEqual([
    'config.yaml:2:5: litellm_params.model is missing',
    'config.yaml:3:48: rpm is not a whole number, 0 or more',
    'config.yaml:4:5: model_name is missing',
    'config.yaml:4:5: litellm_params.model is missing',
    'config.yaml:4:21: litellm_params is not a map of settings',
    'config.yaml:7:10: ttl is not a number above 0, up to 1e50',
  ]);
});

test.each([
  ['an alias', 'api_key: *sk-canary'],
  ['a tag', 'api_key: !sk-canary x'],
  ['an open quote', 'api_key: "sk-canary'],
  ['an open brace', '{ api_key: sk-canary'],
  ['a bad indentation', 'api_key: sk-canary\n  sk-canary-2'],
  ['a nested map', 'api_key: a: sk-canary'],
  ['a list', 'api_key: [sk-canary, {rpm: x}]\n      rpm: x'],
  ['a value of its own', 'sk-canary'],
  ['a comment', 'rpm: x # sk-canary'],
  ['a wrong place', 'rpm: {sk-canary: sk-canary}'],
])('no secret is shown with %s', (_, params) => {
  const text = `model_list:\n  - model_name: m\n    litellm_params:\n      ${params}\n`;
  expect(problemsOf(text)).not.toContain('canary');
});

test.each([
  ['', 'there is nothing in this file'],
  ['sk-canary', 'this is not a proxy configuration'],
  ['[sk-canary]', 'this is not a proxy configuration'],
  ['model_list: []', 'there are no models'],
  ['model_list: sk-canary', 'there are no models'],
  ['a: 1\n---\nb: 1', 'there are no models'],
])('%j is refused', (text, message) => {
  expect(problemsOf(text)).toContain(message);
  expect(problemsOf(text)).not.toContain('canary');
});

test('an alias, in either form, is another name of a model group', () => {
  const text = `${list(model('chat', 'model: a/x'))}router_settings:
  model_group_alias: { old-name: chat, hidden-name: { model: chat, hidden: true }, broken: [1] }
`;
  expect(read(text).aliases).toEqual(
    new Map([
      ['old-name', 'chat'],
      ['hidden-name', 'chat'],
    ]),
  );
});
