import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownGate } from '../../../src/report/gate/markdown.js';
import { textGate } from '../../../src/report/gate/text.js';
import { PLAIN } from '../../../src/report/kit/style.js';
import { judged, MIXED, reportOf, runOf } from './sample.js';

const PASSING = reportOf([
  runOf([judged('pass'), judged('pass')]),
  runOf([judged('pass')], { logger: 'locked' }),
]);

describe('a gate as text', () => {
  it('shows estimate, interval, threshold and margin, and how to see a failure', () => {
    const text = textGate(MIXED, PLAIN);
    expect(text).toContain('  FAIL  share(gpt-4.1) >= 85%\n');
    expect(text).toContain('21.4% [17.0, 26.0] at 99%, threshold 85.0%, margin -63.6 points');
    expect(text).toMatch(/Rerun:\n +latsim run scenarios\/16x4.yaml --logger unlocked .* 20\n/);
    expect(text.split('\n')[0]).toBe('The gate fails: 1 failed, 1 undecided, 1 passed.');
  });

  it('is a line per scenario and logger where all passes', () => {
    const text = textGate(PASSING, PLAIN);
    expect(text).toBe(
      [
        'The gate passes: all 3 expectations hold, all together at 99% confidence.',
        '',
        '  ✓ 16x4 under unlocked (2)',
        '  ✓ 16x4 under locked (1)',
        '',
        'latsim 0.0.0 · 16x4 abcdef012345 · profile v1.76.1 · seed 1 · more: --verbose',
        '',
      ].join('\n'),
    );
  });

  it('tells what passes, too, where details are asked for', () => {
    const text = textGate(PASSING, PLAIN, true);
    expect(text.match(/pass {2}share\(gpt-4.1\) >= 85%/g)).toHaveLength(3);
    expect(text).toContain('16x4 under locked  20 replications, seed 1');
    expect(text).toContain('Confidence 99%');
  });

  it('says how many replications would have decided, where that may be asked for', () => {
    const note = { text: 'About 57 replications would have decided:', command: 'latsim gate' };
    const open = [judged('inconclusive', { needed: 57, note }), judged('pass')];
    expect(textGate(reportOf([runOf(open)]), PLAIN).split('\n')[0]).toBe(
      'The gate is undecided: 1 of 2 undecided; try --max-replications 57.',
    );
    const terms = { confidence: 0.99, fixed: true, maxSeeds: 80, family: 3 };
    expect(textGate(reportOf([runOf(open)], { terms }), PLAIN)).toContain('1 of 2 undecided.');
    const hopeless = [judged('inconclusive'), ...open.slice(0, 1)];
    expect(textGate(reportOf([runOf(hopeless)]), PLAIN)).toContain('2 of 2 undecided.');
  });

  it('has a threshold only for what is a figure', () => {
    const found = { estimate: 'no violation', interval: null, level: null, margin: null } as const;
    const explored = judged('pass', { ...found, threshold: 'no violation', unit: 'explore' });
    const verdict = judged('fail', {
      estimate: 'differentiated',
      threshold: 'degraded',
      unit: 'verdict',
    });
    const text = textGate(reportOf([runOf([explored, verdict])]), PLAIN, true);
    expect(text).toContain('        no violation\n');
    expect(text).toContain('        effective [17.0, 26.0] at 99%, expected degraded, margin');
  });

  it('shows what differs from a baseline by more than chance, and how much does not', () => {
    const change = {
      before: 2211.6,
      after: 2000,
      difference: -211.6,
      interval: null,
      level: 0.99,
    } as const;
    const figures = [
      { ...change, figure: 'lost', unit: 'count', distinguishable: true },
      { ...change, figure: 'abandoned', unit: 'count', distinguishable: false },
    ] as const;
    const runs = [{ scenario: '16x4', logger: 'unlocked', figures }];
    const baseline = { file: 'before.json', version: '0.0.0', runs, notes: ['other loads'] };
    const short = textGate({ ...PASSING, baseline }, PLAIN);
    expect(short).toContain('  other loads\n  1 of 2 figures differs by more than chance.\n');
    expect(short).toMatch(/lost +2,211\.6 +2,000\.0 +-211\.6/);
    expect(short).not.toContain('abandoned');
    expect(textGate({ ...PASSING, baseline }, PLAIN, true)).toContain('abandoned');
  });

  it('states how errors are limited', () => {
    const text = textGate(MIXED, PLAIN).replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'Confidence 99%: an error rate of 1% for all of this, shared equally by 3 intervals (Bonferroni).',
    );
    expect(text).toContain('looked at again, at 20, 40, 80 replications');
    const once = reportOf([runOf([judged('pass')], { looks: [20] })]);
    expect(textGate(once, PLAIN, true)).toContain('Each run is looked at once');
  });

  it('says what an interrupted gate has not judged', () => {
    const report = reportOf([runOf([judged('pass')])], {
      partial: true,
      unfinished: ['cold-burst under unlocked'],
    });
    expect(textGate(report, PLAIN)).toContain('Not judged: cold-burst under');
    const open = { ...report, decision: 'inconclusive' as const };
    expect(textGate(open, PLAIN)).toMatch(/^The gate was interrupted: 1 passed\.\n/);
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
      return [textGate(report, PLAIN, true), markdownGate(report)].map((text) =>
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

  it('marks a run that passes and is uneven', () => {
    const busiest = [
      {
        modelGroup: 'default',
        group: 'gpt-4.1',
        deployments: 4,
        mean: 0.6,
        ci95: null,
        pooled: 0.25,
        uneven: true,
        deployment: null,
        changes: true,
        idlest: { mean: 0.1, ci95: null },
      },
    ];
    const text = textGate(reportOf([runOf([judged('pass')], { busiest })]), PLAIN);
    expect(text).toContain('  ✓ 16x4 under unlocked (1)  uneven within gpt-4.1\n');
  });

  it('is 80 columns wide, but for commands', () => {
    const names = fc.stringMatching(/^[a-z0-9 ]{1,40}$/);
    fc.assert(
      fc.property(names, names, names, (group, meaning, logger) => {
        const one = judged('fail', { expectation: `share("${group}") >= 85%`, meaning });
        const lines = textGate(reportOf([runOf([one], { logger })]), PLAIN).split('\n');
        const wide = lines.filter((line) => line.length > 80 && !/^ *latsim /.test(line));
        expect(wide).toEqual([]);
      }),
    );
  });
});
