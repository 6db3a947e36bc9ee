import type { Field } from '../../worlds/replay/difference.js';
import type { FieldTally, Mismatch } from '../../worlds/replay/replay.js';

/** The replay of one file. */
export interface ReplayedFile {
  readonly file: string;
  /** The version of LiteLLM that was recorded. */
  readonly variant: string;
  /** The one by whose rules it was replayed. */
  readonly profile: string;
  /** Operations, the config left out. */
  readonly ops: number;
  /** Checks that do not agree: of a select's candidates or averages, or of a dumped map. */
  readonly mismatches: number;
  readonly fields: Readonly<Record<Field, FieldTally>>;
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
