import type { Summary } from '../measure/summary.js';
import type { Verdict } from '../measure/verdict.js';
import { percent } from './numbers.js';

/** What a scenario says must come out. */
export interface Expectations {
  readonly verdict?: Verdict | undefined;
  /** Samples that may be lost, at most, over all replications. */
  readonly lost?: number | undefined;
  /** Bounds of the share of requests, per group; fractions. */
  readonly share?:
    | Readonly<Record<string, { readonly min: number; readonly max: number }>>
    | undefined;
}

export interface ExpectationResult {
  /** What is expected, in words. */
  readonly expected: string;
  /** What came out, in words. */
  readonly actual: string;
  /** null: this run cannot tell. */
  readonly holds: boolean | null;
}

/**
 * Holds what came out against what was expected. A run that was interrupted, or has a single
 * replication and so no interval, cannot tell everything: that is `null`, never `true`.
 */
export function judge(
  expectations: Expectations | undefined,
  summary: Summary,
  partial: boolean,
): ExpectationResult[] {
  const { verdict, lost, share } = expectations ?? {};
  const results: ExpectationResult[] = [];
  if (verdict !== undefined) {
    results.push({
      expected: `verdict ${verdict}`,
      actual: summary.verdict,
      holds: partial || summary.replications.length < 2 ? null : summary.verdict === verdict,
    });
  }
  if (lost !== undefined) {
    const actual = summary.samples.lost;
    const holds = actual > lost ? false : partial ? null : true;
    results.push({ expected: `at most ${lost} lost`, actual: `${actual} lost`, holds });
  }
  for (const [name, { min, max }] of Object.entries(share ?? {})) {
    const group = summary.groups.find((one) => one.name === name);
    if (group === undefined) continue;
    results.push({
      expected: `share of ${name} from ${percent(min)} to ${percent(max)}`,
      actual: percent(group.share),
      holds: partial ? null : group.share >= min && group.share <= max,
    });
  }
  return results;
}
