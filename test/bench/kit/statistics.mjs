/** The middle of the values, and the range they lie in. */
export function spread(values) {
  const inOrder = [...values].sort((a, b) => a - b);
  return { median: median(inOrder), lowest: inOrder[0], highest: inOrder.at(-1) };
}

export function median(values) {
  const inOrder = [...values].sort((a, b) => a - b);
  const half = inOrder.length >> 1;
  return inOrder.length % 2 === 1 ? inOrder[half] : (inOrder[half - 1] + inOrder[half]) / 2;
}

/** The mean of independent values, and its standard error. */
export function estimate(values) {
  const mean = sum(values) / values.length;
  const squares = sum(values.map((value) => (value - mean) ** 2));
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

export function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
