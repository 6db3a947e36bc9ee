import type { Control } from './controls.js';
import type { ExperimentData } from './experiment-data.js';

/** Ids of the steps' sections begin with this. */
export const LESSON = 'lesson';

/** What the panel of a step of the lesson is given. */
export interface LessonData {
  readonly experiment: ExperimentData;
  /** The one thing that a reader changes. */
  readonly control: Control;
}

/** What the picture of a step is called. @param section its id */
export function pictureId(section: string): string {
  return `${section}-picture`;
}
