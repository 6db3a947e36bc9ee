import { withoutSecrets } from '../text/addresses.js';
import type { ImportedFleet } from './fleet.js';
import type { LogReading } from './logs.js';
import type { ColumnName } from './spend-row.js';

/** By these a row is told to be of a group. */
const TELLING: readonly ColumnName[] = ['model_id', 'model', 'api_base'];
const SHOWN = 5;

/** More than this part of the answers must not be of unknown groups. */
export const MOST_UNPLACED = 0.01;

/**
 * Why a log says nothing, or too little, of the groups of a configuration, and what to do about it; undefined where
 * it says enough.
 * @param allowUnplaced part of the answers that may fit no group
 */
export function nothingPlaced(
  reading: LogReading,
  { plans, logs }: ImportedFleet,
  allowUnplaced = MOST_UNPLACED,
): { readonly message: string; readonly remedy: string } | undefined {
  const { rows, damaged, cacheHits, has } = reading;
  if (cacheHits > 0 && cacheHits === rows - damaged.count) {
    return {
      message: `all requests of this log (${cacheHits}) are cache hits, which go to no deployment`,
      remedy: 'name a log with requests that were routed',
    };
  }
  const absent = TELLING.filter((column) => !has(column));
  const called = (columns: readonly ColumnName[]) =>
    `there is no column ${columns.join(', ')}: if one is called otherwise, say so: --column ${columns[0]}=NAME`;
  if (logs.every(({ arrivals_us, failures }) => arrivals_us.length + failures === 0)) {
    const names = plans.map(({ model }) => model.shown).join(', ');
    const remedy = !has('model_group')
      ? called(['model_group', ...absent])
      : plans.length > 0
        ? `its model_group would be ${names}`
        : 'name a log with answers: they tell the deployments';
    const message = 'no request in this log went to a model group of the configuration';
    return { message, remedy };
  }
  const sum = (of: (log: (typeof logs)[number]) => number) =>
    logs.reduce((before, log) => before + of(log), 0);
  const answers = sum(({ successes }) => successes);
  const unplaced = sum((log) => log.unplaced);
  if (unplaced === 0 || (unplaced < answers && unplaced <= allowUnplaced * answers)) {
    return undefined;
  }
  const configured = plans.flatMap(({ model }) =>
    model.deployments.map((one) => withoutSecrets(one.model)),
  );
  const models = [...new Set(configured)].slice(0, SHOWN).join(', ');
  const seen = [...new Set(logs.flatMap(({ unknownModels }) => [...unknownModels]))];
  const why =
    seen.length > 0
      ? `its models are ${seen.slice(0, SHOWN).join(', ')}; those of the configuration are ${models}`
      : absent.length > 0
        ? called(absent)
        : 'give the deployments the model_info.id that the log has as model_id';
  if (unplaced === answers) {
    return {
      message: 'no answer in this log can be told to be of a group of the configuration',
      remedy: why,
    };
  }
  const part = Math.ceil((unplaced / answers) * 100);
  return {
    message: `${unplaced} of ${answers} answers cannot be told to be of a group of the configuration, more than ${Number((allowUnplaced * 100).toPrecision(6))} %`,
    remedy: `${why}; or allow for them: --allow-unplaced ${part}`,
  };
}
