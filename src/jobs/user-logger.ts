import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';
import type { LoggerChoice } from '../loggers/choice.js';
import { checked, loggerShapeFault } from '../loggers/contract.js';
import { type Turns, UNWATCHED } from '../loggers/turns.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';
import { type CommandError, inputError } from '../text/failure.js';
import { printable } from '../text/harmless.js';
import { nearest } from '../text/problems.js';
import { loggerFileFault } from './logger-file.js';

/** The library, which no file of latsim imports: loggers of users do. */
const LATSIM = new URL('../index.js', import.meta.url).href;

type LoggerFile = Extract<LoggerChoice, { kind: 'file' }>;

/**
 * Loads a user's own logger, with its contract checked at each step.
 * @param turns is told when its code runs
 * @throws CommandError where the file is missing, does not load, or exports no logger
 */
export async function loadUserLogger(file: LoggerFile, turns: Turns = UNWATCHED): Promise<Logger> {
  requireFile(file);
  offerLatsim();
  let own: Logger;
  let fault: string | undefined;
  let texts: { readonly name: string; readonly summary: string } = { name: '', summary: '' };
  turns.begin('file');
  try {
    const exported = (await import(pathToFileURL(file.path).href)) as { default?: unknown };
    own = exported.default as Logger;
    fault = loggerShapeFault(own);
    if (fault === undefined) texts = textsOf(own);
  } catch (error) {
    turns.end();
    throw await loadFault(file, error);
  }
  turns.end();
  if (fault !== undefined) {
    throw inputError(
      `${file.shown} is not a logger: ${fault}`,
      'export one: export default { name, summary, *record(event, context) {...}, *view(context, minute) {...} }',
    );
  }
  return checked(
    {
      name: texts.name === '' ? file.name : texts.name,
      summary: texts.summary,
      record: (event, context) => own.record(event, context),
      view: (context, minute) => own.view(context, minute),
    },
    turns,
    (error) => placeIn(error, file),
  );
}

/** What a logger says of itself; each is read once, as it may be a getter. */
function textsOf(own: Logger): { readonly name: string; readonly summary: string } {
  const { name, summary }: { readonly name: unknown; readonly summary: unknown } = own;
  return {
    name: typeof name === 'string' ? printable(name) : '',
    summary: typeof summary === 'string' ? printable(summary) : '',
  };
}

function requireFile({ shown, path }: LoggerFile): void {
  const fault = loggerFileFault(path);
  if (fault !== undefined) throw inputError(`logger ${shown}${fault.what}`, fault.remedy);
}

/** What is wrong with a file that could not be loaded. */
async function loadFault(file: LoggerFile, error: unknown): Promise<CommandError> {
  const { shown, path } = file;
  if (error instanceof SyntaxError) {
    const missing = MISSING_EXPORT.exec(error.message);
    if (missing !== null) {
      const [, module = '', name = ''] = missing;
      const remedy = module === 'latsim' ? await exportMeant(name) : 'fix the import';
      return inputError(`logger ${shown}: '${module}' has no export '${name}'`, remedy);
    }
    const line = syntaxErrorLine(path);
    const found = SYNTAX_FAULT.exec(error.message)?.[0] ?? 'it is not JavaScript';
    const says = found === 'Identifier' ? 'a name is declared twice' : found;
    const detail = line === undefined ? says : `${says}, at ${shown}:${line}`;
    const where = line === undefined ? 'the file, or what it imports' : 'the file';
    return inputError(
      `logger ${shown} does not parse: ${detail}`,
      path.endsWith('.js') ? `fix ${where}; a module should be named .mjs` : `fix ${where}`,
    );
  }
  const { code, name, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES') {
    return inputError(
      `logger ${shown}: there is no permission to read it`,
      'change its permissions',
    );
  }
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[cm]?ts$/.test(path)) {
    return inputError(
      `logger ${shown}: Node ${process.versions.node} does not load TypeScript`,
      'use Node 22.18 or newer, or compile it to JavaScript first',
    );
  }
  const detail = !(error instanceof Error)
    ? String(error)
    : `${[name, placeIn(error, file)].filter(Boolean).join(' at ')}${
        isOfEngine(error) && code === undefined ? '' : `: ${message}`
      }`;
  return inputError(`logger ${shown} cannot be loaded: ${detail}`, 'fix the file, or its imports');
}

/** Whether V8 may have thrown it, in whose words names and values of the file stand. */
function isOfEngine(error: Error): boolean {
  return error instanceof ReferenceError || error instanceof TypeError;
}

/** Where in the file an error comes from, if from there: the uppermost of its calls that stands in it. */
function placeIn(error: unknown, { shown, path }: LoggerFile): string | undefined {
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
 * What V8 says of a syntax error, up to where it quotes the file: a scenario may name any file as its
 * logger, and none is shown.
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

/** Lets a logger's file import 'latsim', the very one that runs it, wherever the file lies. */
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
