import { EXPECTATION_KINDS, type ExpectationKinds } from '../expectation/kinds/index.js';
import { MODEL_KINDS, type ModelKinds } from './model-kinds.js';

/** What comes in kinds: all that a scenario may name. */
export interface Kinds extends ModelKinds {
  readonly expectations: ExpectationKinds;
}

/** What comes with latsim. Whoever is given no other kinds takes these. */
export const KINDS: Kinds = { ...MODEL_KINDS, expectations: EXPECTATION_KINDS };
