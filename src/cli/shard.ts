import { createHash } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import { pathIn } from '../files/paths.js';
import { readContent } from '../files/read.js';
import {
  isOfShard,
  mismatches,
  ofAnotherVersion,
  requireAllShards,
  type ShardNumber,
} from '../files/shards.js';
import type { Tool } from '../report/kit/json.js';
import { type Finding, Findings } from '../studies/gate/findings.js';
import { type GatePlan, unitsOf, type WorkUnit } from '../studies/gate/plan.js';
import { inputError } from '../text/failure.js';
import { harmlessJson } from '../text/harmless.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import { findingOf, type Header, headerOf, MOST_SHARDS } from './shard-lines.js';

/** Version of the lines of a shard; a change of meaning raises it. */
const FORMAT = 3;

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

/**
 * A shard as JSON Lines: what was to be done, a line per finding, and a last line with their number
 * and a checksum, without which it is not whole.
 */
export function writeShard(
  tool: Tool,
  shard: ShardNumber,
  plan: GatePlan,
  findings: readonly Finding[],
): string {
  const header: Header = { latsimShard: FORMAT, tool, shard, plan };
  const pieces = [header, ...findings].map((line) => `${harmlessJson(JSON.stringify(line))}\n`);
  if (pieces.reduce((sum, { length }) => sum + length, 0) > maxShardBytes - ROOM_FOR_END) {
    throw inputError(
      `this shard has more than ${maxShardBytes / 1e6} MB, which no merge reads`,
      'compute more shards, each of which has less to do: --shard 1/N',
    );
  }
  const lines = pieces.join('');
  return `${lines}${JSON.stringify({ findings: findings.length, sha256: checksum(lines) })}\n`;
}

/** The last line has at most so many bytes. */
const ROOM_FOR_END = 200;

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A shard with findings about 500 replications of each shipped scenario has as much. */
export const maxShardBytes = 64_000_000;
/** As plain data findings take several times as much as they do as text. */
export const maxMergedBytes = 2 * maxShardBytes;

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

const NONE = 'this is neither a shard of a gate nor one of a sweep';
const NAME = 'name files that latsim gate --shard or latsim sweep --shard has written';

/** Reads one shard, or says what is wrong with it. */
/** @param files all that are named */
function readShard(
  file: string,
  tool: Tool,
  folder: string,
  files: readonly string[],
): Shard | Problem {
  let text: string;
  try {
    text = readContent(
      pathIn(folder, file),
      file,
      maxShardBytes,
      () => ({ message: `more than ${maxShardBytes / 1e6} MB, which no shard has`, remedy: NAME }),
      (head) => (head.startsWith('{"latsimShard"') ? undefined : { message: NONE, remedy: NAME }),
      files,
    ).toString('utf8');
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems[0] as Problem;
    throw error;
  }
  const lines = text.split('\n');
  const head = parsed(lines[0] ?? '') as Partial<Header> | undefined;
  if (typeof head?.latsimShard !== 'number') {
    return { file, line: 1, column: 1, message: NONE, remedy: NAME };
  }
  const version = head.tool?.version;
  if (head.latsimShard !== FORMAT || version !== tool.version) {
    return ofAnotherVersion(file, version, tool);
  }
  const end = parsed(lines.at(-2) ?? '') as { sha256?: unknown } | undefined;
  const last = lines.length - 1;
  if (lines.at(-1) !== '' || typeof end?.sha256 !== 'string') {
    const message = 'this shard is not whole: its last line is missing';
    return {
      file,
      line: last + 1,
      column: 1,
      message,
      remedy: 'copy it again, or compute it again',
    };
  }
  const body = `${lines.slice(0, -2).join('\n')}\n`;
  if (checksum(body) !== end.sha256) {
    const message = 'this shard was changed: its checksum does not fit';
    return { file, line: last, column: 1, message, remedy: 'copy it again, or compute it again' };
  }
  // Whole and unchanged; but anybody can write a checksum.
  const header = headerOf(head);
  if (header === undefined) return unlike(file, 1);
  const findings: Finding[] = [];
  for (const [i, line] of lines.slice(1, -2).entries()) {
    const finding = findingOf(parsed(line), header.plan);
    if (finding === undefined) return unlike(file, i + 2);
    findings.push(finding);
  }
  return { file, bytes: text.length, header, findings };
}

function unlike(file: string, line: number): Problem {
  const message = 'this line is none that latsim has written';
  return { file, line, column: 1, message, remedy: 'compute the shard again' };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
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
