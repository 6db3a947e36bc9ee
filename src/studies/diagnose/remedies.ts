import { type Interval, intervalOf, SUMMARY_LEVEL } from '../../measure/level.js';
import { fastestGroup } from '../../measure/verdict.js';
import type { ModelGroup } from '../../model/experiment.js';
import { Fleet } from '../../model/fleet.js';
import { ChangesRefused } from '../../scenario/change.js';
import { totalOf } from '../../stats/dirichlet-multinomial.js';
import { type Estimation, estimateAt, FEWEST_REPLICATIONS } from '../../stats/interval.js';
import { meanOf } from '../../stats/moments.js';
import { estimateProportion } from '../../stats/proportion.js';
import { type Study, together } from '../study.js';
import type { WholeDiagnosis } from './beside-routing.js';
import { type ChangeSet, changed } from './change-set.js';
import { type Explanation, leadingRows } from './judgement.js';
import type { Mechanism, Remedy } from './mechanism.js';
import { replicated } from './replicated.js';
import type { Subject } from './subject.js';
import { perGroup } from './trial.js';
import { type Replications, type Variant, variantOf } from './variant.js';

/** Requests that a variant is worth: fewer replications of longer ones, within these bounds. */
const WORTH_REQUESTS = 20_000;
const MOST_REPLICATIONS = 20;

/** A mean over replications, and its interval at 95%; null: of too few. */
export interface MeanEstimate {
  readonly mean: number;
  readonly ci95: Interval;
}

/** What the observed model group is to expect under settings. */
export interface Outlook {
  readonly settings: ChangeSet;
  /** Fractions of the requests, by group. */
  readonly shares: readonly MeanEstimate[];
  /** What a request takes, in seconds. */
  readonly latency_s: MeanEstimate;
}

/** What comes of a change, if a mechanism is at work. */
export interface TriedRemedy extends Outlook {
  readonly mechanism: Mechanism;
  readonly remedy: Remedy;
}

/** What can be done, and what would come of it: all meet the same requests and random numbers. */
export interface Remedies {
  /** Nothing is changed: under the likeliest mechanism that has remedies. */
  readonly asItIs: Outlook & Pick<TriedRemedy, 'mechanism'>;
  /** The lowest mean latency first. */
  readonly tried: readonly TriedRemedy[];
  /** Position of the group with the lowest mean latency. */
  readonly fastest: number;
  readonly replications: number;
}

/** A diagnosis, and what can be done. */
export interface Treated extends WholeDiagnosis {
  /** Null: nothing is known to help, or it was interrupted before. */
  readonly remedies: Remedies | null;
}

/** The diagnosis is about so much of the work, the remedies the rest. */
const DIAGNOSIS_PART = 0.9;

/** A diagnosis, and after it the remedies of what leads, simulated under its settings. */
export function* treating(
  diagnosing: Study<WholeDiagnosis>,
  subject: Subject,
  { seed }: Replications,
): Study<Treated> {
  const [whole] = (yield* together([diagnosing], [0, DIAGNOSIS_PART])) as [WholeDiagnosis];
  const { diagnosis, notRouting } = whole;
  const untreated = { ...whole, remedies: null };
  // Where every choice was random whatever the mechanism, none says what a change would do.
  if (diagnosis === null || notRouting !== null || diagnosis.outcome === 'uninformative') {
    return untreated;
  }
  const { partial, unmeasured, simulated } = diagnosis;
  // Nor does it where nobody knows how long some of the answers take.
  if (partial || unmeasured.length > 0) return untreated;
  const affordable = Math.floor(WORTH_REQUESTS / simulated);
  const replications = Math.min(MOST_REPLICATIONS, Math.max(FEWEST_REPLICATIONS, affordable));
  const plans = leadingRows(diagnosis)
    .flatMap(({ members }) => members.map(({ prediction }) => prediction))
    .flatMap((explanation) => plansOf(explanation, subject, simulated, { seed, replications }));
  const [first] = plans;
  if (first === undefined) return untreated;
  const [asItIs, ...others] = yield* together(
    [first.unchanged, ...plans.map(({ variant }) => variant)].map((variant) =>
      lookingAhead(subject, variant, replications),
    ),
    [DIAGNOSIS_PART, 1],
  );
  if (asItIs == null || others.includes(null)) {
    return { ...untreated, diagnosis: { ...diagnosis, partial: true } };
  }
  const tried = plans.map(({ mechanism, remedy }, i) => {
    return { mechanism, remedy, ...(others[i] as Outlook) };
  });
  const remedies = {
    asItIs: { mechanism: first.mechanism, ...asItIs },
    tried: tried.sort((a, b) => a.latency_s.mean - b.latency_s.mean),
    fastest: fastestGroup(subject.traffic.groups, subject.experiment.samples),
    replications,
  };
  return { ...whole, remedies };
}

/** @returns null: it was stopped */
function* lookingAhead(
  subject: Subject,
  variant: Variant,
  replications: number,
): Study<Outlook | null> {
  const results = yield* replicated(subject, variant, [0, replications], 'remedies');
  if (results.length < replications) return null;
  const { groups } = variant.experiment.modelGroups[subject.position] as ModelGroup;
  const fleet = new Fleet(groups);
  const counts = results.map(({ requests }) => perGroup(fleet, requests));
  const totals = counts.map(totalOf);
  const requests = totalOf(totals);
  const means = results.map(({ latency_s: { sum, count } }) => sum / Math.max(1, count));
  return {
    settings: variant.settings,
    shares: groups.map((_, g) => {
      const shares = counts.map((each, i) => (each[g] ?? 0) / Math.max(1, totals[i] ?? 0));
      return estimated(shares, estimateProportion(shares, requests, 1 - SUMMARY_LEVEL));
    }),
    latency_s: estimated(means, estimateAt(means, 1 - SUMMARY_LEVEL, NOT_NEGATIVE)),
  };
}

const NOT_NEGATIVE = { least: 0, most: Number.POSITIVE_INFINITY };

function estimated(values: readonly number[], estimation: Estimation | null): MeanEstimate {
  return { mean: meanOf(values), ci95: intervalOf(estimation) };
}

interface Plan {
  readonly mechanism: Mechanism;
  readonly remedy: Remedy;
  /** Under the mechanism, before the change and after it. */
  readonly unchanged: Variant;
  readonly variant: Variant;
}

/** What a mechanism's remedies come to, as something to be simulated. */
function plansOf(
  { mechanism, settings }: Explanation,
  subject: Subject,
  requests: number,
  luck: Replications,
): Plan[] {
  const under = (all: ChangeSet) => variantUnder(subject, all, requests, luck);
  const unchanged = under(settings);
  if (unchanged === null) return [];
  return (mechanism.remedies?.(subject) ?? []).flatMap((remedy) => {
    const variant = under(changed(settings, remedy.changes));
    return variant === null ? [] : [{ mechanism, remedy, unchanged, variant }];
  });
}

/** Null: it does not go together with the scenario, or its load does not bring the requests. */
function variantUnder(
  subject: Subject,
  settings: ChangeSet,
  requests: number,
  luck: Replications,
): Variant | null {
  try {
    return variantOf(subject, settings, requests, luck);
  } catch (error) {
    if (error instanceof ChangesRefused) return null;
    throw error;
  }
}
