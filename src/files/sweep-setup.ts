import { createHash } from 'node:crypto';
import type { MeasuredFigure } from '../expectation/kinds/kind.js';
import { type Layout, layoutOf } from '../expectation/layout.js';
import { cutsOfFigures, measuringOf } from '../expectation/measured.js';
import { type Context, writeName } from '../expectation/names.js';
import { readFigure } from '../expectation/read.js';
import { type LoggerChoice, shownName } from '../loggers/choice.js';
import { contextOf } from '../scenario/context.js';
import { presentPath } from '../scenario/former-names.js';
import { KINDS } from '../scenario/kinds.js';
import { parsePath, written } from '../scenario/paths.js';
import { basisOf, estimatedEvents, tooManyEvents } from '../studies/event-limit.js';
import { isShipped, type JobFailure } from '../studies/job.js';
import { outlineOf } from '../studies/replications.js';
import { axisClashes, readAxis, type SweepAxis } from '../studies/sweep/axis.js';
import {
  cellName,
  type GridPlace,
  gridPlaces,
  gridSize,
  settingsAt,
} from '../studies/sweep/grid.js';
import type { SweepMeasure, SweepPlan, SweepVariant } from '../studies/sweep/plan.js';
import { readPredicate } from '../studies/sweep/predicate.js';
import type { PreparedCell, SweepQuestion } from '../studies/sweep/sweep.js';
import { usageError } from '../text/failure.js';
import { count } from '../text/figures.js';
import { limits } from '../text/limits.js';
import { distinct, type Problem, ScenarioError } from '../text/problems.js';
import { problemAt } from '../text/tree.js';
import { type ExperimentQuestion, ExperimentRequest } from './experiment-request.js';
import { filesHash } from './gate-setup.js';
import { type ScenarioSource, scenarioName } from './load.js';
import type { NamedPath } from './places.js';
import { tool } from './tool.js';

/** Without --max-cells, no sweep has more cells than this. */
export const DEFAULT_MAX_CELLS = 100_000;
/** How often cells are halved, unless it is said. */
const DEFAULT_ROUNDS = 2;
/** Where so many cells are wrong, all of them probably are: no more is said by checking on. */
const MOST_WRONG = 25;
/** So many cells are kept as they were checked; of more, each is read again when it is its turn. */
const MOST_KEPT = 4096;

/** What decides what a sweep does. */
export interface SweepOptions extends Omit<ExperimentQuestion, 'replication' | 'strategy'> {
  readonly vary?: readonly string[];
  readonly logger?: readonly string[];
  readonly strategy?: readonly string[];
  readonly measure?: readonly string[];
  /** A predicate; true: the verdict. */
  readonly refine?: string | true;
  readonly rounds?: number;
  readonly maxCells?: number;
}

/** A plan, and what it takes to carry it out. */
export interface SweepSetup {
  readonly plan: SweepPlan;
  readonly question: Pick<SweepQuestion, 'plan' | 'figures' | 'maxCells' | 'prepare'>;
  /** What is read for it. */
  readonly inputs: readonly NamedPath[];
  /** What is worth knowing of any of its scenarios. */
  readonly warnings: readonly Problem[];
  /** The command that runs again what has failed. */
  replayOf(failed: JobFailure): string | undefined;
}

/**
 * Reads a scenario, once, and plans its cells.
 * @param here the working folder
 * @param checking is told what part of the cells has been checked
 * @throws ScenarioError with everything that is wrong with what is varied and measured, and with the
 * scenarios that come of it; CommandError for more cells than are allowed
 */
export function setUpSweep(
  here: string,
  asked: ScenarioSource,
  options: SweepOptions,
  checking: (part: number) => void = () => undefined,
): SweepSetup {
  const { vary = [], logger = [], strategy = [], measure = [], refine, rounds, ...rest } = options;
  const { maxCells = DEFAULT_MAX_CELLS, ...question } = rest;
  const axes = axesOf(vary, fixedPaths(options));
  const base = new ExperimentRequest(here, asked, question);
  const source = { ...base.loaded.source, file: scenarioName(asked) };
  const variants = variantsFor(logger, strategy);
  refuseTooMany(gridSize(axes) * variants.length, maxCells);
  const loggers = new Map(logger.map((name): [string, LoggerChoice] => [name, base.logger(name)]));
  const requests = new Requests(here, source, question, axes, base.loaded.numbers);
  const figures = figuresOf(measure, base);
  const choices = variants.map(({ logger, strategy }) => ({
    logger: logger === null ? undefined : (loggers.get(logger) as LoggerChoice),
    strategy: strategy ?? undefined,
  }));
  const coded = variants.map((variant, v): SweepVariant => {
    const { logger, strategy } = choices[v] as (typeof choices)[number];
    const request = new ExperimentRequest(here, source, {
      ...question,
      ...(strategy !== undefined && { strategy }),
    });
    return { ...variant, code: filesHash(request.logger(logger), request.strategy) };
  });
  const { scenario, loaded } = base;
  const measures = figures.map((figure): SweepMeasure => {
    const { unit, write } = measuringOf(figure);
    return { text: write(figure), unit };
  });
  const plan: SweepPlan = {
    scenario: { name: scenario.name, hash: loaded.hash, file: source.file },
    fixed: base.given,
    seed: scenario.seed,
    replications: scenario.replications,
    profile: scenario.router.profile,
    margin: scenario.margin,
    axes,
    variants: coded,
    measures,
    sameArrivals: base.sameArrivals && !axes.some(({ path }) => changesArrivals(path)),
    fixedPhase: 'phase' in scenario.dispatch && scenario.dispatch.phase !== 'random',
    refine:
      refine === undefined
        ? null
        : {
            predicate: readPredicate(refine === true ? 'verdict' : refine, coded, measures, axes),
            rounds: rounds ?? DEFAULT_ROUNDS,
          },
  };
  const cuts_s = cutsOfFigures(figures);
  const { version } = tool();
  const prepare = (place: GridPlace, v: number): PreparedCell => {
    const choice = choices[v] as (typeof choices)[number];
    const request = requests.at(place, choice.strategy);
    const own = request.logger(choice.logger);
    const input = request.input(own, cuts_s);
    requests.remember(request, input.scenario);
    const { scenario } = request;
    const content = {
      version,
      scenario: request.loaded.hash,
      set: settingsAt(axes, place),
      logger: [shownName(own), filesHash(own, request.strategy)],
      strategy: shownName(request.strategy),
      replications: [0, scenario.replications],
      seed: scenario.seed,
      profile: scenario.router.profile,
      margin: scenario.margin,
      measures: measures.map(({ text }) => text),
    };
    return {
      key: createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 20),
      input,
      logger: shownName(own),
      strategy: shownName(request.strategy),
    };
  };
  const kept = checked(plan, prepare, measure, checking);
  return {
    plan,
    question: {
      plan,
      figures,
      maxCells,
      prepare: (place, variant) => kept.get(cellId(place, variant)) ?? prepare(place, variant),
    },
    inputs: [
      ...requests.inputs,
      ...choices.flatMap(({ logger }) => base.inputs(logger ?? base.logger(undefined))),
    ],
    warnings: distinct(requests.warnings),
    replayOf: (failed) => requests.replayOf(failed),
  };
}

function cellId(place: GridPlace, variant: number): string {
  return `${place.join()} ${variant}`;
}

/** @param fixed paths that other options set */
function axesOf(texts: readonly string[], fixed: readonly string[]): SweepAxis[] {
  if (texts.length === 0) {
    throw usageError(
      'nothing is varied',
      "name a field and its values: --vary 'router.ttl=60s..600s'",
    );
  }
  const read = texts.map((text) => readAxis(text));
  const problems = read.flatMap((one) => (one.axis === null ? one.problem : []));
  if (problems.length > 0) throw new ScenarioError(problems);
  const axes = read.flatMap(({ axis }) => axis ?? []);
  const clashes = axisClashes(axes, texts, fixed);
  if (clashes.length > 0) throw new ScenarioError(clashes);
  return axes;
}

/** What options set that would set what is varied once more. */
function fixedPaths({ set = [], logger, strategy, ...question }: SweepOptions): string[] {
  const paths = set.flatMap((one) => {
    const parsed = parsePath(one);
    return typeof parsed === 'number' ? [] : [written(presentPath(parsed.path, KINDS))];
  });
  return [
    ...paths,
    ...(['seed', 'replications', 'margin'] as const).filter((name) => question[name] !== undefined),
    ...(question.profile === undefined ? [] : ['router.profile']),
    ...(logger === undefined ? [] : ['logger.name']),
    ...(strategy === undefined ? [] : ['router.strategy']),
  ];
}

function variantsFor(
  loggers: readonly string[],
  strategies: readonly string[],
): Omit<SweepVariant, 'code'>[] {
  for (const [part, names] of [
    ['logger', loggers],
    ['strategy', strategies],
  ] as const) {
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw usageError(`${part} '${twice}' is named twice`, 'name it once');
  }
  const orNone = (names: readonly string[]) => (names.length === 0 ? [null] : names);
  return orNone(strategies).flatMap((strategy) =>
    orNone(loggers).map((logger) => ({ logger, strategy })),
  );
}

function refuseTooMany(cells: number, maxCells: number): void {
  if (cells <= maxCells) return;
  throw usageError(
    `this sweep has ${count(cells)} cells, over the limit of ${count(maxCells)}`,
    `vary less, or take fewer steps; or allow it: --max-cells ${cells}`,
  );
}

/** What decides when requests arrive. */
function changesArrivals(path: string): boolean {
  return /^(load|seed|requests)\b|^modelGroups(\[\d+\](\.load\b|$)|$)/.test(path);
}

/**
 * What is measured: what is asked for, or the share of the fastest group of each model group.
 * @throws ScenarioError with what is wrong with it
 */
function figuresOf(texts: readonly string[], request: ExperimentRequest): MeasuredFigure[] {
  const context = contextOf(request.scenario);
  const layout = layoutOf(outlineOf(request.input(request.logger(undefined))));
  const read = readFigures(texts.length > 0 ? texts : fastestShares(layout), context);
  if (read.problems.length > 0) throw new ScenarioError(read.problems);
  const figures = read.figures.map(
    (figure) => measuringOf(figure).plainly?.(figure, layout) ?? figure,
  );
  const names = figures.map((figure) => measuringOf(figure).write(figure));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw usageError(`${twice} is measured twice`, 'name it once');
  return figures;
}

function readFigures(texts: readonly string[], context: Context) {
  const problems: Problem[] = [];
  const figures = texts.flatMap((text) => {
    const read = readFigure(text, context);
    if (read.ok) return read.figure;
    const { offset, message, remedy } = read.problem;
    const source = { file: '--measure', text, kind: 'argument' as const };
    problems.push(problemAt({ source, offset }, message, remedy));
    return [];
  });
  return { problems, figures };
}

function fastestShares({ modelGroups }: Layout): string[] {
  return modelGroups.map(({ name, groups, fastest }) => {
    const group = writeName((groups[fastest] as (typeof groups)[number]).name);
    const where = modelGroups.length > 1 ? ` in ${writeName(name)}` : '';
    return `share(${group}${where})`;
  });
}

/** The scenarios of a sweep, each with what is varied laid over it. */
class Requests {
  readonly warnings: Problem[] = [];
  private readonly files = new Map<string, NamedPath>();
  private readonly byScenario = new WeakMap<object, ExperimentRequest>();

  constructor(
    private readonly here: string,
    private readonly source: ScenarioSource,
    private readonly question: ExperimentQuestion,
    private readonly axes: readonly SweepAxis[],
    /** Of the files that the scenario names as it is written. */
    private readonly numbers: ReadonlyMap<string, Float64Array>,
  ) {}

  /** @throws ScenarioError with what is wrong with it */
  at(place: GridPlace, strategy: string | undefined): ExperimentRequest {
    const set = [...(this.question.set ?? []), ...settingsAt(this.axes, place)];
    return new ExperimentRequest(this.here, this.source, {
      ...this.question,
      ...(strategy !== undefined && { strategy }),
      set,
      numbers: this.numbers,
    });
  }

  remember(request: ExperimentRequest, scenario: object): void {
    this.byScenario.set(scenario, request);
    for (const file of request.inputs(request.logger(undefined))) this.files.set(file.path, file);
    if (this.warnings.length < limits.problems) this.warnings.push(...request.loaded.warnings);
  }

  get inputs(): NamedPath[] {
    return [...this.files.values()];
  }

  replayOf(failed: JobFailure): string | undefined {
    const { job } = failed;
    const request = 'input' in job ? this.byScenario.get(job.input.scenario) : undefined;
    return request?.replayOf(failed);
  }
}

/**
 * Makes every cell of the grid, so that nothing is begun where one cannot be.
 * @returns cells as they were made, unless there are very many
 * @throws ScenarioError with what is wrong with any
 */
function checked(
  plan: SweepPlan,
  prepare: SweepQuestion['prepare'],
  measure: readonly string[],
  checking: (part: number) => void,
): Map<string, PreparedCell> {
  const kept = new Map<string, PreparedCell>();
  const found = new Map<string, { readonly problem: Problem; cells: number }>();
  const all = gridSize(plan.axes) * plan.variants.length;
  const keeps = all <= MOST_KEPT;
  let number = 0;
  let wrong = 0;
  for (const place of gridPlaces(plan.axes)) {
    const own = new Set(settingsAt(plan.axes, place));
    for (const variant of plan.variants.keys()) {
      checking(number++ / all);
      try {
        const cell = prepare(place, variant);
        refuseTooLong(cell);
        const { problems } = readFigures(measure, contextOf(cell.input.scenario));
        if (problems.length > 0) throw new ScenarioError(problems);
        if (keeps) kept.set(cellId(place, variant), cell);
      } catch (error) {
        wrong++;
        const problems = problemsIn(error, cellName(plan, place, variant), own);
        for (const problem of problems) {
          const { sourceLine = '', message } = problem;
          const key = JSON.stringify([message, fieldOf(sourceLine), problem.column]);
          const known = found.get(key);
          if (known === undefined) found.set(key, { problem, cells: 1 });
          else known.cells++;
        }
      }
    }
    if (found.size > limits.problems || wrong >= MOST_WRONG) break;
  }
  const more = number < all ? ' or more' : '';
  if (found.size === 0) return kept;
  throw new ScenarioError(
    [...found.values()].map(({ problem, cells }) =>
      cells === 1
        ? problem
        : { ...problem, message: `${problem.message} (in ${count(cells)}${more} cells)` },
    ),
  );
}

/** What a `path=value` sets. */
function fieldOf(override: string): string {
  return override.slice(0, Math.max(0, override.indexOf('=')));
}

/**
 * What is wrong with a cell: with a value that is varied where it stands, else with the cell.
 * @param own the settings of the cell
 */
function problemsIn(error: unknown, name: string, own: ReadonlySet<string>): Problem[] {
  if (!(error instanceof ScenarioError)) throw error;
  return error.problems.map((problem) =>
    problem.file === '--set' && own.has(problem.sourceLine ?? '')
      ? { ...problem, file: '--vary' }
      : { ...problem, message: `at ${name}: ${problem.message}` },
  );
}

/** @throws ScenarioError for a cell that is too long, as far as that is known before it runs */
function refuseTooLong({ input }: PreparedCell): void {
  const shipped = isShipped(input);
  const { replications } = input.scenario;
  const experiment = outlineOf(input);
  const estimate = estimatedEvents(experiment, replications, input.maxEvents);
  const begun = shipped ? estimate : estimate / replications;
  if (begun <= input.maxEvents) return;
  const { message, remedy } = tooManyEvents(begun, input.maxEvents, basisOf(shipped)).failure;
  throw new ScenarioError([{ file: '--vary', message, remedy }]);
}
