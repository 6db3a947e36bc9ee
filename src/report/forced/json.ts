import type { ForcedReport, ForcedRun } from './report.js';

/** The fields of `live --forced --json`: of one logger at the top, of several in `runs`. */
export function forcedFields({ runs, ...about }: ForcedReport): object {
  const [first, ...others] = runs.map(runFields);
  return others.length === 0 ? { ...about, ...first } : { ...about, runs: runs.map(runFields) };
}

/** The story is in `steps`, as that of an exploration. */
function runFields({ told, ...run }: ForcedRun): object {
  return { ...run, steps: told.story.steps };
}
