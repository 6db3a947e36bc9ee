import type { ReplicationResult } from '../measure/result.js';
import {
  gravestPossible,
  marginAt,
  type Verdict,
  verdictOf,
  verdictsPossible,
} from '../measure/verdict.js';
import { RESOLUTION } from '../stats/histogram.js';
import { type Estimation, estimateAt, type Floor, within } from '../stats/interval.js';
import { meanOf, ROUNDING } from '../stats/moments.js';
import { estimateProportion, wilson } from '../stats/proportion.js';
import type {
  CountExpectation,
  ExploreExpectation,
  GroupName,
  LatencyExpectation,
  RatioExpectation,
  Sense,
  ShareExpectation,
  StatedExpectation,
  VerdictExpectation,
} from './expectation.js';
import { intervalsOf } from './expectation.js';
import type { Layout, ModelGroupLayout } from './layout.js';
import {
  type Observation,
  observeCount,
  observeLatency,
  observeRatio,
  observeShare,
} from './observe.js';
import { alphas } from './spending.js';

/** What judging an expectation came to. */
export type Decision = 'pass' | 'fail' | 'inconclusive';

export interface Judgement {
  /** The expectation's text, in canonical spacing. */
  readonly expectation: string;
  readonly decision: Decision;
  /** A fraction, seconds, a count, or a verdict; null where nothing was measured. */
  readonly estimate: number | string | null;
  /** The interval that decided, at the level of this look. */
  readonly interval: readonly [low: number, high: number] | null;
  /** The level of the interval, or of those of several model groups; a fraction. Null: there is none. */
  readonly level: number | null;
  readonly threshold: number | string;
  /**
   * How far the estimate is from the threshold; positive on the side that holds. Of a verdict: how far
   * the fastest group's share is from where that verdict begins or ends.
   */
  readonly margin: number | null;
  readonly unit: Unit;
  /** Replications that counted. */
  readonly replications: number;
  /** Where inconclusive: about how many replications would have decided; null where none would. */
  readonly needed: number | null;
  /** The first replication that breaks an expectation of every replication. */
  readonly counterexample: { readonly replication: number; readonly value: number } | null;
  /** What the estimate comes from: the two sides of a ratio, or the model groups of a verdict. */
  readonly parts: readonly Part[];
}

/** `difference`: of two sides, as a fraction. */
export type Unit = 'share' | 'difference' | 'seconds' | 'count' | 'verdict' | 'explore';

/** A share that a judgement comes from. */
export interface Part {
  readonly modelGroup: string | null;
  readonly group: string;
  /** A fraction; null where no request was counted. */
  readonly share: number | null;
  /** Of a model group: what the interval of the share allows; null of a side of a ratio. */
  readonly verdict: Verdict | null;
  /** Of a model group: the share that blind choice would give the group. */
  readonly blind: number | null;
}

/** What expectations are judged on. */
export interface Evidence {
  readonly counts: readonly ReplicationResult[];
  readonly layout: Layout;
  /** Whether these are all replications that were asked for; if not, nothing passes. */
  readonly complete: boolean;
  /** Probability that an interval of this look misses (see `alphas`). */
  readonly alpha: number;
  /** Equivalence margin of the verdict, a fraction. */
  readonly margin: number;
}

type Outcome = Omit<Judgement, 'expectation'>;

/**
 * Judges the expectations of one run by a single look.
 * @param confidence of all of them together, below 1
 */
export function judgeOnce(
  expectations: readonly StatedExpectation[],
  evidence: Omit<Evidence, 'alpha'>,
  confidence: number,
): Judgement[] {
  const modelGroups = evidence.layout.modelGroups.length;
  const intervals = expectations.map(({ expectation }) => intervalsOf(expectation, modelGroups));
  const [alpha = 0] = alphas(
    confidence,
    intervals.reduce((sum, one) => sum + one, 0),
    1,
  );
  return expectations.map((one) => judge(one, { ...evidence, alpha }));
}

/** Judges one expectation; explorations are left undecided here (see `judgeExploration`). */
export function judge({ text, expectation }: StatedExpectation, evidence: Evidence): Judgement {
  const outcome = ((): Outcome => {
    switch (expectation.kind) {
      case 'share':
        return judgeShare(expectation, evidence);
      case 'ratio':
        return judgeRatio(expectation, evidence);
      case 'latency':
        return judgeLatency(expectation, evidence);
      case 'count':
        return judgeCount(expectation, evidence);
      case 'verdict':
        return judgeVerdict(expectation, evidence);
      case 'explore':
        return ofExploration(expectation, 'inconclusive', null);
    }
  })();
  return { expectation: text, ...outcome };
}

/** Judges what an exploration found; one that a bound has stopped cannot say that there is none. */
export function judgeExploration(
  text: string,
  expectation: ExploreExpectation,
  found: { readonly violation: boolean; readonly exhaustive: boolean },
): Judgement {
  const known = found.violation || found.exhaustive;
  const holds = found.violation === expectation.violation ? 'pass' : 'fail';
  const estimate = known ? violationText(found.violation) : null;
  return {
    expectation: text,
    ...ofExploration(expectation, known ? holds : 'inconclusive', estimate),
  };
}

function ofExploration(
  { violation }: ExploreExpectation,
  decision: Decision,
  estimate: string | null,
): Outcome {
  return {
    decision,
    estimate,
    interval: null,
    level: null,
    threshold: violationText(violation),
    margin: null,
    unit: 'explore',
    replications: 0,
    needed: null,
    counterexample: null,
    parts: [],
  };
}

function violationText(violation: boolean): string {
  return violation ? 'violation' : 'no violation';
}

function judgeShare(expectation: ShareExpectation, evidence: Evidence): Outcome {
  const { values, requests } = observeShare(expectation, evidence.counts, evidence.layout);
  const estimation = estimateProportion(values, requests, evidence.alpha);
  return besideBound(values, estimation, expectation.sense, expectation.bound, 'share', evidence);
}

function judgeRatio(expectation: RatioExpectation, evidence: Evidence): Outcome {
  const { alpha } = evidence;
  const { factor, sense } = expectation;
  const { difference, a, b } = observeRatio(expectation, evidence.counts, evidence.layout);
  // The bounds of both together: where one share is too high the other is too low.
  const floor: Floor = (mean, times) => {
    const [lowA, highA] = wilson(meanOf(a.values), a.requests * times, alpha);
    const [lowB, highB] = wilson(meanOf(b.values), b.requests * times, alpha);
    return [Math.min(mean, lowA - factor * highB), Math.max(mean, highA - factor * lowB)];
  };
  const estimation = within(estimateAt(difference.values, alpha, floor), -factor, 1);
  const side = ({ group, modelGroup }: GroupName, { values }: Observation): Part => ({
    modelGroup,
    group,
    share: values.length === 0 ? null : meanOf(values),
    verdict: null,
    blind: null,
  });
  return {
    ...besideBound(difference.values, estimation, sense, 0, 'difference', evidence),
    parts: [side(expectation.of, a), side(expectation.other, b)],
  };
}

function judgeLatency(expectation: LatencyExpectation, evidence: Evidence): Outcome {
  const { values } = observeLatency(expectation, evidence.counts, evidence.layout);
  // A percentile is known to within half a bucket.
  const estimation = within(estimateAt(values, evidence.alpha), 0, Number.POSITIVE_INFINITY);
  const widened = estimation && {
    ...estimation,
    low: estimation.low * (1 - RESOLUTION),
    high: estimation.high * (1 + RESOLUTION),
    reachAt: (n: number) => estimation.reachAt(n) + estimation.mean * RESOLUTION,
  };
  return besideBound(values, widened, expectation.sense, expectation.bound_s, 'seconds', evidence);
}

/** Judges a mean by where its interval lies. */
function besideBound(
  values: readonly number[],
  estimation: Estimation | null,
  sense: Sense,
  bound: number,
  unit: Exclude<Unit, 'count' | 'verdict' | 'explore'>,
  { complete, alpha }: Evidence,
): Outcome {
  const estimate = values.length === 0 ? null : meanOf(values);
  const margin = estimate === null ? null : sense === '>=' ? estimate - bound : bound - estimate;
  const decision =
    estimation === null || !complete ? 'inconclusive' : decide(estimation, sense, bound, unit);
  return {
    decision,
    estimate,
    interval: estimation === null ? null : [estimation.low, estimation.high],
    level: estimation === null ? null : 1 - alpha,
    threshold: bound,
    margin,
    unit,
    replications: values.length,
    needed:
      decision !== 'inconclusive' || estimation === null || margin === null
        ? null
        : neededFor(estimation, Math.abs(margin)),
    counterexample: null,
    parts: [],
  };
}

function decide(
  { mean, low, high, constant }: Estimation,
  sense: Sense,
  bound: number,
  unit: Exclude<Unit, 'count' | 'verdict' | 'explore'>,
): Decision {
  const tolerance = unit === 'seconds' ? RESOLUTION * mean : ROUNDING;
  // Always just the bound: that holds.
  if (constant && Math.abs(mean - bound) <= tolerance) return 'pass';
  if (sense === '>=') return low >= bound ? 'pass' : high < bound ? 'fail' : 'inconclusive';
  return high <= bound ? 'pass' : low > bound ? 'fail' : 'inconclusive';
}

/** More replications than this are none. */
const MOST_NEEDED = 1e9;

/** How many replications give an interval that does not reach as far as this; null: none do. */
function neededFor({ replications, reachAt }: Estimation, distance: number): number | null {
  let enough = replications + 1;
  while (reachAt(enough) > distance) {
    enough *= 2;
    if (enough > MOST_NEEDED) return null;
  }
  let tooFew = replications;
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (reachAt(middle) > distance) tooFew = middle;
    else enough = middle;
  }
  return enough;
}

function judgeCount(
  { count, comparison, bound }: CountExpectation,
  { counts, complete }: Evidence,
): Outcome {
  const observed = counts.map((one) => ({
    replication: one.replication,
    value: observeCount(count, one),
  }));
  const margin = (value: number): number => {
    if (comparison === '==') return 0 - Math.abs(value - bound);
    return comparison === '>=' ? value - bound : bound - value;
  };
  const counterexample = observed.find(({ value }) => margin(value) < 0) ?? null;
  const worst = observed.reduce<number | null>(
    (least, { value }) => (least === null || margin(value) < margin(least) ? value : least),
    null,
  );
  const holds = complete && worst !== null ? 'pass' : 'inconclusive';
  return {
    decision: counterexample === null ? holds : 'fail',
    estimate: worst,
    interval: null,
    level: null,
    threshold: bound,
    margin: worst === null ? null : margin(worst),
    unit: 'count',
    replications: observed.length,
    needed: null,
    counterexample,
    parts: [],
  };
}

/** What a model group's verdict can be, as far as is known. */
interface VerdictEvidence {
  readonly modelGroup: string;
  readonly group: string;
  readonly possible: readonly Verdict[];
  readonly estimation: Estimation | null;
  /** The mean share of the fastest group; null without requests. */
  readonly share: number | null;
  /** The share that blind choice would give it. */
  readonly blind: number;
  /** How far from that still counts as the same. */
  readonly reach: number;
  /** Whether the router could tell its groups apart. */
  readonly comparable: boolean;
  readonly replications: number;
}

function judgeVerdict(
  { modelGroup, comparison, verdict }: VerdictExpectation,
  evidence: Evidence,
): Outcome {
  const parts = evidence.layout.modelGroups
    .filter(({ name }) => modelGroup === null || name === modelGroup)
    .map((layout) => verdictEvidence(layout, evidence));
  const possible = gravestPossible(parts.map((part) => part.possible));
  const matching = possible.filter((one) => (one === verdict) === (comparison === '=='));
  const decided =
    matching.length === possible.length ? 'pass' : matching.length === 0 ? 'fail' : 'inconclusive';
  const decision = evidence.complete ? decided : 'inconclusive';
  const open = parts.filter((part) => part.possible.length > 1);
  const needs = open.map((part) => part.estimation && neededFor(part.estimation, distanceOf(part)));
  const inside = insideOf(verdict, parts);
  const [only] = parts;
  return {
    decision,
    estimate: verdictOf(possible),
    interval:
      parts.length === 1 && only?.estimation ? [only.estimation.low, only.estimation.high] : null,
    level: parts.some(({ estimation }) => estimation !== null) ? 1 - evidence.alpha : null,
    threshold: comparison === '==' ? verdict : `not ${verdict}`,
    margin: inside === null || comparison === '==' ? inside : 0 - inside,
    unit: 'verdict',
    replications: Math.min(...parts.map(({ replications }) => replications)),
    needed:
      decision !== 'inconclusive' || open.length === 0 || needs.includes(null)
        ? null
        : Math.max(...needs.map((n) => n ?? 0)),
    counterexample: null,
    parts: parts.map(({ modelGroup, group, share, possible, blind }) => ({
      modelGroup,
      group,
      share,
      verdict: verdictOf(possible),
      blind,
    })),
  };
}

function verdictEvidence(layout: ModelGroupLayout, evidence: Evidence): VerdictEvidence {
  const { name, groups, fastest, comparable } = layout;
  const group = groups[fastest]?.name as string;
  const of = { group, modelGroup: name };
  const { counts, alpha } = evidence;
  const { values, requests } = observeShare(
    { measure: 'share', of, after_s: 0 },
    counts,
    evidence.layout,
  );
  const estimation = estimateProportion(values, requests, alpha);
  const deployments = groups.reduce((sum, one) => sum + one.deployments, 0);
  const blind = (groups[fastest]?.deployments ?? 0) / deployments;
  const interval = estimation && ([estimation.low, estimation.high] as const);
  const possible: Verdict[] = comparable
    ? verdictsPossible(interval, blind, evidence.margin)
    : ['not-applicable'];
  return {
    modelGroup: name,
    group,
    possible,
    estimation,
    share: values.length === 0 ? null : meanOf(values),
    blind,
    reach: marginAt(blind, evidence.margin),
    comparable,
    replications: values.length,
  };
}

/** How near the estimate is to where another verdict begins. */
function distanceOf({ share, blind, reach }: VerdictEvidence): number {
  const off = (share ?? blind) - blind;
  return Math.min(Math.abs(off + reach), Math.abs(off - reach));
}

/**
 * How far inside the shares are of what makes this the gravest verdict: no model group has a graver
 * one, and at least one has none that is less grave. Negative outside; null where no share decides.
 */
function insideOf(verdict: Verdict, parts: readonly VerdictEvidence[]): number | null {
  const shares = parts.flatMap(({ comparable, share, blind, reach }) =>
    comparable && share !== null ? [{ off: share - blind, reach }] : [],
  );
  if (shares.length === 0 || verdict === 'not-applicable') return null;
  const above = (edge: -1 | 1) => Math.min(...shares.map(({ off, reach }) => off - edge * reach));
  const below = (edge: -1 | 1) => Math.max(...shares.map(({ off, reach }) => edge * reach - off));
  if (verdict === 'differentiated') return above(1);
  return verdict === 'inverted' ? below(-1) : Math.min(above(-1), below(1));
}
