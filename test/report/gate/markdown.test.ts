import { expect, it } from 'vitest';
import { markdownGate } from '../../../src/report/gate/markdown.js';
import { judged, MIXED, reportOf, runOf } from './sample.js';

it('is a table of what does not pass, with its command', () => {
  const text = markdownGate(MIXED);
  expect(text).toMatch(/^### The gate fails: 1 failed, 1 undecided, 1 passed\n/);
  expect(text).toContain(
    '| 16x4 unlocked | `share(gpt-4.1) >= 85%` | **FAIL** | 21.4% \\[17.0, 26.0\\] at 99% | 85.0% | -63.6 points | 20 |',
  );
  expect(text.match(/^\| 16x4 unlocked \| /gm)).toHaveLength(2);
  expect(text.match(/```sh\nlatsim run /g)).toHaveLength(2);
});

it('that passes is a line for each run', () => {
  const text = markdownGate(reportOf([runOf([judged('pass'), judged('pass')])]));
  expect(text).toMatch(/^### The gate passes: all 2 expectations hold/);
  expect(text).toContain('| 16x4 | unlocked | pass | 2 of 2 |');
  expect(text).not.toContain('share(gpt');
});

it('mentions nobody and links nothing, whatever the names', () => {
  const text = markdownGate(
    reportOf([runOf([judged('fail')], { logger: '@someone #12 https://example.org' })]),
  );
  expect(text).not.toMatch(/@someone|#12|:\/\//);
});

it('keeps its columns, whatever the names', () => {
  const expectation = 'share("a|b `c`") >= 85%';
  const rows = markdownGate(
    reportOf([runOf([judged('fail', { expectation })], { logger: 'my|fix' })]),
  )
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('my'));
  const columns = rows.map((row) => row.replaceAll('\\|', '').split('|').length);
  expect(columns).toEqual([9, 6]);
});

it('shows differences to a baseline, `~` where they are none', () => {
  const change = {
    figure: 'share(a)',
    unit: 'share',
    before: 0.5,
    after: 0.51,
    level: 0.99,
  } as const;
  const baseline = {
    file: 'b.json',
    version: '0.0.0',
    notes: ['scenario 16x4 has changed'],
    runs: [
      {
        scenario: '16x4',
        logger: 'unlocked',
        figures: [
          { ...change, difference: 0.01, interval: [-0.01, 0.03], distinguishable: false },
          { ...change, difference: 0.01, interval: [0.005, 0.015], distinguishable: true },
        ],
      },
    ],
  } as const;
  const text = markdownGate(reportOf([runOf([judged('pass')])], { baseline }));
  expect(text).toContain('| was | is | difference at 99% |');
  expect(text).toContain('| share(a) | 50.0% | 51.0% | \\~ +1.0 \\[-1.0, +3.0\\] |');
  expect(text).toContain('| share(a) | 50.0% | 51.0% | +1.0 \\[+0.5, +1.5\\] |');
  expect(text).toContain('- scenario 16x4 has changed');
});
