import { VERDICT_NAMES } from '../../measure/verdict.js';
import {
  cost,
  costDifference,
  costDifferenceInterval,
  costInterval,
  countKnown,
  percent,
  percentInterval,
  points,
  pointsInterval,
  secondsAlike,
} from '../../text/figures.js';
import { sparkline } from '../kit/words.js';
import { lossWord } from '../run/loss-word.js';
import type { ComparedRun, CompareReport } from './report.js';

/** What is compared, and what it is for each of the runs. */
export interface ComparedRow {
  readonly label: string;
  readonly cells: readonly string[];
  /** Whether its cells are drawn with characters. */
  readonly isDrawn: boolean;
}

/** The figures of a comparison, a row each, whatever they are laid out with. */
export function comparedRows(report: CompareReport): ComparedRow[] {
  const { runs } = report;
  const lines: ComparedRow[] = [];
  const row: RowOf = (label, of, isDrawn = false) => ({ label, cells: runs.map(of), isDrawn });
  for (const [g, { name }] of (runs[0]?.groups ?? []).entries()) {
    lines.push(
      row(`share of ${name}`, ({ groups }) => {
        const group = groups[g];
        return group === undefined ? '' : within(percent(group.share), group.ci95, percentInterval);
      }),
      row(`over time, ${name}`, ({ groups }) => sparkline(groups[g]?.timeline ?? []), true),
      row(`points against ${report.baseline}, ${name}`, ({ difference }) => {
        const share = difference?.shares[g];
        return share === undefined ? '' : within(points(share.mean), share.ci95, pointsInterval);
      }),
    );
  }
  lines.push(row('verdict', ({ verdict }) => VERDICT_NAMES[verdict]));
  for (const key of ['recorded', 'lost', 'abandoned', 'pending'] as const) {
    const label = `samples ${key === 'lost' ? lossWord(runs) : key}`;
    if (runs.every(({ samples }) => samples[key] === 0)) continue;
    lines.push(row(label, ({ samples }) => countKnown(samples[key])));
  }
  lines.push(
    report.compared === 'loggers'
      ? row('latency P50, P95', ({ latency: { p50_s, p95_s } }) =>
          secondsAlike([p50_s, p95_s]).join(', '),
        )
      : row('latency P50, P95, P99', ({ latency: { p50_s, p95_s, p99_s } }) =>
          secondsAlike([p50_s, p95_s, p99_s]).join(', '),
        ),
    row('extra latency per request', ({ latency: { lostPerRequest_s, lostPerRequestCi95 } }) =>
      within(cost(lostPerRequest_s), lostPerRequestCi95, costInterval),
    ),
    row(`extra latency against ${report.baseline}`, ({ difference }) => {
      if (difference === null) return '';
      const { mean, ci95 } = difference.lostPerRequest_s;
      return within(costDifference(mean), ci95, costDifferenceInterval);
    }),
    ...(report.compared === 'loggers' ? [] : ofStrategies(report, row)),
  );
  return lines;
}

/** Makes a row. */
type RowOf = (label: string, of: (run: ComparedRun) => string, isDrawn?: boolean) => ComparedRow;

/** What strategies are judged by besides: how long callers wait, and whether one deployment takes it all. */
function ofStrategies({ baseline, runs }: CompareReport, row: RowOf): ComparedRow[] {
  return [
    row(`latency against ${baseline}`, ({ difference }) => {
      if (difference === null) return '';
      const { mean, ci95 } = difference.latency_s;
      return `${costDifference(mean)} ${costDifferenceInterval(ci95)}`;
    }),
    ...(runs[0]?.busiest ?? []).map(({ group }, g) =>
      row(`busiest deployment of ${group}`, ({ busiest }) => {
        const { mean, ci95 } = busiest[g] as (typeof busiest)[number];
        return `${percent(mean)} ${percentInterval(ci95)}`;
      }),
    ),
  ];
}

/** A figure with its interval; of few replications there is none, and the figure stands alone. */
function within(
  figure: string,
  interval: readonly [number, number] | null,
  text: (interval: readonly [number, number]) => string,
): string {
  return interval === null ? figure : `${figure} ${text(interval)}`;
}
