import type { ModelGroup } from '../../scenario/schema.js';

/** A split that was observed: requests per group of one model group. */
export interface Observed {
  /** Position of the model group. */
  readonly position: number;
  readonly modelGroup: ModelGroup;
  /** In the order of its groups. */
  readonly counts: readonly number[];
}
