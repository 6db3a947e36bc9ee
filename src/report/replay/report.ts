import type { ComparedField, FieldTally, Mismatch } from '../../worlds/replay/compared.js';

/** The replay of one file. */
export interface ReplayedFile {
  readonly file: string;
  /** The version that was recorded. */
  readonly variant: string;
  /** The one by whose rules it was replayed. */
  readonly profile: string;
  /** Operations, the config left out. */
  readonly ops: number;
  /** What was compared. */
  readonly checks: readonly ComparedField[];
  /** Checks that do not agree. */
  readonly mismatches: number;
  readonly fields: Readonly<Record<string, FieldTally>>;
  /** The first mismatches. */
  readonly details: readonly Mismatch[];
}

/** The replay of all files. */
export interface RecordingsReport {
  readonly files: readonly ReplayedFile[];
  /** Whether it was interrupted: the files that were finished are here. */
  readonly partial: boolean;
}

export const total = ({ files }: RecordingsReport, field: 'ops' | 'mismatches'): number =>
  files.reduce((sum, file) => sum + file[field], 0);
