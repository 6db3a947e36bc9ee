import { expect, test } from 'vitest';
import { loadScenario } from '../../src/files/load.js';
import { LOGGERS } from '../../src/loggers/index.js';
import { summarise } from '../../src/measure/summary.js';
import { compile } from '../../src/scenario/compile.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';

/* test/promises/shipped-scenarios.test.ts has 500 replications. */

const CASES = LOGGERS.flatMap(({ name }) =>
  ['{ kind: in-process }', '{ kind: remote, rtt: 1ms }'].map((store) => ({ logger: name, store })),
).filter(({ logger, store }) => logger !== 'locked-distributed' || store.includes('remote'));

test.each(CASES)(
  'a burst of 40 on a cold map is 80/20, 2,000 times: $logger, $store',
  ({ logger, store }) => {
    const set = [`logger=${logger}`, `store=${store}`, 'seeds=2000'];
    const { scenario, numbers } = loadScenario('cold-burst', { set });
    const experiment = compile(scenario, { numbers });
    const { groups } = summarise(experiment, simulate(experiment), scenario.margin);
    const slow = groups.find(({ name }) => name === 'claude-sonnet-4-6');
    // The standard error of 80,000 uniform choices is 0.14 points.
    expect(Math.abs(100 * (slow?.share ?? 0) - 80)).toBeLessThan(0.5);
  },
);
