import { type Counts, totalOf } from '../../stats/dirichlet-multinomial.js';
import { exp, ln } from '../../stats/elementary.js';
import { type Study, together } from '../study.js';
import {
  type Prediction,
  plausibilityOf,
  predictSame,
  type Weighed,
  weigh,
} from './explanations.js';
import type { Grid, Point } from './mechanism.js';

/** Requests that the screening of a value may take, and its replications within these bounds. */
const SCREENED_REQUESTS = 40_000;
const FEWEST = 40;
const MOST = 200;
/** A value with at least this p-value is close enough: another can hardly be likelier. */
export const CLOSE = 0.5;
/** What is as improbable as this after the screening gets no more replications. */
const HOPELESS = 0.0001;
/** The likeliest value is enclosed so many times, each time between closer neighbours. */
const ROUNDS = 5;
/** So many of the likeliest values are simulated in full. */
const FINALISTS = 3;

/** Brings the replications of a point to a number; null: it was stopped. */
export type Simulate<P extends Prediction> = (
  point: Point,
  replications: number,
) => Study<P | null>;

/** A value of a free parameter, and how it stands. */
export interface Tried<P extends Prediction> {
  readonly point: Point;
  readonly weighed: Weighed<P>;
}

/** Replications of each value until the likeliest is found, of so many requests each. */
export function screeningOf(requests: number): number {
  return Math.max(FEWEST, Math.min(MOST, Math.round(SCREENED_REQUESTS / requests)));
}

/**
 * Tries the values of a free parameter with few replications: those of the grid, then the middles
 * between the likeliest and its neighbours, until it is close to what was observed or predicts the
 * same as its neighbours. The grid alone would exclude a mechanism whose true value lies between two
 * of its own.
 * @param close the p-value of a value that is close enough
 * @returns in the order of the grid; null: it was stopped
 */
export function* screened<P extends Prediction>(
  observed: Counts,
  grid: Grid,
  simulate: Simulate<P>,
  replications: number,
  close: number,
): Study<Tried<P>[] | null> {
  const at = function* (points: readonly Point[]): Study<Tried<P>[] | null> {
    const predictions = whole(
      yield* together(points.map((point) => simulate(point, replications))),
    );
    return (
      predictions?.map((one, i) => ({
        point: points[i] as Point,
        weighed: weigh(observed, one),
      })) ?? null
    );
  };
  const tried = yield* at(grid.points);
  if (tried === null) return null;
  for (let round = 0; round < ROUNDS; round++) {
    const best = likeliestFirst(tried)[0] as Tried<P>;
    if (plausibilityOf(observed, best.weighed).p >= close) break;
    const middles = [tried[tried.indexOf(best) - 1], tried[tried.indexOf(best) + 1]].flatMap(
      (neighbour) => {
        if (neighbour === undefined || predictSame(best.weighed, neighbour.weighed)) return [];
        if (!isBetween(observed, best.weighed, neighbour.weighed)) return [];
        const point = grid.between(best.point, neighbour.point);
        return point === undefined ? [] : { point, neighbour };
      },
    );
    if (middles.length === 0) break;
    const more = yield* at(middles.map(({ point }) => point));
    if (more === null) return null;
    for (const [i, { neighbour }] of middles.entries()) {
      const position = Math.max(tried.indexOf(best), tried.indexOf(neighbour));
      tried.splice(position, 0, more[i] as Tried<P>);
    }
  }
  return tried;
}

/**
 * The likeliest of the values that were tried, each with what the freedom to choose it costs; where
 * none can be, the likeliest alone.
 * @param tried in the order of the grid
 */
export function finalists<P extends Prediction>(
  observed: Counts,
  grid: Grid,
  tried: readonly Tried<P>[],
): Tried<P>[] {
  const logOccam = occam(grid, tried);
  const first = likeliestFirst(tried);
  const possible = first.filter(({ weighed }) => !isHopeless(observed, weighed));
  const chosen = possible.length > 0 ? possible.slice(0, FINALISTS) : first.slice(0, 1);
  return tried
    .filter((one) => chosen.includes(one))
    .map(({ point, weighed }) => {
      const prediction = { ...weighed.prediction, logOccam };
      return { point, weighed: weigh(observed, prediction) };
    });
}

/** Whether more replications could hardly make it an explanation. */
export function isHopeless(observed: Counts, weighed: Weighed): boolean {
  return plausibilityOf(observed, weighed).p < HOPELESS;
}

/** Whether some group has a share between two predicted ones: else no value between them is likelier. */
function isBetween(observed: Counts, a: Weighed, b: Weighed): boolean {
  const total = totalOf(observed);
  const [left, right] = [a.distribution.shares, b.distribution.shares];
  return observed.some((count, g) => {
    const share = count / total;
    return (share - (left[g] as number)) * (share - (right[g] as number)) <= 0;
  });
}

/** All of them; null where one is missing. */
function whole<T>(parts: readonly (T | null)[]): T[] | null {
  const there = parts.flatMap((one) => (one === null ? [] : [one]));
  return there.length === parts.length ? there : null;
}

/** The likeliest first; of equals the one with the strongest effect, which is first as it is. */
function likeliestFirst<P extends Prediction>(tried: readonly Tried<P>[]): Tried<P>[] {
  return [...tried].sort((a, b) => b.weighed.logLikelihood - a.weighed.logLikelihood);
}

/**
 * The mean likelihood in parts of the highest, as a logarithm. All values from the weakest to the
 * strongest are as probable beforehand, on a logarithmic scale; each stands for those nearest to it.
 */
function occam({ logValue }: Grid, tried: readonly Tried<Prediction>[]): number {
  if (tried.length < 2) return 0;
  const best = Math.max(...tried.map(({ weighed }) => weighed.logLikelihood));
  const values = tried.map(({ point }) => logValue(point));
  const last = values.length - 1;
  let mean = 0;
  for (const [i, { weighed }] of tried.entries()) {
    const from = values[Math.max(0, i - 1)] as number;
    const to = values[Math.min(last, i + 1)] as number;
    const width =
      Math.abs(to - from) / 2 / Math.abs((values[last] as number) - (values[0] as number));
    mean += width * exp(weighed.logLikelihood - best);
  }
  return ln(mean);
}
