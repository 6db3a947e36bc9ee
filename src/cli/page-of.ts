import type { ExperimentRequest } from '../files/experiment-request.js';
import type { Ran } from '../files/experiments.js';
import { writtenPage } from '../files/page-code.js';
import type { LoggerChoice } from '../loggers/choice.js';
import { LOGGERS } from '../loggers/index.js';
import { controlsOf } from '../report/page/controls.js';
import { experimentPage } from '../report/page/experiment-page.js';
import type { TracedLoss } from '../report/page/lost-update.js';
import type { SettingsData } from '../report/page/settings.js';
import { againCommand } from '../report/run/advice.js';
import { described } from '../report/run/heading.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';
import { tracing } from '../studies/trace.js';
import { type AnswerOptions, answered } from './answered.js';
import type { Io } from './io.js';

/** A run, and what it was asked for. */
interface AskedRun extends Ran {
  readonly request: ExperimentRequest;
  readonly logger: LoggerChoice;
}

/** A run as a page: what was found, what the router knows, and one lost update where there is one. */
export async function pageOfRun(
  io: Io,
  { request, logger, found, report }: AskedRun,
  options: Pick<AnswerOptions, 'threads'>,
): Promise<string> {
  const heading = request.heading([['logger', described(found.logger)]], logger);
  return writtenPage(
    experimentPage({
      runs: [{ report, input: request.input(logger) }],
      heading,
      known: [{ logger: report.logger, groups: report.groups, known: found.known ?? [] }],
      loss: (report.samples.lost ?? 0) > 0 ? await lossIn(io, request, logger, options) : undefined,
      settings: settingsFor(request, logger),
      again: againCommand(report, heading.where),
    }),
  );
}

/**
 * What a reader of the page may change; undefined: nothing, as the strategy is a user's own, which a page
 * does not carry.
 */
function settingsFor(request: ExperimentRequest, logger: LoggerChoice): SettingsData | undefined {
  if (request.strategy.kind !== 'shipped') return undefined;
  const [first, second] = LOGGERS as readonly [Logger, Logger];
  return {
    controls: controlsOf(request.scenario, request.loaded.listed),
    loggers: LOGGERS.map(({ name, summary }) => ({
      name,
      summary,
      command: request.replay({ kind: 'shipped', name }, { seeds: false }),
    })),
    beside: logger.name === first.name ? second.name : first.name,
  };
}

/** The first lost update; undefined: none that can be told. */
async function lossIn(
  io: Io,
  request: ExperimentRequest,
  logger: LoggerChoice,
  { threads }: Pick<AnswerOptions, 'threads'>,
): Promise<TracedLoss | undefined> {
  const { replication } = request.options;
  const found = await answered(
    io,
    tracing({ input: request.input(logger), only: replication, nth: 1 }),
    { threads },
  );
  if (found.loss === null) return undefined;
  return {
    loss: found.loss,
    run: request.traced(found.logger),
    again: request.replay(logger, { nth: 1 }),
  };
}
