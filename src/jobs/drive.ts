import type { Bound, Slices } from '../worlds/slices.js';

/** How work stays in touch with whoever carries it out. */
export interface Heed<Progress> {
  /** Asked after each slice: why to stop, if at all. */
  bound(): Bound | undefined;
  /** A slice is done. */
  sliced(progress: Progress): void;
  /** Lets others have the thread; absent where nobody shares it. */
  pause?(): Promise<void>;
}

/** Lets work in slices go on until it is done, or was told to stop and has wound up. */
export async function drive<Result, Progress>(
  work: Slices<Result, Progress>,
  { bound, sliced, pause }: Heed<Progress>,
): Promise<Result> {
  let slice = work.next();
  while (slice.done !== true) {
    sliced(slice.value);
    if (pause !== undefined) await pause();
    slice = work.next(bound());
  }
  return slice.value;
}
