import type { Counts } from '../../stats/dirichlet-multinomial.js';
import { type Study, together } from '../study.js';
import { type Prediction, predictSame, pValue, type Weighed, weigh } from './explanations.js';
import type { Grid, Point } from './mechanism.js';

/** Replications of each value of a free parameter until the likeliest is found. */
const SCREENING = 40;
/** A value with at least this p-value is close enough: another can hardly be likelier. */
const CLOSE = 0.5;
/** The likeliest value is enclosed so many times, each time between closer neighbours. */
const ROUNDS = 5;
/** So many of the likeliest values are simulated in full. */
const FINALISTS = 3;

/** Brings the replications of a point to a number; null: it was stopped. */
export type Simulate<P extends Prediction> = (
  point: Point,
  replications: number,
) => Study<P | null>;

/** A value, and how it stands after the screening. */
interface Tried {
  readonly point: Point;
  readonly weighed: Weighed;
}

/**
 * The likeliest values of a free parameter: those of the grid, then the middles between the likeliest
 * and its neighbours, until it is close to what was observed or predicts the same as its neighbours.
 * The grid alone would exclude a mechanism whose true value lies between two of its own.
 * @returns predictions of the likeliest, in the order of the grid; null: it was stopped
 */
export function* searched<P extends Prediction>(
  observed: Counts,
  grid: Grid,
  simulate: Simulate<P>,
  replications: number,
): Study<P[] | null> {
  const [first, ...others] = grid.points;
  const simulated = function* (points: readonly Point[], count: number): Study<P[] | null> {
    return whole(yield* together(points.map((point) => simulate(point, count))));
  };
  if (first !== undefined && others.length === 0) return yield* simulated([first], replications);

  const screened = function* (points: readonly Point[]): Study<Tried[] | null> {
    const predictions = yield* simulated(points, SCREENING);
    if (predictions === null) return null;
    return points.map((point, i) => ({ point, weighed: weigh(observed, predictions[i] as P) }));
  };
  const tried = yield* screened(grid.points);
  if (tried === null) return null;
  for (let round = 0; round < ROUNDS; round++) {
    const best = likeliestFirst(tried)[0] as Tried;
    if (pValue(observed, best.weighed) >= CLOSE) break;
    const middles = [tried[tried.indexOf(best) - 1], tried[tried.indexOf(best) + 1]].flatMap(
      (neighbour) => {
        if (neighbour === undefined || predictSame(best.weighed, neighbour.weighed)) return [];
        const point = grid.between(best.point, neighbour.point);
        return point === undefined ? [] : { point, neighbour };
      },
    );
    if (middles.length === 0) break;
    const more = yield* screened(middles.map(({ point }) => point));
    if (more === null) return null;
    for (const [i, { neighbour }] of middles.entries()) {
      const at = Math.max(tried.indexOf(best), tried.indexOf(neighbour));
      tried.splice(at, 0, more[i] as Tried);
    }
  }

  const finalists = likeliestFirst(tried).slice(0, FINALISTS);
  const logOccam = occam(grid, tried);
  const chosen = tried.filter((one) => finalists.includes(one)).map(({ point }) => point);
  const predictions = yield* simulated(chosen, replications);
  return predictions?.map((one) => ({ ...one, logOccam })) ?? null;
}

/** All of them; null where one is missing. */
function whole<T>(parts: readonly (T | null)[]): T[] | null {
  const there = parts.flatMap((one) => (one === null ? [] : [one]));
  return there.length === parts.length ? there : null;
}

/** The likeliest first; of equals the one with the strongest effect, which is first as it is. */
function likeliestFirst(tried: readonly Tried[]): Tried[] {
  return [...tried].sort((a, b) => b.weighed.logLikelihood - a.weighed.logLikelihood);
}

/**
 * The mean likelihood in parts of the highest, as a logarithm. All values from the weakest to the
 * strongest are as probable beforehand, on a logarithmic scale; each stands for those nearest to it.
 */
function occam({ logValue }: Grid, tried: readonly Tried[]): number {
  const best = Math.max(...tried.map(({ weighed }) => weighed.logLikelihood));
  const values = tried.map(({ point }) => logValue(point));
  const last = values.length - 1;
  let mean = 0;
  for (const [i, { weighed }] of tried.entries()) {
    const from = values[Math.max(0, i - 1)] as number;
    const to = values[Math.min(last, i + 1)] as number;
    const width =
      Math.abs(to - from) / 2 / Math.abs((values[last] as number) - (values[0] as number));
    mean += width * Math.exp(weighed.logLikelihood - best);
  }
  return Math.log(mean);
}
