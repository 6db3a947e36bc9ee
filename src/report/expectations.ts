import type { Decision, Judgement } from '../measure/judgement.js';
import {
  costInterval,
  count,
  fixed,
  percent,
  percentInterval,
  points,
  seconds,
} from './numbers.js';

/** An expectation as `--json` gives it. */
export interface ExpectationResult extends Judgement {
  /** null: inconclusive. */
  readonly passed: boolean | null;
}

const PASSED: Readonly<Record<Decision, boolean | null>> = {
  pass: true,
  fail: false,
  inconclusive: null,
};

export function expectationResult(judgement: Judgement): ExpectationResult {
  return { ...judgement, passed: PASSED[judgement.decision] };
}

/** What was found beside what was wanted: `89.6% [87.2, 92.0], wanted 85.0%`. */
export function findingText(judgement: Judgement): string {
  const { unit, estimate, interval, threshold, replications } = judgement;
  const found = `${figureText(unit, estimate)}${intervalText(judgement)}`;
  if (unit === 'explore' && estimate === null) return 'checked by latsim gate';
  if (unit === 'count') return `${worstText(judgement)}, wanted ${count(Number(threshold))}`;
  if (interval === null && unit !== 'explore' && replications < 2 && unit !== 'verdict') {
    return `${found}; one replication has no interval`;
  }
  return `${found}, wanted ${figureText(unit, threshold)}`;
}

/** A figure with its unit; a dash where there is none. */
export function figureText(unit: Judgement['unit'], value: number | string | null): string {
  if (value === null) return '-';
  if (typeof value === 'string') return value;
  if (unit === 'share') return percent(value);
  return unit === 'seconds' ? seconds(value) : count(value);
}

/** An interval behind a figure, with a blank before it. */
export function intervalText({ unit, interval }: Judgement): string {
  if (interval === null) return '';
  return ` ${unit === 'seconds' ? `${costInterval(interval)} s` : percentInterval(interval)}`;
}

/** How far the estimate is on the right side (or the wrong one): `+4.6`; empty without. */
export function marginText({ unit, margin }: Judgement): string {
  if (margin === null) return '';
  if (unit === 'share') return `${points(margin)} points`;
  const sign = margin > 0 ? '+' : '';
  return `${sign}${unit === 'seconds' ? seconds(margin) : fixed(margin, 0)}`;
}

function worstText({ estimate, counterexample }: Judgement): string {
  if (counterexample === null) return `${figureText('count', estimate)} at worst`;
  const { value, replication } = counterexample;
  return `${count(value)} in replication ${replication}`;
}
