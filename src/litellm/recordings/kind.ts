import type { ComparedField, Replaying, Timed } from '../../worlds/replay/compared.js';
import type { Fields } from './fields.js';

/** A recording whose config has been read. */
export interface OpenRecording<Operation extends Timed = Timed> {
  readonly kind: RecordingKind;
  /** The version that was recorded, as it may be shown. */
  readonly variant: string;
  /** The one by whose rules it is replayed. */
  readonly replayedAs: string;
  /** What is worth knowing beside the replay. */
  readonly warnings: readonly RecordingWarning[];
  /** Reads a further line. @throws Malformed */
  read(line: Fields): Operation;
  /** Begins its replay. */
  replay(): Replaying<Operation>;
}

export interface RecordingWarning {
  readonly message: string;
  readonly remedy: string;
}

/** Of what there are recordings: how the lines are read, how they are replayed, what is compared. */
export interface RecordingKind {
  /** Whether this is the config of such a recording. */
  recognises(config: Fields): boolean;
  /**
   * Reads the config.
   * @param profile the profile to replay by; undefined: the one that was recorded
   * @throws Malformed
   */
  open(config: Fields, profile: string | undefined): OpenRecording;
  /** The field that has the time of an operation. */
  readonly timeField: string;
  /** What is compared, in the order in which people are shown it. */
  readonly checks: readonly ComparedField[];
}
