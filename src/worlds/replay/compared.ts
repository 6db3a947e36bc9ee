/** Something of a kind of recording that is compared. */
export interface ComparedField<Field extends string = string> {
  /** Its name in a mismatch. */
  readonly field: Field;
  /** All of them, for people: `averages of selects`. */
  readonly all: string;
  /** One of them, behind the op that it is of; absent: the op says it. */
  readonly one?: string;
  /** What was recorded and what latsim computes, for people; absent: lists and entries as they come. */
  texts?(expected: unknown, actual: unknown): readonly [expected: string, actual: string];
}

/** Where a replay and a recording part. */
export interface Difference<Field extends string = string> {
  readonly field: Field;
  /** What was recorded. */
  readonly expected: unknown;
  /** What latsim computes. */
  readonly actual: unknown;
}

/** A check of a recording that does not agree. */
export interface Mismatch<Field extends string = string> extends Difference<Field> {
  /** In the file, from 1. */
  readonly line: number;
  readonly op: string;
  readonly t_s: number;
}

/** How the checks of one field went. */
export interface FieldTally {
  checked: number;
  mismatches: number;
  /** Line of the first mismatch, null: there is none. */
  firstLine: number | null;
}

/** A recorded operation. */
export interface Timed {
  readonly op: string;
  readonly t_s: number;
}

/** More mismatches than this are counted and not kept: after the first, others follow from it. */
export const MAX_DETAILS = 10_000;

/**
 * Feeds recorded operations to what latsim makes of them, and compares each answer with the recorded
 * one. Where they part, the replay goes on with latsim's own state.
 */
export abstract class Replaying<Operation extends Timed, Field extends string = string> {
  /** Operations so far. */
  ops = 0;
  /** The first mismatches. */
  readonly details: Mismatch<Field>[] = [];
  readonly fields: Readonly<Record<Field, FieldTally>>;

  constructor(checks: readonly ComparedField<Field>[]) {
    const tallies = checks.map(({ field }): [Field, FieldTally] => [
      field,
      { checked: 0, mismatches: 0, firstLine: null },
    ]);
    this.fields = Object.fromEntries(tallies) as Record<Field, FieldTally>;
  }

  /** Checks that do not agree. */
  get mismatches(): number {
    let sum = 0;
    for (const { mismatches } of Object.values<FieldTally>(this.fields)) sum += mismatches;
    return sum;
  }

  /** Replays one operation; `t_s` must not run backwards. @param line where it stands */
  take(operation: Operation, line: number): void {
    this.ops++;
    this.replay(operation, line);
  }

  protected abstract replay(operation: Operation, line: number): void;

  /** One check is made. @param difference undefined: it agrees */
  protected note(
    field: Field,
    difference: Difference<Field> | undefined,
    { op, t_s }: Timed,
    line: number,
  ): void {
    const tally = this.fields[field];
    tally.checked++;
    if (difference === undefined) return;
    tally.mismatches++;
    tally.firstLine ??= line;
    if (this.details.length < MAX_DETAILS) this.details.push({ line, op, t_s, ...difference });
  }
}
