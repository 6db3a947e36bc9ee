import { expect, it, test } from 'vitest';
import type { ImportedScenario, ImportReport } from '../../../src/report/import/report.js';
import { textImport } from '../../../src/report/import/text.js';
import { PLAIN } from '../../../src/report/kit/style.js';

const LONG =
  'us.anthropic.claude-sonnet-4-20250514-v1:0-of-the-second-account-in-another-region-2026';
const RECORDED = 'what is recorded follows from litellm 1.82.3: on /v1/messages nothing is';
const NEXT = [{ says: 'Ask:', command: 'latsim diagnose medium.yaml --logs spend.csv' }];

const SCENARIO: ImportedScenario = {
  modelGroup: 'medium',
  file: 'medium.yaml',
  arrivalsFile: null,
  run: 'latsim run medium.yaml',
  toState: [],
  tries: [],
  groups: [
    {
      name: 'slow',
      deployments: 16,
      latency: { law: 'lognormal', count: 249, p50_s: 1.6, p95_s: 2.25, distance: 0.036 },
    },
  ],
  arrivals: { law: 'poisson 30.33/min', seen: '302 requests in 9.92 min' },
  seen: { requests: 302, timeouts: 0, failures: 0, unplaced: 0 },
  assumes: ['one router process', RECORDED],
};
const REPORT: ImportReport = {
  config: 'config.yaml',
  routing: {
    strategy: 'latency-based-routing',
    own: [],
    litellm: '1.82.3',
    processes: 4,
    redis: 'router_settings.redis_url',
  },
  misplaced: [],
  odd: [],
  notModelled: [],
  log: null,
  scenarios: [SCENARIO],
  notRouted: [],
  ignored: [{ path: 'litellm_settings.drop_params', count: 1 }],
  unknown: [],
};
const told = (report: Partial<ImportReport> = {}) =>
  textImport({ ...REPORT, ...report }, { decisive: [RECORDED], next: NEXT }, PLAIN);

it('says what the proxy routes by, what was made, what decides most, and what was left out', () => {
  const lines = told().split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'This proxy routes by latency-based-routing: LiteLLM 1.82.3, 4 processes over',
    'Redis.',
    '',
  ]);
  expect(lines[3]).toBe('Made medium.yaml from config.yaml.');
  expect(lines.slice(4, 6).join(' ')).toBe(`What decides most: ${RECORDED}.`);
  expect(told()).toContain('Assumed\n  - one router process\n');
  expect(told()).toContain('  - litellm_settings.drop_params\n');
  expect(told()).toMatch(/\nNext: Ask:\n {4}latsim diagnose medium\.yaml --logs spend\.csv\n$/);
});

it('what decides most of a second scenario comes first, too, with its name', () => {
  const other = { ...SCENARIO, modelGroup: 'small', file: 'small.yaml' };
  const first = { ...SCENARIO, assumes: ['one router process'] };
  expect(told({ scenarios: [first, other] })).toMatch(
    /\nWhat decides most: small: what is recorded/,
  );
});

it('what decides most is one list, where it is more than one thing', () => {
  const release = 'LiteLLM 1.82.3, as nothing says which release runs';
  const report = { ...REPORT, scenarios: [{ ...SCENARIO, assumes: [release, RECORDED] }] };
  const text = textImport(report, { decisive: [release, RECORDED], next: NEXT }, PLAIN);
  expect(text).toContain(`\nWhat decides most:\n  - ${release}\n  - what is recorded`);
});

it('what was not measured is said before anything else is told', () => {
  const groups = [{ name: 'slow', deployments: 1, latency: null }];
  const text = told({ scenarios: [{ ...SCENARIO, groups, arrivals: null, seen: null }] });
  expect(text.indexOf('Not measured: latencies and arrivals.')).toBeLessThan(
    text.indexOf('medium.yaml: model group'),
  );
});

test('of many scenarios the first is named', () => {
  const scenarios = [1, 2, 3, 4].map((i) => ({ ...SCENARIO, file: `${i}.yaml` }));
  expect(told({ scenarios })).toContain(
    '\nMade 4 scenarios, the first 1.yaml, from config.yaml.\n',
  );
});

it('stays within the page, whatever the names', () => {
  const groups = SCENARIO.groups.map((group) => ({ ...group, name: LONG }));
  const named = { ...SCENARIO, groups, modelGroup: LONG, file: `${LONG}.yaml`, arrivalsFile: LONG };
  const log = {
    file: LONG,
    files: [LONG],
    rows: 123_456_789,
    requests: 1,
    timeouts: 1,
    failures: 1,
    neverReached: 1,
    duplicates: 1,
    missingPages: 2,
    damaged: { count: 9, first: [{ line: 1, reason: LONG }] },
    cacheHits: 1,
    elsewhere: 1,
    unknownCalls: 1,
    jumps: 1,
    zoned: false,
  };
  const assumes = [LONG, RECORDED];
  const text = told({
    config: LONG,
    log,
    scenarios: [{ ...named, assumes }],
    ignored: [{ path: LONG, count: 20 }],
  });
  const lines = text.split('\n').filter((line) => !/^ +latsim /.test(line));
  expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(80);
});

it('what is misplaced comes before all else, what is odd before what was made', () => {
  const misplaced = 'routing_strategy under litellm_settings is not read: this proxy shuffles';
  const [odd, notModelled] = ['order without checks', 'retries (num_retries) are not modelled: x'];
  const assumes = [misplaced, notModelled, odd, 'one router process'];
  const routing = { ...REPORT.routing, strategy: 'simple-shuffle', processes: 1, redis: null };
  const scenarios = [{ ...SCENARIO, assumes }];
  const text = told({
    misplaced: [misplaced],
    odd: [odd],
    notModelled: [notModelled],
    routing,
    scenarios,
  });
  expect(text).toMatch(
    /^routing_strategy under litellm_settings is not read: this proxy shuffles\.\nThis proxy shuffles \(simple-shuffle\): LiteLLM 1\.82\.3, one process without Redis\.\n\nOdd\n {2}- order without checks\n\nMade /,
  );
  expect(text).toContain(
    'Not modelled, and it would change the answer\n  - retries (num_retries): x\n',
  );
  expect(text.match(/order without checks/g)).toHaveLength(1);
});

it('where each model group has one deployment, nothing is routed', () => {
  const some = { scenarios: [], notRouted: ['chat'] };
  expect(told(some)).toContain(
    'Nothing is routed: chat has one deployment, so that there is none to choose.\n\nNothing was written.',
  );
  expect(told({ notRouted: ['chat'] })).toContain('Left out: 1 model group of one deployment');
});

it('model groups may go by strategies of their own', () => {
  const own = [{ modelGroup: 'live', strategy: 'least-busy' }];
  expect(told({ routing: { ...REPORT.routing, own } })).toMatch(
    /^This proxy routes live by least-busy:/,
  );
  const two = { routing: { ...REPORT.routing, own }, scenarios: [SCENARIO, SCENARIO] };
  expect(told(two)).toMatch(/^This proxy routes by latency-based-routing, live by least-busy:/);
});

it('of very many scenarios the first twenty are shown', () => {
  const text = told({ scenarios: Array.from({ length: 25 }, () => SCENARIO) });
  expect(text.match(/model group medium/g)).toHaveLength(20);
  expect(text).toContain('\n\n... and 5 more scenarios\n\n');
});
