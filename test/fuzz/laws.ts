import type { RunReport } from '../../src/report/run/report.js';
import { percent } from '../../src/text/figures.js';

/*
 * What must hold of the figures of any run, given as the JSON of `latsim run --json`.
 */

/** Figures that may be null, and when. */
const MAY_BE_NULL: readonly (readonly [
  path: RegExp,
  when: (report: RunReport, path: string) => boolean,
])[] = [
  [/^replication$/, () => true],
  [/\.timeline\.\d+$/, () => true],
  [/\.ci95$|CI95$|Ci95$/i, () => true],
  [/^busiest\./, () => true],
  [/^expectations\./, () => true],
  [/^latency\./, ({ requests }) => requests === 0],
  [
    /^replications\.\d+\.latency_s$/,
    ({ replications }, path) => replications[Number(path.split('.')[1])]?.requests === 0,
  ],
  [/^logging\./, ({ samples }) => samples.recorded === 0],
];

/** What is wrong with a run's report. */
export function faultOfReport(json: string): string | undefined {
  const report = JSON.parse(json) as RunReport;
  return nullIn(report, report, '') ?? faultOfCounts(report);
}

function nullIn(value: unknown, report: RunReport, path: string): string | undefined {
  if (value === null) {
    const known = MAY_BE_NULL.some(([of, when]) => of.test(path) && when(report, path));
    return known ? undefined : `${path} is null`;
  }
  if (typeof value !== 'object') return undefined;
  for (const [key, one] of Object.entries(value)) {
    const fault = nullIn(one, report, path === '' ? key : `${path}.${key}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOfCounts(report: RunReport): string | undefined {
  const { samples, groups, deployments, causes, requests } = report;
  const { completed, unrecordable, pending, recorded, abandoned, lost } = samples;
  if (completed !== unrecordable + pending + recorded + abandoned) return 'samples do not add up';
  if (lost !== undefined && lost > recorded) return 'more is lost than recorded';
  for (const [name, count] of Object.entries(samples)) {
    if (!(Number(count) >= 0)) return `samples.${name} is ${count}`;
  }
  for (const list of [groups, deployments]) {
    if (sum(list.map((one) => one.requests)) !== requests) return 'requests do not add up';
    for (const modelGroup of new Set(list.map((one) => one.modelGroup))) {
      const own = list.filter((one) => one.modelGroup === modelGroup);
      const whole = sum(own.map(({ share }) => share));
      const any = own.some((one) => one.requests > 0);
      if (any && Math.abs(whole - 1) > 1e-9)
        return `the shares of ${modelGroup} add up to ${whole}`;
    }
  }
  const slower = sum(groups.filter(({ fastest }) => !fastest).map((one) => one.requests));
  const caused = sum(Object.values(causes));
  if (caused !== 0 && caused !== slower) return `${caused} causes of ${slower} slow choices`;
  if (sum(report.replications.map((one) => one.requests)) !== requests) {
    return 'the replications do not add up';
  }
  return undefined;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** What a text says otherwise than the JSON of the same run. */
export function faultOfText(
  { samples, traceHash, groups, requests }: RunReport,
  text: string,
): string | undefined {
  const figure = (after: RegExp) => Number(after.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
  const pairs: readonly (readonly [string, RegExp, number])[] = [
    ['completed', /^ {2}completed +([\d,]+)/m, samples.completed],
    ['recorded', /^ {2}- recorded +([\d,]+)/m, samples.recorded],
    ['lost', /^ {4}overwritten +([\d,]+)/m, samples.lost ?? 0],
  ];
  for (const [name, pattern, right] of pairs) {
    const said = figure(pattern);
    if (said !== right) return `${name}: ${said} in the text, ${right} in the JSON`;
  }
  if (!text.includes(`trace ${traceHash}`)) return 'the text has another hash';
  if (requests === 0) return undefined;
  const missing = groups.find(({ share }) => !text.includes(percent(share)));
  return missing === undefined ? undefined : `the text lacks the share of ${missing.name}`;
}
