import { type Profile, pushed } from '../loggers/profile.js';

/**
 * Beside each stored map stands, unseen by loggers, which samples it derives from: per deployment
 * the ids of its latest samples. Immutable; unchanged deployments are shared between versions, so
 * comparing two versions costs one comparison of references per deployment.
 */
export type Provenance = readonly (readonly number[])[];

const NO_SAMPLES: readonly number[] = [];

/** The provenance of a fresh map for this many deployments. */
export function noProvenance(deployments: number): Provenance {
  return new Array<readonly number[]>(deployments).fill(NO_SAMPLES);
}

/** A sample that is being recorded. */
export interface Origin {
  /** Number of the request, unique in a replication. */
  readonly sample: number;
  /** Position of its deployment in the fleet. */
  readonly position: number;
}

/** What a map derives from whose writer had read `base` and added `own`. */
export function derived(
  full: Profile['full'],
  base: Provenance,
  own: Origin,
  listSize: number,
): Provenance {
  const ids = base[own.position] ?? NO_SAMPLES;
  if (ids.includes(own.sample)) return base;
  const after = base.slice();
  after[own.position] = pushed(full, ids, own.sample, listSize);
  return after;
}

/** Told of samples that a write removed, and of those that it brought: new ones, or back. */
export interface LossWitness {
  lost(sample: number, position: number): void;
  appeared(sample: number, position: number): void;
}

/**
 * Compares a stored map's provenance before and after a write. Lost is what was there before and
 * is not there after (P4 of Berenson et al. 1995), unless the writer, who had read it, pushed it
 * out of a full list.
 * @param base what the writer had read
 */
export function compareProvenance(
  before: Provenance,
  after: Provenance,
  base: Provenance,
  own: Origin | undefined,
  witness: LossWitness,
): void {
  if (before === base) {
    // Nobody wrote since the writer read: all that is gone it has pushed out itself.
    if (own !== undefined && after !== before) witness.appeared(own.sample, own.position);
    return;
  }
  for (let position = 0; position < before.length; position++) {
    const was = before[position] as readonly number[];
    const is = after[position] as readonly number[];
    if (was === is) continue;
    const read = base[position] as readonly number[];
    for (const sample of was) {
      const pushedOut = position === own?.position && read.includes(sample);
      if (!is.includes(sample) && !pushedOut) witness.lost(sample, position);
    }
    for (const sample of is) {
      // Also its own: another's write may have carried it here, and a third removed it.
      if (!was.includes(sample)) witness.appeared(sample, position);
    }
  }
}
