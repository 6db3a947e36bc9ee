import type { Tool } from '../report/kit/json.js';
import { cellName, gridPlaces, placesInOrder } from '../studies/sweep/grid.js';
import type { SweepFound, SweepPlan, SweptCell } from '../studies/sweep/plan.js';
import { counted } from '../text/figures.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import { isShard, readShardLines, type ShardForm, unlikeAny, writtenShard } from './shard-file.js';
import { mismatches, requireAllShards, type ShardNumber } from './shards.js';
import { planOf, sweepDifference, sweptOf } from './sweep-lines.js';

const FORM: ShardForm = {
  name: 'latsimSweepShard',
  version: 1,
  counted: 'cells',
  maxBytes: 400_000_000,
  none: 'this is not a shard of a sweep',
  remedy: 'name files that latsim sweep --shard has written',
};

interface ShardHeader {
  readonly tool: Tool;
  readonly shard: ShardNumber;
  readonly plan: SweepPlan;
}

/** Whether the beginning of a file is that of a sweep's shard. */
export function isSweepShard(head: string): boolean {
  return isShard(FORM, head);
}

/** A shard as JSON Lines: what was to be done, and a line per cell. */
export function writeSweepShard(
  tool: Tool,
  shard: ShardNumber,
  plan: SweepPlan,
  { cells }: SweepFound,
): string {
  return writtenShard(FORM, { tool, shard, plan }, cells);
}

/** What all shards have found, and what they were to find out. */
export interface MergedSweep {
  readonly plan: SweepPlan;
  readonly found: SweepFound;
}

interface ReadShard {
  readonly file: string;
  readonly header: ShardHeader;
  readonly cells: readonly SweptCell[];
}

/**
 * Puts the shards of a sweep together.
 * @param folder what relative paths are relative to
 * @throws ScenarioError with all that is wrong: a shard that is no shard, not whole, of another version
 * or another sweep, twice there or missing
 */
export function mergeSweepShards(
  files: readonly string[],
  tool: Tool,
  folder: string,
): MergedSweep {
  const read = files.map((file) => readShard(file, tool, folder, files));
  const shards = read.flatMap((one) => ('message' in one ? [] : one));
  const problems = [
    ...read.flatMap((one) => ('message' in one ? one : [])),
    ...mismatches(shards, differenceOf),
  ];
  const [first, ...others] = shards;
  if (problems.length > 0 || first === undefined) throw new ScenarioError(problems);
  requireAllShards([first, ...others]);
  const { plan } = first.header;
  const cells = shards
    .flatMap((one) => one.cells)
    .sort((a, b) => placesInOrder(a.at, b.at) || a.variant - b.variant);
  requireAll(cells, plan, first.file);
  return { plan, found: { cells, partial: false, added: 0, cut: false } };
}

/** @throws ScenarioError where a cell of the grid is missing or twice there */
function requireAll(cells: readonly SweptCell[], plan: SweepPlan, file: string): void {
  const wanted = [...gridPlaces(plan.axes)].flatMap((at) =>
    [...plan.variants.keys()].map((variant) => ({ at, variant })),
  );
  const at = wanted.findIndex(
    (one, i) => cells[i]?.at.join() !== one.at.join() || cells[i]?.variant !== one.variant,
  );
  if (at === -1 && cells.length === wanted.length) return;
  const one = wanted[at];
  const name = one === undefined ? '' : `: ${cellName(plan, one.at, one.variant)}`;
  const message = `the shards have ${counted(cells.length, 'cell')} instead of ${wanted.length}${name}`;
  throw new ScenarioError([{ file, message, remedy: 'compute them again' }]);
}

/** Reads one shard, or says what is wrong with it. @param files all that are named */
function readShard(
  file: string,
  tool: Tool,
  folder: string,
  files: readonly string[],
): ReadShard | Problem {
  const read = readShardLines(FORM, file, tool, folder, files);
  if ('message' in read) return read;
  const { plan: said, shard } = read.header as Partial<ShardHeader>;
  const plan = planOf(said);
  if (plan === undefined || !isPart(shard)) return unlikeAny(file, 1);
  const cells: SweptCell[] = [];
  for (const [i, part] of read.parts.entries()) {
    const cell = sweptOf(part, plan);
    if (cell === undefined) return unlikeAny(file, i + 2);
    cells.push(cell);
  }
  return { file, header: { tool, shard, plan }, cells };
}

function isPart(shard: Partial<ShardNumber> | null | undefined): shard is ShardNumber {
  const { index = Number.NaN, of = Number.NaN } = shard ?? {};
  return Number.isSafeInteger(index) && Number.isSafeInteger(of) && index >= 1 && index <= of;
}

function differenceOf({ header: first }: ReadShard, { header }: ReadShard): string | undefined {
  return sweepDifference(header.plan, first.plan);
}
