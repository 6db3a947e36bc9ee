import type { LogSummary } from '../report/text-import.js';
import type { LogReading } from '../scenario/litellm/logs.js';
import { type GroupColumn, RoutedCounter } from '../scenario/litellm/routed-counts.js';
import { suggest } from '../scenario/problems.js';
import type { Scenario } from '../scenario/schema.js';
import { usageError } from './failure.js';
import type { Interrupt } from './interrupt.js';
import { readLogFile } from './log-file.js';
import { type LogCliOptions, logOptionsOf } from './log-options.js';
import { type Observed, observedOf } from './observed.js';

/** The columns of a log by which its requests can be told to be of a group. */
export const GROUP_COLUMNS = { model: 'model', model_id: 'modelId', api_base: 'apiBase' } as const;

export interface ObservedLogOptions extends LogCliOptions {
  readonly logs: string;
  readonly groupBy: keyof typeof GROUP_COLUMNS;
  readonly modelGroup?: string;
}

/** A split as a log has it, and what was found beside it. */
export interface ObservedLog {
  readonly observed: Observed;
  readonly log: LogSummary;
}

/**
 * Counts the requests of a LiteLLM spend log by the groups of a scenario.
 * @returns null where it was interrupted
 * @throws ScenarioError where the log cannot be relied on
 * @throws CommandError where it has no request of the scenario's groups
 */
export async function readObservedLog(
  options: ObservedLogOptions,
  scenario: Scenario,
  interrupt: Interrupt,
): Promise<ObservedLog | null> {
  const by: GroupColumn = GROUP_COLUMNS[options.groupBy];
  const counter = new RoutedCounter(by);
  const add = counter.add.bind(counter);
  const reading = await readLogFile(options.logs, logOptionsOf(options), add, interrupt);
  if (reading === null) return null;
  const { modelGroups, requests } = counter.counts();
  const names = scenario.modelGroups.map(({ name }) => name);
  const position = positionOf(scenario, modelGroups, options.modelGroup);
  const name = names[position];
  // A log of one model group need not call it as the scenario does.
  const named = modelGroups.filter((one) => one.name === name);
  const groups = (named.length > 0 ? named : modelGroups).flatMap((one) => one.groups);
  const known = new Set(scenario.modelGroups[position]?.groups.map((group) => group.name));
  const counts = new Map<string, number>();
  for (const group of groups) {
    if (!known.has(group.name)) continue;
    counts.set(group.name, (counts.get(group.name) ?? 0) + group.requests);
  }
  const counted = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (counted === 0) {
    throw usageError(
      `no request in ${options.logs} went to a group of the scenario (${[...known].join(', ')})`,
      `by ${options.groupBy} they went to ${namesOf(groups)}: name the groups so in the scenario, or choose another column with --group-by`,
    );
  }
  return {
    observed: observedOf(scenario, position, counts),
    log: summaryOf(options.logs, reading, requests - counted),
  };
}

/** The model group that is named; or the first one that the log names, by itself or by its groups. */
function positionOf(
  { modelGroups }: Scenario,
  logged: readonly {
    readonly name: string;
    readonly groups: readonly { readonly name: string }[];
  }[],
  named: string | undefined,
): number {
  const names = modelGroups.map(({ name }) => name);
  if (named !== undefined) {
    const position = names.indexOf(named);
    if (position >= 0) return position;
    throw usageError(`there is no model group '${named}'`, suggest(named, names));
  }
  const byName = logged.map(({ name }) => names.indexOf(name)).find((at) => at >= 0);
  if (byName !== undefined) return byName;
  const seen = new Set(logged.flatMap(({ groups }) => groups.map(({ name }) => name)));
  return Math.max(
    0,
    modelGroups.findIndex(({ groups }) => groups.some(({ name }) => seen.has(name))),
  );
}

function summaryOf(
  file: string,
  { rows, damaged, cacheHits, unknownCalls, zoned, jumps }: LogReading,
  elsewhere: number,
): LogSummary {
  return { file, rows, damaged, cacheHits, elsewhere, unknownCalls, jumps: jumps.count, zoned };
}

const SHOWN = 5;

function namesOf(groups: readonly { readonly name: string }[]): string {
  const names = [...new Set(groups.map(({ name }) => (name === '' ? '(nothing)' : name)))];
  const more = names.length > SHOWN ? ', ...' : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}
