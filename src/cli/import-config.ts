import { statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { contentOf } from '../files/content.js';
import { pathIn } from '../files/paths.js';
import { decodeText, readText } from '../files/read.js';
import { type ConfigOptions, type ProxyConfig, readConfig } from '../litellm/config.js';
import { limits } from '../text/limits.js';
import { ScenarioError } from '../text/problems.js';
import { tooLarge } from '../text/yaml.js';
import { inputOf } from './input.js';
import type { Io } from './io.js';

/** A configuration that was read, and the files that it is made of. */
export interface ReadConfiguration {
  readonly config: ProxyConfig;
  /** As messages name it. */
  readonly shown: string;
  /** Paths that are not to be written over. */
  readonly files: readonly string[];
}

const OF = 'configuration';
const { bytes } = limits.ofConfiguration;

/**
 * Reads a proxy's configuration with all that it includes.
 * @param given its path; `-` is standard input
 * @throws ScenarioError where any of it cannot be read
 */
export async function readConfiguration(
  io: Io,
  given: string,
  options: Omit<ConfigOptions, 'include'>,
): Promise<ReadConfiguration> {
  const shown = given === '-' ? 'standard input' : given;
  const text =
    given === '-'
      ? await readInput(io, shown)
      : readText(pathIn(io.cwd, given), { shown, of: OF, bytes });
  const files = given === '-' ? [] : [given];
  const include = (name: string, from: string) => {
    // LiteLLM up to 1.82.3 looks beside the first file alone, 1.110.2 beside the one that names it before that.
    const paths = isAbsolute(name)
      ? [name]
      : [join(dirname(from), name), join(dirname(shown), name)];
    const file = paths.find((path) => isFile(pathIn(io.cwd, path)));
    if (file === undefined) return undefined;
    files.push(file);
    const source = { shown: file, of: OF, bytes };
    return { file, text: readText(pathIn(io.cwd, file), source), kind: 'file' as const };
  };
  return { config: readConfig(shown, text, { ...options, include }), shown, files };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

async function readInput(io: Io, shown: string): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of contentOf(inputOf(io, '-'))) {
    size += piece.length;
    if (size > bytes) throw new ScenarioError([{ file: shown, ...tooLarge(OF, bytes) }]);
    pieces.push(piece);
  }
  return decodeText(Buffer.concat(pieces), { shown, of: OF });
}
