import type { ExperimentRequest } from '../files/experiment-request.js';
import type { LoggerChoice } from '../loggers/choice.js';
import { LOGGERS } from '../loggers/index.js';
import { controlsOf } from '../report/page/controls.js';
import type { SettingsData } from '../report/page/settings.js';

/**
 * What a reader of a page may change; undefined: nothing, as the strategy is a user's own, which a page does
 * not carry.
 * @param beside what the page tells beside the logger that it is about, if anything
 */
export function settingsOfPage(
  request: ExperimentRequest,
  logger: LoggerChoice,
  beside?: LoggerChoice,
): SettingsData | undefined {
  if (request.strategy.kind !== 'shipped') return undefined;
  const names = LOGGERS.map(({ name }) => name);
  const wanted = [beside?.name, ...names].find(
    (name) => name !== undefined && name !== logger.name && names.includes(name),
  );
  return {
    controls: controlsOf(request.scenario, request.loaded.listed),
    loggers: LOGGERS.map(({ name, summary }) => ({
      name,
      summary,
      command: request.replay({ kind: 'shipped', name }, { seeds: false }),
    })),
    beside: wanted ?? logger.name,
  };
}
