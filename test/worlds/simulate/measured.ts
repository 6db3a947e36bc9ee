import { expect } from 'vitest';
import { remote } from '../../../src/model/stores/remote.js';
import { tiered } from '../../../src/model/stores/tiered.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import {
  always,
  type Changes,
  experiment,
  logger,
  samplesOf,
  slowShare,
  spread,
} from './experiments.js';

/*
 * The slow share that was measured on the real litellm 1.76.1 (its Router, handler and caches, on
 * a virtual-time event loop), five seeds each: fleet and load of the issue, 30 minutes.
 */

export interface Measured {
  readonly name: string;
  /** Percent of requests on the slow deployments: mean, least and most of five seeds. */
  readonly share: readonly [mean: number, min: number, max: number];
  readonly changes: Changes;
  /** Five seeds say little here: three standard errors of the difference decide. */
  readonly wide?: boolean;
}

export const onRemote = (rtt_s: number, name: string): Changes => ({
  store: remote,
  roundTrip_s: always(rtt_s),
  logger: logger(name),
});
const inProcesses = (count: number): Changes => ({ processes: { count, assign: 'random' } });
const onTiered = (count: number): Changes => ({
  ...inProcesses(count),
  store: tiered(600),
  roundTrip_s: always(0.005),
});

export const MEASURED: readonly Measured[] = [
  { name: 'in-process, float samples', share: [3.3, 3.1, 3.5], changes: {} },
  {
    name: 'in-process, timedelta samples',
    share: [79.9, 79.2, 80.3],
    changes: { samples: samplesOf('other') },
  },
  {
    name: 'nothing logged',
    share: [79.3, 78.5, 80.1],
    changes: { samples: samplesOf('not-recorded') },
  },
  {
    name: 'remote 1 ms, unlocked',
    share: [0.5, 0.5, 0.6],
    changes: onRemote(0.001, 'unlocked'),
  },
  { name: 'remote 1 ms, locked', share: [0.5, 0.5, 0.6], changes: onRemote(0.001, 'locked') },
  { name: 'append 1 ms', share: [5.2, 5.0, 5.4], changes: onRemote(0.001, 'atomic') },
  {
    name: 'remote 50 ms, unlocked',
    share: [0.6, 0.5, 0.7],
    changes: onRemote(0.05, 'unlocked'),
  },
  { name: 'remote 50 ms, locked', share: [0.6, 0.4, 0.6], changes: onRemote(0.05, 'locked') },
  { name: 'append 50 ms', share: [5.0, 4.7, 5.3], changes: onRemote(0.05, 'atomic') },
  {
    name: 'remote 2500 ms, unlocked',
    share: [4.1, 3.7, 4.5],
    changes: onRemote(2.5, 'unlocked'),
  },
  {
    name: 'remote 2500 ms, locked',
    share: [16.7, 11.9, 23.9],
    changes: onRemote(2.5, 'locked'),
    wide: true,
  },
  { name: 'append 2500 ms', share: [8.3, 7.2, 9.5], changes: onRemote(2.5, 'atomic') },
  { name: 'in-process, 2 processes', share: [5.5, 5.2, 5.8], changes: inProcesses(2) },
  { name: 'in-process, 8 processes', share: [17.8, 17.5, 18.2], changes: inProcesses(8) },
  { name: 'tiered, 4 processes', share: [2.9, 1.9, 3.5], changes: onTiered(4) },
  { name: 'tiered, 16 processes', share: [6.3, 5.8, 7.0], changes: onTiered(16), wide: true },
];

/** The expected range of five normal values, in standard deviations (Tippett 1925). */
const RANGE_OF_FIVE = 2.326;

/** That as many replications agree with what was measured. */
export function expectMeasured({ share, changes, wide }: Measured, replications: number): void {
  const [mean, min, max] = share;
  const results = simulate(experiment({ ...changes, replications }));
  const ours = spread(results.map((result) => slowShare(result)));
  if (wide === true) {
    const theirs_sd = (max - min) / RANGE_OF_FIVE;
    const error = Math.hypot(theirs_sd / Math.sqrt(5), ours.sd / Math.sqrt(replications));
    expect(Math.abs(ours.mean - mean)).toBeLessThan(3 * error);
  } else {
    expect(ours.mean).toBeGreaterThan(min - 0.5);
    expect(ours.mean).toBeLessThan(max + 0.5);
  }
}
