import { readFileSync } from 'node:fs';
import { cutsOf } from '../expectation/expectation.js';
import type { PlacedExpectation } from '../expectation/expectations.js';
import { exploredPrograms, kindOf, needsReplications } from '../expectation/kinds/index.js';
import { layoutOf } from '../expectation/layout.js';
import { readArguments } from '../expectation/resolve.js';
import { moduleFileFault } from '../jobs/module-file.js';
import { type LoggerChoice, type StrategyChoice, shownName } from '../loggers/choice.js';
import { settingOf } from '../report/run/setting.js';
import { contextOf } from '../scenario/context.js';
import { FEWEST_REPLICATIONS, tooFew } from '../stats/interval.js';
import { basisOf, estimatedEvents, tooManyEvents } from '../studies/event-limit.js';
import { fitting } from '../studies/first-replication.js';
import { runBeside } from '../studies/gate/beside.js';
import {
  familyOf,
  type GatePlan,
  type GateScenario,
  lookSizes,
  type RunPlan,
} from '../studies/gate/plan.js';
import type { LiveRun } from '../studies/gate/units.js';
import { isShipped } from '../studies/job.js';
import {
  atOnce,
  enoughMemory,
  neededMemory,
  requireMemory,
  roomFor,
} from '../studies/memory-limit.js';
import { MOST_REPLICATIONS } from '../studies/replication-limits.js';
import { outlineOf } from '../studies/replications.js';
import { usageError } from '../text/failure.js';
import { distinct, type Problem, ScenarioError } from '../text/problems.js';
import { type ExperimentQuestion, ExperimentRequest } from './experiment-request.js';
import { type ScenarioSource, scenarioName } from './load.js';
import { type NamedPath, partFile } from './places.js';
import { digest } from './read.js';

/** Without --max-replications, a run is extended up to this many replications, or so many times its first. */
const DEFAULT_MAX_SEEDS = 200;
const DEFAULT_MAX_TIMES = 5;

/** What decides what a gate does. */
export interface SetupOptions
  extends Omit<ExperimentQuestion, 'replication' | 'precision' | 'maxReplications'> {
  /** Judges these only. */
  readonly logger?: readonly (string | LoggerChoice)[];
  readonly expect?: readonly string[];
  readonly maxSeeds?: number;
  readonly fixed: boolean;
  /** A fraction. */
  readonly confidence: number;
}

/** A plan, and what it takes to carry it out. */
export interface GateSetup {
  readonly plan: GatePlan;
  /** By run of the plan. */
  readonly live: readonly LiveRun[];
  /** What is read for it. */
  readonly inputs: readonly NamedPath[];
  /** What is worth knowing beside the verdict, of all scenarios. */
  readonly warnings: readonly Problem[];
}

/**
 * Reads the scenarios and plans what to run.
 * @param here the working folder
 * @throws ScenarioError with everything that is wrong with them and with what is expected of them;
 * CommandError for loggers that are not there and runs that are too long
 */
export function setUp(
  here: string,
  sources: readonly ScenarioSource[],
  options: SetupOptions,
): GateSetup {
  const problems: Problem[] = [];
  const prepared: Prepared[] = [];
  const scenarios: GateScenario[] = [];
  for (const source of sources) {
    try {
      const runs = runsOf(here, source, options);
      prepared.push(...runs);
      scenarios.push(...runs.slice(0, 1).map(({ live }) => live.plan.scenario));
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ScenarioError(distinct(problems));
  const live = withinMemory(prepared.map((one) => one.live));
  refuseSameName(scenarios);
  const runs = live.map(({ plan }) => plan);
  const { confidence, fixed } = options;
  const maxSeeds = fixed ? null : (options.maxSeeds ?? null);
  return {
    plan: { terms: { confidence, fixed, maxSeeds, family: familyOf(runs) }, runs },
    live,
    inputs: prepared.flatMap(({ inputs }) => inputs),
    warnings: distinct(prepared.flatMap(({ warnings }) => warnings)),
  };
}

/**
 * Without the looks at which the results of all runs are more than may be held at once.
 * @throws CommandError where these are those of the first look
 */
function withinMemory(all: readonly LiveRun[]): LiveRun[] {
  const limit_MB = all[0]?.input.maxMemory_MB;
  const running = all.filter(({ plan }) => plan.looks[0] !== 0);
  if (running.length === 0) return [...all];
  const heldAt = (look: number) =>
    running.reduce(
      (sum, { plan: { looks }, needed }) =>
        sum + needed.results * (looks[Math.min(look, looks.length - 1)] as number),
      0,
    );
  const each = Math.max(...running.map(({ needed }) => needed.each));
  const isOwn = running.some(({ input }) => !isShipped(input));
  requireMemory({ each, results: heldAt(0) }, limit_MB, isOwn ? 'unlocked' : undefined);
  const most = Math.max(...running.map(({ plan }) => plan.looks.length));
  let looked = 1;
  while (looked < most && each <= roomFor(heldAt(looked), limit_MB)) looked++;
  const enough = enoughMemory(atOnce({ each, results: heldAt(most - 1) }) / 1e6);
  const room = roomFor(heldAt(0), limit_MB) - each;
  return all.map((run) => {
    const { plan, needed } = run;
    const [first = 0] = plan.looks;
    if (first === 0) return run;
    const isCut = plan.looks.length > looked;
    const allowed = isCut && enough !== undefined ? [`--max-memory ${enough}`] : [];
    const allowance = [...(plan.allowance === null ? [] : [plan.allowance]), ...allowed].join(' ');
    return {
      ...run,
      input: fitting(run.input, { each: needed.each, results: heldAt(looked - 1) }),
      needed: { each: needed.each, results: heldAt(0) },
      plan: {
        ...plan,
        looks: plan.looks.slice(0, looked),
        allowance: allowance === '' ? null : allowance,
        most: Math.min(plan.most, first + Math.floor(room / needed.results)),
      },
    };
  });
}

/** Runs are known by the names of scenario and logger, in reports and baselines. */
function refuseSameName(scenarios: readonly GateScenario[]): void {
  const names = new Map<string, string>();
  for (const { file, name } of scenarios) {
    const other = names.get(name);
    if (other !== undefined) {
      throw usageError(
        `two scenarios are named ${name}: ${other} and ${file}`,
        'name each file once, and give each scenario a name: of its own',
      );
    }
    names.set(name, file);
  }
}

/** A run, and what is read for it. */
interface Prepared {
  readonly live: LiveRun;
  readonly inputs: readonly NamedPath[];
  readonly warnings: readonly Problem[];
}

/** One run per logger that something is expected of. */
function runsOf(here: string, source: ScenarioSource, options: SetupOptions): Prepared[] {
  const file = scenarioName(source);
  const request = new ExperimentRequest(here, source, options);
  const { scenario, loaded } = request;
  const first = scenario.replications;
  const chosen = loggersOf(request, options);
  refuseTooFew(first, chosen);
  return chosen.map(({ logger, expectations }) => {
    const cuts_s = cutsOf(expectations);
    const input = request.input(logger, cuts_s);
    const { maxEvents } = input;
    const experiment = outlineOf(input);
    const shipped = isShipped(input);
    const estimate = estimatedEvents(experiment, first, maxEvents);
    // Of a user's own logger the first replication is tried.
    const begun = shipped ? estimate : estimate / first;
    if (begun > maxEvents) throw tooManyEvents(begun, maxEvents, basisOf(shipped));
    const occurrences = estimate / first;
    const explored = exploredPrograms(expectations.map(({ expectation }) => expectation));
    const plan: RunPlan = {
      scenario: { name: scenario.name, hash: loaded.hash, file },
      logger: shownName(logger),
      loggerHash: filesHash(logger, request.strategy),
      seed: scenario.seed,
      profile: scenario.router.profile,
      setting: settingOf(scenario).map(([name, text]) => (name === '' ? text : `${name}: ${text}`)),
      margin: scenario.margin,
      ...looksOf(file, first, expectations, options, { maxEvents, occurrences }),
      most: Math.min(MOST_REPLICATIONS, Math.floor(maxEvents / occurrences)),
      layout: layoutOf(experiment),
      expectations,
      replay: request.replay(logger, {
        expect: restated(request, options, expectations),
        seeds: false,
      }),
      beside: runBeside(scenario, logger, explored),
    };
    return {
      live: { plan, input, occurrences, needed: neededMemory(experiment, logger, 1) },
      inputs: request.inputs(logger),
      warnings: loaded.warnings,
    };
  });
}

/**
 * Fewer replications than an interval takes decide nothing that is judged by one.
 * @throws ScenarioError with the expectations that are
 */
function refuseTooFew(seeds: number, chosen: readonly ChosenLogger[]): void {
  if (!tooFew(seeds)) return;
  const judged = chosen
    .flatMap(({ expectations }) => expectations)
    .filter(({ expectation }) => kindOf(expectation).how === 'interval');
  if (judged.length === 0) return;
  throw new ScenarioError(
    judged.map(({ text, at: { file, line, column } }): Problem => {
      const place = line === null ? {} : { line, column };
      return {
        file,
        ...place,
        message: `too few replications: "${text}" is judged by an interval, which takes ${FEWEST_REPLICATIONS}, and not ${seeds}`,
        remedy: `run so many, or more: --replications ${FEWEST_REPLICATIONS}`,
      };
    }),
  );
}

/** What a run has to be told to judge: what the file does not expect of it by itself. */
function restated(
  request: ExperimentRequest,
  { expect }: SetupOptions,
  expectations: readonly PlacedExpectation[],
): string[] {
  if (expect === undefined && !request.expectsOther) return [];
  return expectations.flatMap(({ text, expectation }) =>
    needsReplications(expectation) ? [text] : [],
  );
}

/** Replications at each look: none where only explorations are asked for. */
function looksOf(
  file: string,
  seeds: number,
  expectations: readonly PlacedExpectation[],
  { fixed, maxSeeds }: SetupOptions,
  { maxEvents, occurrences }: { readonly maxEvents: number; readonly occurrences: number },
): Pick<RunPlan, 'looks' | 'allowance'> {
  if (!expectations.some(({ expectation }) => needsReplications(expectation))) {
    return { looks: [0], allowance: null };
  }
  if (fixed) return { looks: [seeds], allowance: null };
  if (maxSeeds !== undefined && maxSeeds < seeds) {
    throw usageError(
      `--max-replications ${maxSeeds} is below the ${seeds} replications of the first look of ${file}`,
      `ask for ${seeds} or more, or give fewer --replications`,
    );
  }
  const all = lookSizes(seeds, maxSeeds ?? Math.max(DEFAULT_MAX_SEEDS, DEFAULT_MAX_TIMES * seeds));
  const looks = all.filter((size, i) => i === 0 || size * occurrences <= maxEvents);
  const needed = (all.at(-1) ?? 0) * occurrences;
  const enough = `1e${Math.floor(Math.log10(needed)) + 1}`;
  return { looks, allowance: looks.length < all.length ? `--max-events ${enough}` : null };
}

/** Tells whether two machines have the same files of a user's own. What they import is not looked at. */
export function filesHash(logger: LoggerChoice, strategy: StrategyChoice): string | null {
  const files = [...partFile('logger', logger), ...partFile('strategy', strategy)];
  if (files.length === 0) return null;
  try {
    if (files.some(({ path }) => moduleFileFault(path, 'logger') !== undefined)) return null;
    return digest(files.map(({ path }) => readFileSync(path, 'utf8')));
  } catch {
    // Whoever loads it says what is wrong with it.
    return null;
  }
}

interface ChosenLogger {
  readonly logger: LoggerChoice;
  readonly expectations: readonly PlacedExpectation[];
}

/**
 * The loggers to run and what is expected of each: those that were asked for, else those that the
 * file names in what it expects, else the scenario's own.
 */
function loggersOf(
  request: ExperimentRequest,
  { logger: names = [], expect }: SetupOptions,
): ChosenLogger[] {
  const { scenario, loaded } = request;
  const asked = eachOnce(names.map((name) => request.logger(name)));
  const own = [request.logger(undefined)];
  const { file } = loaded.source;
  if (expect !== undefined) {
    const { expectations, problems } = readArguments(expect, contextOf(scenario));
    if (problems.length > 0) throw new ScenarioError(problems);
    return (asked.length > 0 ? asked : own).map((logger) => ({ logger, expectations }));
  }
  const named = scenario.expect.loggers.map(({ logger }) => request.loggerInFile(logger));
  const [wanted = own] = [asked, eachOnce(named)].filter(({ length }) => length > 0);
  const chosen = wanted.map((logger) => ({ logger, expectations: request.expectations(logger) }));
  const idle = chosen.filter(({ expectations }) => expectations.length === 0);
  if (idle.length > 0) {
    throw new ScenarioError(
      idle.map(({ logger }) => ({
        file,
        message: `nothing is expected of it under ${shownName(logger)}, so there is nothing to judge`,
        remedy: "add expect: ['lost == 0'] to it, or --expect 'lost == 0' to the command",
      })),
    );
  }
  return chosen;
}

/** Each logger once, however often and by whichever path it is named. */
function eachOnce(loggers: readonly LoggerChoice[]): LoggerChoice[] {
  const keyOf = (logger: LoggerChoice) => (logger.kind === 'file' ? logger.path : logger.name);
  return [...new Map(loggers.map((logger) => [keyOf(logger), logger])).values()];
}
