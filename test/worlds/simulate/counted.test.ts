import { expect, test } from 'vitest';
import { constant } from '../../../src/kernel/distributions/constant.js';
import { closed } from '../../../src/model/loads/closed.js';
import { poisson } from '../../../src/model/loads/poisson.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { experiment, flagship, only, total } from './experiments.js';

/* Which requests are counted: those that arrive after the warm-up, up to a limit. */

const one = (changes: Parameters<typeof experiment>[0]) => {
  const [result] = simulate(experiment({ ...changes, replications: 1 }));
  if (result === undefined) throw new Error('there is no replication');
  return result;
};

test('a warm-up changes nothing but what is counted', () => {
  const cold = one({ duration_s: 600, cuts_s: [60, 600] });
  const warm = one({ duration_s: 600, warmup_s: 60 });
  expect(warm.traceHash).toBe(cold.traceHash);
  expect(only(warm).samples).toEqual(only(cold).samples);
  expect(only(warm).timeline).toEqual(only(cold).timeline);
  expect(only(warm).requests).toEqual(only(cold).after[0]);
  expect(total(only(warm).requests)).toBeLessThan(total(only(cold).requests));
  expect(only(warm).latency_s.count).toBe(total(only(warm).requests));
  expect(total(only(cold).after[1] ?? [])).toBe(0);
});

test('the cold start is what a warm-up leaves out', () => {
  const slow = ({ requests }: { requests: readonly number[] }) =>
    total(requests.slice(0, 16)) / total(requests);
  expect(slow(only(one({ duration_s: 240 })))).toBeGreaterThan(0.02);
  expect(slow(only(one({ duration_s: 240, warmup_s: 60 })))).toBeLessThan(0.01);
});

test('a limit lets exactly so many counted requests arrive, the same ones as without it', () => {
  const limited = one({ duration_s: 600, cuts_s: [0], requestLimit: 100 });
  expect(total(only(limited).requests)).toBe(100);
  expect(only(limited).samples.completed).toBe(100);
  const afterWarmup = one({ duration_s: 600, warmup_s: 60, requestLimit: 100 });
  expect(total(only(afterWarmup).requests)).toBe(100);
  expect(only(afterWarmup).samples.completed).toBeGreaterThan(200);
});

test('a limit cuts a burst, and holds for closed loads and for each model group', () => {
  const [burst] = simulate({ ...flagship(), requestLimit: 50, replications: 1 });
  expect(burst && total(only(burst).requests)).toBe(50);
  const users = one({ load: closed(8, constant(1)), duration_s: 600, requestLimit: 30 });
  expect(total(only(users).requests)).toBe(30);
  const base = experiment();
  const modelGroups = ['a', 'b'].map((name) => ({
    ...(base.modelGroups[0] as (typeof base.modelGroups)[number]),
    name,
    load: poisson(1),
  }));
  const [two] = simulate({ ...base, modelGroups, requestLimit: 20, replications: 1 });
  expect(two?.modelGroups.map(({ requests }) => total(requests))).toEqual([20, 20]);
});
