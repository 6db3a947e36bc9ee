import { describe, expect, it } from 'vitest';
import type { PairedDifference } from '../../src/measure/comparison.js';
import { textCompare } from '../../src/report/compare/text.js';
import { PLAIN, type Style } from '../../src/report/kit/style.js';
import type { RunReport } from '../../src/report/run/report.js';
import { type RunDetails, textRun } from '../../src/report/run/text.js';
import { HEADING, sampleComparison, sampleRun } from './sample.js';

const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
const MARKED: Style = {
  strong: (text) => text,
  faint: (text) => text,
  good: mark('good'),
  bad: mark('bad'),
  unsure: mark('unsure'),
  fast: mark('fast'),
  slow: mark('slow'),
  command: mark('command'),
};

const text = (report: RunReport = sampleRun(), details: RunDetails = {}) =>
  textRun(report, HEADING, details, PLAIN);
/** Lines run together. */
const flat = (shown: string) => shown.replaceAll(/\s+/g, ' ');

/** Lines that are too wide: commands, which have to be copied, may be. */
function wide(shown: string): string[] {
  return shown
    .split('\n')
    .filter((line) => (line.length > 80 && !/^ *latsim /.test(line)) || line !== line.trimEnd());
}

/** So many groups, the last the fastest, with names of so many characters. */
function groups(number: number, width: number): string {
  const all = Array.from({ length: number }, (_, i) => ({
    name: `${'a-long-name-of-a-group-'.repeat(3).slice(0, width - 1)}${i}`,
    deployments: 1,
    latency: { law: 'constant', value: `${number - i}s` },
  }));
  return `fleet={groups: ${JSON.stringify(all)}}`;
}

/** Reports of which tables and sentences could be too wide, or silly. */
const ODD: readonly (readonly [what: string, report: RunReport])[] = [
  ['one replication', sampleRun({ set: ['seeds=1'] })],
  ['no request', sampleRun({ set: ['load={kind: poisson, rate: 1/h}', 'duration=1s'] })],
  ['one group', sampleRun({ set: [groups(1, 8)] })],
  ['nine groups', sampleRun({ set: [groups(9, 12)] })],
  ['names of 60 characters', sampleRun({ set: [groups(3, 60)] })],
  ['wide figures', widened(sampleRun())],
];

/** With figures as wide as they come. */
function widened(report: RunReport): RunReport {
  const large = 123_456_789_012;
  return {
    ...report,
    requests: large,
    rejected: large,
    groups: report.groups.map((group) => ({ ...group, requests: large })),
    samples: { ...report.samples, completed: large, recorded: large, lost: large, pending: large },
    latency: { ...report.latency, p50_s: 0.00012, p99_s: 123_456, lostPerRequest_s: 123_456 },
    causes: { ...report.causes, lost: large, stale: large },
  };
}

describe('the text of a run', () => {
  it.each(ODD)('fits into 80 columns, and has no number that is none: %s', (_, report) => {
    for (const verbose of [false, true]) {
      const shown = text(report, { byDeployment: true, verbose });
      expect(wide(shown)).toEqual([]);
      expect(shown).not.toMatch(/NaN|Infinity|undefined|null/);
    }
  });

  it('says what it came to before anything else', () => {
    const [first, , answer, shares] = text().split('\n');
    expect(first).toBe(
      'small  unlocked · 4 deployments · Poisson arrivals, 2/s · 1m × 10 replications',
    );
    expect(answer).toMatch(/^ {2}(Degraded|Effective|Undecided): the router |^ {2}Undecided: 10/);
    expect(shares).toMatch(/^ {2}fast, the fastest group, gets [\d.]+% /);
  });

  it('is short: details are asked for', () => {
    const [short, long] = [text(), text(sampleRun(), { verbose: true })];
    expect(short.trimEnd().split('\n').length).toBeLessThanOrEqual(23);
    for (const detail of ['What was run', 'assumes', 'A title', 'trace ', 'completed', 'mean ']) {
      expect(short).not.toContain(detail);
      expect(long).toContain(detail);
    }
    expect(short).toContain('\nlatsim 0.0.0 · small abc · seed 1 · 10 replications · more: ');
  });

  it('is exact about random choice', () => {
    const report = sampleRun();
    const said = (share: number, ci95: readonly [number, number]) => {
      const all = report.groups.map((group) =>
        group.fastest ? { ...group, share, ci95, deploymentShare: 0.2 } : group,
      );
      const verdicts = report.verdicts.map((one) => ({ ...one, verdict: 'degraded' as const }));
      return flat(text({ ...report, groups: all, verdict: 'degraded', verdicts, margin: 0.1 }));
    };
    expect(said(0.215, [0.18, 0.25])).toContain('Degraded: the router does no better than random');
    expect(said(0.27, [0.26, 0.28])).toContain(
      'Degraded: the router does hardly better than random choice, within the margin of 10 points.',
    );
    expect(said(0.15, [0.14, 0.16])).toContain('somewhat worse than random choice, within the');
  });

  it('says between what an undecided verdict leaves the choice', () => {
    const report = sampleRun();
    const all = report.groups.map((group) =>
      group.fastest ? { ...group, share: 0.3, ci95: [0.25, 0.35], deploymentShare: 0.2 } : group,
    ) as RunReport['groups'];
    const verdicts = report.verdicts.map((one) => ({ ...one, verdict: 'undecided' as const }));
    const shown = flat(text({ ...report, groups: all, verdict: 'undecided', verdicts }));
    expect(shown).toContain(
      'Undecided: 10 replications leave open whether the router does no better than random choice or prefers the fastest group.',
    );
    expect(shown).toContain('gets 30.0% [25.0, 35.0] of the requests; from 10.0% to 30.0% counts');
    expect(text(sampleRun({ set: ['seeds=1'] }))).toContain(
      'Undecided: 1 replication is too few for an interval, which takes 10.',
    );
  });

  it('has nothing to tell apart in one group', () => {
    const shown = text(sampleRun({ set: [groups(1, 8)] }));
    expect(flat(shown)).toContain('Not applicable: there is one group only');
    expect(shown).not.toContain('Why slower');
    expect(shown).not.toContain('the fastest group');
  });

  it('shows names that leave no room for the time line above it', () => {
    const shown = text(sampleRun({ set: [groups(3, 60)] }));
    expect(shown.match(/over 1m/g)).toHaveLength(1);
    expect(shown).toMatch(/group +fleet +requests +share +95% CI\n/);
  });

  it('has a table per deployment only where asked for', () => {
    expect(text()).not.toContain('slow/01');
    expect(text(sampleRun(), { byDeployment: true })).toContain('slow/01');
  });

  it('shows the counts of samples so that they add up', () => {
    const shown = text(sampleRun(), { verbose: true });
    const counts = [...shown.matchAll(/^ {2}(completed|- [a-z ]+?) +([\d,]+)/gm)].map(
      ([, , digits]) => Number(digits?.replaceAll(',', '')),
    );
    const [completed, ...parts] = counts;
    expect(parts).toHaveLength(4);
    expect(parts.reduce((a, b) => a + b)).toBe(completed);
  });

  it('says what became of samples, and nothing of what did not', () => {
    const report = sampleRun();
    const said = (samples: Partial<RunReport['samples']>, rejected = 0) =>
      flat(text({ ...report, samples: { ...report.samples, ...samples }, rejected }));
    const counted = { completed: 1000, recorded: 1000, lost: 0, lostAfterExpiry: 0 };
    expect(said(counted)).toContain('Samples 1,000 recorded, none overwritten Latency');
    expect(said({ ...counted, recorded: 900, lost: 90, pending: 60, abandoned: 40 })).toContain(
      'Samples 900 of 1,000 recorded, 90 overwritten (10.0%), 60 not logged yet at the end, 40 abandoned',
    );
    expect(said({ ...counted, lost: 90, neverStored: 30 })).toContain(
      'Samples 1,000 said to be recorded, 60 overwritten (6.0%), 30 never stored',
    );
    const { lost: _, ...unknown } = report.samples;
    expect(flat(text({ ...report, samples: unknown }))).toContain(
      'not known how many of them were',
    );
    expect(said(counted, 5)).toContain('5 requests rejected, as no deployment might be');
  });

  it('lists the causes, the most frequent first; in full in their order, the leading one marked', () => {
    const report = sampleRun();
    const none = Object.fromEntries(Object.keys(report.causes).map((cause) => [cause, 0]));
    const causes = { ...none, 'never-sent-to': 20, lost: 77, expired: 3 } as RunReport['causes'];
    expect(text({ ...report, causes })).toContain(
      [
        'Why slower groups were chosen (100 choices)',
        '  77.0%  lost update: the sample had been overwritten',
        '  20.0%  never tried: no request has gone there yet',
        '   3.0%  expired: the samples outlived the ttl',
      ].join('\n'),
    );
    expect(text({ ...report, causes }, { verbose: true })).toMatch(
      / {4}never tried.*\n {2}> lost update.*\n {4}expired/,
    );
  });

  it('adds up causes that are too many to be told', () => {
    const report = sampleRun();
    const few = Object.fromEntries(Object.keys(report.causes).map((cause) => [cause, 10]));
    const shown = text({ ...report, causes: few as RunReport['causes'] });
    const parts = [...shown.matchAll(/^ +([\d.]+)% {2}/gm)].map(([, part]) => Number(part));
    expect(parts).toHaveLength(4);
    expect(parts.reduce((a, b) => a + b)).toBeCloseTo(100, 0);
    expect(shown).toMatch(/15 other causes \(--verbose lists them\)/);
  });

  it('does not say overwritten of what was never stored, nor a cause where none is known', () => {
    const report = sampleRun();
    const samples = { ...report.samples, neverStored: 3 };
    expect(text({ ...report, samples })).toContain('lost: overwritten, or never stored');
    expect(text({ ...report, unexplained: 1_000_000 })).toContain('it is not known what is lost');
  });

  it('says what an interrupted run is worth', () => {
    const shown = text(sampleRun({ partial: true }));
    expect(shown).toContain('Interrupted: 9 of 10 replications were finished');
    const empty = { ...sampleRun({ partial: true }), replications: [] };
    expect(text(empty)).toContain('Interrupted: 0 of 10');
    expect(text(empty)).toContain('No replication was finished: there is nothing to judge.');
    expect(text(empty)).not.toContain('the router');
  });

  it('judges nothing where no request was served', () => {
    const { samples, ...report } = sampleRun();
    const none = { ...report, requests: 0, samples: { ...samples, completed: 0 } };
    const shown = text(none);
    expect(shown).toContain('No request was served: there is nothing to judge.');
    expect(shown).not.toMatch(/the router|Next/);
    expect(text({ ...none, rejected: 5 })).toContain('all 5 found no');
    // What came in the warm-up was served.
    expect(text({ ...none, samples })).toContain('No request was served after the warm-up: there');
  });

  it('sums up what holds, and tells in full what does not', () => {
    const holds = ['share(fast) >= 0%', 'share(fast) <= 100%'];
    const explored = 'explore: violation with 2 tasks on remote';
    const shown = text(sampleRun({ expect: [...holds, explored] }));
    expect(shown).toContain('Expectations   2 hold, 1 is left to latsim gate\n');
    expect(shown).not.toContain('share(fast) >= 0%');
    const fails = text(sampleRun({ expect: ['lost == 0', ...holds] }));
    expect(fails).toMatch(
      /Expectations {3}1 does not hold, 2 hold\n {2}does not hold {2}lost == 0/,
    );
    const full = text(sampleRun({ expect: holds }), { verbose: true });
    expect(full).toMatch(
      /holds +share\(fast\) >= 0%\n +[\d.]+% \[.*?\] at 99\.5%, wanted at least/,
    );
  });

  it('paints the fast blue and the slow orange, and red only what fails', () => {
    const report = sampleRun({ expect: ['lost == 0', 'share(fast) >= 0%'] });
    const shown = textRun(report, HEADING, { verbose: true }, MARKED);
    expect(shown).toContain('<bad>does not hold</bad>  lost == 0');
    expect(shown).toContain('<good>holds        </good>  share(fast) >= 0%');
    expect(shown.match(/<bad>/g)).toHaveLength(1);
    expect(shown).toMatch(/<fast>fast *<\/fast>/);
    expect(shown).toMatch(/<slow>slow *<\/slow>/);
  });

  it('says what options changed', () => {
    const options = [
      ['--set', 'router.ttl=1s'],
      ['--set', 'expect=["lost == 0"]'],
      ['--seeds', '10'],
      ['--profile', 'v1.76.1'],
    ] as const;
    const heading = { ...HEADING, where: { ...HEADING.where, options } };
    expect(textRun(sampleRun(), heading, {}, PLAIN)).toContain(
      '\n  changed: router.ttl=1s, profile v1.76.1\n',
    );
  });
});

describe('the text of a comparison', () => {
  const all = ['unlocked', 'locked', 'atomic', 'compare-and-set', 'locked-distributed'];
  const five = sampleComparison(all);
  const two = sampleComparison(['unlocked', 'locked']);
  const compared = (report = two, verbose = false) =>
    textCompare(
      report,
      HEADING,
      { verbose, variants: report.runs.map(({ variant }) => ['--logger', variant] as const) },
      PLAIN,
    );
  /** The second run against the first, with these differences. */
  const differing = (latency: PairedDifference['lostPerRequest_s'], share: [number, number]) => {
    const [first, second] = two.runs;
    const shares = second!.groups.map(() => ({ mean: share[0], ci95: share }));
    return flat(
      compared({
        ...two,
        runs: [
          first!,
          { ...second!, difference: { shares, lostPerRequest_s: latency, latency_s: latency } },
        ],
      }),
    );
  };

  it('fits into 80 columns, however many loggers there are, and whatever their names', () => {
    const long = five.runs.map((run, i) => ({ ...run, variant: `${'x'.repeat(60)}${i}` }));
    for (const report of [five, { ...five, runs: long, baseline: long[0]!.variant, alike: [] }]) {
      for (const verbose of [false, true]) expect(wide(compared(report, verbose))).toEqual([]);
    }
    for (const logger of all) expect(compared(five)).toContain(`\n  ${logger} `);
  });

  it('says what it came to first, with the effect and its paired interval', () => {
    const [, answer = ''] = compared().split('\n\n');
    expect(flat(answer)).toMatch(
      /^ locked sends [\d.]+% to fast, unlocked [\d.]+%; it saves [\d.]+ s \[[\d., ]+\] a request\.$/,
    );
  });

  it('says no difference only of figures that are the same in every replication', () => {
    const [first, second] = two.runs;
    const same = { ...second!, replications: first!.replications };
    expect(flat(compared({ ...two, runs: [first!, same] }))).toContain(
      'unlocked sends 39.5% to fast. locked: no difference from unlocked in any of 10 replications.'.replace(
        '39.5%',
        `${(100 * first!.groups[1]!.share).toFixed(1)}%`,
      ),
    );
    const [one, ...others] = same.replications;
    const other = { ...one!, lostSecondsPerRequest: one!.lostSecondsPerRequest + 0.001 };
    const near = { ...same, replications: [other, ...others] };
    expect(compared({ ...two, runs: [first!, near] })).not.toContain('no difference');
  });

  it('tells a difference that is as good as none from one that is undecided', () => {
    expect(differing({ mean: 0, ci95: [-0.0001, 0.0001] }, [-0.0002, 0.0002])).toContain(
      'any difference is below 0.1 points and 0.001 s a request.',
    );
    expect(differing({ mean: 0, ci95: [-0.01, 0.02] }, [-0.02, 0.02])).toContain(
      'undecided whether that is a difference: [-2.0, +2.0] points, [-0.010, +0.020] s a request.',
    );
    expect(differing({ mean: 0, ci95: [-0.01, 0.02] }, [0.01, 0.02])).toContain(
      'undecided whether it saves latency: [-0.010, +0.020] s a request.',
    );
    expect(differing({ mean: 0.02, ci95: [0.01, 0.03] }, [0.01, 0.02])).toContain(
      'it costs 0.020 ± 0.010 s more a request.',
    );
    expect(differing({ mean: -0.02, ci95: [-0.04, -0.01] }, [0.01, 0.02])).toContain(
      'it saves 0.020 s [0.010, 0.040] a request.',
    );
    expect(differing({ mean: -0.02, ci95: null }, [0.01, 0.02])).toContain('are too few to tell');
  });

  it('asks for more replications only where something is open', () => {
    expect(compared()).toContain('latsim trace small.yaml --logger unlocked\n');
    const open = differing({ mean: 0, ci95: [-0.01, 0.02] }, [0.01, 0.02]);
    expect(open).toContain(
      'latsim compare small.yaml --logger unlocked --logger locked --replications 40',
    );
  });

  it('says the level of its intervals and verdicts', () => {
    expect(flat(compared())).toContain('Intervals and verdicts are at 95%.');
  });

  it('has no differences where there is nothing to compare with', () => {
    const alone = compared(sampleComparison(['unlocked']), true);
    expect(alone).not.toContain('Difference');
    expect(alone).toContain('unlocked sends ');
  });

  it('says which loggers behave identically, and how arrivals compare', () => {
    const report = sampleComparison(['unlocked', 'locked'], { set: ['store={kind: in-process}'] });
    const shown = flat(compared(report));
    expect(shown).toContain('locked: no difference from unlocked, decision by decision.');
    expect(shown).toContain('unlocked and locked behave identically');
    expect(shown).toContain('the same requests and latencies (common random numbers)');
    expect(compared({ ...report, sameArrivals: false })).toContain('closed loop');
  });

  it('does not say overwritten of what was never stored', () => {
    expect(compared()).toMatch(/verdict +overwritten +extra latency/);
    const runs = two.runs.map((run) => ({ ...run, samples: { ...run.samples, neverStored: 1 } }));
    expect(compared({ ...two, runs })).toMatch(/verdict +lost +extra latency/);
  });

  it('says beside the answer what nobody has measured', () => {
    const assumes = ['a store', 'PLACEHOLDER latencies, not measured: slow, fast'];
    const [first, second] = two.runs;
    const report = { ...two, runs: [{ ...first!, assumes }, second!] };
    const [, , beside] = compared(report).split('\n\n');
    expect(beside).toBe('  Assumes: PLACEHOLDER latencies, not measured: slow, fast');
    expect(text({ ...sampleRun(), assumes }).split('\n\n')[2]).toBe(beside);
  });

  it('says how far an interrupted one came', () => {
    const report = sampleComparison(['unlocked', 'locked'], { partial: true });
    expect(compared(report)).toContain('unlocked 9 of 10, locked 9 of 10');
  });

  it('has every figure where details are asked for', () => {
    for (const detail of ['Difference to unlocked', 'logged after', 'What was run', 'decisions ']) {
      expect(compared()).not.toContain(detail);
      expect(compared(two, true)).toContain(detail);
    }
  });
});
