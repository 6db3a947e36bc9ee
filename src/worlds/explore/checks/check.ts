import type { Ending } from '../ending.js';

/** What can be wrong, from the most to the least telling. */
export const VIOLATION_KINDS = [
  'deadlock',
  'lock-left-held',
  'endless-loop',
  'lost-update',
  'stale-view',
  'abandoned',
  'not-serializable',
] as const;
export type ViolationKind = (typeof VIOLATION_KINDS)[number];

/** Whether a kind tells of samples that a select does not see, or of worse. */
export function tellsOfSamples(kind: ViolationKind): boolean {
  return VIOLATION_KINDS.indexOf(kind) <= VIOLATION_KINDS.indexOf('stale-view');
}

/** What a check may compare an ending with. */
export interface Reference {
  /**
   * The states that the program ends in when its tasks run one after the other; undefined where
   * there are too many orders to try.
   */
  readonly sequential: ReadonlySet<string> | undefined;
  /** Whether the logger keeps averages: then fewer samples are seen than recorded, rightly. */
  readonly keepsAverages: boolean;
}

/** A property that every ending has to have. */
export interface Check {
  readonly kind: ViolationKind;
  /** What is wrong with this ending, in words; undefined if nothing is. */
  fault(ending: Ending, reference: Reference): string | undefined;
}
