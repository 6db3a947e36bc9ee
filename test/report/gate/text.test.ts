import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textGate } from '../../../src/report/gate/text.js';
import { PLAIN } from '../../../src/report/kit/style.js';
import { judged, MIXED, reportOf, runOf } from './sample.js';

describe('a gate as text', () => {
  it('shows estimate, interval, threshold and margin, and how to see a failure', () => {
    const text = textGate(MIXED, PLAIN);
    expect(text).toContain('  FAIL  share(gpt-4.1) >= 85%\n');
    expect(text).toContain('21.4% [17.0, 26.0] at 99%, threshold 85.0%, margin -63.6 points');
    expect(text).toContain('replay: latsim run scenarios/16x4.yaml --logger unlocked');
    expect(text).toContain('The gate fails: 1 failed, 1 inconclusive, 1 passed.');
  });

  it('states how errors are limited', () => {
    const text = textGate(MIXED, PLAIN).replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'Confidence 99%: an error rate of 1% for all of this, shared equally by 3 intervals (Bonferroni).',
    );
    expect(text).toContain('looked at again, at 20, 40, 80 replications');
    const once = reportOf([runOf([judged('pass')], { looks: [20] })]);
    expect(textGate(once, PLAIN)).toContain('Each run is looked at once');
  });

  it('says what an interrupted gate has not judged', () => {
    const report = reportOf([runOf([judged('pass')])], {
      partial: true,
      unfinished: ['cold-burst under unlocked'],
    });
    expect(textGate(report, PLAIN)).toContain('Not judged: cold-burst under');
  });

  it('is 80 columns wide, but for commands', () => {
    const names = fc.stringMatching(/^[a-z0-9 ]{1,40}$/);
    fc.assert(
      fc.property(names, names, (group, meaning) => {
        const one = judged('fail', { expectation: `share("${group}") >= 85%`, meaning });
        const lines = textGate(reportOf([runOf([one])]), PLAIN).split('\n');
        const wide = lines.filter((line) => line.length > 80 && !line.includes('replay: '));
        expect(wide).toEqual([]);
      }),
    );
  });
});
