import type { Counts } from '../../stats/dirichlet-multinomial.js';
import { type Borne, isRefuted, isShown } from './borne-out.js';
import type { ChangeSet } from './change-set.js';
import {
  bestOf,
  type ExplanationRow,
  likeliest,
  type Prediction,
  type RowStanding,
  rowsOf,
  standings,
  UNLIKELY,
  type Weighed,
  weigh,
} from './explanations.js';
import type { Mechanism } from './mechanism.js';

/** A mechanism at one value of its parameter, and what it predicts. */
export interface Explanation extends Prediction, Borne {
  readonly mechanism: Mechanism;
  readonly parameter: string | null;
  /** Changes that switch it on, those of length included. */
  readonly settings: ChangeSet;
  /** The kind of store that it needs where that is not the scenario's. */
  readonly otherStore: string | null;
}

export interface JudgedRow extends ExplanationRow<Explanation>, RowStanding {}

/** What a diagnosis comes to. */
export type DiagnosisOutcome =
  /** One mechanism is left; or right routing, beside faults that do hardly any harm at this traffic. */
  | 'decided'
  /** Right routing and random choice predict the same. */
  | 'uninformative'
  /** One row leads, of several mechanisms. */
  | 'same-prediction'
  /** Several rows lead. */
  | 'several'
  /** Only another store than the scenario's would explain it. */
  | 'other-store'
  /** It hangs on the latency of a group that nobody has measured. */
  | 'no-latency'
  | 'none';

export interface RankedRows {
  /** The likeliest first. */
  readonly rows: readonly JudgedRow[];
  /** Of mechanisms that need another store: they lead only where no other explains it. */
  readonly otherStore: readonly JudgedRow[];
  readonly outcome: DiagnosisOutcome;
}

/** A share that is so far from another one does hardly any harm. */
const HARDLY_ANY = 0.04;

/** Judges explanations by what was observed; each mechanism by its likeliest value. */
export function judge(observed: Counts, explanations: readonly Explanation[]): RankedRows {
  const all = likeliestOfEach(explanations.map((one) => weigh(observed, one)));
  const isElsewhere = (one: Weighed<Explanation>) => one.prediction.otherStore !== null;
  const left = all.filter((one) => !isRefuted(one.prediction));
  const refuted = all.filter((one) => isRefuted(one.prediction));
  const here = rowsOf(
    observed,
    left.filter((one) => !isElsewhere(one)),
  );
  const elsewhere = rowsOf(observed, left.filter(isElsewhere));
  const best = bestOf(here);
  const explained = best !== undefined && best.p >= UNLIKELY;
  const rows = onlyBorneOut(observed, withStandings(here, standings(here)));
  const otherStore = withStandings(
    elsewhere,
    standings(elsewhere, explained ? best : bestOf(elsewhere)),
    !explained,
  );
  const outcome = outcomeOf(rows, otherStore);
  const besides = (some: readonly Weighed<Explanation>[]) => {
    const out = rowsOf(observed, some);
    return withStandings(out, standings(out, best ?? bestOf(out)), false).map((row) => ({
      ...row,
      excluded: true,
    }));
  };
  return {
    rows: [...rows, ...besides(refuted.filter((one) => !isElsewhere(one)))],
    otherStore: [...otherStore, ...besides(refuted.filter(isElsewhere))],
    outcome,
  };
}

/** Where log or map show one that is not ruled out to be at work, it leads alone. */
function onlyBorneOut(observed: Counts, rows: readonly JudgedRow[]): JudgedRow[] {
  const shown = (one: Weighed<Explanation>) => isShown(one.prediction);
  if (!rows.some((row) => !row.excluded && row.members.some(shown))) return [...rows];
  return rows.flatMap((row) => {
    if (row.excluded) return [row];
    const apart = (is: boolean) =>
      rowsOf(
        observed,
        row.members.filter((one) => shown(one) === is),
      ).map((one) => ({ ...row, ...one, leading: is }));
    return [...apart(true), ...apart(false)];
  });
}

function likeliestOfEach(all: readonly Weighed<Explanation>[]): Weighed<Explanation>[] {
  const mechanisms = [...new Set(all.map(({ prediction }) => prediction.mechanism))];
  return mechanisms.flatMap(
    (mechanism) =>
      likeliest(all.filter(({ prediction }) => prediction.mechanism === mechanism)) ?? [],
  );
}

function withStandings(
  rows: readonly ExplanationRow<Explanation>[],
  all: readonly RowStanding[],
  mayLead = true,
): JudgedRow[] {
  return rows.map((row, i) => {
    const standing = all[i] as RowStanding;
    return { ...row, ...standing, leading: standing.leading && mayLead };
  });
}

/** What leading rows come to. */
export function outcomeOf(
  rows: readonly JudgedRow[],
  otherStore: readonly JudgedRow[],
): DiagnosisOutcome {
  const leading = rows.filter((row) => row.leading);
  const [first] = leading;
  if (first === undefined) return otherStore.some((row) => row.leading) ? 'other-store' : 'none';
  if (hasRole(first, 'right') && hasRole(first, 'blind')) return 'uninformative';
  // Faults beside right routing do hardly any harm at this traffic: nothing needs to be told apart.
  const right = leading.filter((row) => hasRole(row, 'right'));
  const harmless = (row: JudgedRow) =>
    !hasRole(row, 'blind') && right.some((one) => one.plausible && isNear(row, one));
  if (leading.every((row) => right.includes(row) || harmless(row))) return 'decided';
  if (leading.length > 1) return 'several';
  return first.members.length === 1 ? 'decided' : 'same-prediction';
}

/** Whether one of a row's mechanisms is in a role. */
export function hasRole({ members }: JudgedRow, role: NonNullable<Mechanism['role']>): boolean {
  return members.some(({ prediction }) => prediction.mechanism.role === role);
}

/** Whether nobody would mind the difference of two predictions. */
function isNear(a: JudgedRow, b: JudgedRow): boolean {
  const { shares } = b.head.distribution;
  return a.head.distribution.shares.every(
    (share, g) => Math.abs(share - (shares[g] ?? 0)) <= HARDLY_ANY,
  );
}

/** The rows that lead: on the scenario's store, or else on another. */
export function leadingRows({ rows, otherStore }: Omit<RankedRows, 'outcome'>): JudgedRow[] {
  return [...rows, ...otherStore].filter((row) => row.leading);
}
