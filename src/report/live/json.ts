import { agreeing, type LiveMeasurement, type LiveReport } from './report.js';

/** The fields of `live --json`, in their order: what is of one run at the top, of several in `runs`. */
export function liveFields(report: LiveReport): object {
  const { runs, ...about } = report;
  const [first, ...others] = runs;
  if (first !== undefined && others.length === 0) return { ...about, ...fieldsOf(first) };
  return { ...about, agree: agreeing(report), runs: runs.map(fieldsOf) };
}

/** The version and the profile come first: of what it is. */
function fieldsOf({ at, version, profile, ...run }: LiveMeasurement): object {
  return { at, version, profile, ...run };
}
