import { describe, expect, test } from 'vitest';
import { simulate } from '../../src/index.js';
import { compile } from '../../src/scenario/compile.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { csv, imported, jsonLines, proxyConfigOf, spendLogOf } from './spend-logs.js';

/*
 * A round trip: simulate a scenario, write its requests as the proxy would have logged them, import
 * that, simulate what comes out. Shares agree within their intervals, and so do quantiles.
 */

const SEEDS = 10;

interface Laws {
  readonly slow: string;
  readonly fast: string;
}

const scenarioOf = ({ slow, fast }: Laws): string => `
fleet:
  modelGroup: medium
  groups:
    - { name: slow, deployments: 4, latency: ${slow}, tokens: 20 }
    - { name: fast, deployments: 2, latency: ${fast}, tokens: 20 }
load: { kind: poisson, rate: 160/min }
duration: 15m
router: { ttl: 300s, lowest_latency_buffer: 0.1 }
replications: ${SEEDS}
`;

const CASES: readonly [string, Laws, string][] = [
  [
    'lognormal, from percentiles',
    {
      slow: '{ distribution: lognormal, p50: 1622ms, p95: 2243ms }',
      fast: '{ distribution: lognormal, p50: 514ms, p95: 790ms }',
    },
    'lognormal',
  ],
  [
    'lognormal, from mean and sigma',
    {
      slow: '{ distribution: lognormal, mean: 2s, sigma: 0.6 }',
      fast: '{ distribution: lognormal, mean: 700ms, sigma: 0.4 }',
    },
    'lognormal',
  ],
  [
    'constant',
    {
      slow: '{ distribution: constant, value: 1500ms }',
      fast: '{ distribution: constant, value: 400ms }',
    },
    'constant',
  ],
  [
    'exponential',
    {
      slow: '{ distribution: exponential, mean: 2s }',
      fast: '{ distribution: exponential, mean: 600ms }',
    },
    'exponential',
  ],
  [
    'empirical',
    {
      slow: '{ distribution: empirical, quantiles: { p0: 1s, p49: 1100ms, p51: 3s, p100: 4s } }',
      fast: '{ distribution: empirical, quantiles: { p0: 200ms, p69: 300ms, p71: 900ms, p100: 1200ms } }',
    },
    'empirical',
  ],
];

describe.each(CASES)('%s', (_, laws, expected) => {
  const original = scenarioOf(laws);
  const parsed = parseScenario(original, { file: 'original', set: [] });
  if (!parsed.ok) throw new Error('the original is valid');
  const experiment = compile(parsed.scenario);
  const rows = spendLogOf(experiment);
  const config = proxyConfigOf(parsed.scenario);

  test('comes back, from CSV as from JSON Lines', async () => {
    const [made] = await imported(config, { log: csv(rows) });
    const text = [...made!.scenario.text].join('');
    const [other] = await imported(config, { log: jsonLines(rows) });
    expect([...other!.scenario.text].join('')).toBe(text);

    for (const [i, group] of experiment.modelGroups[0]!.groups.entries()) {
      const { latency } = made!.draft.groups[i]!;
      expect(latency?.fitted.distribution).toBe(expected);
      // What a sample of this size says of a quantile: the ranks three standard errors around it.
      const sorted = rows
        .filter(({ model }) => model === group.name)
        .map(({ startTime, endTime }) => microseconds(endTime) - microseconds(startTime))
        .sort((a, b) => a - b);
      expect(latency?.count).toBe(sorted.length);
      for (const fraction of [0.5, 0.95]) {
        const error = 3 * Math.sqrt((fraction * (1 - fraction)) / sorted.length);
        const rank = (at: number) =>
          sorted[Math.min(sorted.length - 1, Math.max(0, Math.floor(at * sorted.length)))]! / 1e6;
        const compiled = compile(parsedOf(text)).modelGroups[0]!.groups[i]!.latency;
        expect(compiled.quantile(fraction)).toBeGreaterThan(rank(fraction - error) * 0.999);
        expect(compiled.quantile(fraction)).toBeLessThan(rank(fraction + error) * 1.001);
      }
    }

    const slowOf = async (scenario: string) =>
      (await simulate({ scenario, seeds: SEEDS })).groups.find(({ name }) => name === 'slow')!;
    const [before, after] = [await slowOf(original), await slowOf(text)];
    const halfWidth = (ci: readonly [number, number] | null | undefined) => (ci![1] - ci![0]) / 2;
    const tolerance = halfWidth(before?.ci95) + halfWidth(after?.ci95);
    expect(Math.abs(before!.share - after!.share)).toBeLessThanOrEqual(tolerance);
  });
});

function parsedOf(text: string) {
  const result = parseScenario(text, { file: 'imported', set: [] });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.scenario;
}

function microseconds(time: unknown): number {
  const [whole = '', fraction = ''] = String(time).replace('+00:00', '').split('.');
  return Date.parse(`${whole}Z`) * 1000 + Number(fraction);
}
