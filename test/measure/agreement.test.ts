import { array, assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agree, deviationOf, MOST_DEVIATIONS } from '../../src/measure/agreement.js';

const shares = (minLength: number, maxLength: number) =>
  array(double({ min: 0, max: 1, noNaN: true }), { minLength, maxLength });

describe('how far a measured share is from the predicted one', () => {
  it('is in standard deviations of the mean of so many runs', () => {
    const { sd, z } = deviationOf([0.3, 0.34, 0.35, 0.33], [0.2, 0.3, 0.4], 1000);
    expect(sd).toBeCloseTo(0.1, 12);
    expect(z).toBeCloseTo((0.33 - 0.3) / (0.1 / 2), 12);
  });

  it('takes what one request changes as the deviation, where replications differ by less', () => {
    expect(deviationOf([0.01], [0, 0, 0], 100)).toEqual({ sd: 0.01, z: 1 });
    expect(deviationOf([0], [0, 0], 0)).toEqual({ sd: 1, z: 0 });
  });

  it('has bounds whatever is measured, and the sign of the difference', () => {
    assert(
      property(shares(1, 5), shares(1, 50), integer({ min: 0, max: 5000 }), (measured, by, n) => {
        const { sd, z } = deviationOf(measured, by, n);
        expect(sd).toBeGreaterThan(0);
        expect(Number.isFinite(z)).toBe(true);
        expect(Math.abs(z)).toBeLessThanOrEqual(Math.max(n, 1) * Math.sqrt(measured.length));
        const other = deviationOf(
          measured.map((share) => 1 - share),
          by.map((share) => 1 - share),
          n,
        );
        expect(other.z).toBeCloseTo(-z, 6);
      }),
    );
  });

  it('grows with the root of the number of runs that all come to the same', () => {
    assert(
      property(double({ min: 0, max: 1, noNaN: true }), shares(2, 50), (share, predicted) => {
        const once = deviationOf([share], predicted, 600).z;
        expect(deviationOf(Array(4).fill(share), predicted, 600).z).toBeCloseTo(2 * once, 6);
      }),
    );
  });
});

describe('agreement', () => {
  it('needs every group within three standard deviations, on either side', () => {
    expect(MOST_DEVIATIONS).toBe(3);
    expect(agree([{ z: 3 }, { z: -3 }])).toBe(true);
    expect(agree([{ z: 0 }, { z: 3.001 }])).toBe(false);
    expect(agree([{ z: -3.001 }])).toBe(false);
  });
});
