import { type Counts, totalOf } from '../../stats/dirichlet-multinomial.js';
import type { Study } from '../study.js';
import { isRefuted } from './borne-out.js';
import { circumstancesOf, withoutLatency } from './circumstances.js';
import type { ProposedExperiment } from './comparison.js';
import { type Evidence, NO_EVIDENCE } from './evidence.js';
import { fitted, PLAUSIBLE, predictSame, UNLIKELY } from './explanations.js';
import type { SplitChange } from './in-time.js';
import {
  type DiagnosisOutcome,
  type Explanation,
  hasRole,
  type JudgedRow,
  judge,
  leadingRows,
  outcomeOf,
  type RankedRows,
} from './judgement.js';
import { type Measurement, measurements, type RuledOut } from './measurements.js';
import { proposing } from './proposing.js';
import { readsLatencies } from './right.js';
import { CLOSE } from './search.js';
import type { Subject } from './subject.js';
import { Trials, type Tryout } from './trials.js';
import type { Replications } from './variant.js';

/** More requests than this are not simulated: their shares are judged as if of so many. */
export const SIMULATED_AT_MOST = 10_000;
/** With fewer requests everything is done in a few seconds of a processor. */
const LONG_REQUESTS = 500;
/** The mechanisms are about so much of the work, the experiments the rest. */
const MECHANISMS_PART = 0.7;

/** What a diagnosis has come to. */
export interface Diagnosis {
  readonly rows: readonly JudgedRow[];
  readonly otherStore: readonly JudgedRow[];
  readonly impossible: readonly RuledOut[];
  /** Null: interrupted before all mechanisms were tried. */
  readonly outcome: DiagnosisOutcome | null;
  /** The cheapest that tells most; null: none does, or none is needed. */
  readonly experiment: ProposedExperiment | null;
  /** Positions of groups whose latencies nobody has measured. */
  readonly unmeasured: readonly number[];
  /** Whether the map is part of the evidence. */
  readonly mapSeen: boolean;
  /** Where the split changes within the log more than by chance; null: it does not. */
  readonly change: SplitChange | null;
  /** Requests of each replication. */
  readonly simulated: number;
  readonly partial: boolean;
}

/** Requests of each replication of a diagnosis of so many. */
export function simulatedOf(observed: Counts): number {
  return Math.min(totalOf(observed), SIMULATED_AT_MOST);
}

/**
 * Which mechanisms explain an observed split? All variants meet the same arrivals and random
 * numbers.
 * @param observed requests per group of the model group, not all 0
 * @param heard is told what it looks like when all have been tried with few replications, if the rest
 * takes long
 * @throws ChangesRefused where a variant is no valid scenario
 * @throws RangeError where the load does not produce the requests
 */
export function* diagnosing(
  subject: Subject,
  observed: Counts,
  luck: Replications,
  evidence: Evidence = NO_EVIDENCE,
  heard?: (soFar: RankedRows) => void,
): Study<Diagnosis> {
  const simulated = simulatedOf(observed);
  const counts = scaled(observed, totalOf(observed), simulated);
  const circumstances = circumstancesOf(subject, simulated, evidence);
  const { tasks, impossible } = measurements(subject, circumstances);
  const trials = new Trials(subject, luck, counts, simulated, evidence);
  const unmeasured = withoutLatency(subject, evidence);
  const judged = (all: readonly Tryout[]) => {
    const explanations = all.flatMap((one) => one ?? []);
    return judge(counts, explanations);
  };
  const found = ({ rows, otherStore }: RankedRows) => {
    const { change } = trials;
    const mapSeen = evidence.map !== null;
    return { rows, otherStore, impossible, unmeasured, mapSeen, change, simulated };
  };
  const interrupted = (all: readonly Tryout[]): Diagnosis => {
    return { ...found(judged(all)), outcome: null, experiment: null, partial: true };
  };
  const [here, elsewhere] = [true, false].map((own) =>
    tasks.filter(({ otherStore }) => (otherStore === null) === own),
  ) as [Measurement[], Measurement[]];

  const first = yield* trials.screenAll(here, CLOSE, [0, 0.3]);
  if (first.includes(null)) return interrupted(first);
  if (simulated >= LONG_REQUESTS) heard?.(judged(first));
  const own = yield* trials.refineAll(first, [0.3, 0.5]);
  if (own.includes(null)) return interrupted(own);
  // What needs another store counts only where nothing else is left.
  const isLeft = judged(own).rows.some(
    (row) => !isRefuted(row.head.prediction) && row.p >= UNLIKELY,
  );
  let others = yield* trials.screenAll(elsewhere, isLeft ? PLAUSIBLE : CLOSE, [0.5, 0.6]);
  if (!isLeft && !others.includes(null)) {
    others = yield* trials.refineAll(others, [0.6, MECHANISMS_PART]);
  }
  const all = [...own, ...others];
  if (all.includes(null)) return interrupted(all);
  let judgement = judged(all);
  // With more of them another circumstance may suit a mechanism best, which then gets them, too.
  for (;;) {
    const unsettled = trials.unsettled(judgement);
    if (unsettled.length === 0) break;
    if (!(yield* trials.settle(unsettled))) return interrupted(all);
    judgement = judged(all);
  }
  if (unmeasured.length > 0) judgement = withoutUnmeasured(subject, judgement, all);
  const { outcome } = judgement;
  const base = found(judgement);
  if (outcome === 'decided' || outcome === 'none' || outcome === 'no-latency') {
    return { ...base, outcome, experiment: null, partial: false };
  }
  const leading = leadingRows(judgement).flatMap((row) => row.members);
  const proposed = yield* proposing(
    subject,
    luck,
    leading.map((one) => one.prediction),
    simulated,
    [MECHANISMS_PART, 1],
  );
  return { ...base, outcome, ...proposed };
}

/**
 * What is left where nobody has measured a latency. What depends on it explains nothing: always where the
 * router goes by latencies, else where it makes a difference to what is predicted. Where the strategy as it
 * should be does not, and leads, it is the answer.
 */
function withoutUnmeasured(
  subject: Subject,
  judgement: RankedRows,
  tried: readonly Tryout[],
): RankedRows {
  const noLatency: RankedRows = { ...judgement, outcome: 'no-latency' };
  if (readsLatencies(subject)) return noLatency;
  const depends = ({ head }: JudgedRow): boolean => {
    const { mechanism, parameter } = head.prediction;
    const alike = (one: Explanation) => one.mechanism === mechanism && one.parameter === parameter;
    const under = tried.flatMap((one) => one ?? []).filter(alike);
    return under.some((one) => !predictSame(fitted(one), head));
  };
  if (!leadingRows(judgement).some(depends)) return judgement;
  const aside = (row: JudgedRow) =>
    row.leading && depends(row) ? { ...row, leading: false } : row;
  const rows = judgement.rows.map(aside);
  const otherStore = judgement.otherStore.map(aside);
  const isRight = leadingRows({ rows, otherStore }).some((row) => hasRole(row, 'right'));
  return isRight ? { rows, otherStore, outcome: outcomeOf(rows, otherStore) } : noLatency;
}

/** The same shares of another total, in whole requests. */
function scaled(counts: Counts, from: number, to: number): Counts {
  let before = 0;
  let rounded = 0;
  return counts.map((count) => {
    before += count;
    const upTo = Math.round((before * to) / from);
    const own = upTo - rounded;
    rounded = upTo;
    return own;
  });
}
