import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { editorComment } from '../files/editor-schema.js';
import { Collector, type ModelGroupLog } from '../litellm/collect.js';
import type { ConfiguredModel, ProxyConfig, StrategyName } from '../litellm/config.js';
import type { Draft } from '../litellm/draft.js';
import { coversName, fleetOf, type ImportedFleet, unlistedIn } from '../litellm/fleet.js';
import { mayNameGroups, OTHER_FIELD } from '../litellm/group-field.js';
import { type ModelGroupPlan, planGroups } from '../litellm/groups.js';
import { importModels, outputNames } from '../litellm/import.js';
import { logNotes } from '../litellm/log-notes.js';
import type { LogReading } from '../litellm/logs.js';
import { nothingPlaced } from '../litellm/nothing-placed.js';
import { releaseOf, versionOf } from '../litellm/version.js';
import { importReport } from '../report/import/made.js';
import { type LogSummary, logSummary } from '../report/import/report.js';
import { textImport } from '../report/import/text.js';
import { json } from '../report/kit/json.js';
import { list } from '../report/kit/words.js';
import { STRATEGIES } from '../strategies/index.js';
import { readRelease, releaseInstead } from '../strategies/lowest-latency/release.js';
import { withoutSecrets } from '../text/addresses.js';
import { EXIT, usageError } from '../text/failure.js';
import { ScenarioError, suggest } from '../text/problems.js';
import {
  duration,
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
import { adviceOn } from './import-advice.js';
import { readConfiguration } from './import-config.js';
import { filesOf, ScenarioFiles } from './import-files.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { readLogFiles } from './log-file.js';
import { type LogCliOptions, logOptions, logOptionsOf, logsOf, logsOption } from './log-options.js';
import { notice } from './notices.js';
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
    new Option('--redis-rtt <duration>', 'round trip to Redis (default: 1ms)').argParser(
      duration('2ms'),
    ),
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
  checkOptions(configFile, options);
  // What --output names is the scenario.
  const form = formOf({ format: options.format, json: options.json }, FORMATS);
  const { config, shown, files } = await readConfiguration(io, configFile, {
    groupBy: options.groupBy,
    strategy: options.strategy,
    fleetFromLog: logs !== undefined,
  });
  const asked = chosen(config, options);
  const plans = plansOf(asked, options);
  const destination = new ScenarioFiles(io, options, [...files, ...(logs ?? [])]);
  // Before the log is read, which may take long.
  destination.requireOne(asked.filter(isRouted).map(({ shown }) => shown));
  destination.requireFree(
    outputNames(plans, destination.fileName).flatMap(({ scenario, arrivals }) =>
      options.asArrivals ? [arrivals, scenario] : [scenario],
    ),
  );
  const log = await loggedIn(io, config, plans, options, isGrouped);
  if (log === 'interrupted') {
    notice(io.stderr, 'interrupted, so nothing was written');
    return EXIT.interrupted;
  }
  const { processes } = config.surroundings;
  const imported = importModels(config, log?.fleet.plans ?? plans, log?.fleet.logs ?? null, {
    fleetNotes: log?.fleet.notes ?? [],
    workers: options.processes ?? processes?.count ?? 1,
    processesFrom: options.processes === undefined ? (processes?.from ?? null) : null,
    redisRtt_s: options.redisRtt ?? DEFAULT_REDIS_RTT_S,
    asArrivals: options.asArrivals === true,
    version: versionOf(
      { litellm: options.litellmVersion, profile: options.profile },
      releaseOf(config),
    ),
    logNotes: log === null ? [] : logNotes(log.reading),
    from: list([shown, ...(logs ?? [])].map((file) => basename(file))),
    fileName: destination.fileName,
    editor: editorComment(destination.absoluteFolder),
  }).filter(({ draft }) => hasSeveral(draft));
  // The log may have model groups that were not known before.
  destination.requireOne(imported.map(({ draft }) => draft.modelName));
  destination.requireFree(imported.flatMap(filesOf).map(({ name }) => name));
  const report = importReport(
    shown,
    config,
    log?.fleet.plans.map(({ model }) => model) ?? asked,
    imported,
    destination.pathOf,
    log && summaryOf(log, logs ?? []),
  );
  await destination.write(imported, (stream) => {
    const style = styleFor(io, stream, options.color);
    const decisive = imported.flatMap((one) => one.decisive);
    const next = adviceOn(report, imported, options);
    stream.write(form === 'json' ? json(report) : textImport(report, { decisive, next }, style));
  });
  return EXIT.done;
}

function checkOptions(configFile: string, options: ImportCliOptions): void {
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
  if (configFile === '-' && logs?.includes('-')) {
    const message = 'the configuration and the log are both standard input';
    throw usageError(message, 'name a file for one of them');
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

/** The same of a draft, whose deployments may be those of a log. */
function hasSeveral({ groups }: Draft): boolean {
  return groups.length > 1 || groups.some(({ deployments }) => deployments > 1);
}

/** How the deployments of the model groups are grouped; a log may know more of these than the configuration. */
function plansOf(
  asked: readonly ConfiguredModel[],
  { logs, groupBy }: ImportCliOptions,
): readonly ModelGroupPlan[] {
  const some = logs === undefined ? asked.filter(isRouted) : asked;
  return some.map((model) => planGroups(model, groupBy));
}

/** A log that was read, and the fleet as it shows. */
interface LogOfFleet {
  readonly reading: LogReading;
  readonly fleet: ImportedFleet;
}

/**
 * Reads the log; null where none was given, or there is nothing that it could be of.
 * @throws ScenarioError where it has no answer of these model groups
 */
async function loggedIn(
  io: Io,
  config: ProxyConfig,
  plans: readonly ModelGroupPlan[],
  options: ImportCliOptions,
  isGrouped: boolean,
): Promise<LogOfFleet | 'interrupted' | null> {
  const { logs } = options;
  if (logs === undefined || (plans.length === 0 && !config.inDatabase)) return null;
  const collector = new Collector(plans, {
    aliases: config.aliases,
    isUnlisted: unlistedIn(config, wantedIn(config, options)),
  });
  const add = collector.add.bind(collector);
  const reading = await readLogFiles(io, logs, logOptionsOf(options), add);
  if (reading === null) return 'interrupted';
  const fleet = fleetOf(plans, config, collector, !isGrouped);
  const nothing = nothingPlaced(reading, fleet, options.allowUnplaced);
  if (nothing !== undefined) throw new ScenarioError([{ file: list(logs), ...nothing }]);
  return { reading, fleet };
}

function summaryOf({ reading, fleet }: LogOfFleet, logs: readonly string[]): LogSummary {
  const { elsewhere } = fleet;
  const sum = (of: (log: ModelGroupLog) => number) =>
    fleet.logs.reduce((all, log) => all + of(log), 0);
  return logSummary(logs, reading, {
    requests: sum(({ successes }) => successes),
    timeouts: sum(({ timeouts_s }) => timeouts_s.length),
    failures: sum(({ failures }) => failures),
    elsewhere,
  });
}

function field(given: string): string {
  if (/^[\w.-]{1,100}$/.test(given)) return given;
  throw new InvalidArgumentError('Write the name of a field, such as api_base.');
}

function release(given: string): string {
  if (readRelease(given) !== null) return given;
  throw new InvalidArgumentError(`Write ${releaseInstead(given)}.`);
}
