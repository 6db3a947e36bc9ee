import type { Control } from './execution.js';
import { carryOutExploration, type ExploreJob, type ExploreOutcome } from './explore-job.js';
import { carryOutMeasuring, type Measured, type MeasureJob } from './measuring.js';

/** A piece of work that a thread of the pool takes at a time. Plain data. */
export type Work = MeasureJob | ({ readonly kind: 'explore' } & ExploreJob);

/** What it came to. Plain data. */
export type WorkResult = Measured | ExploreOutcome;

/** Carries out a piece of work. @throws what the kind of work throws */
export async function carryOutWork(work: Work, control: Control): Promise<WorkResult> {
  if (work.kind === 'measure') return carryOutMeasuring(work, control);
  // States are no part of a whole that is known: an exploration shows no progress of its own.
  return carryOutExploration(work, { ...control, sliced: () => control.sliced(0) });
}
