import { expect, it } from 'vitest';
import { agreement } from '../../../src/report/diagnose/agreement.js';
import type { DiagnoseRow } from '../../../src/report/diagnose/report.js';

const RIGHT = 'routing as it should be';
const row = (mechanisms: readonly string[], leading: boolean) =>
  ({ mechanisms, leading, p: 0.97, predicted: { slow: 0.8, fast: 0.2 } }) as unknown as DiagnoseRow;
const said = (...rows: DiagnoseRow[]) => agreement('simple-shuffle', rows, ['slow', 'fast'], RIGHT);

it('a strategy that does what it says is no fault', () => {
  expect(said(row([RIGHT], true))).toBe(
    'simple-shuffle predicts 80.0 : 20.0 and the observation agrees (p 0.97): nothing is wrong that these requests could show.',
  );
});

it('what would make no difference is said', () => {
  expect(said(row([RIGHT, 'counts of one process each'], true))).toMatch(
    /Counts of one process each would make no difference here\.$/,
  );
});

it('where another mechanism leads, nothing agrees', () => {
  expect(said(row([RIGHT], false), row(['weights that do not count'], true))).toBeUndefined();
});
