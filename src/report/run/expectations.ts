import type { Decision, Judgement } from '../../expectation/judgement.js';
import {
  count,
  fixed,
  levelText,
  points,
  pointsInterval,
  seconds,
  signed,
} from '../kit/numbers.js';

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

/** What was found beside what was wanted: `89.6% [87.2, 92.0] at 99.8%, wanted 85.0%`. */
export function findingText(judgement: Judgement): string {
  const { unit, estimate, interval, threshold, replications } = judgement;
  const found = `${figureText(judgement, estimate)}${intervalText(judgement)}`;
  if (unit === 'explore' && estimate === null) return 'left to latsim gate';
  if (unit === 'count') return `${worstText(judgement)}, wanted ${count(Number(threshold))}`;
  if (nothingCounted(judgement)) return 'no request was counted';
  if (interval === null && unit !== 'explore' && replications < 2 && unit !== 'verdict') {
    return `${found}; one replication has no interval`;
  }
  return `${found}, wanted ${figureText(judgement, threshold)}`;
}

/** Whether there was no request to judge: more replications would not help. */
export function nothingCounted({ unit, estimate, parts, replications }: Judgement): boolean {
  if (unit === 'count' || unit === 'explore') return false;
  if (unit !== 'verdict') return estimate === null;
  return (
    replications === 0 && estimate === 'undecided' && parts.some(({ share }) => share === null)
  );
}

/** A figure with its unit, in as many digits as the threshold has; a dash where there is none. */
export function figureText(
  { unit, threshold }: Pick<Judgement, 'unit' | 'threshold'>,
  value: number | string | null,
): string {
  if (value === null) return '-';
  if (typeof value === 'string') return value;
  if (unit === 'share') return `${fixed(value * 100, shareDecimals(threshold))}%`;
  if (unit === 'difference') return `${points(value)} points`;
  if (unit !== 'seconds') return count(value);
  const decimals = decimalsOf(Number(threshold));
  const digits = Number(threshold)
    .toFixed(decimals)
    .replace(/^[0.]+|\./g, '').length;
  return digits > 3 ? `${fixed(value, decimals)} s` : seconds(value);
}

/** An interval and its level behind a figure, with a blank before them. */
export function intervalText({ unit, interval, level, threshold }: Judgement): string {
  if (interval === null || level === null) return '';
  const at = `at ${levelText(level)}`;
  const bounds = (factor: number, decimals: number) =>
    `[${interval.map((bound) => fixed(bound * factor, decimals)).join(', ')}]`;
  if (unit === 'seconds')
    return ` ${bounds(1, Math.max(3, decimalsOf(Number(threshold))))} s ${at}`;
  if (unit === 'difference') return ` ${pointsInterval(interval)} ${at}`;
  return ` ${bounds(100, shareDecimals(threshold))} ${at}`;
}

/** How far the estimate is on the right side (or the wrong one): `+4.6`; empty without. */
export function marginText({ unit, margin, threshold }: Judgement): string {
  if (margin === null) return '';
  if (unit === 'share' || unit === 'difference' || unit === 'verdict') {
    return `${signed(fixed(margin * 100, shareDecimals(threshold)))} points`;
  }
  const sign = margin > 0 ? '+' : '';
  return `${sign}${unit === 'seconds' ? seconds(margin) : fixed(margin, 0)}`;
}

/** Decimals of a share in per cent: at least one. */
function shareDecimals(threshold: number | string): number {
  return typeof threshold === 'string' ? 1 : Math.max(1, decimalsOf(threshold * 100));
}

/** How many decimals a number has; what is less than rounding makes of it does not count. */
function decimalsOf(value: number): number {
  return /\.(\d*?)0*$/.exec(value.toFixed(9))?.[1]?.length ?? 0;
}

function worstText({ estimate, counterexample }: Judgement): string {
  if (counterexample === null)
    return `${estimate === null ? '-' : count(Number(estimate))} at worst`;
  const { value, replication } = counterexample;
  return `${count(value)} in replication ${replication}`;
}
