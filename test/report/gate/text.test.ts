import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownGate } from '../../../src/report/gate/markdown.js';
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

  it('says how uneven a run was, where that is hidden or judged', () => {
    const one = {
      modelGroup: 'default',
      group: 'my group',
      deployments: 4,
      mean: 0.3,
      ci95: [0.2, 0.4],
      pooled: 0.28,
      uneven: false,
      deployment: null,
      changes: true,
      idlest: { mean: 0.1, ci95: [0, 0.2] },
    } as const;
    const said = (expectation: string, uneven: boolean) => {
      const busiest = [
        { ...one, uneven },
        { ...one, group: 'other' },
      ];
      const report = reportOf([runOf([judged('pass', { expectation })], { busiest })]);
      return [textGate(report, PLAIN), markdownGate(report)].map((text) =>
        [...text.replaceAll(/\s+/g, ' ').matchAll(/(\w+): in each replication/g)].map(
          ([, group]) => group,
        ),
      );
    };
    expect(said('lost == 0', false)).toEqual([[], []]);
    expect(said('lost == 0', true)).toEqual([['group'], ['group']]);
    const judging = 'max_share(deployment in "my group") <= 40%';
    expect(said(judging, false)).toEqual([['group'], ['group']]);
    expect(said('max_share(deployment in other in default) <= 40%', false)).toEqual([
      ['other'],
      ['other'],
    ]);
  });

  it('is 80 columns wide, but for commands', () => {
    const names = fc.stringMatching(/^[a-z0-9 ]{1,40}$/);
    fc.assert(
      fc.property(names, names, names, (group, meaning, logger) => {
        const one = judged('fail', { expectation: `share("${group}") >= 85%`, meaning });
        const lines = textGate(reportOf([runOf([one], { logger })]), PLAIN).split('\n');
        const wide = lines.filter((line) => line.length > 80 && !line.includes('replay: '));
        expect(wide).toEqual([]);
      }),
    );
  });
});
