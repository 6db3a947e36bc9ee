import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAddress } from '../text/addresses.js';
import { limits } from '../text/limits.js';
import { type NumbersKind, NumbersReader, numberLimits } from '../text/numbers.js';
import { nearest, type Problem, ScenarioError } from '../text/problems.js';
import { commandLine } from '../text/shell.js';
import { tooLarge } from '../text/yaml.js';
import { whileBlocked } from './blocking.js';
import { pathIn } from './paths.js';
import { openPipe, readPipe } from './pipe.js';
import { misnamed, nearestBeside, unreadable } from './unreadable.js';

/** The only file of this layer that knows Node: reading with caps, shipped files, hashing. */

const chunkBytes = 65_536;

/**
 * Calls `take` with each piece of a file until it answers false. Works on anything that can be read:
 * files, pipes, devices without end.
 *
 * @throws ScenarioError where the file cannot be read.
 */
function readPieces(
  path: string,
  take: (piece: Buffer) => boolean,
  problem: (error: NodeJS.ErrnoException) => Problem,
): void {
  let descriptor: number | undefined;
  try {
    const stat = statSync(path);
    const isPipe = stat.isFIFO();
    const waiting = <Result>(work: () => Result) => (stat.isFile() ? work() : whileBlocked(work));
    const opened = waiting(() => (isPipe ? openPipe(path) : openSync(path, 'r')));
    descriptor = opened;
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (let isBegun = false; ; isBegun = true) {
      const bytes = waiting(() =>
        isPipe ? readPipe(opened, buffer, isBegun) : readSync(opened, buffer),
      );
      if (bytes === 0 || !take(buffer.subarray(0, bytes))) return;
    }
  } catch (error) {
    throw new ScenarioError([problem(error as NodeJS.ErrnoException)]);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** How errors speak of what is read. */
export interface NamedText {
  /** As the user named it. */
  readonly shown: string;
  /** A noun: `scenario`. */
  readonly of: string;
  /** So many bytes it may have; by default, as many as a scenario. */
  readonly bytes?: number;
}

/**
 * Reads a text that the command line names, of at most the size that a scenario may have; never more
 * than that and a chunk.
 *
 * @throws ScenarioError where it cannot be read, is too large, or is no UTF-8.
 */
export function readText(path: string, { shown, of, bytes = limits.bytes }: NamedText): string {
  const content = readContent(path, shown, bytes, () => tooLarge(of, bytes));
  return decodeText(content, { shown, of });
}

/** What is wrong with a file as a whole. */
type FileFault = Pick<Problem, 'message' | 'remedy'>;

/**
 * Reads a file that the command line names, and no more of it than the limit and a chunk.
 * @param excess what is wrong with one that has more bytes
 * @param begun says of the beginning of a longer one if it is nothing of the kind: then no more is read
 * @param others that are named as well, so that none of them is meant
 * @throws ScenarioError where it cannot be read, is too large, or is nothing of the kind
 */
export function readContent(
  path: string,
  shown: string,
  limit: number,
  excess: () => FileFault,
  begun: (head: string) => FileFault | undefined = () => undefined,
  others: readonly string[] = [],
): Buffer {
  const pieces: Buffer[] = [];
  let bytes = 0;
  let fault: FileFault | undefined;
  const take = (piece: Buffer): boolean => {
    const before = bytes;
    pieces.push(Buffer.from(piece));
    bytes += piece.length;
    if (before < headBytes && bytes >= headBytes) {
      fault = begun(Buffer.concat(pieces).toString('utf8', 0, headBytes));
    } else if (bytes > limit) {
      fault = excess();
    }
    return fault === undefined;
  };
  readPieces(path, take, (error) => misnamed(shown, path, error, others));
  if (fault !== undefined) throw new ScenarioError([{ file: shown, ...(fault as FileFault) }]);
  return Buffer.concat(pieces);
}

/** So much of a file says whether it is of a kind. */
const headBytes = 4096;

/** The beginning of a file, which says of what kind it is; empty where it cannot be read. */
export function beginningOf(path: string): string {
  let head = '';
  try {
    if (!statSync(path).isFile()) return head;
  } catch {
    return head;
  }
  const take = (piece: Buffer): boolean => {
    head = piece.toString('utf8', 0, headBytes);
    return false;
  };
  readPieces(path, take, (error) => misnamed(path, path, error));
  return head;
}

/** A text from its bytes. @throws ScenarioError where it is no UTF-8 */
export function decodeText(content: Buffer, { shown, of }: NamedText): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    const before = new TextDecoder().decode(content).split('\ufffd', 1)[0] ?? '';
    const lines = before.split('\n');
    throw new ScenarioError([
      {
        file: shown,
        line: lines.length,
        column: (lines[lines.length - 1] ?? '').length + 1,
        message: 'this is not UTF-8 text',
        remedy: `name a ${of} written as YAML text, and save it as UTF-8`,
      },
    ]);
  }
}

/**
 * Reads a file of numbers: one per line, plain (seconds, for times) or with a unit of time; blank
 * lines and `#` comments are skipped.
 *
 * @param kind - `arrivals`: times that do not decrease; `durations`; `numbers`: without units.
 * @param problem what to say where it cannot be read
 * @throws ScenarioError with file, line and column.
 */
export function readNumbers(
  path: string,
  kind: NumbersKind,
  problem = (error: NodeJS.ErrnoException) => unreadable(path, error),
): Float64Array {
  const reader = new NumbersReader(path, kind);
  let bytes = 0;
  const take = (piece: Buffer): boolean => {
    bytes += piece.length;
    reader.take(piece.toString('latin1'));
    return !reader.stopped && bytes <= numberLimits.bytes;
  };
  readPieces(path, take, problem);
  if (bytes > numberLimits.bytes) {
    const message = `more than ${numberLimits.bytes / 1e6} MB`;
    throw new ScenarioError([{ file: path, message, remedy: 'use a shorter series' }]);
  }
  return reader.end();
}

/** The scenarios that come with latsim, beside both `src` and `dist`. */
export const shippedFolder = fileURLToPath(new URL('../../scenarios', import.meta.url));

/** A scenario that comes with latsim. */
export interface ShippedScenario {
  readonly name: string;
  readonly path: string;
}

/** Names and paths of the shipped scenarios, by name. */
export function listShipped(): ShippedScenario[] {
  return scenariosIn(shippedFolder);
}

/** Those of the lesson, in its order: `lesson/1-learning`. */
export function listLesson(): ShippedScenario[] {
  return scenariosIn(join(shippedFolder, LESSON)).map(({ name, path }) => ({
    name: `${LESSON}/${name}`,
    path,
  }));
}

const LESSON = 'lesson';

function scenariosIn(folder: string): ShippedScenario[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ name: file.slice(0, -'.yaml'.length), path: join(folder, file) }));
}

export interface FoundScenario {
  readonly path: string;
  /** How errors name it. */
  readonly shown: string;
}

/**
 * The path of a scenario: a shipped one by its bare name (`16x4`), any other as given.
 *
 * @param folder What a relative path is relative to.
 * @throws ScenarioError where there is none, with the nearest name.
 */
export function findScenario(nameOrPath: string, folder: string): FoundScenario {
  const shipped = listShipped();
  const others = nameOrPath.startsWith(`${LESSON}/`) ? listLesson() : [];
  const named = [...shipped, ...others].find(({ name }) => name === nameOrPath);
  if (named !== undefined) return { path: named.path, shown: named.path };
  const path = pathIn(folder, nameOrPath);
  try {
    statSync(path);
    return { path, shown: nameOrPath };
  } catch (error) {
    const problem = unreadable(nameOrPath, error as NodeJS.ErrnoException);
    const base = nameOrPath.replace(/^.*[/\\]/, '').replace(/\.ya?ml$/, '');
    const names = shipped.map(({ name }) => name);
    if (isAddress(nameOrPath)) throw new ScenarioError([{ ...problem, mistyped: true }]);
    const near = nearest(base, names) ?? nearestBeside(nameOrPath, path);
    const help =
      near === undefined
        ? { remedy: 'check the path; these come with latsim:', command: commandLine(['list']) }
        : { remedy: `did you mean "${near}"?` };
    throw new ScenarioError([{ ...problem, ...help, mistyped: true }]);
  }
}

/** The absolute path of a file that a scenario names; an address, which names none, stays. */
export function besides(scenarioPath: string, path: string): string {
  return isAddress(path) ? path : resolve(dirname(scenarioPath), path);
}

/** The start of a SHA-256, in hexadecimal: long enough to tell scenarios apart. */
export function digest(parts: Iterable<string | Float64Array>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 12);
}
