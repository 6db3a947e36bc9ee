import type { Check } from './check.js';

/**
 * No recorded sample is lost (P4, lost update: Berenson et al. 1995, A critique of ANSI SQL
 * isolation levels): a select sees every sample that a logger says it has recorded, or, of a logger
 * that keeps averages, their average; or could see it, were it to read the shared copy, which is a
 * matter of the check of stale views. What a full list has pushed out is not lost, but for the
 * newest. Where what counts may have expired, or a crash leaves open what an average is of, only the
 * check of serializability can tell. What expires in a process's memory beside a shared copy excuses
 * nothing: the shared copy had it.
 */
export const lostUpdate: Check = {
  kind: 'lost-update',
  fault(
    { seen, recorded, kept, uncertain, averagesHold, stored, expired, missesNewest, ...ending },
    { keepsAverages },
  ) {
    if (expired || seen === null) return undefined;
    const { expiredInMemory, forgotten } = ending;
    const after =
      expiredInMemory.length === 0 ? '' : `, after an expiry of ${expiredInMemory.join(' and ')}`;
    if (keepsAverages) {
      return averagesHold || stored.averages || forgotten.averages || uncertain > 0
        ? undefined
        : `what a select sees is not the average of the ${recorded} recorded samples${after}`;
    }
    if (seen >= kept) {
      // What a crash leaves open may have come after it.
      const wrong = missesNewest && uncertain === 0;
      return wrong ? 'a full list does not have the newest sample' : undefined;
    }
    if (stored.samples || forgotten.samples) return undefined;
    const lost = kept - seen;
    if (kept < recorded) {
      return `${lost} of ${recorded} recorded samples ${lost === 1 ? 'is' : 'are'} lost, beside what was pushed out${after}`;
    }
    return recorded === 1
      ? `the recorded sample is lost${after}`
      : `${lost} of ${recorded} recorded samples ${lost === 1 ? 'is' : 'are'} lost${after}`;
  },
};
