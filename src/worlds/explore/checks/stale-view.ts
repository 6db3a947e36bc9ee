import type { Check } from './check.js';

/**
 * Read your writes (Terry et al. 1994, Session guarantees for weakly consistent replicated data): a
 * select in a process, after calls of that process have returned, sees the samples that these have
 * recorded, and a process that starts sees all. Only what is still stored counts: a sample that
 * nobody can see any more is a lost update, and one that may have expired is not looked for.
 */
export const staleView: Check = {
  kind: 'stale-view',
  fault(
    { seen, kept, uncertain, averagesHold, blind, stored, forgotten, expired },
    { keepsAverages },
  ) {
    if (expired || seen === null || (keepsAverages && uncertain > 0)) return undefined;
    const what = keepsAverages ? 'averages' : 'samples';
    if (forgotten[what]) {
      return 'a select in a later minute does not see what is recorded, though it is stored: it looks elsewhere in another minute';
    }
    if (!stored[what]) return undefined;
    const [process] = blind[what];
    if (process !== undefined) {
      return `a select in process ${process + 1} does not see all that this process has recorded, though it is stored: it reads an old copy`;
    }
    return (keepsAverages ? averagesHold : seen >= kept)
      ? undefined
      : 'a select in a process that has just started does not see what is recorded, though it is stored';
  },
};
