import { agreeing, type LiveMeasurement, type LiveReport } from './report.js';

/** The fields of `live --json`: of one run at the top, of several in `runs`. */
export function liveFields(report: LiveReport): object {
  const { runs, partial, ...about } = report;
  const [first, ...others] = runs;
  if (first === undefined || others.length > 0) {
    return { ...about, agree: agreeing(report), partial, runs: runs.map(runFields) };
  }
  return { ...about, ...runFields(first), partial };
}

function runFields({ at, ...run }: LiveMeasurement): object {
  return { ...run, at };
}
