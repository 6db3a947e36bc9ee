import { describe, expect, it } from 'vitest';
import { conclusionText } from '../../../src/report/compare/conclusion.js';
import { compareReport } from '../../../src/report/compare/report.js';
import { warningsOf } from '../../../src/report/compare/under-load.js';
import type { RunReport } from '../../../src/report/run/report.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { Scenario } from '../../../src/scenario/schema.js';
import { SMALL } from '../../cli/latsim.js';
import { sampleRun } from '../sample.js';

const ruled = (strategy: string) =>
  sampleRun({ set: ['logger=locked', `router.strategy=${strategy}`] });
const [shuffle, lowest] = [ruled('simple-shuffle'), ruled('lowest-latency')] as const;
const compared = (...runs: [RunReport, ...RunReport[]]) =>
  compareReport(runs, true, false, { compared: 'strategies' });
const report = compared(shuffle, lowest);

describe('a comparison of strategies', () => {
  it('names each by its strategy, and pairs what callers wait', () => {
    expect(report.baseline).toBe('simple-shuffle');
    const [baseline, other] = report.runs;
    expect(report.runs.map(({ variant }) => variant)).toEqual(['simple-shuffle', 'lowest-latency']);
    const waited = (run: typeof baseline) => run!.replications.map(({ latency_s }) => latency_s!);
    const before = waited(baseline);
    const saved = waited(other).map((latency_s, i) => latency_s - before[i]!);
    const mean = saved.reduce((sum, one) => sum + one) / saved.length;
    expect(other!.difference!.latency_s.mean).toBeCloseTo(mean, 12);
  });

  it('concludes how much sooner the callers have their answers', () => {
    expect(conclusionText(report)).toMatch(
      /^lowest-latency answers [\d.]+ (± [\d.]+ )?s .*sooner than simple-shuffle; it sends [\d.]+% to fast, simple-shuffle [\d.]+%\.$/,
    );
    expect(conclusionText(compared(lowest, shuffle))).toMatch(
      /^simple-shuffle answers .* later than lowest-latency;/,
    );
    expect(conclusionText(compared(shuffle, { ...shuffle, strategy: 'alike' }))).toContain(
      'alike: no difference from simple-shuffle',
    );
  });
});

describe('strategies that look at load', () => {
  const parsed = parseScenario(SMALL, { file: 'small.yaml' });
  const scenario = (parsed as { scenario: Scenario }).scenario;

  it('are warned of where no deployment slows down under it', () => {
    expect(warningsOf(scenario, ['simple-shuffle', 'least-busy'])).toEqual([
      expect.stringMatching(/^least-busy looks at load, .* Give groups a capacity/),
    ]);
    expect(warningsOf(scenario, ['simple-shuffle', './mine.mjs'])).toEqual([]);
  });

  it('are not, where one does', () => {
    const [modelGroup] = scenario.modelGroups;
    const groups = modelGroup!.groups.map((group) => ({ ...group, capacity: { slots: 8 } }));
    const slowing = { ...scenario, modelGroups: [{ ...modelGroup!, groups }] };
    expect(warningsOf(slowing, ['least-busy'])).toEqual([]);
  });
});
