import { describe, expect, it, test } from 'vitest';
import { studentTQuantile } from '../../src/stats/student-t.js';

/** p, degrees of freedom, quantile (computed with mpmath, 40 digits). */
const KNOWN = [
  [1e-9, 1, -318309886.183791],
  [1e-9, 2, -22360.6797414569],
  [1e-9, 3, -1033.10967450381],
  [1e-9, 5, -98.93722464837],
  [1e-9, 19, -10.6135213125064],
  [1e-9, 99, -6.60551760895705],
  [1e-9, 1000, -6.05369027207983],
  [1e-9, 100000, -5.99836146167908],
  [1e-6, 1, -318309.886182743],
  [1e-6, 3, -103.299467780419],
  [1e-6, 19, -6.72339428220019],
  [1e-6, 199, -4.89804405939785],
  [0.0001, 2, -70.7000710749643],
  [0.0001, 5, -9.67756630088259],
  [0.0001, 99, -3.86308910712728],
  [0.0001, 100000, -3.71915438264134],
  [0.005, 1, -63.6567411628716],
  [0.005, 2, -9.92484320091829],
  [0.005, 5, -4.03214298355523],
  [0.005, 19, -2.86093460646498],
  [0.005, 199, -2.60076021605852],
  [0.005, 1000, -2.58075469806595],
  [0.025, 1, -12.7062047361747],
  [0.025, 19, -2.09302405440831],
  [0.025, 1000, -1.96233908082641],
  [0.2, 1, -1.37638192047117],
  [0.2, 19, -0.860950550268929],
  [0.2, 100000, -0.841624827996901],
  [0.45, 1, -0.158384440324536],
  [0.45, 99, -0.125984113916206],
] as const;

describe("quantiles of Student's t", () => {
  test.each(KNOWN)('p = %s, %s degrees of freedom: %s', (p, df, t) => {
    expect(Math.abs(studentTQuantile(p, df) / t - 1)).toBeLessThan(1e-10);
  });

  it('are symmetric, 0 in the middle, and rise with p', () => {
    expect(studentTQuantile(0.5, 7)).toBe(0);
    for (const df of [1, 4, 19, 400]) {
      let before = Number.NEGATIVE_INFINITY;
      for (let p = 0.0625; p < 1; p += 0.0625) {
        const t = studentTQuantile(p, df);
        expect(t).toBeGreaterThan(before);
        expect(studentTQuantile(1 - p, df)).toBeCloseTo(-t, 10);
        before = t;
      }
    }
  });
});
