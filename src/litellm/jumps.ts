import { roughly } from './rough-duration.js';
import type { SpendRow } from './spend-row.js';

/** Where the clock of a log jumps. */
export interface Jumps {
  readonly count: number;
  /** The first of them. */
  readonly shown: readonly { readonly line: number; readonly what: string }[];
}

/**
 * Proxies write their rows in batches, one behind the other: a row may begin this much before the
 * row above it.
 */
const TOLERANCE_US = 300e6;
/** A log is in order if this part of its steps goes one way. */
const IN_ORDER = 0.9;
/**
 * A step in the order of the log is a jump if it takes longer, and most of the time of the log: a night without
 * requests, or a long weekend, is none, unless the clock jumps elsewhere.
 */
const LONG_US = 4 * 86_400e6;
const LONG_AMONG_JUMPS_US = 3600e6;
const MOST = 0.5;
/** Fewer steps than these tell nothing of a log's usual ones. */
const ENOUGH_STEPS = 10;
const SHOWN = 5;

interface ClockStep {
  readonly line: number;
  readonly by_us: number;
}

/** Steps of one direction. */
class Direction {
  steps = 0;
  largest: ClockStep | undefined;
  jumps = 0;
  readonly shown: ClockStep[] = [];

  add(step: ClockStep): void {
    this.steps += 1;
    if (step.by_us > (this.largest?.by_us ?? 0)) this.largest = step;
    if (step.by_us <= TOLERANCE_US) return;
    this.jumps += 1;
    if (this.shown.length < SHOWN) this.shown.push(step);
  }
}

/**
 * Looks for rows that go far against the order of a log, oldest or newest first (both start and end
 * of the row do), and for a step that takes most of its time. In a log that is in no order there is
 * no telling.
 */
export class JumpWatch {
  private readonly back = new Direction();
  private readonly forward = new Direction();
  private before: SpendRow | undefined;
  private first_us = Number.POSITIVE_INFINITY;
  private last_us = Number.NEGATIVE_INFINITY;

  see(row: SpendRow, line: number): void {
    const { before } = this;
    this.before = row;
    this.first_us = Math.min(this.first_us, row.start_us);
    this.last_us = Math.max(this.last_us, row.start_us);
    if (before === undefined || row.start_us === before.start_us) return;
    const start_us = row.start_us - before.start_us;
    const end_us = row.end_us - before.end_us;
    if (start_us < 0) this.back.add({ line, by_us: Math.min(-start_us, -end_us) });
    else this.forward.add({ line, by_us: Math.min(start_us, end_us) });
  }

  found(): Jumps {
    const { back, forward } = this;
    const steps = back.steps + forward.steps;
    if (forward.steps >= IN_ORDER * steps) return this.judged(forward, back, 'after', 'before');
    if (back.steps >= IN_ORDER * steps) return this.judged(back, forward, 'before', 'after');
    return { count: 0, shown: [] };
  }

  private judged(along: Direction, against: Direction, forth: string, back: string): Jumps {
    const described = ({ line, by_us }: ClockStep, word: string) => {
      return { line, what: `this row is ${roughly(by_us / 1e6)} ${word} the row above it` };
    };
    const shown = against.shown.map((step) => described(step, back));
    const { largest, steps } = along;
    const long_us = against.jumps > 0 ? LONG_AMONG_JUMPS_US : LONG_US;
    const gap =
      largest !== undefined &&
      steps >= ENOUGH_STEPS &&
      largest.by_us > Math.max(long_us, MOST * (this.last_us - this.first_us));
    if (!gap) return { count: against.jumps, shown };
    const all = [...shown, described(largest, forth)].sort((a, b) => a.line - b.line);
    return { count: against.jumps + 1, shown: all.slice(0, SHOWN) };
  }
}
