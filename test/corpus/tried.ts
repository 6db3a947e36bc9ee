import { checked } from '../../src/loggers/contract.js';
import type { Logger } from '../../src/strategies/lowest-latency/logger.js';
import { MATRIX } from '../../src/studies/explore/small-matrix.js';
import { explore } from '../../src/worlds/explore/explore.js';
import { DEFAULT_PROGRAM } from '../../src/worlds/explore/program.js';
import type { ExploreResult } from '../../src/worlds/explore/result.js';

export type MatrixProgram = (typeof MATRIX)[number];

/** A program of the small matrix, tried with a logger. */
export function tried(logger: Logger, program: MatrixProgram, maxStates: number): ExploreResult {
  return explore({ ...DEFAULT_PROGRAM, ...program, logger: checked(logger) }, { maxStates });
}

/**
 * The first program in one process that shows something wrong, and what; null: none does.
 * @param mostTasks those of more are passed over
 */
export function firstViolation(logger: Logger, maxStates: number, mostTasks = 3): unknown {
  for (const program of MATRIX) {
    if (program.processes > 1 || program.tasks > mostTasks) continue;
    const { kinds } = tried(logger, program, maxStates);
    if (kinds.length > 0) return { program, kinds };
  }
  return null;
}
