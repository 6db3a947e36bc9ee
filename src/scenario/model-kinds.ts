import { DISTRIBUTIONS } from '../kernel/distributions/index.js';
import type { DistributionKind } from '../kernel/distributions/kind.js';
import type { CapacityKind } from '../model/capacities/capacity.js';
import { CAPACITIES } from '../model/capacities/index.js';
import type { DispatchKind } from '../model/dispatches/dispatch.js';
import { DISPATCHES } from '../model/dispatches/index.js';
import { LOADS } from '../model/loads/index.js';
import type { LoadKind } from '../model/loads/load.js';
import { STORES } from '../model/stores/index.js';
import type { StoreKind } from '../model/stores/store.js';
import { STRATEGIES } from '../strategies/index.js';
import type { StrategyKind } from '../strategies/kind.js';

/** What comes in kinds and is run: all that compiling a scenario takes. */
export interface ModelKinds {
  readonly distributions: readonly DistributionKind[];
  readonly capacities: readonly CapacityKind[];
  readonly loads: readonly LoadKind[];
  readonly dispatches: readonly DispatchKind[];
  readonly stores: readonly StoreKind[];
  readonly strategies: readonly StrategyKind[];
}

/** What of these comes with latsim. */
export const MODEL_KINDS: ModelKinds = {
  distributions: DISTRIBUTIONS,
  capacities: CAPACITIES,
  loads: LOADS,
  dispatches: DISPATCHES,
  stores: STORES,
  strategies: STRATEGIES,
};
