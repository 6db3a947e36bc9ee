/**
 * A pipe that nobody writes to, or reads, blocks whoever opens it, and so the thread that would hear of
 * a signal. Whoever listens to signals says here how to let the system hear them meanwhile.
 */
let letThrough = <Result>(work: () => Result): Result => work();

/** Does what may wait for another process. */
export function whileBlocked<Result>(work: () => Result): Result {
  return letThrough(work);
}

/** @param how does work while signals have their ordinary meaning */
export function letSignalsThrough(how: typeof letThrough): void {
  letThrough = how;
}
