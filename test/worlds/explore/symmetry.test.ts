import { describe, expect, it } from 'vitest';
import { read, sleep, write } from '../../../src/effects/effects.js';
import { LOGGERS } from '../../../src/loggers/index.js';
import { unlocked } from '../../../src/loggers/unlocked.js';
import { inProcess } from '../../../src/model/stores/in-process.js';
import type { Logger } from '../../../src/strategies/lowest-latency/logger.js';
import { explore } from '../../../src/worlds/explore/explore.js';
import { DEFAULT_PROGRAM, type Program } from '../../../src/worlds/explore/program.js';
import { expectEveryState } from './agreement.js';
import { differenceFromEveryState } from './difference.js';

const recording = (name: string, record: Logger['record']): Logger => ({
  ...unlocked,
  name,
  record,
});

const shipped = (name: string) => LOGGERS.find((one) => one.name === name) as Logger;

describe('alike tasks are taken for one another, and nothing shows it', () => {
  it('with random loggers', () => expectEveryState(30, 250));

  it.each(['task', 'process'] as const)('when a %s crashes', (crash) => {
    for (const name of ['unlocked', 'locked']) {
      const program = { ...DEFAULT_PROGRAM, logger: shipped(name), tasks: 3, crash };
      expect(differenceFromEveryState(program, 2000)).toBeUndefined();
    }
  });

  it('when some hold an object, others another that looks the same, and neither is stored any more', () => {
    const logger = recording('keeps', function* () {
      const kept: { n: number } = (yield read('k')) ?? { n: 0 };
      yield write('k', kept, 60);
      yield sleep(1);
      kept.n++;
    });
    const program = { ...DEFAULT_PROGRAM, logger, store: inProcess, tasks: 4, expiries: 2 };
    expect(differenceFromEveryState(program, 4000)).toBeUndefined();
  });

  it('when they go round for ever', () => {
    const logger = recording('spins', function* () {
      const taken: boolean | undefined = yield read('k');
      yield write('k', true, 60);
      while (taken === true) yield read('k');
    });
    const program = { ...DEFAULT_PROGRAM, logger, tasks: 3 };
    expect(differenceFromEveryState(program, 2000)).toBeUndefined();
    expect(explore(program).violation).toMatchObject({
      kind: 'endless-loop',
      cycle: [{ task: 1 }],
    });
  });
});

describe('so many tasks are no longer too many', () => {
  const explored = (name: string, changes: Partial<Program>) =>
    explore({ ...DEFAULT_PROGRAM, logger: shipped(name), ...changes });

  it('8 plain read-write tasks: 16! / 2^8 schedules, 8! of them lossless', () => {
    expect(explored('unlocked', { tasks: 8 })).toMatchObject({
      schedules: 81_729_648_000n,
      lossless: 40_320n,
      states: 741_218n,
    });
  });

  it('24 that append: 24! schedules, 2^24 states', () => {
    expect(explored('atomic', { tasks: 24 })).toMatchObject({
      schedules: 620_448_401_733_239_439_360_000n,
      states: 16_777_216n,
      serializabilityChecked: true,
      violation: null,
    });
  });

  it('20 under a lock: states past 2^53 are counted exactly', () => {
    const { states, schedules, lossless } = explored('locked', { tasks: 20 });
    expect(states).toBeGreaterThan(2n ** 53n);
    expect(lossless).toBe(schedules);
  });
});
