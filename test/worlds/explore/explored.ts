import { checked } from '../../../src/loggers/contract.js';
import type { Logger } from '../../../src/strategies/lowest-latency/logger.js';
import { requireDeterminism } from '../../../src/worlds/explore/determinism.js';
import { explore as exploreProgram } from '../../../src/worlds/explore/explore.js';
import type { ExploreOptions } from '../../../src/worlds/explore/options.js';
import { DEFAULT_PROGRAM, type Program } from '../../../src/worlds/explore/program.js';
import type { ExploreResult } from '../../../src/worlds/explore/result.js';

/** Explores a logger as the engine explores any of a user's, with stores and profiles that are its own. */
export function explore(
  program: Partial<Program> & { readonly logger: Logger },
  options: Partial<ExploreOptions> = {},
): ExploreResult {
  const whole = { ...DEFAULT_PROGRAM, ...program, logger: checked(program.logger) };
  requireDeterminism(whole);
  return exploreProgram(whole, options);
}
