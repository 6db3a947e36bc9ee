import { describe, expect, test } from 'vitest';
import { Streams } from '../../../src/kernel/random.js';
import {
  type Prediction,
  plausibilityOf,
  SIGNIFICANCE,
} from '../../../src/studies/diagnose/explanations.js';
import {
  type Grid,
  gridOf,
  only,
  type Point,
  roundMiddle,
  wholeMiddle,
} from '../../../src/studies/diagnose/mechanism.js';
import { CLOSE, finalists, screened } from '../../../src/studies/diagnose/search.js';
import { driven } from '../drive.js';

const REQUESTS = 2000;

/** A mechanism that sends value / (value + 20) of the requests to the first of two groups. */
const share = (value: number) => value / (value + 20);

function found(truth: number, grid: Grid, shareAt = share) {
  const slow = Math.round(REQUESTS * shareAt(truth));
  const observed = [slow, REQUESTS - slow];
  const search = screened<Prediction & { at: string | null }>(
    observed,
    grid,
    function* ({ parameter }: Point, replications) {
      // The same luck for all values, as in a diagnosis.
      const random = new Streams(1, 0).stream('search');
      const counts = Array.from({ length: replications }, () => {
        let first = 0;
        for (let i = 0; i < REQUESTS; i++) {
          if (random() < shareAt(Number(parameter))) first++;
        }
        return [first, REQUESTS - first];
      });
      return { at: parameter, counts };
    },
    40,
    CLOSE,
  );
  const all = finalists(observed, grid, driven(search) ?? []).map(({ weighed }) => weighed);
  const best = Math.max(...all.map(({ logLikelihood }) => logLikelihood));
  const likeliest = all.find(({ logLikelihood }) => logLikelihood === best);
  if (likeliest === undefined) throw new Error('nothing was found');
  const { at, logOccam } = likeliest.prediction;
  return { at, logOccam, p: plausibilityOf(observed, likeliest).p };
}

const pointAt = (value: number): Point => ({ parameter: String(value), changes: [] });
const processes = () => gridOf([32, 16, 8, 4, 2], pointAt, wholeMiddle);
const times = () => gridOf([2500, 500, 50, 1], pointAt, roundMiddle);

describe('the search for the likeliest value', () => {
  test.each([3, 6, 12, 13, 24])('finds %s processes, between two values of the grid', (truth) => {
    const { at, p } = found(truth, processes());
    expect(Math.abs(Number(at) - truth)).toBeLessThanOrEqual(truth / 12);
    expect(p).toBeGreaterThan(0.1);
  });

  test.each([2, 17, 120, 1700])('excludes no time between two of the grid: %s', (truth) => {
    expect(found(truth, times()).p).toBeGreaterThan(SIGNIFICANCE);
  });

  test('excludes what is beyond the grid', () => {
    const { at, p } = found(60, processes());
    expect([at, p < SIGNIFICANCE]).toEqual(['32', true]);
  });

  test('keeps the strongest effect where all values predict the same, at no cost', () => {
    const { at, logOccam } = found(8, processes(), () => 0.8);
    expect(Number(at)).toBe(32);
    expect(logOccam).toBeGreaterThan(-0.5);
  });

  test('what fits at one value of many explains less than what has no other', () => {
    expect(found(12, processes()).logOccam).toBeLessThan(Math.log(0.5));
    expect(found(12, only(pointAt(12))).logOccam).toBe(0);
  });
});
