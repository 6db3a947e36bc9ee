import type { Check } from './check.js';

/**
 * No recorded sample is lost (P4, lost update: Berenson et al. 1995, A critique of ANSI SQL
 * isolation levels): a select sees every sample that a logger says it has recorded, or, of a logger
 * that keeps averages, their average. The lists are long enough for all, so none can have been
 * pushed out. Where something expired, or a crash leaves open what an average is of, only the
 * check of serializability can tell.
 */
export const lostUpdate: Check = {
  kind: 'lost-update',
  fault({ seen, recorded, uncertain, averagesHold, expired }, { keepsAverages }) {
    if (expired || seen === null) return undefined;
    if (keepsAverages) {
      return averagesHold || uncertain > 0
        ? undefined
        : `what a select sees is not the average of the ${recorded} recorded samples`;
    }
    if (seen >= recorded) return undefined;
    const lost = recorded - seen;
    return recorded === 1
      ? 'the recorded sample is lost'
      : `${lost} of ${recorded} recorded samples ${lost === 1 ? 'is' : 'are'} lost`;
  },
};
