import type { ModelGroupResult } from '../../measure/result.js';
import { estimatedEvents } from '../event-limit.js';
import { replicationJobs } from '../replications.js';
import { carriedOut, type Study } from '../study.js';
import type { Subject } from './subject.js';
import type { Variant } from './variant.js';

/**
 * Replications of a variant, from a number up to another one, which is not among them.
 * @param label what they are of, for whoever watches
 * @returns what each came to in the observed model group; fewer where it was stopped
 */
export function* replicated(
  subject: Subject,
  { scenario, experiment, cuts_s }: Variant,
  [from, to]: readonly [number, number],
  label: string,
): Study<ModelGroupResult[]> {
  const input = {
    scenario,
    numbers: subject.numbers,
    logger: { kind: 'shipped', name: scenario.logger.name } as const,
    cuts_s,
    maxEvents: Number.POSITIVE_INFINITY,
  };
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  const jobs = replicationJobs(input, numbers, estimatedEvents(experiment, 1), label);
  const results = yield* carriedOut(jobs);
  return results.flatMap((result) =>
    (result?.replications ?? []).map(
      ({ modelGroups }) => modelGroups[subject.position] as ModelGroupResult,
    ),
  );
}
