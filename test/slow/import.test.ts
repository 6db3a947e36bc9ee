import { execFile } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { simulate } from '../../src/index.js';
import { exponential } from '../../src/kernel/distributions/exponential.js';
import { Streams } from '../../src/kernel/random.js';
import { compile } from '../../src/scenario/compile.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { BIN, workFolder } from '../cli/latsim.js';
import { csv, type Fields, imported, proxyConfigOf, spendLogOf } from '../litellm/spend-logs.js';
import { FORMS } from '../litellm/written-logs.js';

const ROWS = 1_000_000;
const PIECE = 10_000;

/** So many rows of a log, from one on. */
function* rowsOf(): Generator<Fields> {
  const streams = new Streams(1, 0);
  const [gap, pick] = [streams.stream('gap'), streams.stream('pick')];
  const apart = exponential(0.375);
  let time_s = 1_760_000_000;
  for (let i = 0; i < ROWS; i++) {
    time_s += apart.quantile(gap());
    const slow = pick() < 0.8;
    const end_s = time_s + (slow ? 1.6 : 0.5) * (0.5 + pick());
    const [start, end] = [time_s.toFixed(6), end_s.toFixed(6)];
    yield {
      request_id: `request-${String(i).padStart(7, '0')}`,
      startTime: start,
      endTime: end,
      completionStartTime: end,
      model: slow ? 'slow' : 'fast',
      model_id: slow ? 'id-slow' : 'id-fast',
      model_group: 'medium',
      completion_tokens: '20',
      total_tokens: '60',
      call_type: 'acompletion',
      cache_hit: 'False',
      status: 'success',
      messages: 'a "prompt",\nand more',
    };
  }
}

/** Forms whose pieces, one behind the other, are one log; JSON arrays, pages and tables begin again. */
const IN_PIECES = [
  'CSV in quotes',
  'CSV with semicolons',
  'JSON Lines',
  'objects one after another',
  'pretty objects',
  'a pretty JSON array',
  'a page',
  'a dump',
  'a dump with INSERT of many rows',
  'what psql draws',
  'what psql prints with \\x',
];

/** A log of a million rows. */
function writeLog(path: string, form: string): void {
  const file = openSync(path, 'w');
  const write = FORMS[form] as (rows: readonly Fields[]) => string;
  const head = /^CSV|draws/.test(form) ? (form.startsWith('CSV') ? 1 : 2) : 0;
  let rows: Fields[] = [];
  let begun = false;
  for (const row of rowsOf()) {
    rows.push(row);
    if (rows.length < PIECE) continue;
    const text = write(rows);
    writeSync(file, begun && head > 0 ? text.split('\n').slice(head).join('\n') : text);
    begun = true;
    rows = [];
  }
  closeSync(file);
}

const CONFIG = `model_list:
  - { model_name: medium, litellm_params: { model: a/slow } }
  - { model_name: medium, litellm_params: { model: a/fast } }
router_settings: { routing_strategy: latency-based-routing }
`;

test.each([
  ...IN_PIECES.map((form) => [form, 'as a distribution', []] as const),
  ['CSV in quotes', 'as they came', ['--as-arrivals']] as const,
])('a million rows of %s, arrivals %s, take less than 320 MB', async (form, _, options) => {
  const cwd = workFolder({ 'config.yaml': CONFIG });
  writeLog(join(cwd, 'log'), form);
  const script = `
      process.on('exit', () => console.error(process.resourceUsage().maxRSS));
      process.argv.splice(1, 0, 'latsim');
      await import(${JSON.stringify(pathToFileURL(BIN).href)});
    `;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [
      ...['--input-type=module', '-e', script, '--'],
      ...['import', 'config.yaml', '--logs', 'log', '--json', ...options],
    ],
    { cwd, maxBuffer: 1e9 },
  );
  rmSync(join(cwd, 'log'));
  const { log, scenarios } = JSON.parse(stdout);
  expect(log).toMatchObject({ rows: ROWS, damaged: { count: 0 }, zoned: true });
  expect(scenarios[0].seen.requests).toBe(ROWS);
  expect(Number(stderr.trim().split('\n').pop()) / 1024).toBeLessThan(320);
});

/*
 * The round trip of test/scenario/litellm/round-trip.test.ts with more of everything: streams,
 * timeouts, tokens, several processes, and 20 replications on either side.
 */
describe.each([
  [
    'lognormal',
    '{ distribution: lognormal, p50: 1622ms, p95: 2243ms }',
    '{ distribution: lognormal, p50: 514ms, p95: 790ms }',
  ],
  [
    'constant',
    '{ distribution: constant, value: 1600ms }',
    '{ distribution: constant, value: 500ms }',
  ],
  [
    'exponential',
    '{ distribution: exponential, mean: 2s }',
    '{ distribution: exponential, mean: 600ms }',
  ],
  [
    'empirical',
    '{ distribution: empirical, quantiles: { p0: 1s, p49: 1100ms, p51: 3s, p100: 4s } }',
    '{ distribution: empirical, quantiles: { p0: 200ms, p69: 300ms, p71: 900ms, p100: 1200ms } }',
  ],
])('a round trip, %s', (distribution, slow, fast) => {
  test('gives the same shares', async () => {
    const tokens = '{ distribution: lognormal, p50: 100, p95: 200 }';
    const original = `
fleet:
  modelGroup: medium
  groups:
    - { name: slow, deployments: 16, latency: ${slow}, tokens: ${tokens}, ttft: { distribution: exponential, mean: 300ms } }
    - { name: fast, deployments: 4, latency: ${fast}, tokens: ${tokens}, ttft: { distribution: exponential, mean: 150ms } }
load: { kind: poisson, rate: 160/min }
samples: { stream: 30%, timeouts: { rate: 1%, after: 20s }, input_tokens: 30 }
processes: { count: 2 }
duration: 30m
router: { ttl: 300s, lowest_latency_buffer: 0.1 }
replications: 20
`;
    const parsed = parseScenario(original, { file: 'original', set: [] });
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    const experiment = compile(parsed.scenario);
    const log = csv(spendLogOf(experiment));
    const [made] = await imported(proxyConfigOf(parsed.scenario), { log, workers: 2 });
    const text = [...made!.scenario.text].join('');
    expect(made!.draft.groups.map(({ latency }) => latency?.fitted.distribution)).toEqual([
      distribution,
      distribution,
    ]);
    const slowOf = async (scenario: string) =>
      (await simulate({ scenario })).groups.find(({ name }) => name === 'slow')!;
    const [before, after] = [await slowOf(original), await slowOf(text)];
    const half = (ci: readonly [number, number] | null) => (ci![1] - ci![0]) / 2;
    // One log of 30 minutes does not know its laws better than to a few per cent: a point of share.
    const tolerance = half(before!.ci95) + half(after!.ci95) + 0.01;
    expect(Math.abs(before!.share - after!.share)).toBeLessThanOrEqual(tolerance);
  });
});
