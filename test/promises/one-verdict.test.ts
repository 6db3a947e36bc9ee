import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/files/load.js';
import { listShipped } from '../../src/files/read.js';
import { PLAIN } from '../../src/report/kit/style.js';
import type { RunReport } from '../../src/report/run/report.js';
import { textRun } from '../../src/report/run/text.js';
import { compile } from '../../src/scenario/compile.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { HEADING, reportOn } from '../report/sample.js';

/** A report states its verdict at 95 % and judges `verdict == ...` at a higher level. */
const EXPECT = [
  'verdict == differentiated',
  'verdict != inverted',
  'p50(latency) <= 1s',
  'p95(latency) <= 5s',
  'p99(latency) <= 10s',
];

/** Short runs of too few replications for an interval, and of the fewest that have one. */
function reports(name: string, logger: string): RunReport[] {
  const { scenario, numbers } = loadScenario(name, {
    set: [`logger=${logger}`, 'seeds=10', 'duration=120s', `expect=${JSON.stringify(EXPECT)}`],
  });
  const experiment = compile(scenario, { numbers });
  const results = simulate(experiment);
  return [3, 10].map((n) => reportOn(scenario, experiment, results.slice(0, n)));
}

/** Lines run together. */
const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

const REASON = /The verdict is [\w ]+ at 95%, but expectations are judged at [\d.]+%: there it is/;

describe('a run does not contradict itself', () => {
  const all = listShipped().flatMap(({ name }) =>
    ['unlocked', 'locked', 'atomic'].map((logger) => ({
      logger,
      name,
      reports: reports(name, logger),
    })),
  );

  it.each(all)('$name with $logger: its verdicts agree, or it says why not', ({ reports }) => {
    for (const report of reports) {
      const text = flat(textRun(report, HEADING, {}, PLAIN));
      const judged = report.expectations.find(({ unit }) => unit === 'verdict');
      const agree = judged?.estimate === report.verdict;
      expect(REASON.test(text)).toBe(!agree);
      // A higher level leaves more open, and says nothing else.
      if (!agree) expect(judged?.estimate).toBe('undecided');
    }
  });

  it('which both occur', () => {
    const texts = all.flatMap(({ reports }) =>
      reports.map((report) => flat(textRun(report, HEADING, {}, PLAIN))),
    );
    const explained = texts.filter((text) => REASON.test(text)).length;
    expect(explained).toBeGreaterThan(0);
    expect(explained).toBeLessThan(texts.length);
  });

  it('of one model group among several, too', () => {
    const { scenario, numbers } = loadScenario('two-model-groups', {
      set: ['seeds=10', 'duration=300s', 'expect=["verdict(claude) == differentiated"]'],
    });
    const experiment = compile(scenario, { numbers });
    const report = reportOn(scenario, experiment, simulate(experiment));
    const [first, ...others] = report.verdicts;
    const undecided = {
      ...report,
      verdicts: [{ ...first!, verdict: 'degraded' as const }, ...others],
    };
    const text = flat(textRun(undecided, HEADING, {}, PLAIN));
    expect(text).toContain(`The verdict of ${first?.modelGroup} is degraded at 95%, but`);
  });
});
