/** The value below which this many per cent lie. */
export interface QuantilePercent {
  readonly percent: number;
  readonly value: number;
}

/** Points are added until none is missed by more than this. */
const NEAR_ENOUGH = 0.5;
const MOST_POINTS = 32;
/** Where every distribution is held: its ends, median and tail. */
const FIXED = [0, 50, 95, 99, 100];

/**
 * A few quantiles that tell a whole distribution, with straight lines between them: points are
 * added where the lines miss it most.
 * @param sorted at least one value, ascending
 */
export function quantilesOf(sorted: Float64Array): QuantilePercent[] {
  const grid: QuantilePercent[] = [];
  for (let tenths = 0; tenths <= 1000; tenths++) {
    const percent = tenths % 5 === 0 || tenths === 1 || tenths === 999 ? tenths / 10 : undefined;
    if (percent !== undefined) grid.push({ percent, value: interpolated(sorted, percent / 100) });
  }
  const points = grid.filter(({ percent }) => FIXED.includes(percent));
  while (points.length < MOST_POINTS) {
    let worst: QuantilePercent | undefined;
    let most = NEAR_ENOUGH;
    for (const point of grid) {
      const miss = missOf(points, point);
      if (miss > most) {
        most = miss;
        worst = point;
      }
    }
    if (worst === undefined) break;
    points.push(worst);
    points.sort((a, b) => a.percent - b.percent);
  }
  return points;
}

function interpolated(sorted: Float64Array, fraction: number): number {
  const at = fraction * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  const high = sorted[Math.ceil(at)]!;
  return low + (at - Math.floor(at)) * (high - low);
}

/** By how many per cent the lines through the points miss another one. */
function missOf(points: readonly QuantilePercent[], { percent, value }: QuantilePercent): number {
  const after = points.findIndex((point) => point.percent >= percent);
  const [a, b] = [points[Math.max(0, after - 1)], points[after]] as [
    QuantilePercent,
    QuantilePercent,
  ];
  if (a.percent === percent || b.percent === percent) return 0;
  const there =
    b.value === a.value
      ? percent
      : a.percent + ((value - a.value) / (b.value - a.value)) * (b.percent - a.percent);
  return Math.abs(there - percent);
}
