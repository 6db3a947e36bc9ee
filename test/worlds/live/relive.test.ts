import { describe, expect, it } from 'vitest';
import { exponential } from '../../../src/kernel/distributions/exponential.js';
import { LOGGERS } from '../../../src/loggers/index.js';
import { closed } from '../../../src/model/loads/closed.js';
import { poisson } from '../../../src/model/loads/poisson.js';
import { remote } from '../../../src/model/stores/remote.js';
import { tiered } from '../../../src/model/stores/tiered.js';
import { STRATEGIES } from '../../../src/strategies/index.js';
import { Relived } from '../../../src/worlds/live/relive.js';
import type { Wake } from '../../../src/worlds/live/wake.js';
import { MeasuredPace } from '../../../src/worlds/simulate/pace.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { always, type Changes, experiment, flushes, group } from '../simulate/experiments.js';
import { carriedOut, TEXTS } from './on-virtual-time.js';

const GROUPS = [
  group('slow', 4, { latency: exponential(1.6), tokens: exponential(40) }),
  group('fast', 2, { latency: exponential(0.5), tokens: exponential(40) }),
];

const busy = (changes: Changes) =>
  experiment({
    groups: GROUPS,
    load: poisson(6),
    duration_s: 10,
    store: remote,
    roundTrip_s: always(0.05),
    processes: { count: 3, assign: 'random' },
    ...changes,
  });

describe('processes on their own, over one shared copy, do what a simulation says', () => {
  it.each(LOGGERS)('$name', (own) => {
    for (const store of [remote, tiered(3)]) {
      const asked = busy({ logger: own, store, dispatch: flushes(2, 0.3, true), warmup_s: 3 });
      const { relived, processes } = carriedOut(asked);
      const [simulated] = simulate(asked, { only: 0 });
      expect(relived.results()).toEqual(simulated!.modelGroups);
      expect(relived).toMatchObject({ differences: 0, broken: undefined });
      const parts = processes.map((one) => one.results()[0]!.requests);
      const together = parts[0]!.map((_, i) => parts.reduce((sum, each) => sum + each[i]!, 0));
      expect(together).toEqual(simulated!.modelGroups[0]!.requests);
    }
  });

  it.each(STRATEGIES.map(({ name }) => name))('%s', (strategy) => {
    const asked = busy({ router: { strategy }, load: closed(6, exponential(0.5)) });
    const { relived } = carriedOut(asked);
    expect(relived.results()).toEqual(simulate(asked, { only: 0 })[0]!.modelGroups);
  });
});

/** How long a lease travels is not measured: it may be waited for. */
const TIMED = LOGGERS.filter(({ name }) => name !== 'locked-distributed');

it.each(TIMED)('a simulation at the pace of its processes loses what $name lost', (logger) => {
  const asked = busy({ logger, dispatch: flushes(2, 0.3, true) });
  const { relived } = carriedOut(asked);
  const timings = relived.timings();
  // Trips as the processes had them, not as the experiment has.
  const pace = () => new MeasuredPace(timings);
  const paced = { ...asked, pace, roundTrip_s: always(3) };
  const [simulated] = simulate(paced, { only: 0 });
  const [measured] = relived.results();
  const [result] = simulated!.modelGroups;
  expect(result!.requests).toEqual(measured!.requests);
  expect(result!.samples).toEqual(measured!.samples);
});

/** Lives through what processes have told, after it was changed. */
function relivedAfter(
  change: (wake: Wake, process: number) => Wake | undefined,
  changes: Changes = {},
) {
  const asked = busy(changes);
  const { told } = carriedOut(asked);
  const relived = new Relived(asked, 0, TEXTS);
  for (const [process, wakes] of told.entries()) {
    relived.take(
      process,
      wakes.flatMap((wake) => change(wake, process) ?? []),
      0,
    );
  }
  relived.end();
  return relived;
}

describe('what does not fit is seen', () => {
  it('nothing, where nothing was changed', () => {
    expect(relivedAfter((wake) => wake)).toMatchObject({ differences: 0, broken: undefined });
  });

  it('an answer that the modelled copy would not have given', () => {
    let changed = false;
    const relived = relivedAfter((wake) => {
      // What a write is answered goes no further.
      if (changed || wake.at_s < 5 || !('answer' in wake) || wake.text !== undefined) return wake;
      changed = true;
      return { ...wake, text: '1' };
    });
    expect(relived).toMatchObject({ differences: 1, firstDifference: 'write', broken: undefined });
  });

  it('an order in which effects did not come about', () => {
    const relived = relivedAfter((wake) =>
      'answer' in wake && wake.order !== null ? { ...wake, order: -wake.order } : wake,
    );
    expect(relived.broken).toMatch(/does not fit together/);
  });

  it('code that goes another way', () => {
    const relived = relivedAfter((wake) => ('due' in wake ? { ...wake, due: wake.due + 1 } : wake));
    expect(relived.broken).toMatch(/does not do the same again/);
  });
});
