import { describe, expect, it } from 'vitest';
import {
  type DiagnoseFindings,
  type DiagnoseRow,
  diagnoseReport,
} from '../../../src/report/diagnose/report.js';
import { textDiagnose } from '../../../src/report/diagnose/text.js';
import { PLAIN } from '../../../src/report/kit/style.js';

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
