import { describe, expect, test } from 'vitest';
import { LOGGERS } from '../../src/loggers/index.js';
import { bursts } from '../../src/model/loads/bursts.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { experiment, slowShare, spread, summed } from '../worlds/simulate/experiments.js';
import { expectMeasured, MEASURED, onRemote } from '../worlds/simulate/measured.js';

/* The regime of 16x4 stands in shipped-scenarios.test.ts. */

describe('the slow share agrees with what was measured on LiteLLM', () => {
  // test/slow takes as many replications as a run does, 20.
  test.each(MEASURED)('$name: $share.0 %', (one) => expectMeasured(one, 10));

  test('remote 2500 ms, locked: about 4,400 samples still wait for the lock at the end', () => {
    const results = simulate(experiment(onRemote(2.5, 'locked')));
    expect(summed(results, 'pending') / results.length / 4400).toBeCloseTo(1, 1);
    expect(summed(results, 'lost')).toBe(0);
  });

  test.each(LOGGERS)('one burst of 40 on a cold map, $name: 80 %', (each) => {
    const burst = { load: bursts(40, 1800, 0), logger: each, replications: 200 };
    for (const changes of [burst, { ...burst, ...onRemote(0.001, each.name) }]) {
      if (each.name === 'locked-distributed' && !('store' in changes)) continue;
      const { mean } = spread(simulate(experiment(changes)).map((result) => slowShare(result)));
      // The standard error of 8,000 uniform choices is 0.45 points.
      expect(Math.abs(mean - 80)).toBeLessThan(1.35);
    }
  });
});
