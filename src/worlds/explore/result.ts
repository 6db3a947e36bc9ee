import type { Bound } from '../slices.js';
import type { ViolationKind } from './checks/check.js';
import type { EventField } from './looks.js';
import type { Move } from './move.js';
import type { SearchOptions } from './options.js';
import type { Program } from './program.js';

/** Something that can go wrong, in the smallest program and by the shortest schedule known. */
export interface Violation {
  readonly kind: ViolationKind;
  /** What is wrong, in words. */
  readonly fault: string;
  /** The program that it happens in: as explored, with fewer tasks where fewer suffice. */
  readonly program: Program;
  /** The whole schedule; of an endless loop, up to its first time round. */
  readonly schedule: readonly Move[];
  /** For an endless loop: its moves, the last ones of the schedule. */
  readonly cycle: readonly Move[];
  /** Whether no schedule of fewer tasks, and no shorter one, shows this; null: not looked for. */
  readonly minimal: boolean | null;
}

export interface ExploreResult {
  /** What was explored: as asked for, but for a logger of averages with distinct samples. */
  readonly program: Program;
  readonly strategy: SearchOptions['strategy'];
  /** Whether everything was tried. */
  readonly exhaustive: boolean;
  /** What stopped it before; null if nothing did. */
  readonly bound: Bound | null;
  /** All schedules; null where there is a cycle or not everything was tried. */
  readonly schedules: bigint | null;
  /** Schedules that lose no sample; null likewise. */
  readonly lossless: bigint | null;
  /** Schedules that were tried one at a time. */
  readonly tried: number;
  /**
   * Distinct states that were seen. Where a bound stopped a search of all orders, those that were told
   * apart: of states that differ only in which of alike tasks is which, one.
   */
  readonly states: bigint;
  /** Whether a state was found that leads back to itself; then schedules cannot be counted. */
  readonly hasCycle: boolean;
  /** How many schedules end with how many samples; by schedule counts, or by tries. */
  readonly samples: readonly { readonly samples: number; readonly schedules: bigint }[];
  /** Whether endings were compared with those of the sequential orders. */
  readonly serializabilityChecked: boolean;
  /** Whether the logger keeps averages, so that losses are looked for in them. */
  readonly keepsAverages: boolean;
  /** What of the completions the logger looks at itself. */
  readonly looksAt: readonly EventField[];
  /** Every kind of violation that was seen. */
  readonly kinds: readonly ViolationKind[];
  /** The most telling violation. */
  readonly violation: Violation | null;
}
