import type { Tool } from '../report/kit/json.js';
import { type Problem, ScenarioError } from '../text/problems.js';

/** Which part of a work that several share: `index` of `of`, from 1. */
export interface ShardNumber {
  readonly index: number;
  readonly of: number;
}

/** A shard that was read, of whatever work. */
interface NumberedShard {
  readonly file: string;
  readonly header: { readonly shard: ShardNumber };
}

/** Whether a piece of a work is a shard's, by its number: pieces are dealt out in turn. */
export function isOfShard({ index, of }: ShardNumber): (piece: number) => boolean {
  return (piece) => piece % of === index - 1;
}

/** Who wrote a file, by the version that it states: what is none is not shown. */
export function writerOf(version: unknown): string {
  const isVersion = typeof version === 'string' && /^\d{1,4}(?:\.\d{1,4}){2}$/.test(version);
  return isVersion ? `latsim ${version}` : 'another latsim';
}

/** A shard that another version has written. */
export function ofAnotherVersion(file: string, version: unknown, { version: own }: Tool): Problem {
  const message = `this shard is of ${writerOf(version)}, and this is ${own}`;
  return { file, line: 1, column: 1, message, remedy: 'compute all shards with one version' };
}

/**
 * Shards that do not belong together, or that are there twice.
 * @param differenceOf how the work of the first differs from that of another; undefined: it is the same
 */
export function mismatches<Shard extends NumberedShard>(
  [first, ...others]: readonly Shard[],
  differenceOf: (first: Shard, other: Shard) => string | undefined,
): Problem[] {
  if (first === undefined) return [];
  const seen = new Map([[first.header.shard.index, first.file]]);
  return others.flatMap((other): Problem[] => {
    const { file } = other;
    const { index, of } = other.header.shard;
    const expected = first.header.shard.of;
    const difference =
      of === expected
        ? differenceOf(first, other)
        : `it is one of ${of} shards, not of ${expected}`;
    const before = seen.get(index);
    seen.set(index, file);
    if (difference !== undefined) {
      const message = `this shard does not belong to ${first.file}: ${difference}`;
      return [{ file, line: 1, column: 1, message, remedy: 'merge shards of one command' }];
    }
    if (before === undefined) return [];
    const message = `shard ${index}/${of} is there twice: also in ${before}`;
    return [{ file, line: 1, column: 1, message, remedy: 'name each shard once' }];
  });
}

/** @throws ScenarioError where a shard of the work is not among these */
export function requireAllShards(shards: readonly [NumberedShard, ...NumberedShard[]]): void {
  const [{ file, header }] = shards;
  const { of } = header.shard;
  const there = new Set(shards.map(({ header }) => header.shard.index));
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((i) => !there.has(i));
  if (missing.length === 0) return;
  const names = missing.map((i) => `${i}/${of}`).join(', ');
  const remedy = `compute it with --shard ${missing[0]}/${of} and the same options, and name its file too`;
  throw new ScenarioError([{ file, message: `shard ${names} is missing`, remedy }]);
}
