import { expect, test } from 'vitest';
import { bursts } from '../../../src/model/loads/bursts.js';
import { remote } from '../../../src/model/stores/remote.js';
import type { Logger } from '../../../src/strategies/lowest-latency/logger.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { firstViolation } from '../../corpus/tried.js';
import { aboutOneMillisecond, experiment, flushes, group, only } from './experiments.js';
import { OF_MORE_THAN_ONE_KEY } from './loggers-of-users.js';

/*
 * Only under keys that a view reads is a sample of use, and only in a map or list where there are
 * any: so the books of a run and the explorer tell the same story of loggers with several keys.
 */

/** Completions that are logged together, and more of a deployment than its list has places. */
const together = (logger: Logger) =>
  experiment({
    groups: [group('any', 4)],
    load: bursts(24, 10, 0),
    duration_s: 200,
    dispatch: flushes(5),
    store: remote,
    roundTrip_s: aboutOneMillisecond,
    logger,
    replications: 1,
  });

test.each(OF_MORE_THAN_ONE_KEY.map((one) => [one.logger.name, one] as const))(
  '%s',
  (_, { logger, loses }) => {
    const [result] = simulate(together(logger));
    const { samples } = only(result as never);
    expect(samples.recorded).toBeGreaterThan(400);
    expect(samples.lost > 0).toBe(loses);
    expect(firstViolation(logger, 20_000, 2) !== null).toBe(loses);
  },
);
