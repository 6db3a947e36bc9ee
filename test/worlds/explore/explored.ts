import type { Logger } from '../../../src/index.js';
import { checked } from '../../../src/loggers/contract.js';
import type { StoreModel } from '../../../src/model/stores/store.js';
import { requiringDeterminism } from '../../../src/worlds/explore/determinism.js';
import { explore as exploreProgram } from '../../../src/worlds/explore/explore.js';
import type { SearchOptions } from '../../../src/worlds/explore/options.js';
import { DEFAULT_PROGRAM, type Program } from '../../../src/worlds/explore/program.js';
import type { ExploreResult } from '../../../src/worlds/explore/result.js';
import { toItsEnd } from '../../../src/worlds/slices.js';

type Asked = Partial<Omit<Program, 'logger' | 'store'>> & {
  readonly logger: Logger;
  readonly store?: { readonly kind: string };
};

/** Explores a logger as any of a user: with its contract checked, and its determinism. */
export function explore(
  { logger, store, ...asked }: Asked,
  options: Partial<SearchOptions> = {},
): ExploreResult {
  const program = {
    ...DEFAULT_PROGRAM,
    ...asked,
    // The library offers stores by their kind alone.
    ...(store !== undefined && { store: store as StoreModel }),
    logger: checked({ ...logger, summary: logger.summary ?? '' }),
  };
  toItsEnd(requiringDeterminism(program));
  return exploreProgram(program, options);
}
