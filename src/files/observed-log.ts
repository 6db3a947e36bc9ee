import { LogTallies } from '../litellm/log-tallies.js';
import type { LogReading } from '../litellm/logs.js';
import { withoutProvider } from '../litellm/names.js';
import { type GroupColumn, type ModelGroupCount, RoutedCounter } from '../litellm/routed-counts.js';
import type { SpendRow } from '../litellm/spend-row.js';
import { type LogSummary, logSummary } from '../report/import/report.js';
import type { Scenario } from '../scenario/schema.js';
import type { LogEvidence } from '../studies/diagnose/evidence.js';
import { logEvidence, type PlacedTally } from '../studies/diagnose/log-evidence.js';
import type { Observed } from '../studies/diagnose/observed.js';
import { observedOf } from '../studies/diagnose/read-observed.js';
import { withoutSecrets } from '../text/addresses.js';
import { inputError, usageError } from '../text/failure.js';
import { suggest } from '../text/problems.js';

/** The columns of a log by which its requests can be told to be of a group. */
export const GROUP_COLUMNS = { model: 'model', model_id: 'modelId', api_base: 'apiBase' } as const;

/** One of these columns. */
export type GroupBy = keyof typeof GROUP_COLUMNS;

/** Reads a log and hands on its requests; null where it was interrupted. */
export type ReadSpendLog = (
  file: string,
  onRow: (row: SpendRow) => void,
) => Promise<LogReading | null>;

/** Which log, and how it names what the scenario has. */
export interface LogQuestion {
  readonly logs: string;
  readonly groupBy: GroupBy;
  readonly modelGroup: string | undefined;
}

/** A split as a log has it, and what was found beside it. */
export interface ObservedLog {
  readonly observed: Observed;
  readonly log: LogSummary;
  /** What a reader should know. */
  readonly notes: readonly string[];
  /** What the log shows beside the split. */
  readonly evidence: LogEvidence;
  /** The position of the group of a deployment's id, as far as the log names both. */
  readonly groupOfId: ReadonlyMap<string, number>;
  /** What the log calls the model group. */
  readonly called: string;
}

/**
 * Counts the requests of a LiteLLM spend log by the groups of a scenario.
 * @returns null where it was interrupted
 * @throws ScenarioError where the log cannot be relied on
 * @throws CommandError where it has no request of the scenario's groups
 */
export async function readObservedLog(
  options: LogQuestion,
  scenario: Scenario,
  read: ReadSpendLog,
): Promise<ObservedLog | null> {
  const by: GroupColumn = GROUP_COLUMNS[options.groupBy];
  const counter = new RoutedCounter(by);
  const tallies = new LogTallies(by);
  const reading = await read(options.logs, (row) => {
    counter.add(row);
    tallies.add(row);
  });
  if (reading === null) return null;
  const { modelGroups, requests } = counter.counts();
  const names = scenario.modelGroups.map(({ name }) => name);
  const position = positionOf(scenario, modelGroups, options.modelGroup);
  const name = names[position];
  const logged = loggedAs(name as string, modelGroups, options.modelGroup);
  const { groups } = logged;
  const known = scenario.modelGroups[position]?.groups.map((group) => group.name) ?? [];
  const shown = known.map(withoutSecrets).join(', ');
  const counts = new Map<string, number>();
  const unmatchedGroups: { name: string; requests: number }[] = [];
  for (const group of groups) {
    const own = groupCalled(group.name, known);
    if (own === undefined) unmatchedGroups.push(group);
    else counts.set(own, (counts.get(own) ?? 0) + group.requests);
  }
  const counted = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (counted === 0) {
    throw inputError(
      `no request in ${options.logs} went to a group of the scenario (${shown})`,
      `by ${options.groupBy} they went to ${namesOf(groups)}: name the groups so in the scenario, or choose another column with --group-by`,
    );
  }
  const unmatched = unmatchedGroups.reduce((sum, group) => sum + group.requests, 0);
  if (unmatched > MOST_UNMATCHED * (unmatched + counted)) {
    throw inputError(
      `${unmatched} of the ${unmatched + counted} requests of model group '${logged.name}' in ${options.logs} fit no group of the scenario (${shown}): by ${options.groupBy} they went to ${namesOf(unmatchedGroups)}`,
      REMEDY,
    );
  }
  const whose = logged.name === '' ? 'what the log has' : `model group '${logged.name}' of the log`;
  const taken = `${whose} is taken for model group '${withoutSecrets(name as string)}' of the scenario`;
  const placed = tallies.of(logged.name).flatMap((tally): PlacedTally[] => {
    const group = known.indexOf(groupCalled(tally.name, known) ?? '');
    return group < 0 ? [] : [{ tally, group }];
  });
  return {
    observed: observedOf(scenario, position, counts),
    log: logSummary(options.logs, reading, requests - counted),
    notes: logged.name === name ? [] : [taken],
    evidence: logEvidence(tallies, placed, known.length, reading.has('completion_tokens')),
    groupOfId: new Map(placed.map(({ tally, group }) => [tally.modelId, group])),
    called: logged.name,
  };
}

/** More than this part of a model group's requests must not be of unknown groups. */
const MOST_UNMATCHED = 0.01;
const REMEDY =
  'a log does not tell groups apart that differ in limits only, nor the providers of a model: give such groups one name and one line in the scenario, or choose another column with --group-by';

/**
 * The requests of a model group in a log. A log of one model group need not call it as the scenario
 * does.
 * @throws CommandError where it could be any of several
 */
function loggedAs(
  name: string,
  logged: readonly ModelGroupCount[],
  wanted = name,
): ModelGroupCount {
  const [first, ...others] = logged;
  const names = [wanted, name].map(withoutSecrets);
  const found = logged.find((one) => names.includes(one.name)) ?? first;
  if (found === undefined) return { name, requests: 0, groups: [] };
  if (!names.includes(found.name) && others.length > 0) {
    throw usageError(
      `the log has several model groups, none of them '${withoutSecrets(name)}': ${namesOf(logged)}`,
      'say which one it is: --model-group NAME',
    );
  }
  return found;
}

/**
 * The group that a log means by a name: its own, or the only one that is so called without its
 * provider. Undefined: none, or any of several.
 */
function groupCalled(name: string, known: readonly string[]): string | undefined {
  const own = (wanted: string) => known.find((group) => withoutSecrets(group) === wanted);
  const short = withoutProvider(name);
  const called = own(name) ?? own(short);
  if (called !== undefined) return called;
  // `azure/gpt-4.1` is not `openai/gpt-4.1`, but `gpt-4.1` may be either.
  const alike = known.filter((group) => short === name && withoutProvider(group) === name);
  return alike.length === 1 ? alike[0] : undefined;
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
  const names = modelGroups.map(({ name }) => withoutSecrets(name));
  if (named !== undefined) {
    const position = names.indexOf(withoutSecrets(named));
    if (position >= 0) return position;
    // Of a scenario with one, it may name that of the log.
    if (names.length === 1 && logged.some(({ name }) => name === withoutSecrets(named))) return 0;
    throw usageError(
      `there is no model group '${withoutSecrets(named)}'`,
      suggest(named, [...names, ...logged.map(({ name }) => name)]),
    );
  }
  const byName = logged.map(({ name }) => names.indexOf(name)).find((at) => at >= 0);
  if (byName !== undefined) return byName;
  return Math.max(
    0,
    modelGroups.findIndex(({ groups }) => {
      const known = groups.map(({ name }) => name);
      return logged.some((one) =>
        one.groups.some(({ name }) => groupCalled(name, known) !== undefined),
      );
    }),
  );
}

const SHOWN = 5;

function namesOf(groups: readonly { readonly name: string }[]): string {
  const names = [...new Set(groups.map(({ name }) => (name === '' ? '(nothing)' : name)))];
  const more = names.length > SHOWN ? ', ...' : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}
