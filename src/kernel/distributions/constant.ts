import type { DistributionSettings } from '../parameters.js';
import type { Distribution } from './distribution.js';
import { distributionKind } from './kind.js';

/** Always the same value. */
export function constant(value: number): Distribution {
  return { mean: value, quantile: () => value };
}

export const constantKind = distributionKind({
  name: 'constant',
  says: 'Always the same value.',
  parameters: { value: { type: 'quantity', says: 'The value.' } },
  words: ({ value }) => value,
  create: ({ value }) => constant(value),
});

/** What a single value in a scenario stands for. */
export function always(value: number): DistributionSettings {
  return { distribution: constantKind.name, value };
}

/** The single value that a distribution always has; undefined: it varies. */
export function onlyValue({ distribution, value }: DistributionSettings): number | undefined {
  return distribution === constantKind.name ? Number(value) : undefined;
}
