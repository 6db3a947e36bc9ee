import { dirname, resolve } from 'node:path';
import { cutsOf } from '../expectation/expectation.js';
import { expectationsOf, type PlacedExpectation } from '../expectation/expectations.js';
import { type LoggerChoice, namedInCommand, type StrategyChoice } from '../loggers/choice.js';
import type { PrecisionAsked } from '../measure/precision/precision.js';
import { writePrecision } from '../measure/precision/written.js';
import { isShared } from '../model/stores/shared.js';
import type { ExpectationResult } from '../report/run/expectations.js';
import type { Heading } from '../report/run/heading.js';
import { type RunReport, type RunSetup, runReport } from '../report/run/report.js';
import { briefly, dispatchText, proseOf, settingOf } from '../report/run/setting.js';
import type { TracedRun } from '../report/trace/sequence.js';
import { allChat } from '../scenario/all-kinds.js';
import type { LoadedScenario } from '../scenario/loaded.js';
import { overridesOf } from '../scenario/override.js';
import type { Shorthands } from '../scenario/overrides.js';
import type { Scenario } from '../scenario/schema.js';
import { recordedFrom } from '../strategies/lowest-latency/recorded.js';
import { DEFAULT_MAX_EVENTS, estimatedEvents } from '../studies/event-limit.js';
import type { RunFound, RunQuestion } from '../studies/growing-run.js';
import {
  type EventsFile,
  type Job,
  type JobFailure,
  loggerOf,
  type SimulationInput,
} from '../studies/job.js';
import { DEFAULT_MAX_MEMORY_MB } from '../studies/memory-limit.js';
import { DEFAULT_MAX_REPLICATIONS } from '../studies/replication-limits.js';
import { outlineOf } from '../studies/replications.js';
import { usageError } from '../text/failure.js';
import { replicationsText } from '../text/figures.js';
import { ScenarioError } from '../text/problems.js';
import { type CommandOption, commandLine, withOptions, withoutReplaced } from '../text/shell.js';
import { chooseLogger, chooseStrategy } from './choices.js';
import { loadScenario, type ScenarioSource, scenarioName } from './load.js';
import { partFaults } from './part-fault.js';
import { type NamedPath, partFile, scenarioFiles } from './places.js';
import { tool } from './tool.js';

/** The options of everything that runs experiments. */
export interface ExperimentQuestion extends Shorthands {
  readonly replication?: number;
  /** How well figures are to be known; replications are added until they are. */
  readonly precision?: Pick<PrecisionAsked, 'of' | 'halfWidth'>;
  /** No more are added than these. */
  readonly maxReplications?: number;
  readonly set?: readonly string[];
  /** Instead of the scenario's: its name, the path of its file, or what is chosen already. */
  readonly strategy?: string | StrategyChoice;
  readonly maxEvents?: number;
  /** In MB. */
  readonly maxMemory?: number;
  readonly threads?: number;
  /** Of a scenario's files, instead of what they hold. */
  readonly numbers?: ReadonlyMap<string, Float64Array>;
}

/** An experiment as it is asked for: a scenario, and options on top of it. */
export class ExperimentRequest {
  readonly scenario: Scenario;
  readonly loaded: LoadedScenario;
  readonly strategy: StrategyChoice;
  /** How well figures are to be known; undefined: as its replications tell. */
  readonly precision: PrecisionAsked | undefined;

  /** @throws ScenarioError or CommandError with what is wrong. */
  constructor(
    /** The working folder. */
    readonly here: string,
    private readonly source: ScenarioSource,
    private readonly options: ExperimentQuestion,
  ) {
    const { set = [], strategy, replication, numbers } = options;
    this.loaded = loadScenario(source, {
      set,
      strategy: strategy === undefined ? undefined : nameOf(strategy),
      shorthands: options,
      folder: here,
      numbers,
    });
    this.scenario = this.loaded.scenario;
    this.strategy =
      strategy === undefined
        ? chooseStrategy(this.scenario.router.strategy, here, this.folder)
        : chooseStrategy(strategy, here);
    const { replications } = this.scenario;
    this.precision = askedOf(options, replications);
    if (replication !== undefined && replication >= replications) {
      throw usageError(
        `there is no replication ${replication}: they are 0 to ${replications - 1}`,
        'ask for one of these, or for more of them with --replications',
      );
    }
  }

  /** What a scenario's files are relative to. */
  private get folder(): string {
    return dirname(this.loaded.source.path);
  }

  /**
   * A logger by its name, unless it is chosen; the scenario's own where none is given.
   * @throws ScenarioError where the scenario names a file, of it or of the strategy, that cannot be one
   */
  logger(given: string | LoggerChoice | undefined): LoggerChoice {
    const { set = [], strategy } = this.options;
    const logger =
      given === undefined
        ? this.loggerInFile(this.scenario.logger.name)
        : chooseLogger(given, this.here);
    const faults = [
      ...(given === undefined ? partFaults('logger', logger, this.loaded, set) : []),
      ...(strategy === undefined ? partFaults('strategy', this.strategy, this.loaded, set) : []),
    ];
    if (faults.length > 0) throw new ScenarioError(faults);
    return logger;
  }

  /**
   * Several of them.
   * @throws CommandError where one is named twice
   */
  loggers(given: readonly (string | LoggerChoice)[]): LoggerChoice[] {
    const names = given.map((one) => (typeof one === 'string' ? one : one.name));
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw usageError(`logger '${twice}' is named twice`, 'name it once');
    return given.map((one) => this.logger(one));
  }

  /** A logger by the name that the scenario's file has for it. */
  loggerInFile(name: string): LoggerChoice {
    return chooseLogger(name, this.here, this.folder);
  }

  /** What is read to run this with a logger. */
  inputs(logger: LoggerChoice): NamedPath[] {
    return [
      ...scenarioFiles(this.loaded),
      ...partFile('logger', logger),
      ...partFile('strategy', this.strategy),
    ];
  }

  /** Whether options make it another scenario without saying what to expect of that. */
  get expectsOther(): boolean {
    const { set = [], strategy, profile, margin } = this.options;
    const asWritten =
      set.length === 0 && [strategy, profile, margin].every((given) => given === undefined);
    return !asWritten && !set.some((override) => /^expect\b/.test(override));
  }

  /** Whether every logger meets the same arrivals: not under a closed loop. */
  get sameArrivals(): boolean {
    return this.scenario.modelGroups.every(({ load }) => load.kind !== 'closed');
  }

  /** What is expected of a logger: of any, and of it by its name or by the path of its file. */
  expectations(logger: LoggerChoice): readonly PlacedExpectation[] {
    const { expect } = this.scenario;
    if (logger.kind !== 'file') return expectationsOf(expect, logger.name);
    const named = expect.loggers.find((one) => resolve(this.folder, one.logger) === logger.path);
    return expectationsOf(expect, named?.logger ?? null);
  }

  /** A run that is judged by these expectations. @param events get every event */
  question(
    logger: LoggerChoice,
    expectations: RunQuestion['expectations'] = [],
    events: readonly EventsFile[] = [],
  ): RunQuestion {
    const input = this.input(logger, cutsOf(expectations));
    return { input, only: this.only, expectations, events };
  }

  /** The scenario under a logger. */
  input(logger: LoggerChoice, cuts_s: readonly number[] = []): SimulationInput {
    const { scenario, loaded, options } = this;
    return {
      scenario: { ...scenario, logger: { ...scenario.logger, name: logger.name } },
      numbers: loaded.numbers,
      logger,
      strategy: this.strategy,
      cuts_s,
      maxEvents: options.maxEvents ?? DEFAULT_MAX_EVENTS,
      maxMemory_MB: options.maxMemory ?? DEFAULT_MAX_MEMORY_MB,
    };
  }

  /** The only replication that is asked for. */
  get only(): number | undefined {
    return this.options.replication;
  }

  /** Whether a job is of this scenario, under its strategy. */
  runs(job: Job): boolean {
    return 'input' in job && job.input.scenario.router.strategy === this.scenario.router.strategy;
  }

  /** The command that runs again what has failed. */
  replayOf({ job, failure }: JobFailure): string {
    return this.replay(loggerOf(job), { replication: failure.replication });
  }

  /** Where what is found comes from, for the heading of a trace. */
  origin({ name }: LoggerChoice): Record<string, string | number> {
    const { scenario, loaded } = this;
    const { version } = tool();
    return {
      latsim: version,
      scenario: scenario.name,
      'scenario hash': loaded.hash,
      logger: name,
      seed: scenario.seed,
      time: 'virtual',
    };
  }

  /** What a run came to. @param judged what it was held against */
  report(found: RunFound, judged: readonly ExpectationResult[] = []): RunReport {
    return runReport(this.setup(found), found.summary, found.partial, judged);
  }

  private setup({ logger, strategy, precision }: RunFound): RunSetup {
    const { scenario, loaded, options } = this;
    return {
      tool: tool(),
      scenario: { name: scenario.name, hash: loaded.hash },
      logger: logger.name,
      strategy,
      profile: scenario.router.profile,
      seed: scenario.seed,
      seeds: precision?.replications ?? scenario.replications,
      duration_s: scenario.duration,
      replication: options.replication ?? null,
      precision,
      margin: scenario.margin,
      assumes: [...loaded.follows, ...scenario.assumes],
      reported: scenario.reported,
    };
  }

  /** What is told of a run beside its lost update. @param logger its name */
  traced(logger: string): TracedRun {
    const { scenario, loaded } = this;
    const { name, seed, modelGroups } = scenario;
    return {
      tool: tool(),
      scenario: { name, hash: loaded.hash },
      logger,
      seed,
      dispatch: dispatchText(scenario),
      modelGroups: modelGroups.length,
    };
  }

  /**
   * What a text report says of the setting, after what it says of the loggers.
   * @param replications how many it took, where nobody has said how many
   */
  heading(
    loggers: Heading['setting'],
    logger = this.logger(undefined),
    replications = this.scenario.replications,
  ): Heading {
    const { scenario, loaded, options, precise } = this;
    const { seed, title } = scenario;
    const isAlone = options.replication !== undefined;
    const runs = isAlone
      ? `replication ${options.replication} alone`
      : [replicationsText(replications), ...precise.map((one) => one.join(' '))].join(', ');
    const took: CommandOption[] =
      precise.length === 0 ? [] : option('--replications', replications);
    return {
      title,
      brief: briefly({ ...scenario, replications }, options.replication),
      setting: [
        ...loggers,
        ...settingOf(scenario),
        ['runs', `${runs}, seed ${seed}`],
        ...proseOf(scenario, loaded.follows),
      ],
      where: {
        scenario: scenarioName(this.source),
        options: withOptions(this.given, took),
        again: [...this.given, ...precise],
        logger: namedInCommand(logger),
        loggerGiven: namedInCommand(logger) !== this.loaded.scenario.logger.name,
        recorded: overridesOf(allChat(scenario), loaded).map(
          (one): CommandOption => ['--set', one],
        ),
        recordedFrom: recordedFrom(loaded.stated.modelGroups.flatMap(({ providers }) => providers))
          .words,
        retries: scenario.logger.retries,
        ttl_s: scenario.router.ttl,
        buffer: scenario.router.lowest_latency_buffer,
        loggedAtOnce: scenario.dispatch.kind === 'immediate',
        processesShareStore: scenario.processes.count > 1 && isShared(scenario.store.kind),
        requestLimit: scenario.requests ?? null,
        events: estimatedEvents(outlineOf(this.input(logger)), replications),
        maxEvents: options.maxEvents ?? DEFAULT_MAX_EVENTS,
      },
    };
  }

  /** How a deployment is chosen, in words. */
  get router(): string {
    return settingOf(this.scenario).find(([name]) => name === 'router')?.[1] ?? '';
  }

  /**
   * The command that runs this again with one logger, or one replication of it, or tells another of its
   * lost updates.
   * @param expect what to judge it by instead of what the file says
   * @param seeds whether it says how many replications there are
   */
  replay(
    logger: LoggerChoice,
    {
      replication,
      expect = [],
      seeds = true,
      nth,
    }: {
      replication?: number | undefined;
      expect?: readonly string[];
      seeds?: boolean;
      nth?: number;
    } = {},
  ): string {
    const { scenario } = this;
    // Alone it is one of so many as there were by then.
    const beyond = replication !== undefined && replication >= scenario.replications;
    const added: CommandOption[] = [
      // JSON is YAML, whatever is in the names.
      ...(expect.length === 0 ? [] : [['--set', `expect=${JSON.stringify(expect)}`] as const]),
      ...option('--replications', beyond ? replication + 1 : undefined),
      ...option('--replication', replication ?? this.options.replication),
      ...option('--nth', nth),
    ];
    const given = seeds ? this.given : this.given.filter((one) => !isReplications(one));
    const options = withOptions(
      [
        ...option('--logger', namedInCommand(logger)),
        ...withOptions(option('--seed', scenario.seed), given),
      ],
      added,
    );
    const command = nth === undefined ? 'run' : 'trace';
    return commandLine([command, scenarioName(this.source), ...options.flat()]);
  }

  /** The options that say how well figures are to be known. */
  private get precise(): CommandOption[] {
    const { precision, options } = this;
    if (precision === undefined) return [];
    return [
      ...option('--precision', writePrecision(precision)),
      ...option('--max-replications', options.maxReplications),
    ];
  }

  /** The options that change what is run, or allow it, as they were given. */
  get given(): CommandOption[] {
    const { options, scenario } = this;
    const { seed, replications, margin, router } = scenario;
    const shorthand = (name: keyof Shorthands, value: string | number): CommandOption[] =>
      options[name] === undefined ? [] : option(`--${name}`, value);
    return withoutReplaced([
      ...(options.set ?? []).flatMap((override) => option('--set', override)),
      ...(options.strategy === undefined
        ? []
        : option('--strategy', namedInCommand(this.strategy))),
      ...shorthand('seed', seed),
      ...shorthand('replications', replications),
      ...shorthand('profile', router.profile),
      ...shorthand('margin', Number((margin * 100).toPrecision(12))),
      ...option('--max-events', options.maxEvents),
      ...option('--max-memory', options.maxMemory),
    ]);
  }
}

/**
 * How well figures are to be known.
 * @param first how many replications there are at first
 */
function askedOf(
  { precision, maxReplications, replication }: ExperimentQuestion,
  first: number,
): PrecisionAsked | undefined {
  if (precision === undefined) {
    if (maxReplications === undefined) return undefined;
    throw usageError(
      '--max-replications has no use without --precision: exactly --replications are run',
      'add what is to be known how well, such as --precision 1, or give --replications alone',
    );
  }
  if (replication !== undefined) {
    throw usageError(
      '--precision and --replication exclude one another: one replication has no interval',
      'leave one of them out',
    );
  }
  const most = maxReplications ?? Math.max(DEFAULT_MAX_REPLICATIONS, first);
  if (most < first) {
    throw usageError(
      `--max-replications ${most} is below the ${first} replications of the first look`,
      `ask for ${first} or more, or give fewer --replications`,
    );
  }
  return { ...precision, maxReplications: most };
}

/** As a scenario names it; of an object, a path that it might have. */
function nameOf(strategy: string | StrategyChoice): string {
  return typeof strategy === 'string' ? strategy : namedInCommand(strategy);
}

function isReplications([flag, value]: CommandOption): boolean {
  return flag === '--replications' || (flag === '--set' && /^(replications|seeds)\s*=/.test(value));
}

function option(flag: string, value: string | number | undefined): CommandOption[] {
  return value === undefined ? [] : [[flag, String(value)]];
}
