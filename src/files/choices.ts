import { existsSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RouterPart } from '../effects/fault.js';
import type { LoggerChoice, PartChoice, StrategyChoice } from '../loggers/choice.js';
import { LOGGER_NAMES } from '../loggers/index.js';
import { STRATEGIES } from '../strategies/index.js';
import { chosenName, isAddress, isModulePath } from '../text/addresses.js';
import { inputError, usageError } from '../text/failure.js';
import { suggest } from '../text/problems.js';
import { pathIn } from './paths.js';
import { nearestBeside } from './unreadable.js';

/**
 * Understands the name of a logger: a shipped one, or the path of a file. What is chosen already
 * stays what it is.
 * @param here - the working folder
 * @param folder - that of the scenario which names it; undefined: the command line does
 * @throws CommandError where there is no such logger
 */
export function chooseLogger(
  given: string | LoggerChoice,
  here: string,
  folder?: string,
): LoggerChoice {
  return choosePart('logger', LOGGER_NAMES, given, here, folder);
}

/** Understands the name of a strategy, as `chooseLogger` that of a logger. */
export function chooseStrategy(
  given: string | StrategyChoice,
  here: string,
  folder?: string,
): StrategyChoice {
  const names = STRATEGIES.map(({ name }) => name);
  return choosePart('strategy', names, given, here, folder);
}

function choosePart<Own>(
  part: RouterPart,
  names: readonly string[],
  given: string | PartChoice<Own>,
  here: string,
  folder: string | undefined,
): PartChoice<Own> {
  if (typeof given !== 'string') return given;
  if (names.includes(given)) return { kind: 'shipped', name: given };
  if (isAddress(given)) {
    const refused = folder === undefined ? usageError : inputError;
    const message = `${part} ${chosenName(given)}: this is an address, not a path`;
    const path = pathOf(given);
    throw refused(
      message,
      path === undefined ? 'download it, and name the file' : `did you mean ${path}?`,
    );
  }
  if (isModulePath(given)) {
    const name = basename(given).replace(/\.[cm]?[jt]s$/, '');
    const path = resolve(folder ?? here, given);
    // One that a scenario names is looked for where it is loaded.
    if (folder === undefined && !existsSync(path)) {
      const near = otherwise(given, here) ?? nearestBeside(given, path);
      throw usageError(
        `${part} ${given}: there is no such file`,
        near === undefined ? 'check the path' : `did you mean ${near}?`,
      );
    }
    const asGiven = resolve(here, given) === path && !isAbsolute(given);
    return { kind: 'file', name, shown: asGiven ? given : from(here, path), path };
  }
  throw usageError(
    `there is no ${part} '${given}'`,
    `${suggest(given, names)} (a file of your own: ./${given}.mjs)`,
  );
}

/** The path that a file: address means. */
function pathOf(address: string): string | undefined {
  try {
    return fileURLToPath(address);
  } catch {
    return undefined; // of another kind, or on another machine
  }
}

/** A path that is there, and that one means which is not: without its ending, or as Windows writes it. */
function otherwise(given: string, here: string): string | undefined {
  const path = given.replaceAll('\\', '/');
  return [path, ...ENDINGS.map((ending) => path + ending)].find(
    (one) => one !== given && existsSync(pathIn(here, one)),
  );
}

const ENDINGS = ['.mjs', '.js', '.cjs', '.ts', '.mts', '.cts'];

/** An absolute path as it is named from a folder above it, the same on every machine. */
function from(folder: string, path: string): string {
  const way = relative(folder, path);
  const within = way !== '' && !isAbsolute(way) && way.split(sep)[0] !== '..';
  return within ? `./${way.split(sep).join('/')}` : path;
}
