import { withoutSecrets } from '../text/addresses.js';
import type { Collector } from './collect.js';
import type { ModelGroupPlan } from './groups.js';
import type { LogReading } from './logs.js';
import type { ColumnName } from './spend-row.js';

/** By these a row is told to be of a group. */
const TELLING: readonly ColumnName[] = ['model_id', 'model', 'api_base'];
const SHOWN = 5;

/**
 * Why a log says nothing of the groups of a configuration, and what to do about it; undefined where
 * it says something.
 */
export function nothingPlaced(
  reading: LogReading,
  collector: Collector,
  plans: readonly ModelGroupPlan[],
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
  if (!collector.anyOfGroups) {
    const names = plans.map(({ model }) => model.shown).join(', ');
    const remedy = has('model_group')
      ? `its model_group would be ${names}`
      : called(['model_group', ...absent]);
    const message = 'no request in this log went to a model group of the configuration';
    return { message, remedy };
  }
  if (collector.answers === 0 || collector.anyPlaced) return undefined;
  const configured = plans.flatMap(({ model }) =>
    model.deployments.map((one) => withoutSecrets(one.model)),
  );
  const models = [...new Set(configured)].slice(0, SHOWN).join(', ');
  const seen = [...collector.unknownModels].join(', ');
  return {
    message: 'no answer in this log can be told to be of a group of the configuration',
    remedy:
      seen === ''
        ? absent.length > 0
          ? called(absent)
          : 'give the deployments the model_info.id that the log has as model_id'
        : `its models are ${seen}; those of the configuration are ${models}`,
  };
}
