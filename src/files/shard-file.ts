import { createHash } from 'node:crypto';
import type { Tool } from '../report/kit/json.js';
import { inputError } from '../text/failure.js';
import { harmlessJson } from '../text/harmless.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import { pathIn } from './paths.js';
import { readContent } from './read.js';
import { ofAnotherVersion } from './shards.js';

/** How the file of a shard is written, of whatever work: JSON Lines, the last of which has a checksum. */
export interface ShardForm {
  /** The first field of the first line; its value is the version of the form. */
  readonly name: string;
  /** A change of meaning raises it. */
  readonly version: number;
  /** What is counted in the last line. */
  readonly counted: string;
  /** No merge reads more of one file. */
  readonly maxBytes: number;
  /** Said of what is no such file, and what to name instead. */
  readonly none: string;
  readonly remedy: string;
}

/** Whether the beginning of a file is that of a shard. */
export function isShard({ name }: ShardForm, head: string): boolean {
  return head.startsWith(`{"${name}"`);
}

/** The last line has at most so many bytes. */
const ROOM_FOR_END = 200;

/**
 * The text of a shard: what was to be done, a line for each part, and a last line with their number
 * and a checksum, without which it is not whole.
 * @throws CommandError where it is too large to be merged
 */
export function writtenShard(
  { name, version, counted, maxBytes }: ShardForm,
  header: object,
  parts: readonly object[],
): string {
  const pieces = [{ [name]: version, ...header }, ...parts].map(
    (line) => `${harmlessJson(JSON.stringify(line))}\n`,
  );
  if (pieces.reduce((sum, { length }) => sum + length, 0) > maxBytes - ROOM_FOR_END) {
    throw inputError(
      `this shard has more than ${maxBytes / 1e6} MB, which no merge reads`,
      'compute more shards, each of which has less to do: --shard 1/N',
    );
  }
  const lines = pieces.join('');
  return `${lines}${JSON.stringify({ [counted]: parts.length, sha256: checksum(lines) })}\n`;
}

/** A shard that is whole and unchanged; but anybody can write a checksum. */
export interface ShardLines {
  readonly bytes: number;
  /** What its first line says, and the lines of its parts. */
  readonly header: unknown;
  readonly parts: readonly unknown[];
}

/**
 * Reads a shard of this version, or says what is wrong with it.
 * @param files all that are named
 */
export function readShardLines(
  form: ShardForm,
  file: string,
  tool: Tool,
  folder: string,
  files: readonly string[],
): ShardLines | Problem {
  const { name, maxBytes, none, remedy } = form;
  let text: string;
  try {
    text = readContent(
      pathIn(folder, file),
      file,
      maxBytes,
      () => ({ message: `more than ${maxBytes / 1e6} MB, which no shard has`, remedy }),
      (head) => (isShard(form, head) ? undefined : { message: none, remedy }),
      files,
    ).toString('utf8');
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems[0] as Problem;
    throw error;
  }
  const wrong = (line: number, message: string, remedy: string): Problem => ({
    file,
    line,
    column: 1,
    message,
    remedy,
  });
  const lines = text.split('\n');
  const header = parsed(lines[0] ?? '') as Readonly<Record<string, unknown>> | undefined;
  const version = header?.[name];
  if (header === undefined || typeof version !== 'number') return wrong(1, none, remedy);
  const by = (header.tool as Partial<Tool> | null | undefined)?.version;
  if (version !== form.version || by !== tool.version) return ofAnotherVersion(file, by, tool);
  const end = parsed(lines.at(-2) ?? '') as { sha256?: unknown } | undefined;
  const last = lines.length - 1;
  const again = 'copy it again, or compute it again';
  if (lines.at(-1) !== '' || typeof end?.sha256 !== 'string') {
    return wrong(last + 1, 'this shard is not whole: its last line is missing', again);
  }
  const body = `${lines.slice(0, -2).join('\n')}\n`;
  if (checksum(body) !== end.sha256) {
    return wrong(last, 'this shard was changed: its checksum does not fit', again);
  }
  return { bytes: text.length, header, parts: lines.slice(1, -2).map(parsed) };
}

/** What is said of a line that has a checksum, and is nothing that latsim writes. */
export function unlikeAny(file: string, line: number): Problem {
  const message = 'this line is none that latsim has written';
  return { file, line, column: 1, message, remedy: 'compute the shard again' };
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
