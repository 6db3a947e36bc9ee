import { describe, expect, test } from 'vitest';
import { Streams } from '../../../src/kernel/random.js';
import {
  fitted,
  identical,
  plausibilityOf,
  power,
  rowsOf,
  standings,
  weigh,
} from '../../../src/studies/diagnose/explanations.js';

/** 200 replications of independent choices; the same name, the same luck. */
function prediction(share: number, requests: number, luckName = 'one') {
  const luck = new Streams(1, 0).stream(luckName);
  const counts = Array.from({ length: 200 }, () => {
    let first = 0;
    for (let i = 0; i < requests; i++) if (luck() < share) first++;
    return [first, requests - first];
  });
  return { counts };
}

function judged(observed: readonly number[], shares: readonly number[]) {
  const requests = observed.reduce((sum, count) => sum + count, 0);
  const all = shares.map((share, i) => weigh(observed, prediction(share, requests, `luck ${i}`)));
  const rows = rowsOf(observed, all);
  return rows.map((row, i) => ({ ...row, ...standings(rows)[i] }));
}

describe('rows', () => {
  test('hold what predicts the same, identical or not; the likeliest comes first', () => {
    const rows = judged([40, 160], [0.2, 0.8, 0.2, 0.5]);
    expect(rows.map(({ members }) => members.length)).toEqual([2, 1, 1]);
    expect(rows[0]?.head.distribution.shares[0]).toBeCloseTo(0.2, 1);
  });

  test('keep apart what differs by a few points of share', () => {
    expect(judged([40, 160], [0.2, 0.25])).toHaveLength(2);
  });

  test('the best leads alone where the others are far less likely', () => {
    const [best, other] = judged([40, 160], [0.2, 0.5]);
    expect(best).toMatchObject({ likelihoodRatio: 1, leading: true, excluded: false });
    expect(other).toMatchObject({ leading: false, excluded: true });
  });

  test('two lead where the observation lies between them', () => {
    expect(judged([45, 155], [0.2, 0.25]).map(({ leading }) => leading)).toEqual([true, true]);
  });

  test('none leads where the observation is rare under each', () => {
    const rows = judged([100, 100], [0.2, 0.8]);
    expect(rows.map(({ excluded, leading }) => [excluded, leading])).toEqual([
      [true, false],
      [true, false],
    ]);
  });
});

describe('power', () => {
  const of = (share: number, requests: number, luck: string) =>
    fitted(prediction(share, requests, luck));

  test('is none between what predicts the same', () => {
    const [a, b] = [of(0.5, 50, 'a'), of(0.5, 50, 'a')];
    expect(identical(a, b)).toBe(true);
    expect(power(a, b)).toBe(0);
  });

  test('grows with the requests', () => {
    const at = (requests: number) => power(of(0.5, requests, 'a'), of(0.6, requests, 'b'));
    expect(at(20)).toBeLessThan(0.2);
    expect(at(2000)).toBeGreaterThan(0.95);
  });
});

describe('where few replications came as far', () => {
  /** Of 200 replications about 6 to the first of two, but for some freaks. */
  const withFreaks = (freaks: number) => ({
    counts: Array.from({ length: 200 }, (_, i) =>
      i < freaks ? [75 + (i % 20), 25 - (i % 20)] : [6, 94],
    ),
  });
  const seen = (freaks: number) => plausibilityOf([80, 20], weigh([80, 20], withFreaks(freaks)));

  test('they are no explanation, and do not rule it out', () => {
    expect(seen(8)).toMatchObject({ plausible: false, excluded: false, isOpen: true, asFar: 3 });
  });

  test('nor do they rule it out or explain it near the thresholds, whatever the luck', () => {
    for (const freaks of [10, 14, 18, 22]) {
      expect([freaks, seen(freaks).plausible]).toEqual([freaks, false]);
    }
  });

  test('it explains what many of them came to', () => {
    expect(seen(60)).toMatchObject({ plausible: true, excluded: false });
  });

  test('nothing leads, however much worse the others are', () => {
    const all = [withFreaks(8), prediction(0.5, 100), prediction(0.01, 100)];
    const rows = rowsOf(
      [80, 20],
      all.map((one) => weigh([80, 20], one)),
    );
    expect(standings(rows).map(({ leading }) => leading)).toEqual([false, false, false]);
  });
});

test('the p-value heeds a longer tail of the replications than the distribution has', () => {
  // 96 % of the replications are even, 4 % far off: no Dirichlet-multinomial looks like that.
  const counts = Array.from({ length: 200 }, (_, i) => (i % 25 === 0 ? [95, 5] : [50, 50]));
  const [row] = rowsOf([95, 5], [weigh([95, 5], { counts })]);
  expect(row?.p).toBeGreaterThanOrEqual(0.04);
});

test('a fit follows its counts while replications are added to them', () => {
  const { counts } = prediction(0.2, 100);
  const growing = counts.slice(0, 3);
  const before = fitted({ counts: growing }).distribution.logProbability([50, 50]);
  growing.push([50, 50], [52, 48]);
  const after = fitted({ counts: growing }).distribution.logProbability([50, 50]);
  expect(after).toBeGreaterThan(before + 1);
});
