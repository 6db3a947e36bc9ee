import type { Stream } from '../../../kernel/random.js';
import type { Move } from '../move.js';

/** Chooses the next move of a schedule; made anew for each schedule. */
export type Scheduler = (enabled: readonly Move[]) => Move;

/** A way to try schedules one at a time, for programs too large to try them all. */
export interface Sampling {
  readonly name: 'random' | 'pct';
  /**
   * @param luck the strategy's own stream
   * @param longest length of the longest schedule so far, in moves (0: none yet)
   */
  scheduler(luck: Stream, longest: number): Scheduler;
}

/** Who makes a move: tasks by number, and one name per kind of accident. */
export function actorOf(move: Move): string {
  return move.kind === 'step' ? String(move.task) : move.kind;
}
