import { type Profiler, Session } from 'node:inspector';
import { afterAll, beforeAll } from 'vitest';

/**
 * Counts how much is done in the tests of a suite: calls of functions and passes through their
 * blocks, as V8 counts them for coverage. Give or take a hundredth it is the same every time, on
 * however busy a machine. A million of them take some hundredths of a second; beginning to count
 * takes longer, as all functions are compiled anew, so it is done once.
 * @returns the work of an action
 */
export function countingWork(): (action: () => void) => number {
  const session = new Session();
  /** The work since this was asked last. */
  const taken = (): number => {
    let scripts: readonly Profiler.ScriptCoverage[] = [];
    // In the same thread the answer comes before `post` returns.
    session.post('Profiler.takePreciseCoverage', (_, { result }) => {
      scripts = result;
    });
    let work = 0;
    for (const { functions } of scripts) {
      for (const { ranges } of functions) for (const { count } of ranges) work += count;
    }
    return work;
  };
  beforeAll(() => {
    session.connect();
    session.post('Profiler.enable');
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  });
  afterAll(() => {
    session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  });
  return (action) => {
    taken();
    action();
    return taken();
  };
}
