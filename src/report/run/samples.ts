import { count, countKnown, percent, seconds } from '../../text/figures.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { lossWord } from './loss-word.js';
import type { RunReport } from './report.js';

/** In short: how many were recorded, what became of them, and of the others. */
export function samplesText({ samples, rejected }: RunReport): string {
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
    parts.push(`${count(rejected)} requests rejected, as every deployment was over its limits`);
  }
  return recorded === 0 && lost === 0
    ? parts.filter((part) => part !== 'none overwritten').join(', ')
    : parts.join(', ');
}

/** In full: counts that add up. */
export function samplesInFull(report: RunReport, style: Style): string {
  const { completed, unrecordable, pending, recorded, abandoned } = report.samples;
  const { lost, neverStored = 0, lostAfterExpiry = 0, lostInMemory = 0 } = report.samples;
  const rows: [string, number | undefined, string][] = [
    ['completed', completed, ''],
    ['- not recordable', unrecordable, 'never handed to the logger'],
    ['- pending', pending, 'not logged yet when the run ended'],
    ['- abandoned', abandoned, 'the logger gave up on them'],
    ['- recorded', recorded, neverStored > 0 ? 'as the logger says' : ''],
    lost === undefined
      ? ['  overwritten', lost, 'in a structure of the logger’s own; latsim explore tells']
      : [`  ${lossWord([report])}`, lost, recorded === 0 ? '' : percent(lost / recorded)],
  ];
  if (neverStored > 0) {
    rows.push(['  never stored', neverStored, 'under a key that the logger’s view reads']);
  }
  if (lostAfterExpiry > 0) {
    rows.push(['  after an expiry', lostAfterExpiry, 'of the map in its writer’s own copy']);
  }
  if (lostInMemory > 0) {
    rows.push(['  in memory', lostInMemory, 'overwritten in a process, not in the shared copy']);
  }
  if (report.rejected > 0) {
    rows.push(['rejected', report.rejected, 'found every deployment over its limits']);
  }
  const columns = [{ title: '' }, { title: '', align: 'right' }, { title: '' }] as const;
  const cells = rows.map(([label, number, note]) => [label, countKnown(number), style.faint(note)]);
  const { mean_s, p95_s } = report.logging;
  const lag =
    mean_s === null ? '' : `\n  logged ${seconds(mean_s)} after the answer, P95 ${seconds(p95_s)}`;
  return `${style.strong('Samples')}\n${table(columns, cells, style.faint)}${lag}`;
}
