import type { Check } from './check.js';

/** Nothing is abandoned. */
export const abandoned: Check = {
  kind: 'abandoned',
  fault: ({ abandoned: given }) =>
    given === 0 ? undefined : `${given} ${given === 1 ? 'sample is' : 'samples are'} abandoned`,
};
