/**
 * Wilson's score interval of a proportion (1927): where the error of a proportion p is that of so
 * many independent trials, sqrt(p (1 - p) / trials), how far the true one may be from it. The error
 * is taken at the true proportion, not at the one found, so near 0 and 1 it reaches further inwards.
 * @param trials how many independent trials the proportion is of; above 0, not always whole
 * @param z how many errors away the true proportion may be
 */
export function wilson(
  proportion: number,
  trials: number,
  z: number,
): readonly [low: number, high: number] {
  const square = (z * z) / trials;
  const centre = (proportion + square / 2) / (1 + square);
  const spread = (proportion * (1 - proportion)) / trials + square / trials / 4;
  const half = (z * Math.sqrt(spread)) / (1 + square);
  return [Math.min(proportion, centre - half), Math.max(proportion, centre + half)];
}
