import { type Full, pushed } from './full-list.js';

/**
 * Beside each stored map stands, unseen by loggers, which samples it derives from: per deployment
 * the ids of its latest samples. Immutable; unchanged deployments are shared between versions, so
 * comparing two versions costs one comparison of references per deployment. A list has an entry for
 * the deployments in it only: there may be a list for each of many deployments.
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
export function derived(full: Full, base: Provenance, own: Origin, listSize: number): Provenance {
  const ids = base[own.position] ?? NO_SAMPLES;
  if (ids.includes(own.sample)) return base;
  const after = base.slice();
  after[own.position] = listSize === 0 ? NO_SAMPLES : pushed(full, ids, own.sample, listSize);
  return after;
}

/** What a list derives from after its newest sample was appended; the oldest drop out. */
export function appended(base: Provenance, own: Origin, limit: number): Provenance {
  const after: (readonly number[])[] = [];
  // By its keys, of which there is one or none as a rule: not by its length, the fleet's.
  for (const key of Object.keys(base)) after[Number(key)] = base[Number(key)] as readonly number[];
  after[own.position] = pushed('drop-first', base[own.position] ?? NO_SAMPLES, own.sample, limit);
  return after;
}

/**
 * What is left of it in a value: samples of a deployment of which the value shows none were dropped.
 * @param known a provenance that the value shows all of
 */
export function shownIn(
  provenance: Provenance,
  known: Provenance | undefined,
  shows: (position: number) => boolean,
): Provenance {
  let after: (readonly number[])[] | undefined;
  for (let position = 0; position < provenance.length; position++) {
    const ids = provenance[position] ?? NO_SAMPLES;
    if (ids.length === 0 || ids === known?.[position] || shows(position)) continue;
    after ??= provenance.slice();
    after[position] = NO_SAMPLES;
  }
  return after ?? provenance;
}

/** Who writes: in which process, and for which sample, if for any. */
export interface Writer {
  readonly process: number;
  readonly own: Origin | undefined;
}

/** Told of samples that a write removed, and of those that it brought: new ones, or back. */
export interface LossWitness {
  /** @param writer the process that wrote; undefined: what was fetched from another copy did it */
  lost(sample: number, position: number, writer: number | undefined): void;
  appeared(sample: number, position: number): void;
}

/**
 * Compares a stored map's provenance before and after a write. Lost is what was there before and
 * is not there after (P4 of Berenson et al. 1995), unless the writer, who had read it, pushed it
 * out of a full list.
 * @param base what the writer had read
 * @param writer undefined: what was fetched from another copy is written
 * @param kept whether all that the writer had read is in what it wrote, as far as can be seen
 */
export function compareProvenance(
  before: Provenance,
  after: Provenance,
  base: Provenance,
  writer: Writer | undefined,
  witness: LossWitness,
  kept = true,
): void {
  const own = writer?.own;
  if (before === base && kept) {
    // Nobody wrote since the writer read: all that is gone it has pushed out itself.
    if (own === undefined || after === before) return;
    // It may have left its own sample out.
    if (has(after[own.position]!, own.sample)) witness.appeared(own.sample, own.position);
    return;
  }
  // Of a list the provenance ends with the last deployment in it.
  const length = Math.max(before.length, after.length);
  for (let position = 0; position < length; position++) {
    const was = before[position] ?? NO_SAMPLES;
    const is = after[position] ?? NO_SAMPLES;
    if (was === is) continue;
    const mayPushOut = position === own?.position ? (base[position] ?? NO_SAMPLES) : NO_SAMPLES;
    for (let i = 0; i < was.length; i++) {
      const sample = was[i]!;
      if (!has(is, sample) && !has(mayPushOut, sample)) {
        witness.lost(sample, position, writer?.process);
      }
    }
    for (let i = 0; i < is.length; i++) {
      const sample = is[i]!;
      // Also its own: another's write may have carried it here, and a third removed it.
      if (!has(was, sample)) witness.appeared(sample, position);
    }
  }
}

/** Whether samples that were there before a write are not there after it. */
export function leavesOut(before: Provenance, after: Provenance): boolean {
  return before.some((ids, position) =>
    ids.some((sample) => !has(after[position] ?? NO_SAMPLES, sample)),
  );
}

/** As `includes`, which is slower on lists as short as these. */
function has(ids: readonly number[], sample: number): boolean {
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === sample) return true;
  }
  return false;
}
