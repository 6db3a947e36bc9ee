import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { Argument, type Command, Option } from 'commander';
import { AtomicFile, NewFolder, type Outcome } from '../files/atomic-file.js';
import { chooseLogger } from '../files/choices.js';
import { editorComment } from '../files/editor-schema.js';
import { pathIn } from '../files/paths.js';
import { unwritable } from '../jobs/unwritable.js';
import { STORE_NAMES } from '../model/stores/index.js';
import { nextStep } from '../report/kit/next.js';
import { STRATEGIES } from '../strategies/index.js';
import type { Advice } from '../text/advice.js';
import { EXIT, usageError } from '../text/failure.js';
import { suggest } from '../text/problems.js';
import { commandLine } from '../text/shell.js';
import { examples, given, loggerOption } from './arguments.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { deliver } from './output.js';
import {
  gateTemplate,
  loggerTemplate,
  type ScenarioStart,
  scenarioTemplate,
  strategyTemplate,
  workflowTemplate,
} from './templates.js';
import { styleFor } from './terminal.js';

const KINDS = ['scenario', 'logger', 'strategy', 'gate'] as const;
type Kind = (typeof KINDS)[number];

const FILES: Readonly<Record<Kind, string>> = {
  scenario: 'scenario.yaml',
  logger: 'logger.mjs',
  strategy: 'strategy.mjs',
  gate: 'gate.yaml',
};
const ENDINGS: Readonly<Record<Kind, RegExp>> = {
  scenario: /\.ya?ml$/,
  logger: /\.mjs$/,
  strategy: /\.mjs$/,
  gate: /\.ya?ml$/,
};
const WORKFLOW = '.github/workflows/latsim.yml';

/** Of a gate it is a fix that is checked; of a scenario, what LiteLLM does. */
const LOGGERS_TO_START = { scenario: 'unlocked', gate: 'locked' } as const;
const STORE_TO_START = 'remote';

interface InitArguments {
  readonly logger?: string;
  readonly store?: string;
  readonly workflow?: true;
  readonly force?: true;
  readonly color?: boolean;
}

export function configure(command: Command, { io, end }: Invocation): void {
  command
    .addArgument(new Argument('[kind]', 'what to write; without it, you are asked').choices(KINDS))
    .argument('[file]', `where to (default: ${Object.values(FILES).join(', ')}); - is stdout`);
  command.option('--force', 'overwrite files');
  loggerOption(command, 'scenario, gate: with this logger, a shipped one, or ./file.mjs');
  command
    .addOption(
      new Option(
        '--store <kind>',
        `scenario, gate: on this store (default: ${STORE_TO_START})`,
      ).choices(STORE_NAMES),
    )
    .option('--workflow', `gate: write ${WORKFLOW} as well, which runs it on GitHub`);
  examples(command, [
    'latsim init scenario mine.yaml',
    'latsim init strategy mine.mjs',
    'latsim init gate --workflow',
  ]).action((kind: Kind | undefined, file: string | undefined) =>
    end(init(io, kind, file, given<InitArguments>(command))),
  );
}

/** What is asked for. */
interface Wanted extends Omit<InitArguments, 'force' | 'color'> {
  readonly kind: Kind;
  readonly file: string;
}

/** Writes something to start from, and says what to do with it. */
async function init(
  io: Io,
  kind: Kind | undefined,
  file: string | undefined,
  options: InitArguments,
): Promise<number> {
  const wanted =
    kind === undefined ? await asked(io, options) : { ...options, kind, file: file ?? FILES[kind] };
  refuseUseless(wanted);
  const files = filesOf(io.cwd, wanted);
  if (wanted.file === '-') {
    io.stdout.write(files[0]?.text ?? '');
    return EXIT.done;
  }
  if (options.force !== true) refuseExisting(io.cwd, files);
  const open: Outcome[] = [];
  try {
    for (const { path, text } of files) {
      makeFolders(pathIn(io.cwd, path), path, open);
      const one = new AtomicFile(path, io.cwd);
      open.push(one);
      one.write(text);
    }
    const style = styleFor(io, io.stdout, options.color);
    const next = nextStep([nextFor(wanted)], style).join('');
    io.stdout.write(`${next}\n`);
    await deliver(io, open);
  } finally {
    for (const one of open.reverse()) one.discard();
  }
  return EXIT.done;
}

interface Text {
  readonly path: string;
  readonly text: string;
}

function filesOf(here: string, { kind, file, workflow, ...start }: Wanted): Text[] {
  const path = file === '-' ? FILES[kind] : file;
  if (kind === 'logger' || kind === 'strategy') {
    const template = kind === 'logger' ? loggerTemplate : strategyTemplate;
    return [{ path: file, text: template(basename(path, '.mjs'), asModule(path)) }];
  }
  const settings: ScenarioStart = {
    logger: loggerFrom(here, path, start.logger ?? LOGGERS_TO_START[kind]),
    store: start.store ?? STORE_TO_START,
    editor: editorComment(file === '-' ? undefined : dirname(pathIn(here, file))),
  };
  const template = kind === 'gate' ? gateTemplate : scenarioTemplate;
  const scenario = { path: file, text: template(path, settings) };
  return workflow === true
    ? [scenario, { path: WORKFLOW, text: workflowTemplate(path) }]
    : [scenario];
}

/** A module's file as the command line takes it, which takes a bare name for that of a shipped one. */
function asModule(file: string): string {
  return isAbsolute(file) || file.startsWith('.') ? file : `./${file}`;
}

/**
 * A logger as a scenario names it, whose paths are relative to its own folder.
 * @throws CommandError where there is none
 */
function loggerFrom(here: string, file: string, named: string): string {
  const logger = chooseLogger(named, here);
  if (logger.kind !== 'file') return logger.name;
  const way = relative(dirname(resolve(here, file)), logger.path)
    .split(sep)
    .join('/');
  return JSON.stringify(asModule(way));
}

function nextFor({ kind, file }: Wanted): Advice {
  switch (kind) {
    case 'scenario':
      return { says: 'Run it:', command: commandLine(['run', file]) };
    case 'logger':
      return {
        says: 'Try it in every interleaving:',
        command: commandLine(['explore', '--logger', asModule(file)]),
      };
    case 'strategy':
      return {
        says: 'Compare it:',
        command: commandLine([
          'compare',
          '16x4',
          '--strategy',
          STRATEGIES[0]!.name,
          '--strategy',
          asModule(file),
        ]),
      };
    case 'gate':
      return { says: 'Check it:', command: commandLine(['gate', file]) };
  }
}

function refuseUseless({ kind, file, logger, store, workflow }: Wanted): void {
  const isModule = kind === 'logger' || kind === 'strategy';
  const flag =
    isModule && logger !== undefined
      ? '--logger'
      : isModule && store !== undefined
        ? '--store'
        : kind !== 'gate' && workflow
          ? '--workflow'
          : undefined;
  if (flag !== undefined) throw usageError(`${flag} has no use for a ${kind}`, `leave ${flag} out`);
  if (workflow && file === '-') {
    throw usageError(
      '--workflow writes a second file, which cannot stand beside stdout',
      'name a file',
    );
  }
  if (file !== '-' && !ENDINGS[kind].test(file)) {
    throw usageError(
      `${file}: a ${kind} has another ending`,
      `name a file that ends as ${FILES[kind]} does`,
    );
  }
}

function refuseExisting(here: string, files: readonly Text[]): void {
  const there = files.map(({ path }) => path).filter((path) => existsSync(pathIn(here, path)));
  if (there.length === 0) return;
  throw usageError(
    `${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} there already`,
    'name another file, or overwrite it with --force',
  );
}

/**
 * Makes the folders that a file needs and that are not there yet, from the top.
 * @param shown the file as errors name it
 * @throws CommandError where one cannot be made
 */
function makeFolders(path: string, shown: string, made: Outcome[]): void {
  const folder = dirname(path);
  if (existsSync(folder)) return;
  makeFolders(folder, shown, made);
  try {
    made.push(new NewFolder(folder));
  } catch (error) {
    throw unwritable(shown, error);
  }
}

/** Asks for what is wanted. @throws CommandError where nobody is there to be asked */
async function asked(io: Io, options: InitArguments): Promise<Wanted> {
  const isAttended = io.stderr.isTTY === true && (io.stdin as { isTTY?: boolean }).isTTY === true;
  if (!isAttended) {
    throw usageError('nothing says what to write', `name one of ${KINDS.join(', ')}`);
  }
  const reader = createInterface({ input: io.stdin });
  const lines = reader[Symbol.asyncIterator]();
  const ask = async (question: string, preset: string, known?: readonly string[]) => {
    for (;;) {
      io.stderr.write(`${question} [${preset}]: `);
      const { value, done } = await lines.next();
      if (done) throw usageError('the questions were not answered', 'answer each, or give options');
      const answer = value.trim() || preset;
      if (known === undefined || known.includes(answer)) return answer;
      io.stderr.write(`  ${suggest(answer, known)}\n`);
    }
  };
  try {
    const kind = (await ask(`What to write: ${KINDS.join(', ')}`, KINDS[0], KINDS)) as Kind;
    const file = await ask('Which file', FILES[kind]);
    if (kind === 'logger' || kind === 'strategy') return { ...options, kind, file };
    const logger = options.logger ?? (await ask('Which logger', LOGGERS_TO_START[kind]));
    const store =
      options.store ??
      (await ask(`Which store: ${STORE_NAMES.join(', ')}`, STORE_TO_START, STORE_NAMES));
    return { ...options, kind, file, logger, store };
  } finally {
    reader.close();
  }
}
