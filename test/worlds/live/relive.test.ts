import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponential } from '../../../src/kernel/distributions/exponential.js';
import { LOGGERS } from '../../../src/loggers/index.js';
import { closed } from '../../../src/model/loads/closed.js';
import { poisson } from '../../../src/model/loads/poisson.js';
import { remote } from '../../../src/model/stores/remote.js';
import { tiered } from '../../../src/model/stores/tiered.js';
import { STRATEGIES } from '../../../src/strategies/index.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { always, type Changes, experiment, flushes, group } from '../simulate/experiments.js';
import { carriedOut } from './on-virtual-time.js';

const GROUPS = [
  group('slow', 4, { latency: exponential(1.6), tokens: exponential(40) }),
  group('fast', 2, { latency: exponential(0.5), tokens: exponential(40) }),
];

const busy = (changes: Changes) =>
  experiment({
    groups: GROUPS,
    load: poisson(6),
    duration_s: 30,
    store: remote,
    roundTrip_s: always(0.05),
    processes: { count: 3, assign: 'random' },
    ...changes,
  });

describe('processes on their own, over one shared copy, do what a simulation says', () => {
  it.each(LOGGERS)('$name', (logger) => {
    for (const store of [remote, tiered(3)]) {
      const asked = busy({ logger, store, dispatch: flushes(2, 0.3, true), warmup_s: 5 });
      const { relived, processes } = carriedOut(asked);
      const [simulated] = simulate(asked, { only: 0 });
      expect(relived.results()).toEqual(simulated!.modelGroups);
      expect(relived).toMatchObject({ differences: 0, broken: undefined });
      const own = processes.map((one) => one.results()[0]!.requests);
      const together = own[0]!.map((_, i) => own.reduce((sum, each) => sum + each[i]!, 0));
      expect(together).toEqual(simulated!.modelGroups[0]!.requests);
    }
  });

  it.each(STRATEGIES.map(({ name }) => name))('%s', (strategy) => {
    const asked = busy({ router: { strategy }, load: closed(6, exponential(0.5)) });
    const { relived } = carriedOut(asked);
    expect(relived.results()).toEqual(simulate(asked, { only: 0 })[0]!.modelGroups);
  });

  it('under any', () => {
    expect(fc).toBeDefined();
  });
});
