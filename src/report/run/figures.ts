import { costWithin, count, percent, secondsAlike } from '../../text/figures.js';
import { tallyText } from './judged.js';
import type { RunReport } from './report.js';
import { goesByLatencies } from './tested.js';

/** What is said in a line each. */
export function figures(report: RunReport): (readonly [string, string])[] {
  const tally = tallyText(report);
  return [
    goesByLatencies(report) ? ['Samples', samplesText(report)] : ['Requests', servedText(report)],
    ['Latency', percentiles(report)],
    ['Extra latency', extraLatency(report)],
    ...(tally === '' ? [] : [['Expectations', tally] as const]),
  ];
}

function percentiles({ latency: { p50_s, p95_s, p99_s } }: RunReport): string {
  const [p50, p95, p99] = secondsAlike([p50_s, p95_s, p99_s]);
  return `P50 ${p50}, P95 ${p95}, P99 ${p99}`;
}

/** What the choices cost. */
export function extraLatency({ latency }: RunReport): string {
  const { lostPerRequest_s, lostPerRequestCi95 } = latency;
  return lostPerRequest_s === null
    ? '-'
    : `${costWithin(lostPerRequest_s, lostPerRequestCi95)} per request compared with the fastest`;
}

/** How many were served, where nobody looks at samples. */
function servedText({ requests, rejected }: RunReport): string {
  const refused = rejected === 0 ? '' : `, ${count(rejected)} rejected, as none might be chosen`;
  return `${count(requests)} served${refused}`;
}

/** In short: how many were recorded, what became of them, and of the others. */
function samplesText({ samples, rejected }: RunReport): string {
  const { completed, unrecordable, pending, recorded, abandoned } = samples;
  const { lost, neverStored = 0, lostAfterExpiry = 0, lostInMemory = 0 } = samples;
  const all = recorded === completed ? '' : ` of ${count(completed)}`;
  const some: [number, string][] = [
    [unrecordable, 'not recordable'],
    [pending, 'not logged yet at the end'],
    [abandoned, 'abandoned'],
  ];
  const overwritten = (lost ?? 0) - neverStored;
  const parts = [
    `${count(recorded)}${all} ${neverStored > 0 ? 'said to be recorded' : 'recorded'}`,
    lost === undefined
      ? 'not known how many of them were overwritten (latsim explore tells whether any are)'
      : overwritten === 0
        ? 'none overwritten'
        : `${count(overwritten)} overwritten (${percent(overwritten / recorded)})`,
  ];
  if (lostAfterExpiry > 0) parts.push(`${count(lostAfterExpiry)} of these after an expiry`);
  if (neverStored > 0) parts.push(`${count(neverStored)} never stored`);
  if (lostInMemory > 0) parts.push(`${count(lostInMemory)} overwritten in a process's memory`);
  for (const [number, what] of some) if (number > 0) parts.push(`${count(number)} ${what}`);
  if (rejected > 0) {
    parts.push(`${count(rejected)} requests rejected, as no deployment might be chosen`);
  }
  return recorded === 0 && lost === 0
    ? parts.filter((part) => part !== 'none overwritten').join(', ')
    : parts.join(', ');
}
