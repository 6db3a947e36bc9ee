/** What a completion is, to the logger. */
export const SAMPLE_KINDS = ['chat', 'responses', 'no-usage', 'other', 'not-recorded'] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];

export type SampleFractions = Readonly<Record<SampleKind, number>>;

/** Fractions 0..1 of weights, of which one is above 0. */
export function fractionsOf(weights: Partial<SampleFractions>): Record<SampleKind, number> {
  const weight = (kind: SampleKind) => weights[kind] ?? 0;
  const sum = SAMPLE_KINDS.reduce((total, kind) => total + weight(kind), 0);
  return {
    chat: weight('chat') / sum,
    responses: weight('responses') / sum,
    'no-usage': weight('no-usage') / sum,
    other: weight('other') / sum,
    'not-recorded': weight('not-recorded') / sum,
  };
}

/** Tried until one fits; each fits about every other time. */
const FACTORS = 500;

/**
 * Weights of which `fractionsOf` makes these fractions: to the last bit where they were made of whole
 * numbers up to 100, and of others nearly always.
 */
export function weightsOf(fractions: SampleFractions): SampleFractions {
  for (let factor = 1; factor <= FACTORS; factor++) {
    const scaled = SAMPLE_KINDS.map((kind) => [kind, fractions[kind] * factor]);
    const weights: SampleFractions = Object.fromEntries(scaled);
    const again = fractionsOf(weights);
    if (SAMPLE_KINDS.every((kind) => again[kind] === fractions[kind])) return weights;
  }
  return fractions;
}
