import { describe, expect, it } from 'vitest';
import type { EvidenceReport } from '../../../src/report/diagnose/evidence.js';
import { markdownDiagnose } from '../../../src/report/diagnose/markdown.js';
import type { NotRoutingReport } from '../../../src/report/diagnose/not-routing.js';
import {
  type DiagnoseFindings,
  type DiagnoseRow,
  diagnoseReport,
} from '../../../src/report/diagnose/report.js';
import { textDiagnose } from '../../../src/report/diagnose/text.js';
import { PLAIN } from '../../../src/report/kit/style.js';
import type { Bearing } from '../../../src/studies/diagnose/evidence.js';

const LONG = 'us.anthropic.claude-sonnet-4-20250514-v1:0-of-the-second-account';

const row = (mechanisms: readonly string[], more: Partial<DiagnoseRow> = {}): DiagnoseRow => ({
  mechanisms,
  parameters: Object.fromEntries(mechanisms.map((name) => [name, null])),
  predicted: { slow: 0.8, fast: 0.2 },
  overdispersion: 1,
  p: 1,
  asFar: 200,
  runs: 200,
  likelihoodRatio: 1,
  leading: true,
  plausible: true,
  excluded: false,
  variants: mechanisms.map((mechanism) => ({
    mechanism,
    parameter: null,
    explanation: `How ${mechanism} comes about.`,
    lookAt: `what shows ${mechanism}`,
    bearing: null,
    run: `latsim run small.yaml --set a=${mechanism.length}`,
  })),
  ...more,
});
const OUT = {
  leading: false,
  plausible: false,
  excluded: true,
  p: 0,
  asFar: 0,
  likelihoodRatio: 0,
};

const FINDINGS: DiagnoseFindings = {
  tool: { name: 'latsim', version: '0.0.0' },
  scenario: { name: 'small', hash: '60db79bff12a' },
  store: 'in-process',
  modelGroup: 'medium',
  observed: { slow: 80, fast: 20 },
  requests: 100,
  log: null,
  simulated: 100,
  seed: 1,
  seeds: 200,
  outcome: 'same-prediction',
  notRouting: null,
  evidence: null,
  rows: [
    row(['samples not recorded', 'samples not counted']),
    row(['routing as it should be'], OUT),
  ],
  otherStore: [{ ...row(['lost updates'], OUT), stores: ['remote'] }],
  impossible: [{ mechanism: 'frozen window', reason: 'no list fills', command: 'latsim list' }],
  experiment: {
    text: 'the same load on one process',
    requests: 160,
    set: [],
    apart: 1,
    pairs: 1,
    power: 1,
    remaining: [['samples not recorded', 'samples not counted']],
  },
  asItIs: null,
  remedies: [],
  unmeasured: [],
  partial: false,
  mapSeen: false,
  right: 'routing as it should be',
  byLatencies: true,
  blindThroughout: false,
  decisiveRatio: 10,
};
const told = (more: Partial<DiagnoseFindings> = {}, verbose = false) =>
  textDiagnose(diagnoseReport({ ...FINDINGS, ...more }), { verbose }, PLAIN);
const said = (text: string) => text.replaceAll(/\s+/g, ' ');

describe('the answer comes first', () => {
  it('undecided: between what, and the cheapest experiment', () => {
    expect(said(told())).toMatch(
      /^It cannot be decided between samples not recorded and samples not counted: .* Routing as it should be is ruled out\. What tells: an experiment, or the map .* The cheapest experiment: the same load on one process\. It takes 160 requests/,
    );
  });

  it('none: how near the nearest came, and what else it may be', () => {
    const near = { ...OUT, excluded: false, p: 0.025, asFar: 25, runs: 1000 };
    const rows = [row(['frozen window'], near), row(['routing as it should be'], OUT)];
    const text = said(told({ outcome: 'none', rows, experiment: null }));
    expect(text).toMatch(
      /^None of these explains the split\. The nearest is frozen window: 25 of 1,000 runs/,
    );
    expect(text).toMatch(/failures with their retries, cooldowns and fallbacks/);
  });

  it('none: what predicts it where log or map exclude that', () => {
    const out = row(['samples not recorded'], { leading: false, excluded: true });
    const bearing: Bearing = { kind: 'excluded', because: 'all 300 on chat' };
    const variants = out.variants.map((one) => ({ ...one, bearing }));
    const text = said(told({ outcome: 'none', rows: [{ ...out, variants }], experiment: null }));
    expect(text).toContain(
      'excluded by what else is known: samples not recorded (all 300 on chat).',
    );
  });

  it('none: that the split changes within the log, if it does', () => {
    const change = 'The split is not the same all the time: it is another one from then on.';
    const text = said(told({ outcome: 'none', rows: [], experiment: null, change }));
    expect(text).toMatch(/^None of these explains the split\. The split is not the same all the/);
    expect(text).toMatch(/what came after each in a log of its own/);
  });

  it('decided: what would look nearly the same beside routing as it should be', () => {
    const rows = [row(['frozen window']), row(['routing as it should be'])];
    const text = said(told({ outcome: 'decided', rows, experiment: null }));
    expect(text).toMatch(
      /^Explained by routing as it should be: nothing is wrong .* Frozen window would look nearly the same, and do little harm here\./,
    );
  });

  it('decided: what explains it, and the command that simulates it', () => {
    const rows = [row(['samples not recorded']), row(['routing as it should be'], OUT)];
    const text = told({ outcome: 'decided', rows, experiment: null });
    expect(said(text)).toMatch(/^Explained by samples not recorded: nothing else/);
    expect(text).toContain(
      'Next: Simulate it, samples not recorded:\n    latsim run small.yaml --set a=20\n',
    );
  });

  it('nothing is certain that is not: interrupted, it says so before anything else', () => {
    const text = told({ outcome: null, rows: [], partial: true, experiment: null });
    expect(text).toMatch(/^Interrupted: only what was finished is shown\.\n/);
    expect(text).not.toContain('Next');
  });
});

it('then come explanations, what needs another store, what is ruled out, and one command', () => {
  const text = told();
  const places = [
    'Explanations, likeliest first (> leads, x is ruled out)\n',
    'Nor does any of these explain it with another store (x is ruled out)\n',
    'Ruled out here\n',
    'In words\n',
    'What tells these apart, on the proxy itself\n',
    'Next: ',
  ].map((head) => text.indexOf(`\n\n${head}`));
  expect(places.every((place, i) => place > (places[i - 1] ?? 0))).toBe(true);
  expect(told().match(/^ +latsim /gm)).toHaveLength(1);
});

it('tells how it was simulated under --verbose, and where that is fewer requests in any case', () => {
  expect(told()).not.toContain('simulated  ');
  expect(told({}, true)).toContain('simulated  200 replications, seed 1, per mechanism');
  expect(told({}, true)).toContain('      latsim list\n');
  expect(said(told({ simulated: 50 }))).toContain(
    'the observed shares are judged as if of so many',
  );
});

it('stays within the page, whatever the names', () => {
  const named = {
    observed: { [LONG]: 123_456_789, [`${LONG}2`]: 1 },
    scenario: { name: LONG, hash: '60db79bff12a' },
    rows: [
      row([LONG], {
        parameters: { [LONG]: LONG },
        predicted: Object.fromEntries('abcdefghi'.split('').map((name) => [name, 0.111])),
      }),
    ],
    impossible: [{ mechanism: LONG, reason: `${LONG}${LONG}`, command: null }],
  };
  for (const verbose of [false, true]) {
    const lines = told(named, verbose)
      .split('\n')
      .filter((line) => !/^ +latsim /.test(line));
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(80);
  }
});

const EVIDENCE: EvidenceReport = {
  log: {
    requests: 1500,
    timeouts: 0,
    failures: 31,
    calls: { chat: 0, messages: 1469, other: 0 },
    withoutTokens: 0,
    overlapping: 900,
    deployments: [
      { group: 'slow', requests: 1200, failures: 0 },
      { group: 'fast', requests: 300, failures: 31 },
    ],
  },
  map: {
    present: true,
    deployments: 20,
    withNumbers: 0,
    notCounted: 0,
    zeros: 20,
    unknown: 0,
    counted: null,
    logged: null,
  },
  notes: ['Something to know.'],
};

const FITS: Bearing = {
  kind: 'fits',
  fits: 1469,
  of: 1469,
  because: 'answers, on /v1/messages, which LiteLLM 1.82.3 does not record',
  sure: true,
};
const EXCLUDED: Bearing = { kind: 'excluded', because: 'all 1,469 have tokens' };

const withBearing = (name: string, bearing: Bearing | null, more = {}) => {
  const one = row([name], more);
  return { ...one, variants: one.variants.map((variant) => ({ ...variant, bearing })) };
};

const rows = [
  withBearing('samples not recorded', FITS),
  withBearing('strategy not in force', null, { leading: false }),
  withBearing('samples not counted', EXCLUDED, OUT),
];
const SHOWN: DiagnoseFindings = { ...FINDINGS, outcome: 'decided', rows, evidence: EVIDENCE };

const STRETCH: NotRoutingReport = {
  kind: 'stretch',
  group: 'fast',
  from_s: Date.UTC(2026, 4, 11, 9, 2, 30) / 1000,
  to_s: Date.UTC(2026, 4, 11, 9, 6, 45) / 1000,
  share: 0.053,
  shareOutside: 0.973,
  requests: 611,
  failures: 25,
  failing: [],
  sure: true,
  rest: 'decided',
  judged: { slow: 18, fast: 471 },
};

const text = (findings: DiagnoseFindings): string => told(findings);
const oneLine = (findings: DiagnoseFindings): string => said(text(findings));

describe('what is known beside a split', () => {
  it('stands in a column of its own, 80 columns wide in all', () => {
    const shown = text(SHOWN);
    expect(shown).toMatch(/mechanism .* in log and map/);
    expect(shown).toMatch(/> {2}samples not recorded .* fits 1,469 of 1,469/);
    expect(shown.replace(/\s+/g, ' ')).toContain('excluded: all 1,469 have tokens');
    expect(shown).toMatch(/answers +1,469 on \/v1\/messages; 31 requests failed/);
    expect(shown).toMatch(/each +1,200, 300/);
    expect(shown).toMatch(/map +20 deployments: 20 with zeros alone/);
    const prose = shown.split('\n').filter((line) => !/latsim run/.test(line));
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('is named after what was looked at, and not shown where nothing was', () => {
    expect(text({ ...SHOWN, evidence: { ...EVIDENCE, map: null } })).toContain('in your log');
    expect(text({ ...SHOWN, evidence: { ...EVIDENCE, log: null } })).toContain('in the map');
    expect(text({ ...SHOWN, evidence: null })).toMatch(/mechanism .* likelihood/);
    expect(markdownDiagnose(diagnoseReport(SHOWN))).toMatch(/likelihood \| in log and map \|/);
  });

  it('is the answer where it shows what is at work; what else would look the same is said', () => {
    expect(oneLine(SHOWN)).toMatch(
      /^Explained by samples not recorded\. Here: 1,469 of 1,469 answers, on \/v1\/messages, .* Strategy not in force would look the same here\./,
    );
  });
});

describe('what is no matter of routing', () => {
  const right = [row(['routing as it should be'], { leading: true })];

  it('is the answer, with its time and what is right apart from it', () => {
    const found = { ...SHOWN, rows: right, outcome: 'several' as const, notRouting: STRETCH };
    const { outcome, decided, experiment } = diagnoseReport(found);
    expect({ outcome, decided, experiment }).toEqual({
      outcome: 'not-routing',
      decided: true,
      experiment: null,
    });
    expect(oneLine(found)).toMatch(
      /^Failures, cooldowns and retries decide from 09:02 to 09:06 \(2026-05-11, UTC\): fast has 5.3% of the answers there, and 97.3% otherwise, and 25 of 611 requests failed .*Apart from that time: Explained by routing as it should be/,
    );
  });

  it('is only likely where nothing failed in it, and decides nothing', () => {
    const notRouting = { ...STRETCH, failures: 0, sure: false };
    const found = { ...SHOWN, rows: right, notRouting };
    expect(diagnoseReport(found).decided).toBe(false);
    expect(oneLine(found)).toMatch(
      /^Something else than routing may decide .*An outage would look so/,
    );
  });

  it('names who fails where most fail', () => {
    const failing = [{ group: 'fast', failures: 800, requests: 900 }];
    const rest = { ...STRETCH, group: null, failing, failures: 800, requests: 1500, rest: null };
    const found = { ...SHOWN, rows: [], notRouting: { ...rest, kind: 'failures' as const } };
    expect(diagnoseReport(found)).toMatchObject({ outcome: 'not-routing', decided: true });
    expect(oneLine(found)).toMatch(
      /^Not a matter of routing: 800 of 1,500 requests failed \(fast 800 of 900\)/,
    );
  });
});
