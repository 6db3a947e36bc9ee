import type { Path } from '../../text/tree.js';
import type { ExperimentData } from './experiment-data.js';

/** Ids of the steps' sections begin with this. */
export const LESSON = 'lesson';

/** What the panel of a step of the lesson is given. */
export interface LessonData {
  readonly experiment: ExperimentData;
  readonly control: LessonControl;
}

/** The one thing that a reader of a step changes. */
export interface LessonControl {
  /** What it is, in a few words. */
  readonly label: string;
  /** The field of the resolved scenario. */
  readonly path: Path;
  readonly steps: readonly {
    readonly shown: string;
    /** What the field is then. */
    readonly value: unknown;
    /** The options that say the same on a command line. */
    readonly options: string;
  }[];
  /** The step that the scenario has. */
  readonly at: number;
}

/** What the picture of a step is called. @param section its id */
export function pictureId(section: string): string {
  return `${section}-picture`;
}
