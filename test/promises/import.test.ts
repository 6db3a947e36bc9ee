import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/scenario/compile.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { latsim } from '../cli/in-process.js';
import { type Ended, workFolder } from '../cli/latsim.js';
import { csv, type Fields, jsonLines, proxyConfigOf, spendLogOf } from '../litellm/spend-logs.js';

/*
 * `latsim import` makes scenarios of a proxy's own files: they run at once, nothing is overwritten,
 * and nothing of a key, a prompt, an answer or a user gets out.
 */

const scenario = parseScenario(
  `
fleet:
  modelGroup: medium
  groups:
    - name: slow
      deployments: 4
      latency: { distribution: lognormal, p50: 1622ms, p95: 2243ms }
      ttft: { distribution: exponential, mean: 300ms }
      tokens: { distribution: lognormal, p50: 100, p95: 300 }
    - name: fast
      deployments: 2
      latency: { distribution: lognormal, p50: 514ms, p95: 790ms }
      ttft: { distribution: exponential, mean: 200ms }
      tokens: { distribution: lognormal, p50: 100, p95: 300 }
load: { kind: bursts, size: 10, every: 6s }
samples: { stream: 50%, input_tokens: 12, timeouts: { rate: 2%, after: 30s } }
duration: 10m
router: { ttl: 300s, lowest_latency_buffer: 0.1 }
`,
  { file: 'original', set: [] },
);
if (!scenario.ok) throw new Error(scenario.problems[0]?.message);
const experiment = compile(scenario.scenario);

const CANARY = 'canary';
/** Secrets wherever a log may have some. */
const rows: Fields[] = spendLogOf(experiment).map((row, i) => ({
  ...row,
  api_key: `sk-${CANARY}`,
  user: CANARY,
  end_user: CANARY,
  team_id: CANARY,
  request_tags: `["${CANARY}"]`,
  requester_ip_address: CANARY,
  messages: `{"content": "${CANARY}, ""quoted""\n"}`,
  response: CANARY,
  model_id: CANARY,
  api_base: `https://${CANARY}:${CANARY}@api.example.com/v1?key=${CANARY}`,
  call_type: i % 50 === 1 ? CANARY : row.call_type,
  cache_hit: i % 40 === 0 ? 'True' : 'False',
}));

/** And wherever a configuration may. */
const config = `${proxyConfigOf(scenario.scenario)
  .replaceAll('sk-canary-key', `sk-${CANARY}`)
  .replaceAll(
    /api_key: .*/g,
    (line) => `${line}\n      api_base: https://u:${CANARY}@h/v1?k=${CANARY}`,
  )}
general_settings: { master_key: sk-${CANARY}, database_url: "postgres://${CANARY}" }
environment_variables: { OPENAI_API_KEY: sk-${CANARY} }
litellm_settings: { callbacks: [${CANARY}], default_team_settings: [{ api_key: ${CANARY} }] }
`.replace('router_settings:', `router_settings:\n  redis_url: redis://:${CANARY}@h:6379`);

const files = {
  'config.yaml': config,
  'logs.csv': csv(rows),
  'logs.jsonl': jsonLines(rows),
  'damaged.csv': csv(rows.map((row, i) => (i % 9 === 0 ? { ...row, startTime: CANARY } : row))),
  'headless.csv': csv(rows).split('\n').slice(1).join('\n'),
  'broken.jsonl': jsonLines(rows).replaceAll('":', '"'),
  'elsewhere.jsonl': jsonLines(rows.map((row) => ({ ...row, model_group: CANARY }))),
  'bad.yaml': config.replaceAll('model: openai', 'rpm: many\n      mode: openai'),
  'open.yaml': config.replace(`master_key: sk-${CANARY}`, `master_key: "sk-${CANARY}`),
};

function expectSilent({ stdout, stderr }: Ended): void {
  expect(stdout).not.toContain(CANARY);
  expect(stderr).not.toContain(CANARY);
}

test('what is imported runs at once, and holds no secret', async () => {
  const cwd = workFolder(files);
  writeFileSync(join(cwd, 'logs.csv.gz'), gzipSync(files['logs.csv']));
  const made = await latsim(
    ['import', 'config.yaml', '--logs', 'logs.csv.gz', '--workers', '2', '--output-dir', 'made'],
    { cwd },
  );
  expect(made.stderr).toBe('');
  expect(made.code).toBe(0);
  expectSilent(made);
  for (const line of made.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(made.stdout).toContain(' cache hits');
  expect(made.stdout).toContain('bursts of 10 every 6s');
  expect(made.stdout).toContain('router_settings.redis_url');
  expect(readdirSync(join(cwd, 'made'))).toEqual(['medium.yaml']);
  const text = readFileSync(join(cwd, 'made/medium.yaml'), 'utf8');
  expect(text).not.toContain(CANARY);
  expect(text).toContain('store: { kind: tiered, rtt: 1ms }');
  expect(text).toMatch(/timeouts: \{ rate: [\d.]+%, after: 30s \}/);
  expect(text).toMatch(/stream: \d\d\.?\d*%/);
  expect(text).toContain('input_tokens: 12');

  const run = await latsim(['run', 'made/medium.yaml', '--seeds', '2'], { cwd });
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);

  const again = await latsim(
    ['import', 'config.yaml', '--logs', 'logs.jsonl', '--output', '-', '--workers', '2'],
    { cwd },
  );
  expect(again.stdout.replace(/ and .*/, '')).toBe(text.replace(/ and .*/, ''));
  expectSilent(again);
});

test('recorded times go into a file beside the scenario', async () => {
  const cwd = workFolder(files);
  const made = await latsim(
    ['import', 'config.yaml', '--logs', 'logs.csv', '--as-arrivals', '--json'],
    { cwd },
  );
  expect(made.code).toBe(0);
  const { scenarios } = JSON.parse(made.stdout);
  expect(scenarios[0]).toMatchObject({ file: 'medium.yaml', run: 'latsim run medium.yaml' });
  const times = readFileSync(join(cwd, 'medium.arrivals.txt'), 'utf8').trim().split('\n').slice(1);
  expect(times).toHaveLength(scenarios[0].seen.requests);
  const run = await latsim(['run', 'medium.yaml', '--seeds', '1', '--json'], { cwd });
  expect(JSON.parse(run.stdout).requests).toBe(times.length);
});

test('without logs there are placeholders, loud ones, and it runs', async () => {
  const cwd = workFolder(files);
  const made = await latsim(['import', 'config.yaml'], { cwd });
  expect(made.stdout).toContain('PLACEHOLDER');
  const text = readFileSync(join(cwd, 'medium.yaml'), 'utf8');
  expect(text).toContain('# WARNING: it has PLACEHOLDERS');
  const run = await latsim(['run', 'medium.yaml', '--seeds', '1'], { cwd });
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('PLACEHOLDER');

  writeFileSync(join(cwd, 'medium.yaml'), 'mine');
  const refused = await latsim(['import', 'config.yaml'], { cwd });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('medium.yaml is there already');
  expect(readFileSync(join(cwd, 'medium.yaml'), 'utf8')).toBe('mine');
  const forced = await latsim(['import', 'config.yaml', '--force'], { cwd });
  expect(forced.code).toBe(0);
  expect(readFileSync(join(cwd, 'medium.yaml'), 'utf8')).toBe(text);
});

describe('what is wrong ends with 2, a remedy, a command, no secret and no file', () => {
  test.each<[string, string[], string]>([
    ['damaged rows', ['config.yaml', '--logs', 'damaged.csv'], 'rows are damaged, more than 1 %'],
    ['no header', ['config.yaml', '--logs', 'headless.csv'], 'there is no column startTime'],
    ['broken JSON', ['config.yaml', '--logs', 'broken.jsonl'], 'damaged row: this is not JSON'],
    ['other model groups', ['config.yaml', '--logs', 'elsewhere.jsonl'], 'its model_group would'],
    ['no log', ['config.yaml', '--logs', 'nowhere.csv'], 'there is no such file'],
    ['a bad configuration', ['bad.yaml'], 'litellm_params.model is missing'],
    ['an open quote', ['open.yaml'], 'invalid YAML'],
    ['a secret field', ['config.yaml', '--group-by', 'api_key'], 'may be secret'],
    ['options of a log without one', ['config.yaml', '--assume-utc'], 'say how to read a log'],
    [
      'a folder that cannot be made, before the log',
      ['config.yaml', '--logs', 'nowhere.csv', '--output-dir', 'logs.csv/made'],
      'there is no folder to make it in',
    ],
    [
      'an unknown column',
      ['config.yaml', '--column', 'start=a'],
      'NAME is one of request_id, startTime',
    ],
    ['no such model', ['config.yaml', '--model-name', 'medum'], 'did you mean "medium"'],
    [
      'its own source',
      ['config.yaml', '--output', 'config.yaml', '--force'],
      'is what is imported',
    ],
    [
      'times beside stdout',
      ['config.yaml', '--logs', 'logs.csv', '--as-arrivals', '--output', '-'],
      'second file',
    ],
  ])('%s', async (_, args, message) => {
    const cwd = workFolder(files);
    const ended = await latsim(['import', ...args], { cwd });
    expect(ended.stderr).toContain(message);
    expect(ended.stderr).toMatch(/\n {2}= .*/);
    expect(ended.stderr).toMatch(/\nreplay: latsim import .*\n$|\n {4}latsim import --help\n$/);
    expect(ended.stdout).toBe('');
    expect(ended.code).toBe(2);
    expectSilent(ended);
    expect(readdirSync(cwd).sort()).toEqual(Object.keys(files).sort());
  });
});
