import type { ProgramReport } from '../../studies/explore/found.js';
import type { WholeNumber } from '../../text/figures.js';
import type { ViolationKind } from '../../worlds/explore/checks/check.js';

/** What became of one logger on one store. */
export interface Cell {
  readonly program: ProgramReport;
  /** What is special about it; empty for the plain ones. */
  readonly special: string;
  readonly verdict: CellVerdict;
  readonly kinds: readonly ViolationKind[];
  readonly schedules: WholeNumber | null;
  readonly lossless: WholeNumber | null;
  readonly states: WholeNumber;
  readonly exhaustive: boolean;
  /** The command that replays the violation; null if there is none. */
  readonly replay: string | null;
}

/** `unknown`: stopped before everything was tried, and nothing found. */
export type CellVerdict = 'safe' | 'unknown' | 'not supported' | ViolationKind;

/** The most telling kind of violation; else whether there is none, or not everything was tried. */
export function verdictOf({ kinds, exhaustive }: Pick<Cell, 'kinds' | 'exhaustive'>): CellVerdict {
  return kinds[0] ?? (exhaustive ? 'safe' : 'unknown');
}

export const CELL_WORDS: Readonly<Record<CellVerdict, string>> = {
  safe: 'no violation',
  unknown: 'unknown',
  'not supported': 'not supported',
  deadlock: 'deadlocks',
  'lock-left-held': 'keeps a lock',
  'endless-loop': 'loops for ever',
  'lost-update': 'loses updates',
  'stale-view': 'misses samples',
  abandoned: 'abandons',
  'not-serializable': 'not serializable',
};
