import type { Counts } from '../../stats/dirichlet-multinomial.js';
import type { Study } from '../study.js';
import { type Diagnosis, diagnosing } from './diagnosis.js';
import { type Evidence, NO_EVIDENCE } from './evidence.js';
import type { RankedRows } from './judgement.js';
import { type NotRouting, notRouting, requestsIn, without } from './not-routing.js';
import type { Subject } from './subject.js';
import type { Replications } from './variant.js';

/** What explains a split: what is no matter of routing, and mechanisms for the rest. */
export interface WholeDiagnosis {
  /** Null: nothing but routing is known to matter. */
  readonly notRouting: NotRouting | null;
  /** Requests per group that the mechanisms are judged by: all, or those that are left. */
  readonly judged: Counts;
  /** Null: no mechanism was tried, as none could matter. */
  readonly diagnosis: Diagnosis | null;
}

/**
 * Which mechanisms explain an observed split, as far as it is a matter of routing?
 * @throws ChangesRefused, RangeError as `diagnosing`
 */
export function* diagnosingAll(
  subject: Subject,
  observed: Counts,
  luck: Replications,
  evidence: Evidence = NO_EVIDENCE,
  heard?: (soFar: RankedRows) => void,
): Study<WholeDiagnosis> {
  const found = notRouting(evidence, subject);
  if (found === null) {
    const diagnosis = yield* diagnosing(subject, observed, luck, evidence, heard);
    return { notRouting: null, judged: observed, diagnosis };
  }
  if (found.kind !== 'stretch' || evidence.log === null) {
    return { notRouting: found, judged: observed, diagnosis: null };
  }
  const inside = requestsIn(evidence.log, found);
  const judged = observed.map((count, g) => Math.max(0, count - (inside[g] as number)));
  const rest = { ...evidence, log: without(evidence.log, found) };
  const diagnosis = yield* diagnosing(subject, judged, luck, rest, heard);
  return { notRouting: found, judged, diagnosis };
}
