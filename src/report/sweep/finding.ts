import { VERDICT_LABELS, type Verdict } from '../../measure/verdict.js';
import { settingsAt } from '../../studies/sweep/grid.js';
import type { CellFound, SweepPlan, SweptCell } from '../../studies/sweep/plan.js';
import { differsBy } from '../../studies/sweep/refine.js';
import { list } from '../../text/list.js';
import { capital } from '../kit/words.js';
import { marginText } from './figures.js';

/** What a sweep found, said of a predicate. */
export interface SweepFinding {
  /** In how many settings the predicate holds, and under which variant: a sentence. */
  readonly says: string;
  /** What holds in some settings and not in others, in words. */
  readonly predicate: string;
  holds(cell: SweptCell, base: CellFound | undefined): boolean;
}

/** From the one to look out for to the one that nobody minds. */
const LOOKED_FOR: readonly Verdict[] = [
  'degraded',
  'inverted',
  'differentiated',
  'undecided',
  'not-applicable',
];

/**
 * In how many settings does it happen? By the predicate of a refinement, or by the gravest verdict that
 * there is.
 */
export function findingOf(plan: SweepPlan, cells: readonly SweptCell[]): SweepFinding {
  const predicate = plan.refine?.predicate;
  if (predicate?.by === 'difference') {
    const { to, margin } = predicate;
    const base = plan.variants[to];
    const name = [base?.logger, base?.strategy].find((one) => one != null) ?? '';
    const by = marginText(plan.measures[0], margin);
    const says = `${plan.measures[0]?.text} differs from that under ${name} by more than ${by}`;
    const holds: SweepFinding['holds'] = ({ variant, found }, other) =>
      variant !== to && other !== undefined && differsBy(found, other, margin);
    const bases = new Map(
      cells.flatMap(({ at, variant, found }) => (variant === to ? [[at.join(), found]] : [])),
    );
    const compared = cells.filter(({ variant }) => variant !== to);
    return {
      predicate: says,
      says: sentence(plan, says, compared, (cell) => holds(cell, bases.get(cell.at.join()))),
      holds,
    };
  }
  const found = new Set(cells.map((cell) => cell.found.verdict));
  const verdict = LOOKED_FOR.find((one) => found.has(one)) ?? 'undecided';
  const says = VERDICT_LABELS[verdict];
  const holds = (cell: SweptCell) => cell.found.verdict === verdict;
  return { predicate: says, says: sentence(plan, says, cells, holds), holds };
}

/** `The router ... in 12 of 25 settings under unlocked, and in none under locked.` */
function sentence(
  plan: SweepPlan,
  predicate: string,
  cells: readonly SweptCell[],
  holds: (cell: SweptCell) => boolean,
): string {
  if (cells.length === 0) return 'No cell was finished.';
  const variants = [...new Set(cells.map(({ variant }) => variant))].sort((a, b) => a - b);
  const parts = variants.map((variant, i) => {
    const own = cells.filter((cell) => cell.variant === variant);
    const holding = own.filter(holds);
    const { length: some } = holding;
    const settings = i === 0 ? ' settings' : '';
    const many =
      some === 0
        ? `none of ${own.length}${settings}`
        : some === own.length
          ? `all ${own.length}${settings}`
          : `${some} of ${own.length}${settings}${wherePlan(plan, holding)}`;
    const under = underText(plan, variant);
    return `in ${many}${under}`;
  });
  // An expression stays as it is.
  const begun = /^\w+\(/.test(predicate) ? predicate : capital(predicate);
  return `${begun} ${list(parts)}.`;
}

/** Names the settings where there are few of them and one field. */
function wherePlan({ axes, variants }: SweepPlan, cells: readonly SweptCell[]): string {
  if (axes.length !== 1 || cells.length > FEW || variants.length > FEW) return '';
  const values = cells.map(({ at }) => settingsAt(axes, at)[0]?.replace(/^[^=]*=/, '') ?? '');
  return ` (${axes[0]?.path} ${list(values)})`;
}

const FEW = 4;

function underText({ variants }: SweepPlan, variant: number): string {
  const { logger, strategy } = variants[variant] as SweepPlan['variants'][number];
  const names = [logger, strategy].flatMap((one) => one ?? []);
  return names.length === 0 ? '' : ` under ${names.join(' with ')}`;
}
