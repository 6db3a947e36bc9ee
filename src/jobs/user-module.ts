import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Onlooker } from '../effects/contract.js';
import type { RouterPart } from '../effects/fault.js';
import { type Turns, UNWATCHED } from '../effects/turns.js';
import type { PartChoice } from '../loggers/choice.js';
import { checked, loggerShapeFault } from '../loggers/contract.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';
import {
  type CheckedStrategy,
  checkedStrategy,
  type OwnStrategy,
  strategyShapeFault,
} from '../strategies/own.js';
import { type CommandError, inputError } from '../text/failure.js';
import { printable } from '../text/harmless.js';
import { nearest } from '../text/problems.js';
import { moduleFileFault } from './module-file.js';

/** The library, which no file of latsim imports: files of users do. */
const LATSIM = new URL('../index.js', import.meta.url).href;

type ModuleFile = Extract<PartChoice<unknown>, { kind: 'file' }>;

/**
 * Loads a user's own logger, with its contract checked at each step.
 * @param turns is told when its code runs
 * @throws CommandError where the file is missing, does not load, or exports no logger
 */
export async function loadUserLogger(file: ModuleFile, turns?: Turns): Promise<Logger> {
  const { own, texts, onlooker } = await load<Logger>(LOGGER, file, turns);
  return checked(
    {
      ...texts,
      record: (event, context) => own.record(event, context),
      view: (context, minute) => own.view(context, minute),
    },
    onlooker,
  );
}

/** Loads a user's own strategy, as `loadUserLogger` does a logger. */
export async function loadUserStrategy(file: ModuleFile, turns?: Turns): Promise<CheckedStrategy> {
  const { own, texts, onlooker } = await load<OwnStrategy>(STRATEGY, file, turns);
  return checkedStrategy(own, texts, onlooker);
}

/** What is to be exported by a file. */
interface ModuleKind {
  readonly part: RouterPart;
  /** What is wrong with what is exported; undefined: nothing. */
  shapeFault(exported: unknown): string | undefined;
  /** What to write. */
  readonly example: string;
}

const LOGGER: ModuleKind = {
  part: 'logger',
  shapeFault: loggerShapeFault,
  example:
    'export default { name, summary, *record(event, context) {...}, *view(context, minute) {...} }',
};

const STRATEGY: ModuleKind = {
  part: 'strategy',
  shapeFault: strategyShapeFault,
  example: 'export default { name, summary, choose(situation) {...} }',
};

interface Loaded<Own> {
  readonly own: Own;
  readonly texts: Texts;
  readonly onlooker: Onlooker;
}

async function load<Own extends object>(
  { part, shapeFault, example }: ModuleKind,
  file: ModuleFile,
  turns: Turns = UNWATCHED,
): Promise<Loaded<Own>> {
  requireFile(part, file);
  offerLatsim();
  let own: Own;
  let fault: string | undefined;
  let texts: Texts = { name: '', summary: '' };
  turns.begin({ part, place: 'file' });
  try {
    const exported = (await import(pathToFileURL(file.path).href)) as { default?: unknown };
    own = exported.default as Own;
    fault = shapeFault(own);
    if (fault === undefined) texts = textsOf(own);
  } catch (error) {
    turns.end();
    throw await loadFault(part, file, error);
  }
  turns.end();
  if (fault !== undefined) {
    throw inputError(`${file.shown} is not a ${part}: ${fault}`, `export one: ${example}`);
  }
  return {
    own,
    texts: { ...texts, name: texts.name === '' ? file.name : texts.name },
    onlooker: { turns, placeOf: (error) => placeIn(error, file) },
  };
}

interface Texts {
  readonly name: string;
  readonly summary: string;
}

/** What a module says of itself; each is read once, as it may be a getter. */
function textsOf(own: object): Texts {
  const { name, summary } = own as { readonly name: unknown; readonly summary: unknown };
  return {
    name: typeof name === 'string' ? printable(name) : '',
    summary: typeof summary === 'string' ? printable(summary) : '',
  };
}

function requireFile(part: RouterPart, { shown, path }: ModuleFile): void {
  const fault = moduleFileFault(path, part);
  if (fault !== undefined) throw inputError(`${part} ${shown}${fault.what}`, fault.remedy);
}

/** What is wrong with a file that could not be loaded. */
async function loadFault(
  part: RouterPart,
  file: ModuleFile,
  error: unknown,
): Promise<CommandError> {
  const { shown, path } = file;
  if (error instanceof SyntaxError) {
    const missing = MISSING_EXPORT.exec(error.message);
    if (missing !== null) {
      const [, module = '', name = ''] = missing;
      const remedy = module === 'latsim' ? await exportMeant(name) : 'fix the import';
      return inputError(`${part} ${shown}: '${module}' has no export '${name}'`, remedy);
    }
    const line = syntaxErrorLine(path);
    const found = SYNTAX_FAULT.exec(error.message)?.[0] ?? 'it is not JavaScript';
    const says = found === 'Identifier' ? 'a name is declared twice' : found;
    const detail = line === undefined ? says : `${says}, at ${shown}:${line}`;
    const where = line === undefined ? 'the file, or what it imports' : 'the file';
    return inputError(
      `${part} ${shown} does not parse: ${detail}`,
      path.endsWith('.js') ? `fix ${where}; a module should be named .mjs` : `fix ${where}`,
    );
  }
  const { code, name, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES') {
    return inputError(
      `${part} ${shown}: there is no permission to read it`,
      'change its permissions',
    );
  }
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[cm]?ts$/.test(path)) {
    return inputError(
      `${part} ${shown}: Node ${process.versions.node} does not load TypeScript`,
      'use Node 22.18 or newer, or compile it to JavaScript first',
    );
  }
  const detail = !(error instanceof Error)
    ? String(error)
    : `${[name, placeIn(error, file)].filter(Boolean).join(' at ')}${
        isOfEngine(error) && code === undefined ? '' : `: ${message}`
      }`;
  return inputError(`${part} ${shown} cannot be loaded: ${detail}`, 'fix the file, or its imports');
}

/** Whether V8 may have thrown it, in whose words names and values of the file stand. */
function isOfEngine(error: Error): boolean {
  return error instanceof ReferenceError || error instanceof TypeError;
}

/** Where in the file an error comes from, if from there: the uppermost of its calls that stands in it. */
function placeIn(error: unknown, { shown, path }: ModuleFile): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const real = realpathSync(path);
  // A module is named by its address in a stack, a CommonJS file by its path.
  const names = [pathToFileURL(real).href, real];
  for (const call of String(error.stack).split('\n')) {
    const [, name = '', place = ''] = /^\s+at (?:.* \()?(.+?):(\d+:\d+)\)?$/.exec(call) ?? [];
    if (names.includes(name)) return `${shown}:${place}`;
  }
  return undefined;
}

/** How V8 says that a file imports what is not there; the file itself does parse. */
const MISSING_EXPORT = /^The requested module '(.+)' does not provide an export named '(.+)'$/;

/** The export of latsim that a misspelt name means. */
async function exportMeant(name: string): Promise<string> {
  const near = nearest(name, Object.keys((await import(LATSIM)) as object));
  return near === undefined ? 'import what latsim exports' : `did you mean '${near}'?`;
}

/**
 * What V8 says of a syntax error, up to where it quotes the file: a scenario may name any file, and none is shown.
 */
const SYNTAX_FAULT =
  /^(?:Unexpected (?:token|identifier|string|number|template string|end of input|(?:strict mode )?reserved word)|Invalid or unexpected token|Invalid (?:left-hand side|destructuring|shorthand|regular expression|Unicode escape|hexadecimal escape)[a-z -]*|[Mm]issing [a-z) ]+|Illegal [a-z]+ statement|Unterminated [a-z]+|Malformed [a-z]+|Identifier|Duplicate [a-z]+|await is only valid [a-z ]+)/;

/** The line of a syntax error: import() gives the message alone. */
function syntaxErrorLine(path: string): number | undefined {
  const { stderr } = spawnSync(process.execPath, ['--check', path], { encoding: 'utf8' });
  const [place = '', , caret] = stderr.split('\n');
  if (caret?.trim().startsWith('^') !== true) return undefined;
  const line = /:(\d+)$/.exec(place)?.[1];
  return line === undefined ? undefined : Number(line);
}

type Resolve = (
  specifier: string,
  context: unknown,
  next: (specifier: string) => unknown,
) => unknown;

let isOffered = false;

/** Lets a user's file import 'latsim', the very one that runs it, wherever the file lies. */
function offerLatsim(): void {
  if (isOffered) return;
  isOffered = true;
  // Node 22.15 and newer; its predecessor `register` is on its way out there.
  const { registerHooks } = nodeModule as { registerHooks?: (hooks: { resolve: Resolve }) => void };
  if (registerHooks !== undefined) {
    const resolve: Resolve = (specifier, _context, next) =>
      specifier === 'latsim' ? { url: LATSIM, shortCircuit: true } : next(specifier);
    registerHooks({ resolve });
    return;
  }
  const hook = `export const resolve = (specifier, context, next) =>
    specifier === 'latsim' ? { url: ${JSON.stringify(LATSIM)}, shortCircuit: true } : next(specifier);`;
  nodeModule.register(`data:text/javascript,${encodeURIComponent(hook)}`);
}
