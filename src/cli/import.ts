import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AtomicFile, NewFolder } from '../files/atomic-file.js';
import { editorComment } from '../files/editor-schema.js';
import { GROUP_COLUMNS } from '../files/observed-log.js';
import { pathIn } from '../files/paths.js';
import { makeFolder, REASONS } from '../jobs/unwritable.js';
import { Collector, type ModelGroupLog } from '../litellm/collect.js';
import type { ConfiguredModel, ProxyConfig, StrategyName } from '../litellm/config.js';
import { litellmName } from '../litellm/configuration/router.js';
import type { Draft } from '../litellm/draft.js';
import { coversName, fleetOf, unlistedIn } from '../litellm/fleet.js';
import { mayNameGroups, OTHER_FIELD } from '../litellm/group-field.js';
import { planGroups } from '../litellm/groups.js';
import {
  type Imported,
  importModels,
  type OutputFile,
  outputNames,
  statedKinds,
} from '../litellm/import.js';
import { logNotes } from '../litellm/log-notes.js';
import type { LogReading } from '../litellm/logs.js';
import { lineOf } from '../litellm/names.js';
import { nothingPlaced } from '../litellm/nothing-placed.js';
import { releaseOf, versionOf } from '../litellm/version.js';
import { arrivalsText, loadWords } from '../litellm/write-scenario.js';
import { type ImportedScenario, type ImportReport, logSummary } from '../report/import/report.js';
import { textImport } from '../report/import/text.js';
import { json } from '../report/kit/json.js';
import { list } from '../report/kit/words.js';
import { STRATEGIES } from '../strategies/index.js';
import { readRelease, releaseInstead } from '../strategies/lowest-latency/release.js';
import { isAddress, withoutSecrets } from '../text/addresses.js';
import type { Advice } from '../text/advice.js';
import { CommandError, EXIT, inputError, usageError } from '../text/failure.js';
import { ScenarioError, suggest } from '../text/problems.js';
import { commandLine } from '../text/shell.js';
import { parseDuration } from '../text/units.js';
import {
  examples,
  GROUPS,
  given,
  grouped,
  modelGroupOption,
  profile,
  profiles,
  renamed,
  whole,
} from './arguments.js';
import { formatOption, formOf, requireForm } from './form.js';
import { readConfiguration } from './import-config.js';
import type { Invocation } from './invocation.js';
import type { Io, TextStream } from './io.js';
import { readLogFiles } from './log-file.js';
import { type LogCliOptions, logOptions, logOptionsOf, logsOf, logsOption } from './log-options.js';
import { notice } from './notices.js';
import { place } from './output.js';
import { styleFor } from './terminal.js';

interface ImportCliOptions extends LogCliOptions {
  readonly logs?: readonly string[];
  readonly groupBy: string;
  readonly modelGroup?: string;
  readonly processes?: number;
  readonly redisRtt?: number;
  readonly strategy?: StrategyName;
  readonly litellmVersion?: string;
  readonly profile?: string;
  readonly asArrivals?: true;
  readonly outputDir?: string;
  readonly output?: string;
  readonly force?: true;
  readonly format?: string;
  readonly json?: true;
  readonly color?: boolean;
}

const FORMATS = ['text', 'json'] as const;

/** Of a Redis in the same data centre; an assumption, which the scenario states. */
const DEFAULT_REDIS_RTT_S = 0.001;

export function configure(command: Command, { io, end }: Invocation): void {
  logsOption(
    command.argument('<config>', 'LiteLLM config.yaml, or a file with one in it; - is stdin'),
    "spend logs, as they were exported, plain or gzip'd; - is stdin",
  ).option(
    '--group-by <field>',
    'model, api_base or a field of litellm_params or model_info',
    field,
    'model',
  );
  modelGroupOption(command, 'import only this model group');
  const processes = (flags: string) =>
    new Option(flags, 'number of router processes (default: 1)').argParser(whole(1, 100_000));
  renamed(command, processes('--processes <n>'), processes('--workers <n>'));
  const litellm = (flags: string) =>
    new Option(flags, 'the LiteLLM release that runs, such as 1.88.0').argParser(release);
  renamed(command, litellm('--litellm-version <release>'), litellm('--litellm <release>'));
  command
    .option('-o, --output <file>', 'name of the only scenario; - is stdout')
    .option('--output-dir <dir>', 'where the scenarios go (default: this folder)')
    .option('--force', 'overwrite files')
    .addOption(formatOption(FORMATS, 'form of the summary (default: text)'))
    .option('--json', 'the same as --format json');
  logOptions(command);
  grouped(command, GROUPS.advanced, [
    new Option('--profile <name>', `instead of --litellm-version: ${profiles}`).argParser(
      profile(io, '--litellm-version'),
    ),
    new Option('--redis-rtt <duration>', 'round trip to Redis (default: 1ms)').argParser(rtt),
    new Option('--as-arrivals', 'replay the recorded times of arrival'),
  ]);
  const strategy = (flags: string): Option =>
    new Option(flags, 'instead of the configured routing_strategy').choices(
      STRATEGIES.map(({ name }) => name),
    );
  renamed(
    command,
    strategy('--strategy <name>').helpGroup(GROUPS.advanced),
    strategy('--policy <name>'),
  );
  examples(command, [
    'latsim import config.yaml --logs spend.csv',
    'latsim import config.yaml --logs spend.csv --litellm-version 1.88.0',
    'latsim import config.yaml --model-group assistant --output mine.yaml',
  ]).action((config: string, more: string[]) => {
    const isGrouped = command.getOptionValueSource('groupBy') === 'cli';
    return end(importProxy(io, config, more, given<ImportCliOptions>(command), isGrouped));
  });
}

/**
 * Turns a proxy's configuration, and what it logged, into scenarios.
 * @param isGrouped whether it was said what the groups are
 */
async function importProxy(
  io: Io,
  configFile: string,
  more: readonly string[],
  given: ImportCliOptions,
  isGrouped: boolean,
): Promise<number> {
  const logs = logsOf(given.logs, more);
  const options = { ...given, ...(logs !== undefined && { logs }) };
  checkOptions(options);
  if (configFile === '-' && logs?.includes('-')) {
    const message = 'the configuration and the log are both standard input';
    throw usageError(message, 'name a file for one of them');
  }
  const { groupBy, strategy, format, json: asJson } = options;
  // What --output names is the scenario.
  const form = formOf({ format, json: asJson }, FORMATS);
  const { config, shown, files } = await readConfiguration(io, configFile, {
    groupBy,
    strategy,
    fleetFromLog: logs !== undefined,
  });
  const asked = chosen(config, options);
  // A log may know more of a model group than the configuration.
  const some = logs === undefined ? asked.filter(isRouted) : asked;
  const plans = some.map((model) => planGroups(model, groupBy));
  checkOutput(
    asked.filter(isRouted).map(({ shown }) => shown),
    options,
  );
  const fileName =
    options.output === undefined || options.output === '-' ? undefined : basename(options.output);
  const folder = folderOf(options);
  const checkNames = (names: readonly string[]): void => {
    if (options.output === '-' || names.length === 0) return;
    checkFiles(io.cwd, names, folder, options.force === true, [...files, ...(logs ?? [])]);
  };
  // Before the log is read, which may take long.
  checkNames(
    outputNames(plans, fileName).flatMap(({ scenario, arrivals }) =>
      options.asArrivals ? [arrivals, scenario] : [scenario],
    ),
  );
  const wanted = wantedIn(config, options);
  const collector =
    logs === undefined || (plans.length === 0 && !config.inDatabase)
      ? null
      : new Collector(plans, {
          aliases: config.aliases,
          isUnlisted: unlistedIn(config, wanted),
        });
  const reading = collector === null ? null : await readLogs(io, options, collector);
  if (reading === 'interrupted') {
    notice(io.stderr, 'interrupted, so nothing was written');
    return EXIT.interrupted;
  }
  const fleet = collector && fleetOf(plans, config, collector, !isGrouped);
  if (fleet !== null && reading !== null) {
    const nothing = nothingPlaced(reading, fleet, options.allowUnplaced);
    if (nothing !== undefined) throw new ScenarioError([{ file: list(logs ?? []), ...nothing }]);
  }
  const { processes } = config.surroundings;
  const version = versionOf(
    { litellm: options.litellmVersion, profile: options.profile },
    releaseOf(config),
  );
  const imported = importModels(config, fleet?.plans ?? plans, fleet?.logs ?? null, {
    fleetNotes: fleet?.notes ?? [],
    workers: options.processes ?? processes?.count ?? 1,
    processesFrom: options.processes === undefined ? (processes?.from ?? null) : null,
    redisRtt_s: options.redisRtt ?? DEFAULT_REDIS_RTT_S,
    asArrivals: options.asArrivals === true,
    version,
    logNotes: reading === null ? [] : logNotes(reading),
    from: list([shown, ...(logs ?? [])].map((file) => basename(file))),
    fileName,
    editor: editorComment(options.output === '-' ? undefined : pathIn(io.cwd, folder)),
  }).filter(({ draft }) => deploymentsOf(draft) > 1);
  checkOutput(
    imported.map(({ draft }) => draft.modelName),
    options,
  );
  // The log may have model groups that were not known before.
  checkNames(imported.flatMap(filesOf).map(({ name }) => name));
  const log =
    fleet === null || reading === null
      ? null
      : logSummary(logs ?? [], reading, {
          ...routedIn(fleet.logs),
          elsewhere: fleet.elsewhere,
        });
  const report = reportOf(
    shown,
    config,
    fleet?.plans.map(({ model }) => model) ?? asked,
    imported,
    options.output === '-' ? null : folder,
    log,
  );
  const summarise = (stream: TextStream): void => {
    const style = styleFor(io, stream, options.color);
    const decisive = imported.flatMap((one) => one.decisive);
    const next = adviceOn(report, imported, options);
    stream.write(form === 'json' ? json(report) : textImport(report, { decisive, next }, style));
  };
  if (options.output === '-' || imported.length === 0) {
    for (const { scenario } of imported) io.stdout.write([...scenario.text].join(''));
    summarise(options.output === '-' ? io.stderr : io.stdout);
  } else {
    await writeAll(io, imported, folder, () => summarise(io.stdout));
  }
  return EXIT.done;
}

function checkOptions(options: ImportCliOptions): void {
  const { output, outputDir, asArrivals, logs, groupBy } = options;
  const { column, allowDamaged, allowUnplaced, allowJumps, assumeUtc } = options;
  const allows = allowDamaged !== undefined || allowUnplaced !== undefined || allowJumps;
  if (logs === undefined && (column || allows || assumeUtc)) {
    throw usageError(
      '--column, --allow-damaged, --allow-unplaced, --allow-jumps and --assume-utc say how to read a log',
      'give the log with --logs',
    );
  }
  if (output !== undefined && outputDir !== undefined) {
    throw usageError(
      '--output and --output-dir both say where the scenario goes',
      'give one of them',
    );
  }
  if (options.litellmVersion !== undefined && options.profile !== undefined) {
    const message = '--litellm-version and --profile both say which LiteLLM runs';
    throw usageError(message, 'give one of them');
  }
  if (output !== undefined) requireForm('--output', output, ['yaml']);
  if (asArrivals && logs === undefined) {
    throw usageError('--as-arrivals needs recorded times', 'give the log with --logs');
  }
  if (asArrivals && output === '-') {
    throw usageError(
      '--as-arrivals writes a second file, which cannot stand beside stdout',
      'name a file with --output, or a folder with --output-dir',
    );
  }
  if (!mayNameGroups(groupBy)) {
    throw usageError(`${groupBy} may be secret, and would name the groups`, OTHER_FIELD);
  }
}

/** The model group that was asked for, also by another name of its. */
function wantedIn({ aliases }: ProxyConfig, { modelGroup }: ImportCliOptions): string | undefined {
  return aliases.get(modelGroup ?? '') ?? modelGroup;
}

/** The model groups that were asked for; none, where only a log may have them. */
function chosen(config: ProxyConfig, options: ImportCliOptions): ConfiguredModel[] {
  const { models, inDatabase } = config;
  const { modelGroup, logs } = options;
  const wanted = wantedIn(config, options);
  if (wanted === undefined) return [...models];
  const some = models.filter(({ name, shown }) => name === wanted || shown === wanted);
  if (some.length > 0) return some;
  const covering = models.filter(({ name }) => coversName(name, wanted));
  if (logs !== undefined && (covering.length > 0 || inDatabase)) return covering;
  throw usageError(
    `there is no model_name '${withoutSecrets(modelGroup ?? '')}'`,
    suggest(
      modelGroup ?? '',
      models.map(({ shown }) => shown),
    ),
  );
}

/** Where there is one deployment, nobody is chosen. */
function isRouted({ deployments }: ConfiguredModel): boolean {
  return deployments.length > 1;
}

function deploymentsOf({ groups }: Draft): number {
  return groups.reduce((sum, { deployments }) => sum + deployments, 0);
}

const MOST_NAMES = 10;

function checkOutput(names: readonly string[], { output }: ImportCliOptions): void {
  if (output === undefined || names.length < 2) return;
  throw usageError(
    `--output takes one scenario, and there are ${names.length}`,
    `choose one with --model-group: ${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ', ...' : ''}`,
  );
}

/** The files of a scenario, the one that names others last. */
function filesOf({ scenario, arrivals }: Imported): OutputFile[] {
  return arrivals === null ? [scenario] : [arrivals, scenario];
}

async function readLogs(
  io: Io,
  options: ImportCliOptions,
  collector: Collector,
): Promise<LogReading | 'interrupted'> {
  const add = collector.add.bind(collector);
  const files = options.logs as readonly string[];
  return (await readLogFiles(io, files, logOptionsOf(options), add)) ?? 'interrupted';
}

/** What became of the requests of some model groups. */
function routedIn(logs: readonly ModelGroupLog[]) {
  const sum = (of: (log: ModelGroupLog) => number) => logs.reduce((all, log) => all + of(log), 0);
  return {
    requests: sum(({ successes }) => successes),
    timeouts: sum(({ timeouts_s }) => timeouts_s.length),
    failures: sum(({ failures }) => failures),
  };
}

function folderOf({ output, outputDir }: ImportCliOptions): string {
  if (output === undefined) return outputDir ?? '.';
  return output === '-' ? '.' : dirname(output);
}

/**
 * Refuses what would be overwritten, and a folder that is not there and cannot be made.
 * @param here what relative paths are relative to
 */
function checkFiles(
  here: string,
  names: readonly string[],
  folder: string,
  force: boolean,
  sources: readonly string[],
): void {
  const paths = names.map((name) => join(folder, name));
  const exists = (path: string) => existsSync(pathIn(here, path));
  const real = (path: string) => realpathSync(pathIn(here, path));
  const read = new Set(sources.filter(exists).map(real));
  const there = paths.filter(exists);
  const source = there.find((path) => read.has(real(path)));
  if (source !== undefined) {
    throw usageError(`${source} is what is imported`, 'write to another folder with --output-dir');
  }
  if (there.length > 0 && !force) {
    const message = `${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} there already`;
    throw usageError(
      message,
      'write to another folder with --output-dir, or overwrite with --force',
    );
  }
  const absolute = pathIn(here, folder);
  if (existsSync(absolute)) {
    if (!statSync(absolute).isDirectory()) throw noFolder(folder, 'it is a file');
    checkWritable(absolute, folder);
  } else {
    checkWritable(dirname(absolute), folder);
  }
}

/** @param inside where something is to be made; @param folder what the user named */
function checkWritable(inside: string, folder: string): void {
  try {
    accessSync(inside, constants.W_OK);
    if (!statSync(inside).isDirectory()) throw noFolder(folder, NO_PARENT);
  } catch (error) {
    throw folderError(folder, error as NodeJS.ErrnoException);
  }
}

/** Writes all files and the summary, or no file. */
async function writeAll(
  io: Io,
  imported: readonly Imported[],
  folder: string,
  summarise: () => void,
): Promise<void> {
  const files = imported.flatMap(filesOf);
  const open: (AtomicFile | NewFolder)[] = [];
  try {
    const absolute = pathIn(io.cwd, folder);
    if (!existsSync(absolute)) open.push(newFolder(absolute, folder));
    for (const { name, text } of files) {
      const file = new AtomicFile(join(folder, name), io.cwd);
      open.push(file);
      for (const piece of text) file.write(piece);
    }
    summarise();
    await place(io, open);
  } finally {
    for (const one of open.reverse()) one.discard();
  }
}

function newFolder(absolute: string, folder: string): NewFolder {
  try {
    return new NewFolder(absolute);
  } catch (error) {
    throw folderError(folder, error as NodeJS.ErrnoException);
  }
}

const NO_PARENT = 'there is no folder to make it in';
const FOLDER_REASONS: Readonly<Record<string, string>> = {
  ...REASONS,
  ENOENT: NO_PARENT,
  ENOTDIR: NO_PARENT,
};

function folderError(folder: string, error: NodeJS.ErrnoException): Error {
  const { code = '', message } = error;
  if (error instanceof CommandError) return error;
  const reason = FOLDER_REASONS[code] ?? message;
  if (code !== 'ENOENT' || isAddress(folder)) return noFolder(folder, reason);
  return usageError(
    unwritableFolder(folder, reason),
    'make it, or name another folder:',
    makeFolder(folder),
  );
}

function noFolder(folder: string, reason: string): CommandError {
  return inputError(unwritableFolder(folder, reason), 'name another folder');
}

function unwritableFolder(folder: string, reason: string): string {
  return `${folder} cannot be written to: ${reason}`;
}

function reportOf(
  file: string,
  config: ProxyConfig,
  asked: readonly ConfiguredModel[],
  imported: readonly Imported[],
  folder: string | null,
  log: ImportReport['log'],
): ImportReport {
  const scenarios = imported.map(({ draft, scenario, arrivals }) => ({
    ...runsOf(draft, folder === null ? null : join(folder, scenario.name)),
    modelGroup: draft.modelName,
    file: folder === null ? 'stdout' : join(folder, scenario.name),
    arrivalsFile: folder === null || arrivals === null ? null : join(folder, arrivals.name),
    groups: draft.groups.map(({ name, deployments, latency }) => ({
      name,
      deployments,
      latency:
        latency === null
          ? null
          : {
              law: latency.fitted.distribution,
              count: latency.count,
              p50_s: latency.p50,
              p95_s: latency.p95,
              distance: latency.distance,
            },
    })),
    arrivals:
      draft.arrivals === null
        ? null
        : { law: loadWords(draft), seen: arrivalsText(draft.arrivals) },
    seen: draft.seen,
    assumes: draft.assumes,
  }));
  const { misplaced, odd, ignored, unknown } = config;
  const failures = imported.flatMap(({ draft }) => draft.failures ?? []);
  const routed = new Set(imported.map(({ draft }) => draft.modelName));
  const names = asked.map(({ shown }) => lineOf(shown));
  return {
    config: file,
    routing: routingOf(config, imported),
    misplaced,
    odd,
    notModelled: [...config.notModelled, ...failures],
    log,
    scenarios,
    notRouted: names.filter((name) => !routed.has(name)),
    ignored,
    unknown,
  };
}

/** What the proxy routes by, as far as it is imported. */
function routingOf(config: ProxyConfig, imported: readonly Imported[]): ImportReport['routing'] {
  const [first] = imported;
  const { strategy } = config.router;
  return {
    strategy: litellmName(strategy),
    own: imported
      .filter(({ draft }) => draft.router.strategy !== strategy)
      .map(({ draft }) => ({
        modelGroup: draft.modelName,
        strategy: litellmName(draft.router.strategy),
      })),
    litellm: first?.draft.version.release ?? null,
    processes: first?.draft.processes ?? null,
    redis: config.redis,
  };
}

/** How it is run. @param file its path; null where it is no file */
function runsOf(
  { samples }: Draft,
  file: string | null,
): Pick<ImportedScenario, 'run' | 'toState' | 'tries'> {
  const unknown = samples?.recording.unknown ?? [];
  const toState = unknown.map(({ name }) => name);
  if (file === null) return { run: null, toState, tries: [] };
  if (unknown.length === 0) return { run: commandLine(['run', file]), toState, tries: [] };
  const command = (as: 'recorded' | 'notRecorded') =>
    commandLine(['run', file, ...statedKinds(unknown, as).flatMap((one) => ['--set', one])]);
  const tries = [
    { says: 'As if it was recorded:', command: command('recorded') },
    { says: 'As if it was not:', command: command('notRecorded') },
  ];
  return { run: null, toState, tries };
}

/** What to go on with: of the first scenario, as all are asked for alike. */
function adviceOn(
  { scenarios }: ImportReport,
  imported: readonly Imported[],
  options: ImportCliOptions,
): readonly Advice[] {
  const [first] = scenarios;
  if (first === undefined) return [];
  const { run, file, toState, tries } = first;
  if (toState.length > 0) {
    const says = `State samples.kind of ${toState.join(', ')} in ${file} before you run it: its comments say how.`;
    return [{ says }, ...tries];
  }
  const at = imported.findIndex((one) => isDiagnosable(one, options));
  const diagnosed = scenarios[at];
  if (run === null || diagnosed === undefined) {
    return run === null ? [] : [{ says: 'Run it:', command: run }];
  }
  const says = 'Ask which cause explains the split in the log:';
  return [{ says, command: diagnoseCommand(diagnosed.file, options) }];
}

/** Whether there are requests in the log of which `latsim diagnose` can say something. */
function isDiagnosable({ draft }: Imported, { logs = [], groupBy }: ImportCliOptions): boolean {
  return (
    logs.length > 0 &&
    !logs.includes('-') &&
    groupBy in GROUP_COLUMNS &&
    draft.groups.length > 1 &&
    (draft.seen?.requests ?? 0) + (draft.seen?.failures ?? 0) > 0
  );
}

/** The log is to be read as it was here. */
function diagnoseCommand(file: string, options: ImportCliOptions): string {
  const {
    logs = [],
    groupBy,
    column,
    allowDamaged,
    allowUnplaced,
    allowJumps,
    assumeUtc,
  } = options;
  const percent = (part: number) => String(Number((part * 100).toPrecision(12)));
  return commandLine([
    'diagnose',
    file,
    ...logs.flatMap((file) => ['--logs', file]),
    ...(groupBy === 'model' ? [] : ['--group-by', groupBy]),
    ...[...(column ?? [])].flatMap(([name, other]) => ['--column', `${name}=${other}`]),
    ...(allowDamaged === undefined ? [] : ['--allow-damaged', percent(allowDamaged)]),
    ...(allowUnplaced === undefined ? [] : ['--allow-unplaced', percent(allowUnplaced)]),
    ...(allowJumps === true ? ['--allow-jumps'] : []),
    ...(assumeUtc === true ? ['--assume-utc'] : []),
  ]);
}

function field(given: string): string {
  if (/^[\w.-]{1,100}$/.test(given)) return given;
  throw new InvalidArgumentError('Write the name of a field, such as api_base.');
}

function release(given: string): string {
  if (readRelease(given) !== null) return given;
  throw new InvalidArgumentError(`Write ${releaseInstead(given)}.`);
}

function rtt(given: string): number {
  try {
    const value_s = parseDuration(given);
    if (value_s > 0) return value_s;
  } catch {
    // what is wrong with it is said below
  }
  throw new InvalidArgumentError('Write a duration above zero, such as 2ms.');
}
