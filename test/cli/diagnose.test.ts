import { describe, expect, test } from 'vitest';
import type { DiagnoseReport } from '../../src/report/diagnose/report.js';
import { latsim } from './in-process.js';
import { workFolder } from './latsim.js';

const SCENARIO = `
fleet:
  modelGroup: medium
  groups:
    - { name: slow, deployments: 2, latency: { distribution: lognormal, p50: 2s, p95: 3s }, tokens: 20 }
    - { name: fast, deployments: 2, latency: { distribution: lognormal, p50: 500ms, p95: 800ms } }
load: { kind: poisson, rate: 1/s }
duration: 60s
processes: { count: 2 }
router: { ttl: 60s, profile: v1.110.2 }
`;

/** 15 requests each, one after the other, and one from the cache. */
const LOG = [
  'startTime,endTime,model_group,model,call_type,cache_hit,status',
  ...Array.from({ length: 31 }, (_, i) => {
    const second = (offset: number) => String(i + offset).padStart(2, '0');
    const model = i % 2 === 0 ? 'openai/slow' : 'openai/fast';
    const times = `2026-03-01T00:00:${second(0)}Z,2026-03-01T00:00:${second(1)}Z`;
    return `${times},medium,${model},acompletion,${i === 30},success`;
  }),
].join('\n');

const cwd = workFolder({
  'small.yaml': SCENARIO,
  'spend.csv': LOG,
  'few.txt': '1\n2\n3\n',
});

describe('latsim diagnose', () => {
  test('--logs, --json: counts by group, rows, and a command for each variant', async () => {
    const { code, stdout, stderr } = await latsim(
      ['diagnose', 'small.yaml', '--logs', 'spend.csv', '--threads', '1', '--json'],
      { cwd },
    );
    expect([code, stderr]).toEqual([0, '']);
    const report = JSON.parse(stdout) as DiagnoseReport;
    expect(report).toMatchObject({
      observed: { slow: 15, fast: 15 },
      requests: 30,
      simulated: 30,
      seeds: 200,
      log: { rows: 31, cacheHits: 1, elsewhere: 0 },
      modelGroup: 'medium',
      partial: false,
    });
    const best = report.rows[0];
    expect(best?.likelihoodRatio).toBe(1);
    expect(Object.values(best?.predicted ?? {}).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    const variant = best?.variants[0];
    expect(variant?.run).toMatch(
      /^latsim run small.yaml .*--set requests=30 .*--replications 200$/,
    );

    // The command gives what the row predicts.
    const words = variant?.run.replaceAll("'", '').split(/ (?=--)/) ?? [];
    const args = words.flatMap((word) =>
      word.startsWith('--') ? [word.replace(/ .*/, ''), word.replace(/^\S+ /, '')] : [],
    );
    const run = await latsim(['run', 'small.yaml', ...args, '--json'], { cwd });
    const { groups } = JSON.parse(run.stdout) as { groups: { name: string; share: number }[] };
    for (const { name, share } of groups) {
      // The prediction has half a request more in each group.
      expect(Math.abs(share - (best?.predicted[name] ?? 0))).toBeLessThan(1e-3);
    }
  });

  test('--strict: exit 4 where it cannot decide, and the text says so first', async () => {
    const { code, stdout } = await latsim(
      ['diagnose', 'small.yaml', '--observed', 'slow=1,fast=1', '--strict'],
      { cwd },
    );
    expect(code).toBe(4);
    expect(stdout).toContain('It cannot be decided');
    const lines = stdout.split('\n').filter((line) => !line.includes('latsim run'));
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test.each([
    [['--observed', 'slow=1,fast=1', '--logs', 'spend.csv'], '--observed and --logs'],
    [
      ['--observed', 'slow=1,fast=1', '--set', 'router.strategy=./mine.mjs'],
      'the strategy is a file of your own',
    ],
    [
      ['--observed', 'slow=9,fast=1', '--set', 'load={kind: file, path: few.txt}'],
      'does not produce 10 requests',
    ],
    [['--logs', 'spend.csv', '--group-by', 'api_base'], 'no request in spend.csv went to a group'],
  ])('%j: exit 2', async (args, message) => {
    const { code, stdout, stderr } = await latsim(['diagnose', 'small.yaml', ...args], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\nreplay: latsim diagnose .*\n$|\n {4}latsim diagnose --help\n$/);
  });

  test('interrupted: what is finished is reported, exit 130', async () => {
    const many = ['diagnose', 'small.yaml', '--observed', 'slow=3000,fast=3000'];
    const { code, stdout, stderr } = await latsim([...many, '--threads', '1', '--json'], {
      cwd,
      interruptAfter: 100,
    });
    expect(code).toBe(130);
    expect(stderr).toContain('interrupted');
    expect(JSON.parse(stdout)).toMatchObject({ partial: true, decided: false });
  });
});
