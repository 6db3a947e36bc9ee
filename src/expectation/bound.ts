import { RESOLUTION } from '../stats/histogram.js';
import { type Estimation, neededFor } from '../stats/interval.js';
import { meanOf, ROUNDING } from '../stats/moments.js';
import type { Decision, JudgedEvidence, Ruling } from './judgement.js';
import type { FigureUnit } from './unit.js';

/** On which side of a bound an estimate must lie; the bound itself is within. */
export type Sense = '>=' | '<=';

/** Judges a mean by where its interval lies. */
export function besideBound(
  values: readonly number[],
  estimation: Estimation | null,
  sense: Sense,
  bound: number,
  unit: FigureUnit,
  { complete, alpha }: JudgedEvidence,
): Ruling {
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
  unit: FigureUnit,
): Decision {
  const tolerance = unit === 'seconds' ? RESOLUTION * mean : ROUNDING;
  // Always just the bound: that holds.
  if (constant && Math.abs(mean - bound) <= tolerance) return 'pass';
  if (sense === '>=') return low >= bound ? 'pass' : high < bound ? 'fail' : 'inconclusive';
  return high <= bound ? 'pass' : low > bound ? 'fail' : 'inconclusive';
}
