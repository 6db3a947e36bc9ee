import { describe, expect, it } from 'vitest';
import { LossFinder, LossFollower } from '../../../src/worlds/simulate/lost-update.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { burstIndex, bursts } from './bursts.js';

function rowsOf(nth: number) {
  const experiment = bursts('unlocked');
  const finder = new LossFinder(nth);
  simulate(experiment, { only: 0, observer: (event) => finder.observe(event) });
  const follower = new LossFollower(finder.found!, burstIndex());
  simulate(experiment, { only: 0, observer: (event, look) => follower.observe(event, look) });
  return follower.result;
}

describe('what is held beside each step of a lost update', () => {
  const loss = rowsOf(1);

  it('is nothing, then the one sample, then the other in its place', () => {
    const held = loss.rows.map(({ held: { samples } }) => samples);
    expect(held[0]).toBe(0);
    expect(held.at(-1)).toBe(1);
    const last = loss.rows.at(-1)!;
    expect(last.loses).toBe(true);
    expect(loss.rows.filter(({ loses }) => loses)).toHaveLength(1);
    const lost = last.held.entries.find(({ deployment }) => deployment === loss.deployment);
    expect(lost?.lost_s).toHaveLength(1);
  });

  it('says what each read gives', () => {
    const reads = loss.rows.filter(({ read }) => read !== null);
    expect(reads).toHaveLength(2);
    for (const { read } of reads)
      expect(read).toEqual({ deployments: 0, samples: 0, ofDeployment: 0 });
  });

  it('changes nothing about the run: it is found again, whatever is asked', () => {
    for (let nth = 1; nth <= 5; nth++) {
      const { rows, ...told } = rowsOf(nth);
      expect(told.nth).toBe(nth);
      expect(rows.filter(({ loses }) => loses)).toHaveLength(1);
      // Samples come and go as the entries say.
      for (const { held } of rows) {
        const there = held.entries.filter(({ samples }) => samples > 0).length;
        expect(there).toBeLessThanOrEqual(held.deployments);
      }
    }
  });
});
