import type { Store, ViolationKind } from '../../src/index.js';
import { type LatencyMap, type LoggerContext, read, type Steps } from '../../src/index.js';
import type { Logger } from '../../src/strategies/lowest-latency/logger.js';
import type { Program } from '../../src/worlds/explore/program.js';

/** What a logger is run on. */
type On = Partial<Omit<Program, 'logger' | 'store'>> & { readonly store?: Store };

/** A logger of the corpus: what to run it on, and what is to come out. */
export interface Entry {
  readonly logger: Logger;
  readonly on: On;
  /** The violation that is to be found; null: none. */
  readonly expected: ViolationKind | null;
  /** What a correct logger takes for granted, and the small matrix does not. */
  readonly premise?: string;
}

type Parts = Pick<Logger, 'record'> & Partial<Pick<Logger, 'view'>>;

/** A faulty logger: what is wrong with it, which options show it, and as what. */
export function faulty(
  summary: string,
  expected: ViolationKind,
  on: On,
  { record, view = readMap }: Parts,
): Entry {
  return { logger: { name: 'faulty', summary, record, view }, on, expected };
}

/**
 * A correct logger: why, and the options under which it has to hold.
 * @param premise what it takes for granted beyond them; without one it holds in the small matrix
 */
export function correct(
  summary: string,
  on: On,
  { record, view = readMap }: Parts,
  premise?: string,
): Entry {
  const logger = { name: 'correct', summary, record, view };
  return { logger, on, expected: null, ...(premise !== undefined && { premise }) };
}

/** Most loggers keep the map as it is. */
export function* readMap(context: LoggerContext): Steps<LatencyMap | undefined> {
  return yield read(context.key);
}
