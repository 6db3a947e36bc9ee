import type { Check } from './check.js';

/**
 * No recorded sample is lost (P4, lost update: Berenson et al. 1995, A critique of ANSI SQL
 * isolation levels): a select sees every sample that a logger says it has recorded. The lists are
 * long enough for all, so none can have been pushed out; where something expired, only the check
 * of serializability can tell.
 */
export const lostUpdate: Check = {
  kind: 'lost-update',
  fault({ seen, recorded, expired }) {
    if (expired || seen === null || seen >= recorded) return undefined;
    return `${recorded - seen} of ${recorded} recorded samples ${recorded - seen === 1 ? 'is' : 'are'} lost`;
  },
};
