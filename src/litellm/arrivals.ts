import { type ClosedLoop, closedLoopOf } from './closed-loop.js';
import { rounded } from './fit.js';
import { withoutPauses } from './pauses.js';

/** How requests arrive, as a scenario says it. */
export type FittedLoad =
  | { readonly kind: 'poisson' | 'uniform'; readonly rate_hz: number }
  | { readonly kind: 'bursts'; readonly size: number; readonly every_s: number }
  | ({ readonly kind: 'closed' } & ClosedLoop);

export interface ArrivalsFit {
  readonly load: FittedLoad;
  readonly count: number;
  /** From the first arrival to the last, without pauses. */
  readonly span_s: number;
  /**
   * Burstiness: the standard deviation of the times between arrivals over their mean. 0 evenly
   * spaced, 1 Poisson, above 1 in bursts. Null where there are fewer than three arrivals.
   */
  readonly burstiness: number | null;
  /** Stretches in which nothing came, such as nights: they are cut out. */
  readonly pauses_s: readonly number[];
}

/** Below this arrivals are evenly spaced. */
const EVEN = 0.3;
/** Arrivals in less than a second are one burst, and it comes once. */
const ONE_BURST_S = 1;
/** How far apart single bursts are put, where there is only one. */
const ALONE_S = 60;
/** A gap shorter than this part of the mean gap is inside a burst ... */
const INSIDE = 0.25;
/** ... if at least this part of all gaps are so short (of Poisson arrivals 22 % are). */
const MOSTLY_INSIDE = 0.6;
/** Bursts are regular if sizes and distances vary by less than this part of their mean. */
const REGULAR = 0.25;

/**
 * Fits an arrival process: bursts where requests come in regular ones, a closed loop where it is plain that each user
 * waits for an answer, evenly spaced where gaps are nearly equal, else Poisson at the mean rate; of the time with
 * traffic.
 * @param sorted_s at least two arrivals, ascending
 * @param ends_s when their answers ended, ascending; none where that is not known
 */
export function fitArrivals(sorted_s: Float64Array, ends_s?: Float64Array): ArrivalsFit {
  const bursts = regularBursts(sorted_s, gapsIn(sorted_s));
  if (bursts !== undefined) return fitted(sorted_s, bursts, []);
  const { pauses_s, moved } = withoutPauses(sorted_s);
  const starts_s = pauses_s.length === 0 ? sorted_s : sorted_s.map(moved);
  const loop = ends_s && closedLoopOf(starts_s, pauses_s.length === 0 ? ends_s : ends_s.map(moved));
  const load: FittedLoad | undefined = loop && { kind: 'closed', ...loop };
  return fitted(starts_s, load ?? regularBursts(starts_s, gapsIn(starts_s)), pauses_s);
}

/** The arrivals without pauses. @param plain what they plainly are */
function fitted(
  sorted_s: Float64Array,
  plain: FittedLoad | undefined,
  pauses_s: readonly number[],
): ArrivalsFit {
  const count = sorted_s.length;
  const span_s = sorted_s[count - 1]! - sorted_s[0]!;
  if (span_s < ONE_BURST_S) {
    return {
      load: { kind: 'bursts', size: count, every_s: ALONE_S },
      count,
      span_s,
      burstiness: null,
      pauses_s,
    };
  }
  const gaps = gapsIn(sorted_s);
  const burstiness = count < 3 ? null : variation(gaps);
  const rate_hz = (count - 1) / span_s;
  const kind = burstiness !== null && burstiness < EVEN ? 'uniform' : 'poisson';
  const load = plain ?? { kind, rate_hz };
  return { load, count, span_s, burstiness, pauses_s };
}

function gapsIn(sorted_s: Float64Array): Float64Array {
  return Float64Array.from({ length: sorted_s.length - 1 }, (_, i) => gap(sorted_s, i));
}

function gap(sorted_s: Float64Array, i: number): number {
  return sorted_s[i + 1]! - sorted_s[i]!;
}

/** Standard deviation over mean. */
function variation(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return mean === 0 ? 0 : Math.sqrt(squares / values.length) / mean;
}

function regularBursts(sorted_s: Float64Array, gaps: Float64Array): FittedLoad | undefined {
  const short_s = (INSIDE * (sorted_s[gaps.length]! - sorted_s[0]!)) / gaps.length;
  const starts: number[] = [0];
  for (let i = 0; i < gaps.length; i++) if (gaps[i]! > short_s) starts.push(i + 1);
  if (starts.length < 3 || 1 - (starts.length - 1) / gaps.length < MOSTLY_INSIDE) return undefined;
  // The last burst may be cut off by the end of the log.
  const whole = starts.length - 1;
  const sizes = Float64Array.from(
    { length: whole },
    (_, i) => (starts[i + 1] ?? 0) - (starts[i] ?? 0),
  );
  const begins = Float64Array.from(starts, (i) => sorted_s[i]!);
  const distances = Float64Array.from({ length: whole }, (_, i) => gap(begins, i));
  if (variation(sizes) > REGULAR || variation(distances) > REGULAR) return undefined;
  const size = Math.round(starts[whole]! / whole);
  const every_s = rounded((begins[whole]! - begins[0]!) / whole);
  return { kind: 'bursts', size, every_s };
}
