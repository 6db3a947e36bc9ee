import type { ExperimentRequest } from '../files/experiment-request.js';
import type { LoggerChoice } from '../loggers/choice.js';
import { LOGGERS } from '../loggers/index.js';
import { controlsOf } from '../report/page/controls.js';
import type { EmbeddedRun } from '../report/page/experiment-data.js';
import { isCarried, type OwnPart } from '../report/page/own-part.js';
import type { OfferedLogger, SettingsData } from '../report/page/settings.js';

/** What a page tells of a run, as far as it can be offered to its reader. */
type ToldRun = Pick<EmbeddedRun, 'report' | 'input' | 'own'>;

/**
 * What a reader of a page may change; undefined: nothing, as the strategy is a user's own.
 * @param runs what the page tells: what it is about, and what is beside that
 */
export function settingsOfPage(
  request: ExperimentRequest,
  runs: readonly [ToldRun, ...ToldRun[]],
): SettingsData | undefined {
  if (request.strategy.kind !== 'shipped') return undefined;
  const own = runs.filter((run) => (run.own ?? []).length > 0);
  const ownNames = own.map(({ report }) => report.logger);
  const offered = (name: string, summary: string, choice: LoggerChoice): OfferedLogger => ({
    name,
    summary,
    command: request.replay(choice, { seeds: false }),
  });
  const loggers = [
    ...LOGGERS.filter(({ name }) => !ownNames.includes(name)).map(({ name, summary }) =>
      offered(name, summary, { kind: 'shipped', name }),
    ),
    ...own
      .filter((run) => isCarried(run.own as OwnPart[]))
      .map(({ report, input }) => offered(report.logger, 'from its file', input.logger)),
  ];
  const [{ report }, second] = runs;
  const wanted = [second?.report.logger, ...loggers.map(({ name }) => name)].find(
    (name) => name !== report.logger && loggers.some((one) => one.name === name),
  );
  return {
    controls: controlsOf(request.scenario, request.loaded.listed),
    loggers,
    beside: wanted ?? report.logger,
  };
}
