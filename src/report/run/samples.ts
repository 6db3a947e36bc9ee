import { countKnown, percent, seconds } from '../../text/figures.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { lossWord } from './loss-word.js';
import type { RunReport } from './report.js';

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
    rows.push(['rejected', report.rejected, 'found no deployment that might be chosen']);
  }
  const columns = [{ title: '' }, { title: '', align: 'right' }, { title: '' }] as const;
  const cells = rows.map(([label, number, note]) => [label, countKnown(number), style.faint(note)]);
  const { mean_s, p95_s } = report.logging;
  const lag =
    mean_s === null ? '' : `\n  logged ${seconds(mean_s)} after the answer, P95 ${seconds(p95_s)}`;
  return `${style.strong('Samples')}\n${table(columns, cells, style.faint)}${lag}`;
}
