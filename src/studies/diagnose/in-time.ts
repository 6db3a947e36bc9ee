import { type Counts, totalOf } from '../../stats/dirichlet-multinomial.js';
import type { LogEvidence } from './evidence.js';

/*
 * How a split goes over time: the same totals come of a split that is always so and of one that was
 * changed half-way, and a mechanism that predicts the totals may never change so much.
 */

/** Parts of the requests after which the split is compared with what it was before. */
export const PARTS: readonly number[] = [1 / 4, 1 / 2, 3 / 4];
/** A window's end may be so far from such a part. */
const NEAR = 0.1;
/** Requests before and after. */
const LEAST_REQUESTS = 20;
/** A log is so many times as long as an answer: what ends in it is nearly what began in it. */
const TIMES_AN_ANSWER = 15;
/** Less is no change that anybody would look for. */
const LEAST_CHANGE = 0.2;
/** In standard deviations: what chance does not do. */
const BEYOND_CHANCE = 5;

/** A share that is another one from a time on. */
export interface SplitChange {
  /** Position of the group. */
  readonly group: number;
  /** In seconds since 1970. */
  readonly at_s: number;
  readonly before: number;
  readonly after: number;
}

/** Counts by group up to a time, and from it on. */
export interface Halves {
  readonly before: Counts;
  readonly after: Counts;
}

/**
 * Where the split of a log changes most, after a part of its requests.
 * @returns null: by less than anybody would look for, or than chance may do
 */
export function changeIn(log: LogEvidence): SplitChange | null {
  const { windows, window_s } = log.course;
  const longest_s = Math.max(0, ...log.deployments.map(({ latency_s }) => latency_s ?? 0));
  if (windows.length * window_s < TIMES_AN_ANSWER * longest_s) return null;
  const whole = added(windows.map(({ answers }) => answers));
  let best: SplitChange | null = null;
  for (const part of PARTS) {
    const end = endOf(windows, part * totalOf(whole));
    const before = added(windows.slice(0, end).map(({ answers }) => answers));
    const halves = { before, after: whole.map((count, g) => count - (before[g] ?? 0)) };
    if (Math.abs(totalOf(before) / totalOf(whole) - part) > NEAR) continue;
    for (const [group] of whole.entries()) {
      const [from, to] = sharesOf(halves, group);
      const by = Math.abs(to - from);
      if (by < LEAST_CHANGE || by < BEYOND_CHANCE * deviation(halves, group)) continue;
      const at_s = windows[end]?.from_s ?? 0;
      if (by > changed(best)) best = { group, at_s, before: from, after: to };
    }
  }
  return best;
}

/** By how much a share changes. */
export function changed(change: SplitChange | null): number {
  return change === null ? 0 : Math.abs(change.after - change.before);
}

/** The most by which the share of any group changes in a replication, after any of the parts. */
export function mostChanged(halves: readonly Halves[]): number {
  let most = 0;
  for (const one of halves) {
    for (const [group] of one.before.entries()) {
      const [before, after] = sharesOf(one, group);
      most = Math.max(most, Math.abs(after - before));
    }
  }
  return most;
}

/**
 * Whether it changes by far more than in any of the replications.
 * @param most by how much the split changes in each
 */
export function isFarMore(change: SplitChange, most: readonly number[]): boolean {
  const mean = totalOf(most) / most.length;
  const variance = most.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / most.length;
  const by = changed(change);
  return by > Math.max(...most) && by > mean + BEYOND_CHANCE * Math.sqrt(variance);
}

/** Shares of a group before and after; the same where there are too few requests for any. */
function sharesOf({ before, after }: Halves, group: number): [number, number] {
  const [left, right] = [totalOf(before), totalOf(after)];
  if (left < LEAST_REQUESTS || right < LEAST_REQUESTS) return [0, 0];
  return [(before[group] as number) / left, (after[group] as number) / right];
}

/** Of the difference of two such shares, were they the same. */
function deviation({ before, after }: Halves, group: number): number {
  const [left, right] = [totalOf(before), totalOf(after)];
  const share = ((before[group] as number) + (after[group] as number)) / (left + right);
  return Math.sqrt(share * (1 - share) * (1 / left + 1 / right));
}

/** The number of windows after which so many have answered, or nearly so. */
function endOf(windows: readonly { readonly answers: Counts }[], wanted: number): number {
  let [sum, end] = [0, 0];
  for (const { answers } of windows) {
    const next = sum + totalOf(answers);
    if (next - wanted > wanted - sum) break;
    sum = next;
    end += 1;
  }
  return end;
}

function added(all: readonly Counts[]): number[] {
  const sums = (all[0] ?? []).map(() => 0);
  for (const counts of all)
    for (const [g, count] of counts.entries()) sums[g] = (sums[g] as number) + count;
  return sums;
}
