import { VERDICT_LABELS, type Verdict } from '../../measure/verdict.js';
import { settingsAt } from '../../studies/sweep/grid.js';
import type { CellFound, SweepPlan, SweptCell } from '../../studies/sweep/plan.js';
import { type Decided, differsBy } from '../../studies/sweep/refine.js';
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
    const differs = ({ variant, found }: SweptCell, other: CellFound | undefined) =>
      variant === to || other === undefined ? 'no' : differsBy(found, other, margin);
    const holds: SweepFinding['holds'] = (cell, other) => differs(cell, other) === 'yes';
    const bases = new Map(
      cells.flatMap(({ at, variant, found }) => (variant === to ? [[at.join(), found]] : [])),
    );
    const compared = cells.filter(({ variant }) => variant !== to);
    const is = (decided: Decided) => (cell: SweptCell) =>
      differs(cell, bases.get(cell.at.join())) === decided;
    return {
      predicate: says,
      says: sentence(plan, says, compared, is('yes'), is('undecided')),
      holds,
    };
  }
  const found = new Set(cells.map((cell) => cell.found.verdict));
  const verdict = LOOKED_FOR.find((one) => found.has(one)) ?? 'undecided';
  const label = VERDICT_LABELS[verdict];
  const says = verdict === 'undecided' ? 'undecided' : label;
  const holds = (cell: SweptCell) => cell.found.verdict === verdict;
  return { predicate: label, says: sentence(plan, says, cells, holds, isUndecided), holds };
}

function isUndecided({ found }: SweptCell): boolean {
  return found.verdict === 'undecided';
}

/**
 * `The router ... in 12 of 25 settings under unlocked (3 undecided), and in none of 25 under locked.`
 * @param open of these it is not known whether it holds
 */
function sentence(
  plan: SweepPlan,
  predicate: string,
  cells: readonly SweptCell[],
  holds: (cell: SweptCell) => boolean,
  open: (cell: SweptCell) => boolean,
): string {
  if (cells.length === 0) return 'No cell was finished.';
  const variants = [...new Set(cells.map(({ variant }) => variant))].sort((a, b) => a - b);
  const parts = variants.map((variant, i) => {
    const own = cells.filter((cell) => cell.variant === variant);
    const holding = own.filter(holds);
    const undecided = own.filter((cell) => open(cell) && !holds(cell)).length;
    const beside = [
      ...wherePlan(plan, holding.length < own.length ? holding : []),
      ...(undecided > 0 ? [`${undecided} undecided`] : []),
    ].join('; ');
    const many = manyText(holding.length, own.length, i === 0);
    const under = underText(plan, variant);
    return `in ${many}${under}${beside === '' ? '' : ` (${beside})`}`;
  });
  // An expression stays as it is.
  const begun = /^\w+\(/.test(predicate) ? predicate : capital(predicate);
  return `${begun} ${list(parts)}.`;
}

/** @param named whether it says of what these are so many */
function manyText(some: number, all: number, named: boolean): string {
  const settings = named ? ' settings' : '';
  if (some === 0 && all === 1) return named ? 'no setting' : 'none';
  if (some === 0) return `none of ${all}${settings}`;
  if (some < all) return `${some} of ${all}${settings}`;
  if (all === 1) return `the only ${named ? 'setting' : 'one'}`;
  return all === 2 ? `both${settings}` : `all ${all}${settings}`;
}

/** Names the settings where there are few of them and one field. */
function wherePlan({ axes, variants }: SweepPlan, cells: readonly SweptCell[]): string[] {
  const [axis] = axes;
  if (axis === undefined || axes.length !== 1 || variants.length > FEW) return [];
  if (cells.length === 0 || cells.length > FEW) return [];
  const values = cells.map(({ at }) => settingsAt(axes, at)[0]?.replace(/^[^=]*=/, '') ?? '');
  return [`${axis.path} ${list(values)}`];
}

const FEW = 4;

function underText({ variants }: SweepPlan, variant: number): string {
  const { logger, strategy } = variants[variant] as SweepPlan['variants'][number];
  const names = [logger, strategy].flatMap((one) => one ?? []);
  return names.length === 0 ? '' : ` under ${names.join(' with ')}`;
}
