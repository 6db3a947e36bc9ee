import type { Tool } from '../report/kit/json.js';
import { cellName, gridPlaces, placesInOrder } from '../studies/sweep/grid.js';
import type { SweepFound, SweepPlan, SweptCell } from '../studies/sweep/plan.js';
import { counted } from '../text/figures.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import { pathIn } from './paths.js';
import { readContent } from './read.js';
import { mismatches, ofAnotherVersion, requireAllShards, type ShardNumber } from './shards.js';
import { checkedLine, planOf, saidIn, sweepDifference, sweptOf } from './sweep-lines.js';

/** Version of the lines of a shard; a change of meaning raises it. */
const FORMAT = 1;

interface ShardHeader {
  readonly latsimSweepShard: number;
  readonly tool: Tool;
  readonly shard: ShardNumber;
  readonly plan: SweepPlan;
}

const BEGINNING = '{"is":{"latsimSweepShard"';
/** What a merge reads of one file. */
const MOST_BYTES = 400_000_000;

/** Whether the beginning of a file is that of a sweep's shard. */
export function isSweepShard(head: string): boolean {
  return head.startsWith(BEGINNING);
}

/** A shard as JSON Lines: what was to be done, a line per cell, and their number. */
export function writeSweepShard(
  tool: Tool,
  shard: ShardNumber,
  plan: SweepPlan,
  { cells }: SweepFound,
): string {
  const header: ShardHeader = { latsimSweepShard: FORMAT, tool, shard, plan };
  return [header, ...cells, { cells: cells.length }].map(checkedLine).join('');
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
  const read = files.map((file) => readShard(file, tool, folder));
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

const NAME = 'name files that latsim sweep --shard has written';

function readShard(file: string, tool: Tool, folder: string): ReadShard | Problem {
  const wrong = (line: number, message: string, remedy: string): Problem => ({
    file,
    line,
    column: 1,
    message,
    remedy,
  });
  let text: string;
  try {
    text = readContent(pathIn(folder, file), file, MOST_BYTES, () => ({
      message: `more than ${MOST_BYTES / 1e6} MB, which no shard has`,
      remedy: NAME,
    })).toString('utf8');
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems[0] as Problem;
    throw error;
  }
  if (!isSweepShard(text)) return wrong(1, 'this is not a shard of a sweep', NAME);
  const lines = text.split('\n');
  const [head, ...rest] = lines.slice(0, -1).map(saidIn);
  const { latsimSweepShard, tool: by, shard } = (head ?? {}) as Partial<ShardHeader>;
  if (
    latsimSweepShard !== undefined &&
    (latsimSweepShard !== FORMAT || by?.version !== tool.version)
  ) {
    return ofAnotherVersion(file, by?.version, tool);
  }
  const again = 'copy it again, or compute it again';
  const plan = planOf((head as Partial<ShardHeader> | undefined)?.plan);
  if (plan === undefined || shard === undefined || !isPart(shard)) {
    return wrong(1, 'this shard was changed: its checksum does not fit', again);
  }
  const end = rest.at(-1) as { cells?: unknown } | undefined;
  if (lines.at(-1) !== '' || end?.cells !== rest.length - 1) {
    return wrong(lines.length, 'this shard is not whole: its last line is missing', again);
  }
  const cells: SweptCell[] = [];
  for (const [i, said] of rest.slice(0, -1).entries()) {
    const cell = sweptOf(said, plan);
    if (cell === undefined) {
      return wrong(i + 2, 'this shard was changed: the checksum of a line does not fit', again);
    }
    cells.push(cell);
  }
  return { file, header: { ...(head as ShardHeader), plan }, cells };
}

function isPart({ index, of }: ShardNumber): boolean {
  return Number.isSafeInteger(index) && Number.isSafeInteger(of) && index >= 1 && index <= of;
}

function differenceOf({ header: first }: ReadShard, { header }: ReadShard): string | undefined {
  return sweepDifference(header.plan, first.plan);
}
