import type { RunReport } from './report.js';

/** What lost samples are called: some may never have been stored, and so were not overwritten. */
export function lossWord(all: readonly Pick<RunReport, 'samples'>[]): string {
  return all.some(({ samples }) => (samples.neverStored ?? 0) > 0) ? 'lost' : 'overwritten';
}
