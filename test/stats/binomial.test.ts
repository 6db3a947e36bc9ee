import { describe, expect, it } from 'vitest';
import { atLeast } from '../../src/stats/binomial.js';

describe('atLeast', () => {
  it('is the sum of the upper tail', () => {
    expect(atLeast(2, 3, 0.5)).toBeCloseTo(0.5, 12);
    expect(atLeast(3, 3, 0.1)).toBeCloseTo(0.001, 12);
    // R: pbinom(15, 40, 0.2, lower.tail = FALSE)
    expect(atLeast(16, 40, 0.2)).toBeCloseTo(0.002936, 5);
  });

  it('is certain from none on, and of what always succeeds', () => {
    expect([atLeast(0, 5, 0.3), atLeast(5, 5, 1), atLeast(1, 5, 0)]).toEqual([1, 1, 0]);
  });
});
