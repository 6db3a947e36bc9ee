import { ownParts } from '../files/carried-module.js';
import { type ExperimentQuestion, ExperimentRequest } from '../files/experiment-request.js';
import type { ComparedFound, Ran } from '../files/experiments.js';
import { writtenPage } from '../files/page-code.js';
import type { LoggerChoice } from '../loggers/choice.js';
import { conclusionText } from '../report/compare/conclusion.js';
import { knownPanels } from '../report/compare/known.js';
import type { CompareReport } from '../report/compare/report.js';
import type { GateReport } from '../report/gate/report.js';
import {
  figuresSection as comparedFigures,
  findingOfComparison,
} from '../report/page/comparison.js';
import type { EmbeddedRun } from '../report/page/experiment-data.js';
import { experimentPage, type ToldExperiment } from '../report/page/experiment-page.js';
import type { ToldExploration } from '../report/page/exploration.js';
import { explorationPage } from '../report/page/exploration-page.js';
import { figuresSection } from '../report/page/figures.js';
import { findingOfRun } from '../report/page/finding.js';
import { leadingRun } from '../report/page/gate.js';
import type { TracedLoss } from '../report/page/lost-update.js';
import { findingOfTrace } from '../report/page/trace.js';
import { againCommand } from '../report/run/advice.js';
import { answerTitle } from '../report/run/answer.js';
import { described, type Heading } from '../report/run/heading.js';
import { goesByLatencies } from '../report/run/tested.js';
import type { LiveRun } from '../studies/gate/units.js';
import type { RunFound } from '../studies/growing-run.js';
import type { SimulationInput } from '../studies/job.js';
import { running } from '../studies/run.js';
import { type TraceFound, tracing } from '../studies/trace.js';
import type { Advice } from '../text/advice.js';
import { type AnswerOptions, answered } from './answered.js';
import type { Io } from './io.js';
import { settingsOfPage } from './page-settings.js';

type Options = Pick<AnswerOptions, 'threads'>;

/** A run, and what it was asked for. */
interface AskedRun extends Ran {
  readonly request: ExperimentRequest;
  readonly logger: LoggerChoice;
}

/** A run as a page: what was found, what the router knows, and one lost update where there is one. */
export async function pageOfRun(io: Io, asked: AskedRun, options: Options): Promise<string> {
  const { request, logger, report } = asked;
  const experiment = experimentOf(asked);
  const loss = loses(report) ? await lossIn(io, request, logger, options) : undefined;
  return writtenPage(
    experimentPage(
      { ...experiment, loss },
      {
        title: answerTitle(report),
        finding: findingOfRun(report, experiment.heading, experiment.again),
        more: [figuresSection(report)],
      },
    ),
  );
}

function experimentOf({ request, logger, found, report }: AskedRun): ToldExperiment {
  const heading = request.heading([['logger', described(found.logger)]], logger);
  const run = embedded(report, request.input(logger));
  return {
    runs: [run],
    heading,
    known: [{ logger: report.logger, groups: report.groups, known: found.known ?? [] }],
    settings: settingsOfPage(request, [run]),
    again: againCommand(report, heading.where),
  };
}

function embedded(report: EmbeddedRun['report'], input: SimulationInput): EmbeddedRun {
  return { report, input, own: ownParts(input) };
}

/** What was compared, and found. */
export type AskedComparison = Pick<ComparedFound, 'begun' | 'variants'> & {
  readonly report: CompareReport;
  readonly heading: Heading;
  /** The command that repeats it. */
  readonly again: string;
};

/** A comparison as a page. */
export async function pageOfComparison(
  io: Io,
  asked: AskedComparison,
  options: Options,
): Promise<string> {
  const { report, heading, again } = asked;
  return writtenPage(
    experimentPage(await comparedExperiment(io, asked, options), {
      title: `${report.scenario.name}: ${conclusionText(report)}`,
      finding: findingOfComparison(report, heading, again),
      more: [comparedFigures(report)],
    }),
  );
}

/** All there is to ask of a scenario, as a page: about the first of what was compared. */
export async function pageOfScenario(
  io: Io,
  asked: AskedComparison,
  exploration: ToldExploration | undefined,
  options: Options,
): Promise<string> {
  const { report, heading, again } = asked;
  const [run] = report.runs as [CompareReport['runs'][number]];
  return writtenPage(
    experimentPage(await comparedExperiment(io, asked, options), {
      title: answerTitle(run),
      finding: findingOfRun(run, heading, again),
      comparison: report.runs.length > 1 ? report : undefined,
      exploration,
      more: [figuresSection(run)],
    }),
  );
}

async function comparedExperiment(
  io: Io,
  { report, begun, variants, heading, again }: AskedComparison,
  options: Options,
): Promise<ToldExperiment> {
  const runs = report.runs.flatMap((run, i): EmbeddedRun[] => {
    const variant = variants[i];
    if (variant === undefined) return [];
    return [{ ...embedded(run, variant.request.input(variant.logger)), variant: run.variant }];
  }) as [EmbeddedRun, ...EmbeddedRun[]];
  const [first] = variants;
  const losing = variants[report.runs.findIndex(loses)];
  return {
    runs,
    heading,
    known: knownPanels(begun, report),
    settings: first && settingsOfPage(first.request, runs),
    loss:
      losing === undefined ? undefined : await lossIn(io, losing.request, losing.logger, options),
    again,
  };
}

/** One lost update as a page, beside what the whole run came to. */
export async function pageOfTrace(
  io: Io,
  request: ExperimentRequest,
  logger: LoggerChoice,
  {
    found,
    nth,
    next,
  }: { readonly found: TraceFound; readonly nth: number; readonly next: readonly Advice[] },
  options: Options,
): Promise<string> {
  const question = { ...request.question(logger), followed: true };
  const run: RunFound = await answered(io, running(question), options);
  const report = request.report(run);
  const experiment = experimentOf({ request, logger, found: run, report });
  const again = request.replay(logger, { nth });
  const loss = lossOf(request, logger, found, nth);
  const finding = findingOfTrace({ found, nth, again, next }, report, experiment.heading);
  return writtenPage(
    experimentPage(
      { ...experiment, loss, again },
      { title: finding.sentences.join(' '), finding, more: [figuresSection(report)] },
    ),
  );
}

/** The run that a gate's page is about, with its first replications; undefined: none was simulated. */
export async function experimentOfGate(
  io: Io,
  gate: GateReport,
  live: readonly LiveRun[],
  options: ExperimentQuestion,
): Promise<ToldExperiment | undefined> {
  const lead = leadingRun(gate);
  const run = live.find(
    ({ plan: { scenario, logger } }) =>
      lead !== undefined && scenario.name === lead.scenario && logger === lead.logger,
  );
  if (run === undefined || gate.partial) return undefined;
  const request = new ExperimentRequest(io.cwd, run.plan.scenario.file, options);
  const { logger } = run.input;
  const found = await answered(
    io,
    running({ ...request.question(logger), followed: true }),
    options,
  );
  const report = request.report(found);
  const loss = loses(report) ? await lossIn(io, request, logger, options) : undefined;
  return { ...experimentOf({ request, logger, found, report }), loss };
}

/** An exploration as a page. */
export function pageOfExploration(explored: ToldExploration): string {
  return writtenPage(explorationPage(explored));
}

/** Whether there is a lost update to tell of a run. */
function loses(run: CompareReport['runs'][number] | AskedRun['report']): boolean {
  return (run.samples.lost ?? 0) > 0 && goesByLatencies(run);
}

/** The first lost update; undefined: none that can be told. */
async function lossIn(
  io: Io,
  request: ExperimentRequest,
  logger: LoggerChoice,
  options: Options,
): Promise<TracedLoss | undefined> {
  const question = { input: request.input(logger), only: request.only, nth: 1 };
  return lossOf(request, logger, await answered(io, tracing(question), options), 1);
}

function lossOf(
  request: ExperimentRequest,
  logger: LoggerChoice,
  { loss, logger: name }: TraceFound,
  nth: number,
): TracedLoss | undefined {
  if (loss === null) return undefined;
  return { loss, run: request.traced(name), again: request.replay(logger, { nth }) };
}
