import { type Profiler, Session } from 'node:inspector';

/**
 * How much an action does: the number of calls of functions and of passes through their blocks,
 * as V8 counts them for coverage. Give or take a hundredth it is the same every time, on however
 * busy a machine. A million of them take some hundredths of a second.
 */
export function workOf(action: () => void): number {
  const session = new Session();
  session.connect();
  let scripts: readonly Profiler.ScriptCoverage[] = [];
  try {
    session.post('Profiler.enable');
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    action();
    // In the same thread the answer comes before `post` returns.
    session.post('Profiler.takePreciseCoverage', (_, { result }) => {
      scripts = result;
    });
  } finally {
    session.disconnect();
  }
  let work = 0;
  for (const { functions } of scripts) {
    for (const { ranges } of functions) for (const { count } of ranges) work += count;
  }
  return work;
}
