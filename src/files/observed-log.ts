import { groupNamed } from '../litellm/deployment-names.js';
import { missingPagesText } from '../litellm/log-notes.js';
import { LogTallies } from '../litellm/log-tallies.js';
import type { LoggedDeployment } from '../litellm/logged-deployment.js';
import type { LogReading } from '../litellm/logs.js';
import { withoutProvider } from '../litellm/names.js';
import { MOST_UNPLACED } from '../litellm/nothing-placed.js';
import {
  type DeploymentCount,
  type ModelGroupCount,
  RoutedCounter,
} from '../litellm/routed-counts.js';
import type { SpendRow } from '../litellm/spend-row.js';
import { type LogSummary, logSummary } from '../report/import/report.js';
import { list } from '../report/kit/words.js';
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

/** Reads a log, of one or several files, and hands on its requests; null where it was interrupted. */
export type ReadSpendLog = (
  files: readonly string[],
  onRow: (row: SpendRow) => void,
) => Promise<LogReading | null>;

/** Which log, and how it names what the scenario has. */
export interface LogQuestion {
  readonly logs: readonly string[];
  readonly groupBy: GroupBy;
  readonly modelGroup: string | undefined;
  /** Part of the answers that may fit no group; 0.01 where it is not given. */
  readonly allowUnplaced?: number | undefined;
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
  const { logs, groupBy, allowUnplaced = MOST_UNPLACED } = options;
  const counter = new RoutedCounter();
  const tallies = new LogTallies();
  const reading = await read(logs, (row) => {
    counter.add(row);
    tallies.add(row);
  });
  if (reading === null) return null;
  const { modelGroups, requests } = counter.counts();
  const column = GROUP_COLUMNS[groupBy];
  const nameOf = (deployment: LoggedDeployment) => deployment[column];
  const position = positionOf(scenario, modelGroups, options.modelGroup, nameOf);
  const name = scenario.modelGroups[position]?.name as string;
  const { logged, aliases } = loggedAs(name, modelGroups, options.modelGroup);
  const all = [logged, ...aliases];
  const known = scenario.modelGroups[position]?.groups.map((group) => group.name) ?? [];
  const shown = known.map(withoutSecrets).join(', ');
  const counts = new Map<string, number>();
  const unplaced: DeploymentCount[] = [];
  for (const deployment of all.flatMap(({ deployments }) => deployments)) {
    const own = groupOf(deployment, known, column);
    if (own === undefined) unplaced.push(deployment);
    else counts.set(own, (counts.get(own) ?? 0) + deployment.requests);
  }
  const counted = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const inLog = list(logs);
  if (counted === 0) {
    throw inputError(
      `no request in ${inLog} went to a group of the scenario (${shown})`,
      `by ${groupBy} they went to ${namesOf(unplaced.map(nameOf))}: name the groups so in the scenario, or choose another column with --group-by`,
    );
  }
  // What failed before a deployment answered may say of none.
  const unanswered = sumOf(unplaced, ({ answers }) => answers);
  if (unanswered > allowUnplaced * (unanswered + counted)) {
    const some = unplaced.filter(({ answers }) => answers > 0).map(nameOf);
    throw inputError(
      `${unanswered} of the ${unanswered + counted} requests of model group '${logged.name}' in ${inLog} fit no group of the scenario (${shown}): by ${groupBy} they went to ${namesOf(some)}`,
      `${REMEDY}; or allow for them: --allow-unplaced ${Math.ceil((unanswered / (unanswered + counted)) * 100)}`,
    );
  }
  const [answers, timeouts, failures] = [
    sumOf(all, (one) => one.answers),
    sumOf(all, (one) => one.timeouts),
    sumOf(all, (one) => one.failures),
  ];
  const elsewhere = requests - answers - timeouts - failures;
  const whose = logged.name === '' ? 'what the log has' : `model group '${logged.name}' of the log`;
  const taken = `${whose} is taken for model group '${withoutSecrets(name)}' of the scenario`;
  const { missingPages } = reading;
  const placed = all
    .flatMap((one) => tallies.of(one.name))
    .flatMap((tally): PlacedTally[] => {
      const group = known.indexOf(groupOf(tally.deployment, known, column) ?? '');
      return group < 0 ? [] : [{ tally, group }];
    });
  return {
    observed: observedOf(scenario, position, counts),
    log: logSummary(logs, reading, { requests: answers, timeouts, failures, elsewhere }),
    notes: [
      ...(logged.name === withoutSecrets(name) ? [] : [taken]),
      ...aliases.map(
        (alias) =>
          `model group '${alias.name}' of the log went to the same deployments: it is counted as well`,
      ),
      ...(missingPages > 0 ? [missingPagesText(missingPages)] : []),
    ],
    evidence: logEvidence(tallies, placed, known.length, reading.has('completion_tokens')),
    groupOfId: new Map(placed.map(({ tally, group }) => [tally.deployment.modelId, group])),
    called: logged.name,
  };
}

const REMEDY =
  'a log does not tell groups apart that differ in limits only, nor the providers of a model: give such groups one name and one line in the scenario, or choose another column with --group-by';

function sumOf<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}

/**
 * The requests of a model group in a log, and those of others that went to the same deployments: names are
 * aliases of it. A log of one model group need not call it as the scenario does.
 * @throws CommandError where it could be any of several
 */
function loggedAs(
  name: string,
  all: readonly ModelGroupCount[],
  wanted = name,
): { readonly logged: ModelGroupCount; readonly aliases: readonly ModelGroupCount[] } {
  // Where nothing was answered, it may be a name that nobody has.
  const answered = all.filter(({ answers }) => answers > 0);
  const names = [wanted, name].map(withoutSecrets);
  const found = all.find((one) => names.includes(one.name)) ?? answered[0] ?? all[0];
  const none = { answers: 0, timeouts: 0, failures: 0, requests: 0, deployments: [] };
  if (found === undefined) return { logged: { name, ...none }, aliases: [] };
  const ids = new Set(idsOf(found));
  const aliases = answered.filter(
    (one) => one !== found && idsOf(one).length > 0 && idsOf(one).every((id) => ids.has(id)),
  );
  if (!names.includes(found.name) && answered.length > 1 + aliases.length) {
    throw usageError(
      `the log has several model groups, none of them '${withoutSecrets(name)}': ${namesOf(answered.map((one) => one.name))}`,
      'say which one it is: --model-group NAME',
    );
  }
  return { logged: found, aliases };
}

/** The deployments that answered, by their ids and models; none where some have no id. */
function idsOf({ deployments }: ModelGroupCount): string[] {
  const answered = deployments.filter(({ answers }) => answers > 0);
  if (answered.some(({ modelId }) => modelId === '')) return [];
  return answered.map(({ modelId, model }) => `${modelId}\n${model}`);
}

/** The group that a deployment of a log is of: that which import named by it, else as it is called by the column. */
function groupOf(
  deployment: LoggedDeployment,
  known: readonly string[],
  column: keyof LoggedDeployment,
): string | undefined {
  const called = groupCalled(deployment[column], known);
  return column === 'model' ? (groupNamed(deployment, known) ?? called) : called;
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
  logged: readonly ModelGroupCount[],
  named: string | undefined,
  nameOf: (deployment: LoggedDeployment) => string,
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
      return logged.some(({ deployments }) =>
        deployments.some((one) => groupCalled(nameOf(one), known) !== undefined),
      );
    }),
  );
}

const SHOWN = 5;

function namesOf(given: readonly string[]): string {
  const names = [...new Set(given.map((name) => (name === '' ? '(nothing)' : name)))];
  const more = names.length > SHOWN ? ', ...' : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}
