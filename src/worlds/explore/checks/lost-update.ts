import type { Check } from './check.js';

/**
 * No recorded sample is lost (P4, lost update: Berenson et al. 1995, A critique of ANSI SQL
 * isolation levels): a select sees every sample that a logger says it has recorded, or, of a logger
 * that keeps averages, their average; or could see it, were it to read the shared copy, which is a
 * matter of the check of stale views. The lists are long enough for all, so none can have been pushed
 * out. Where what counts may have expired, or a crash leaves open what an average is of, only the
 * check of serializability can tell. What expires in a process's memory beside a shared copy excuses
 * nothing: the shared copy had it.
 */
export const lostUpdate: Check = {
  kind: 'lost-update',
  fault(
    { seen, recorded, uncertain, averagesHold, stored, expired, forgotten },
    { keepsAverages },
  ) {
    if (expired || seen === null) return undefined;
    const after = forgotten.length === 0 ? '' : `, after an expiry of ${forgotten.join(' and ')}`;
    if (keepsAverages) {
      return averagesHold || stored.averages || uncertain > 0
        ? undefined
        : `what a select sees is not the average of the ${recorded} recorded samples${after}`;
    }
    if (seen >= recorded || stored.samples) return undefined;
    const lost = recorded - seen;
    return recorded === 1
      ? `the recorded sample is lost${after}`
      : `${lost} of ${recorded} recorded samples ${lost === 1 ? 'is' : 'are'} lost${after}`;
  },
};
