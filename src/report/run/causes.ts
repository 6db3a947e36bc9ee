import { count, percent } from '../../text/figures.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { paragraph } from '../kit/words.js';
import { leadingCause } from './advice.js';
import { reasonsOf } from './reasons.js';
import type { RunReport } from './report.js';
import { goesByLatencies } from './tested.js';

/** So many causes are told one by one, and none that are less than this part of all choices. */
const TOLD = { most: 4, least: 0.01 } as const;

/** In short: the most frequent first; all of them add up to 100%. */
export function causesText(report: RunReport, style: Style): string[] {
  const reasons = [...reasonsOf(report)].sort((a, b) => b.choices - a.choices);
  const total = reasons.reduce((sum, { choices }) => sum + choices, 0);
  if (total === 0 || noneIsSlower(report)) return without(report, style);
  const large = reasons.filter(({ choices }) => choices / total >= TOLD.least).length;
  const fits = reasons.length <= TOLD.most && reasons.length <= large + 1;
  const told = fits ? reasons : reasons.slice(0, Math.min(large, TOLD.most - 1));
  const others = reasons.slice(told.length);
  const rows = told.map(({ says, choices }, i): [string, string] => {
    const paint = i === 0 ? style.strong : (text: string) => text;
    return [paint(percent(choices / total)), paint(says)];
  });
  if (others.length > 0) {
    const rest = others.reduce((sum, { choices }) => sum + choices, 0);
    rows.push([percent(rest / total), `${others.length} other causes (--verbose lists them)`]);
  }
  const title = `${style.strong('Why slower groups were chosen')} (${count(total)} choices)`;
  return [`${title}\n${table([{ title: '', align: 'right' }, { title: '' }], rows, style.faint)}`];
}

/** In full: a count for each, the leading one marked. */
export function causesInFull(report: RunReport, style: Style): string[] {
  const reasons = reasonsOf(report);
  const total = reasons.reduce((sum, { choices }) => sum + choices, 0);
  if (total === 0 || noneIsSlower(report)) return without(report, style);
  const leading = leadingCause(report.causes);
  const columns = [
    { title: '' },
    { title: 'choices', align: 'right' },
    { title: '', align: 'right' },
  ] as const;
  const rows = reasons.map(({ cause, says, choices }) => {
    const leads = cause !== null && cause === leading;
    const paint = leads ? style.strong : (text: string) => text;
    return [
      paint(`${leads ? '>' : ' '} ${says}`),
      paint(count(choices)),
      paint(percent(choices / total)),
    ];
  });
  const title = style.strong('Why slower groups were chosen');
  return [`${title}\n${table(columns, rows, style.faint)}`];
}

/** Whether groups are alike to a strategy that does not compare them. */
function noneIsSlower(report: RunReport): boolean {
  return report.verdict === 'not-applicable' && !goesByLatencies(report);
}

/** Where no choice has a cause: nothing if there was no choice of a slower group either. */
function without({ groups, verdict }: RunReport, style: Style): string[] {
  const slower = groups.some(({ fastest, requests }) => !fastest && requests > 0);
  if (!slower || verdict === 'not-applicable') return [];
  const title = style.strong('Why slower groups were chosen');
  return [`${title}\n${paragraph('no choice of a slower group has a cause to name', 2)}`];
}
