import type { Proposal } from './experiments.js';
import { type Fitted, identical, power } from './explanations.js';
import type { Mechanism } from './mechanism.js';

/** Two mechanisms are told apart by an experiment that does so this often. */
const POWER = 0.9;

/** An experiment, and how well it does. */
export interface ProposedExperiment {
  readonly proposal: Proposal;
  /** Requests that it takes, the warm-up included. */
  readonly requests: number;
  /** Pairs of leading mechanisms that it tells apart, of so many. */
  readonly apart: number;
  readonly pairs: number;
  /** The lowest power over the pairs that it tells apart. */
  readonly power: number;
  /** Mechanisms that still predict alike under it, together. */
  readonly remaining: readonly (readonly Mechanism[])[];
}

export interface Comparison {
  readonly experiment: ProposedExperiment;
  /** Pairs of mechanisms that make the same choices in every replication. */
  readonly identical: readonly string[];
}

/** How well an experiment tells mechanisms apart, pair by pair. */
export function compared(
  proposal: Proposal,
  requests: number,
  fits: readonly { mechanism: Mechanism; fit: Fitted }[],
): Comparison {
  let pairs = 0;
  let apart = 0;
  let lowest = 1;
  const same: string[] = [];
  // A mechanism joins the first set whose first it is not told apart from.
  const sets: { first: number; mechanisms: Mechanism[] }[] = [];
  for (const [i, a] of fits.entries()) {
    const alike = new Set<number>();
    for (const [j, b] of fits.slice(0, i).entries()) {
      const strength = power(a.fit, b.fit);
      pairs++;
      if (strength >= POWER) {
        apart++;
        lowest = Math.min(lowest, strength);
        continue;
      }
      alike.add(j);
      if (identical(a.fit, b.fit)) same.push(`${j} ${i}`);
    }
    const set = sets.find(({ first }) => alike.has(first));
    if (set === undefined) sets.push({ first: i, mechanisms: [a.mechanism] });
    else set.mechanisms.push(a.mechanism);
  }
  const remaining = sets.map(({ mechanisms }) => mechanisms).filter(({ length }) => length > 1);
  const experiment = { proposal, requests, apart, pairs, power: lowest, remaining };
  return { experiment, identical: same };
}
