/** Times without the stretches in which nothing came. */
export interface WithoutPauses {
  /** How long each of them was, in the order of the times. */
  readonly pauses_s: readonly number[];
  /** Where a time is when they are cut out. */
  readonly moved: (time_s: number) => number;
}

/** A pause takes longer: a night, not a quiet spell. */
const SHORTEST_S = 3600;
/** And so many times longer than requests are apart otherwise: of Poisson arrivals no gap is. */
const TIMES_LONGER = 15;
/** There are not more than one in this time: traffic that stops more often is of that kind. */
const APART_S = 8 * 3600;

/**
 * Finds the pauses in the arrivals of requests, such as nights, and cuts them out: what comes behind one follows at
 * the mean distance.
 * @param sorted_s ascending
 */
export function withoutPauses(sorted_s: Float64Array): WithoutPauses {
  const none = { pauses_s: [], moved: (time_s: number) => time_s };
  const span_s = (sorted_s.at(-1) ?? 0) - (sorted_s[0] ?? 0);
  if (span_s <= SHORTEST_S) return none;
  const long: number[] = [];
  for (let i = 1; i < sorted_s.length; i++) if (gapAt(sorted_s, i) > SHORTEST_S) long.push(i);
  long.sort((a, b) => gapAt(sorted_s, b) - gapAt(sorted_s, a));
  let rest_s = span_s;
  const found: number[] = [];
  for (const i of long) {
    const gap_s = gapAt(sorted_s, i);
    const others = sorted_s.length - 2 - found.length;
    if (others <= 0 || gap_s <= (TIMES_LONGER * (rest_s - gap_s)) / others) break;
    found.push(i);
    rest_s -= gap_s;
  }
  if (found.length === 0 || found.length > 1 + span_s / APART_S) return none;
  found.sort((a, b) => a - b);
  const mean_s = rest_s / (sorted_s.length - 1 - found.length);
  const ends_s = found.map((i) => sorted_s[i] as number);
  const pauses_s = found.map((i) => gapAt(sorted_s, i));
  const moved = (time_s: number) => {
    let at_s = time_s;
    // What ended within a pause stays before what came after it.
    for (const [k, end_s] of ends_s.entries()) {
      const length_s = pauses_s[k] as number;
      if (time_s >= end_s) at_s -= length_s - mean_s;
      else at_s -= Math.max(0, Math.min(length_s, time_s - (end_s - length_s)) - mean_s);
    }
    return at_s;
  };
  return { pauses_s, moved };
}

function gapAt(sorted_s: Float64Array, i: number): number {
  return (sorted_s[i] as number) - (sorted_s[i - 1] as number);
}
