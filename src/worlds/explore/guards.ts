import type { Program } from './program.js';
import { runsInOrder, undisturbed } from './reference.js';
import { Runner } from './runner.js';

/** What a logger guards its work with: locks end at the process, leases hold for all of the store. */
export interface Guards {
  readonly locks: boolean;
  readonly leases: boolean;
  /** Whether it compares before it sets: more tasks than its attempts may use these up. */
  readonly compares: boolean;
}

/** What it takes where one task goes after the other. */
export function guardsOf(program: Program): Guards {
  const taken = new Set<string>();
  runsInOrder(new Runner(undisturbed(program)).start(), ({ performed }) => {
    for (const { effect } of performed) taken.add(effect.op);
  });
  return {
    locks: taken.has('acquire'),
    leases: taken.has('acquire-lease'),
    compares: taken.has('compare-and-set'),
  };
}
