import { InvalidArgumentError } from 'commander';
import { readShardLines, type ShardForm, unlikeAny, writtenShard } from '../files/shard-file.js';
import { isOfShard, mismatches, requireAllShards, type ShardNumber } from '../files/shards.js';
import type { Tool } from '../report/kit/json.js';
import { type Finding, Findings } from '../studies/gate/findings.js';
import { type GatePlan, unitsOf, type WorkUnit } from '../studies/gate/plan.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import { findingOf, type Header, headerOf, MOST_SHARDS } from './shard-lines.js';

/** A shard with findings about 500 replications of each shipped scenario has as much. */
export const maxShardBytes = 64_000_000;
/** As plain data findings take several times as much as they do as text. */
export const maxMergedBytes = 2 * maxShardBytes;

const FORM: ShardForm = {
  name: 'latsimShard',
  version: 3,
  counted: 'findings',
  maxBytes: maxShardBytes,
  none: 'this is not a shard of a gate, nor of a sweep',
  remedy: 'name files that latsim gate --shard or latsim sweep --shard has written',
};

/** Reads `2/3`. */
export function shardNumber(given: string): ShardNumber {
  const [, i, n] = /^(\d{1,5})\/(\d{1,5})$/.exec(given) ?? [];
  const index = Number(i);
  const of = Number(n);
  if (index >= 1 && index <= of && of <= MOST_SHARDS) return { index, of };
  throw new InvalidArgumentError('Write which of how many, such as 2/3, or auto.');
}

/** All parts of all runs, at their first look. */
export function allUnits({ runs }: GatePlan): WorkUnit[] {
  return runs.flatMap((plan, run) => unitsOf(run, plan, 0, plan.looks[0] as number));
}

/** The parts that are a shard's: dealt out in turn, so that all shards have about as much to do. */
export function unitsOfShard(plan: GatePlan, shard: ShardNumber): WorkUnit[] {
  const isMine = isOfShard(shard);
  return allUnits(plan).filter((_, i) => isMine(i));
}

/** A shard as JSON Lines: what was to be done, and a line per finding. */
export function writeShard(
  tool: Tool,
  shard: ShardNumber,
  plan: GatePlan,
  findings: readonly Finding[],
): string {
  return writtenShard(FORM, { tool, shard, plan }, findings);
}

interface Shard {
  readonly file: string;
  readonly bytes: number;
  readonly header: Header;
  readonly findings: readonly Finding[];
}

/** What all shards have found, and what they were to find out. */
export interface Merged {
  readonly plan: GatePlan;
  readonly evidence: Findings;
}

/**
 * Puts shards together.
 * @param folder what relative paths are relative to
 * @throws ScenarioError with all that is wrong: a shard that is no shard, not whole, of another
 * version or another gate, twice there or missing
 */
export function mergeShards(files: readonly string[], tool: Tool, folder: string): Merged {
  const problems: Problem[] = [];
  const shards: Shard[] = [];
  for (const file of files) {
    const shard = readShard(file, tool, folder, files);
    if ('message' in shard) problems.push(shard);
    else shards.push(shard);
    const bytes = shards.reduce((sum, one) => sum + one.bytes, 0);
    if (bytes > maxMergedBytes) {
      const message = `up to this one, the shards have more than ${maxMergedBytes / 1e6} MB`;
      const remedy = 'judge fewer scenarios or replications in one gate';
      throw new ScenarioError([...problems, { file, message, remedy }]);
    }
  }
  problems.push(...mismatches(shards, differenceOf));
  const [first, ...others] = shards;
  if (problems.length > 0 || first === undefined) throw new ScenarioError(problems);

  requireAllShards([first, ...others]);
  const { plan } = first.header;
  const evidence = new Findings();
  for (const { findings } of shards) for (const finding of findings) evidence.add(finding);
  const lacking = allUnits(plan).filter((unit) => !evidence.has(unit));
  if (lacking.length > 0) {
    const message = `the shards lack ${lacking.length} of the replications`;
    throw new ScenarioError([{ file: first.file, message, remedy: 'compute them again' }]);
  }
  return { plan, evidence };
}

/** Reads one shard, or says what is wrong with it. @param files all that are named */
function readShard(
  file: string,
  tool: Tool,
  folder: string,
  files: readonly string[],
): Shard | Problem {
  const read = readShardLines(FORM, file, tool, folder, files);
  if ('message' in read) return read;
  const header = headerOf(read.header);
  if (header === undefined) return unlikeAny(file, 1);
  const findings: Finding[] = [];
  for (const [i, part] of read.parts.entries()) {
    const finding = findingOf(part, header.plan);
    if (finding === undefined) return unlikeAny(file, i + 2);
    findings.push(finding);
  }
  return { file, bytes: read.bytes, header, findings };
}

/** How two shards differ that should be of one gate; undefined if they do not. */
function differenceOf({ header: one }: Shard, { header: other }: Shard): string | undefined {
  const scenarios = ({ plan }: Header) => [
    ...new Set(plan.runs.map(({ scenario: { name, hash } }) => `${name} ${hash}`)),
  ];
  const [here, there] = [scenarios(one), scenarios(other)];
  if (here.join() !== there.join()) {
    return `its scenarios are ${there.join(', ')}, not ${here.join(', ')}`;
  }
  if (JSON.stringify(one.plan) === JSON.stringify(other.plan)) return undefined;
  const aspects = [
    ['terms', ({ plan }: Header) => plan.terms],
    ['loggers', ({ plan }: Header) => plan.runs.map(({ logger }) => logger)],
    ['code of a logger', ({ plan }: Header) => plan.runs.map(({ loggerHash }) => loggerHash)],
    ['profile', ({ plan }: Header) => plan.runs.map(({ profile }) => profile)],
    ['margin', ({ plan }: Header) => plan.runs.map(({ margin }) => margin)],
    ['paths of scenarios', ({ plan }: Header) => plan.runs.map(({ scenario }) => scenario.file)],
    ['expectations', ({ plan }: Header) => plan.runs.map(({ expectations }) => expectations)],
    ['seeds', ({ plan }: Header) => plan.runs.map(({ seed, looks }) => [seed, looks])],
  ] as const;
  const differing = aspects
    .filter(([, of]) => JSON.stringify(of(one)) !== JSON.stringify(of(other)))
    .map(([name]) => name);
  return `other ${differing.length === 0 ? 'options' : differing.join(', ')}`;
}
