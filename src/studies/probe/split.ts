import { Streams } from '../../kernel/random.js';
import { atLeast } from '../../stats/binomial.js';
import { ln } from '../../stats/elementary.js';
import { wilson } from '../../stats/wilson.js';

/*
 * What a few requests say of how their deployments were chosen, whatever the strategy: held against random
 * choice, each deployment as likely. It is called something else only where chance would hardly ever do it.
 */

/** A deployment, and how often it was chosen. */
export interface ProbedDeployment {
  readonly id: string;
  /** Position of its group. */
  readonly group: number;
  readonly requests: number;
}

/** A group, as it was found. */
export interface ProbedGroup {
  readonly name: string;
  /** Median of its answers, in seconds; null: it has none. */
  readonly p50_s: number | null;
}

export type SplitOutcome =
  /** There is but one deployment. */
  | { readonly kind: 'no-choice' }
  /** All requests went to one of several. */
  | { readonly kind: 'one-deployment'; readonly id: string; readonly p: number }
  /** A group has more than its part; null: of another nobody knows how fast it is. */
  | {
      readonly kind: 'preferred';
      readonly group: number;
      readonly fastest: boolean | null;
      readonly p: number;
    }
  /** Some deployments have more than their part, the busiest most, and it is not sure that a group has. */
  | { readonly kind: 'uneven'; readonly busiest: ProbedDeployment; readonly p: number }
  /** They are spread more evenly than chance does it. */
  | { readonly kind: 'even'; readonly p: number }
  /** Chance does something like it now and then: more requests would tell. */
  | { readonly kind: 'open'; readonly p: number }
  | { readonly kind: 'random' };

export interface SplitReading {
  readonly outcome: SplitOutcome;
  /** Of each group: its share with Wilson's 95% interval, and its part of the deployments; fractions. */
  readonly shares: readonly {
    readonly requests: number;
    readonly deployments: number;
    readonly share: number;
    readonly ci95: readonly [number, number];
    readonly part: number;
  }[];
  /** Requests that would show a preference of ten points, about; null: there are no two groups. */
  readonly enough: number | null;
}

/** So rare, it is not by chance. */
const SURE = 0.001;
/** So rare, it is worth asking again. */
const ODD = 0.05;
/** Draws of a split by chance. */
const DRAWS = 2000;
const Z_95 = 1.959963984540054;
/** Of `SURE`, on two sides; and of a power of 90%. */
const Z_SURE = 3.290526731491926;
const Z_POWER = 1.2815515655446004;
const PREFERENCE = 0.1;

/**
 * Reads a split.
 * @param deployments all that could be chosen; at least one request among them
 */
export function readSplit(
  groups: readonly ProbedGroup[],
  deployments: readonly ProbedDeployment[],
): SplitReading {
  const all = deployments.reduce((sum, { requests }) => sum + requests, 0);
  const shares = groups.map((_, g) => {
    const own = deployments.filter(({ group }) => group === g);
    const requests = own.reduce((sum, one) => sum + one.requests, 0);
    const share = requests / all;
    const part = own.length / deployments.length;
    const [low, high] = wilson(share, all, Z_95);
    const ci95 = [Math.max(0, low), Math.min(1, high)] as const;
    return { requests, deployments: own.length, share, ci95, part };
  });
  return {
    outcome: outcomeOf(groups, deployments, shares, all),
    shares,
    enough: enoughFor(shares),
  };
}

function outcomeOf(
  groups: readonly ProbedGroup[],
  deployments: readonly ProbedDeployment[],
  shares: SplitReading['shares'],
  all: number,
): SplitOutcome {
  if (deployments.length < 2) return { kind: 'no-choice' };
  const least: number[] = [];
  const only = deployments.find(({ requests }) => requests === all);
  if (only !== undefined) {
    const p = deployments.length * atLeast(all, all, 1 / deployments.length);
    if (p < SURE) return { kind: 'one-deployment', id: only.id, p };
    least.push(p);
  }
  if (groups.length > 1) {
    const rarity = shares.map(({ requests, part }) => 2 * atLeast(requests, all, part));
    const p = Math.min(...rarity);
    const group = rarity.indexOf(p);
    if (p < SURE) return { kind: 'preferred', group, fastest: isFastest(groups, group), p };
    least.push(p);
  }
  const { more, less } = chanceOf(
    deployments.map(({ requests }) => requests),
    all,
  );
  if (more < SURE) {
    const busiest = deployments.reduce((a, b) => (b.requests > a.requests ? b : a));
    return { kind: 'uneven', busiest, p: more };
  }
  if (less < SURE) return { kind: 'even', p: less };
  const p = Math.min(...least, more, less);
  return p < ODD ? { kind: 'open', p } : { kind: 'random' };
}

function isFastest(groups: readonly ProbedGroup[], group: number): boolean | null {
  const times_s = groups.map(({ p50_s }) => p50_s);
  if (times_s.includes(null)) return null;
  return times_s[group] === Math.min(...(times_s as number[]));
}

/** How often chance spreads so many requests as unevenly, or more; and as evenly, or more. */
function chanceOf(
  counts: readonly number[],
  all: number,
): { readonly more: number; readonly less: number } {
  const seen = squares(counts);
  const stream = new Streams(0, 0).stream('split');
  let [more, less] = [1, 1];
  for (let i = 0; i < DRAWS; i++) {
    const drawn = new Array<number>(counts.length).fill(0);
    for (let request = 0; request < all; request++) {
      const at = Math.floor(stream() * counts.length);
      drawn[at] = (drawn[at] as number) + 1;
    }
    const other = squares(drawn);
    if (other >= seen) more += 1;
    if (other <= seen) less += 1;
  }
  return { more: more / (DRAWS + 1), less: less / (DRAWS + 1) };
}

function squares(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count * count, 0);
}

/** Of a group with so much of the deployments, the one that needs most requests. */
function enoughFor(shares: SplitReading['shares']): number | null {
  if (shares.length < 2) return null;
  const needed = shares.map(({ part }) => {
    const other = part + PREFERENCE < 1 ? part + PREFERENCE : part - PREFERENCE;
    const spread = Z_SURE * Math.sqrt(part * (1 - part)) + Z_POWER * Math.sqrt(other * (1 - other));
    return (spread / PREFERENCE) * (spread / PREFERENCE);
  });
  return roundedUp(Math.max(...needed));
}

/** To two digits. */
function roundedUp(value: number): number {
  const digits = Math.max(0, Math.floor(ln(value) / ln(10)) - 1);
  const unit = Number(`1e${digits}`);
  return Math.ceil(value / unit) * unit;
}
