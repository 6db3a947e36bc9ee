import type { Counts } from '../../stats/dirichlet-multinomial.js';
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
export interface Explanation extends Prediction {
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
  /** One mechanism is left; or right routing, beside faults that do no harm at this traffic. */
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

/** Judges explanations by what was observed; each mechanism by its likeliest value. */
export function judge(observed: Counts, explanations: readonly Explanation[]): RankedRows {
  const all = likeliestOfEach(explanations.map((one) => weigh(observed, one)));
  const isElsewhere = (one: Weighed<Explanation>) => one.prediction.otherStore !== null;
  const here = rowsOf(
    observed,
    all.filter((one) => !isElsewhere(one)),
  );
  const elsewhere = rowsOf(observed, all.filter(isElsewhere));
  const best = bestOf(here);
  const explained = best !== undefined && best.p >= UNLIKELY;
  const rows = withStandings(here, standings(here));
  const otherStore = withStandings(
    elsewhere,
    standings(elsewhere, explained ? best : bestOf(elsewhere)),
    !explained,
  );
  return { rows, otherStore, outcome: outcomeOf(rows, otherStore) };
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

function outcomeOf(rows: readonly JudgedRow[], otherStore: readonly JudgedRow[]): DiagnosisOutcome {
  const leading = rows.filter((row) => row.leading);
  const [first] = leading;
  if (first === undefined) return otherStore.some((row) => row.leading) ? 'other-store' : 'none';
  const has = (row: JudgedRow, role: Mechanism['role']) =>
    row.members.some((one) => one.prediction.mechanism.role === role);
  if (has(first, 'right') && has(first, 'blind')) return 'uninformative';
  // Faults beside right routing do no harm at this traffic: nothing needs to be told apart.
  if (leading.every((row) => has(row, 'right'))) return 'decided';
  if (leading.length > 1) return 'several';
  return first.members.length === 1 ? 'decided' : 'same-prediction';
}

/** The rows that lead: on the scenario's store, or else on another. */
export function leadingRows({ rows, otherStore }: Omit<RankedRows, 'outcome'>): JudgedRow[] {
  return [...rows, ...otherStore].filter((row) => row.leading);
}
