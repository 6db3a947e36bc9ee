import { readLatencyMap } from '../litellm/latency-map.js';
import type { LogSummary } from '../report/import/report.js';
import { ChangesRefused } from '../scenario/change.js';
import { KINDS } from '../scenario/kinds.js';
import type { LoadedScenario } from '../scenario/loaded.js';
import { overridesOf } from '../scenario/override.js';
import { parseScenario } from '../scenario/parse.js';
import type { Scenario } from '../scenario/schema.js';
import { simulatedOf } from '../studies/diagnose/diagnosis.js';
import type { Evidence, LogEvidence, MapEvidence } from '../studies/diagnose/evidence.js';
import { mapEvidence } from '../studies/diagnose/map-evidence.js';
import type { Observed } from '../studies/diagnose/observed.js';
import { readAs, readObserved } from '../studies/diagnose/read-observed.js';
import { rightRouting } from '../studies/diagnose/right.js';
import { type Subject, subjectOf } from '../studies/diagnose/subject.js';
import { type Replications, variantOf } from '../studies/diagnose/variant.js';
import {
  basisOf,
  DEFAULT_MAX_EVENTS,
  estimatedEvents,
  tooManyEvents,
} from '../studies/event-limit.js';
import { DEFAULT_MAX_MEMORY_MB, neededMemory, requireMemory } from '../studies/memory-limit.js';
import { isModulePath } from '../text/addresses.js';
import { inputError, usageError } from '../text/failure.js';
import { ScenarioError } from '../text/problems.js';
import { loadScenario, type ScenarioSource, scenarioName } from './load.js';
import { type GroupBy, type ReadSpendLog, readObservedLog } from './observed-log.js';

/** Replications per mechanism, at least. */
export const LEAST_REPLICATIONS = 200;

/** What was observed, and how it is to be explained. */
export interface DiagnoseQuestion {
  /** Requests that each group got: `gpt-4.1=8,claude=32`, or by name. */
  readonly observed?: string | Readonly<Record<string, number>>;
  /** Instead: the log that has them, in one file or several. */
  readonly logs?: string | readonly string[];
  /** Part of the answers in it that may fit no group, 0..1; 0.01 where it is not given. */
  readonly unplaced?: number;
  /** Column of the log that names the groups. */
  readonly groupBy?: GroupBy;
  /** The router's latency map: a file, `-`, or `absent`. */
  readonly map?: string;
  readonly modelGroup?: string;
  readonly seed?: string;
  readonly replications?: number;
  readonly set?: readonly string[];
  /** Instead of the scenario's. */
  readonly strategy?: string | undefined;
}

/** Gives the text of a file, or of standard input. */
export type ReadMap = (file: string) => Promise<string>;

/** A diagnosis, ready to begin. */
export interface DiagnoseSetup {
  /** How the scenario is named. */
  readonly file: string;
  readonly set: readonly string[];
  readonly loaded: LoadedScenario;
  readonly subject: Subject;
  readonly observed: Observed;
  readonly luck: Replications;
  /** Where the split was counted; null: it was given. */
  readonly log: LogSummary | null;
  /** What a reader of the log should know. */
  readonly notes: readonly string[];
  /** What is known beside the split. */
  readonly evidence: Evidence;
}

/**
 * Reads the scenario and what was observed.
 * @param here the working folder
 * @param readLog reads the log that is named
 * @param readMap gives the text of the map that is named
 * @returns null where it was interrupted while the log was read
 * @throws ScenarioError or CommandError with what is wrong
 */
export async function setUpDiagnosis(
  here: string,
  source: ScenarioSource,
  asked: DiagnoseQuestion,
  readLog: ReadSpendLog,
  readMap: ReadMap,
): Promise<DiagnoseSetup | null> {
  const { set = [], strategy, seed, replications = LEAST_REPLICATIONS } = asked;
  const shorthands = seed === undefined ? {} : { seed };
  const loaded = loadScenario(source, { set, strategy, shorthands, folder: here });
  const { scenario } = loaded;
  if (isModulePath(scenario.router.strategy)) {
    throw inputError(
      'the strategy is a file of your own, and diagnose simulates those that come with latsim',
      'run it, or compare it with another: latsim compare SCENARIO --strategy A --strategy B',
    );
  }
  const seen = await observedFor(scenario, asked, readLog, readMap);
  if (seen === null) return null;
  const subject = subjectOf(loaded, seen.observed.position);
  const luck = { seed: scenario.seed, replications };
  const setup = { file: scenarioName(source), set, loaded, subject, luck, ...seen };
  await withPlaces(setup, () => requireRequests(subject, simulatedOf(seen.observed.counts), luck));
  return setup;
}

/**
 * Does a part of a diagnosis.
 * @throws ScenarioError with places in the file, or in the arguments, where a mechanism does not go
 * together with the scenario
 */
export async function withPlaces<Result>(
  { loaded, set }: Pick<DiagnoseSetup, 'loaded' | 'set'>,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ChangesRefused ? whereWritten(error, loaded, set) : error;
  }
}

function whereWritten(
  refused: ChangesRefused,
  loaded: LoadedScenario,
  set: readonly string[],
): Error {
  const { file, text } = loaded.source;
  const all = [...set, ...overridesOf(refused.changes, loaded)];
  const kinds = { ...KINDS, expectations: [] };
  const result = parseScenario(text, { file, set: all, kinds });
  return result.ok ? refused : new ScenarioError(result.problems);
}

/** What was observed, as counts or as a log; null: interrupted. */
async function observedFor(
  scenario: Scenario,
  { observed, logs, groupBy = 'model', map, modelGroup, unplaced }: DiagnoseQuestion,
  readLog: ReadSpendLog,
  readMap: ReadMap,
): Promise<Pick<DiagnoseSetup, 'observed' | 'log' | 'notes' | 'evidence'> | null> {
  if (observed !== undefined && logs !== undefined) {
    throw usageError('--observed and --logs both say what was observed', 'give one of them');
  }
  if ([logs].flat().includes('-') && map === '-') {
    throw usageError('--logs and --map both read standard input', 'give one of them as a file');
  }
  if (logs !== undefined) {
    const question = { logs: [logs].flat(), groupBy, modelGroup, allowUnplaced: unplaced };
    const read = await readObservedLog(question, scenario, readLog);
    if (read === null) return null;
    const { groupOfId, called, evidence: log, ...seen } = read;
    const names = [called, seen.observed.modelGroup.name];
    const groupOf = (id: string) => groupOfId.get(id) ?? null;
    return { ...seen, evidence: { log, map: await mapFor(map, readMap, names, groupOf, log) } };
  }
  if (observed !== undefined) {
    const read = readObserved(observed, scenario, modelGroup);
    const notes = typeof observed === 'string' ? readAs(observed, read) : [];
    const seen = await mapFor(map, readMap, [read.modelGroup.name], () => null, null);
    return { observed: read, log: null, notes, evidence: { log: null, map: seen } };
  }
  const groups = scenario.modelGroups[0]?.groups.map(({ name }) => `${name}=...`).join(',');
  throw usageError(
    'nothing was observed',
    `give the requests per group: --observed ${groups}; or a log: --logs FILE`,
  );
}

/** How it is said that there is no map. */
export const ABSENT = 'absent';

/** What the map that is named shows; null: none is. */
async function mapFor(
  map: string | undefined,
  readMap: ReadMap,
  modelGroups: readonly string[],
  groupOf: (id: string) => number | null,
  log: LogEvidence | null,
): Promise<MapEvidence | null> {
  if (map === undefined) return null;
  if (map === ABSENT) return { kind: 'absent' };
  return mapEvidence(readLatencyMap(map, await readMap(map), modelGroups), groupOf, log);
}

/** @throws CommandError where the load never brings the requests, or far too many before them */
function requireRequests(subject: Subject, requests: number, luck: Replications): void {
  const right = variantOf(subject, rightRouting(subject), requests, luck);
  if (right === null) {
    throw inputError(
      `the scenario's load does not produce ${requests} requests`,
      'give it the load under which they were observed',
    );
  }
  const events = estimatedEvents(right.experiment, luck.replications, DEFAULT_MAX_EVENTS);
  if (events > DEFAULT_MAX_EVENTS) {
    throw tooManyEvents(events, DEFAULT_MAX_EVENTS, basisOf(true));
  }
  const logger = { kind: 'shipped', name: right.experiment.logger.name } as const;
  const needed = neededMemory(right.experiment, logger, luck.replications);
  requireMemory(needed, DEFAULT_MAX_MEMORY_MB);
}
