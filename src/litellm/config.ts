import { type Problem, ScenarioError, suggest } from '../text/problems.js';
import { type Located, type Place, problemAt, type Source } from '../text/tree.js';
import { readPythonYaml } from '../text/yaml.js';
import { aliasesOf } from './aliases.js';
import { configurationsIn, type Found, Unreadable } from './configuration/find.js';
import { type ReadIncluded, withIncludes } from './configuration/include.js';
import { MisplacedSettings } from './configuration/misplaced.js';
import { type ConfiguredModel, readModels } from './configuration/models.js';
import { notModelled, TOLD } from './configuration/not-modelled.js';
import { type Entries, itemsOf, type LeftOut, SettingsReader } from './configuration/reader.js';
import { REDIS_READ, readRedis } from './configuration/redis.js';
import {
  type ConfiguredRouter,
  type ConfiguredRouters,
  ROUTER_READ,
  readRouters,
  type StrategyName,
} from './configuration/router.js';
import { type Surroundings, surroundingsOf } from './configuration/surroundings.js';
import { templateProblem } from './configuration/template.js';
import { hasDatabase, whyNoModels } from './configuration/without-models.js';
import { mayBeOffered } from './group-field.js';
import { masked } from './mask.js';
import { insteadOfConfig, misplaced } from './recognise.js';
import { isSetting } from './settings.js';

export type { ConfiguredModel, Deployment, DeploymentRouting } from './configuration/models.js';
export type { ConfiguredRouter, StrategyName } from './configuration/router.js';

/** What a LiteLLM proxy configuration says of routing. */
export interface ProxyConfig {
  /** By model_name, in the order of the file. */
  readonly models: readonly ConfiguredModel[];
  /** Other names that requests may ask by, and a log then has: the model_name of each. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Of model groups that have none of their own. */
  readonly router: ConfiguredRouter;
  /** Whether that is LiteLLM's default, as nothing says a strategy. */
  readonly isDefaultRouter: boolean;
  /** Those that are of one model group, by its name. */
  readonly ownRouters: ReadonlyMap<string, ConfiguredRouter>;
  /** Whether there may be models in a database, which come on top of these. */
  readonly inDatabase: boolean;
  /** Where the router's Redis is configured; null where it has none. */
  readonly redis: string | null;
  /** What the file says of the processes that run it, and of the release. */
  readonly surroundings: Surroundings;
  /** Settings that stand where LiteLLM does not read them, with what the proxy does instead. */
  readonly misplaced: readonly string[];
  /** What is odd in what is read. */
  readonly odd: readonly string[];
  /** What is not modelled and would change the answer, with what it would do. */
  readonly notModelled: readonly string[];
  /** Settings without effect on who is chosen. */
  readonly ignored: readonly LeftOut[];
  /** What is none of LiteLLM's settings that latsim knows. */
  readonly unknown: readonly LeftOut[];
  /** What had to be assumed in reading it. */
  readonly notes: readonly string[];
}

export interface ConfigOptions {
  /** A field of litellm_params or model_info: its values make groups. */
  readonly groupBy: string;
  /** Instead of the configured strategy, which may then be any. */
  readonly strategy?: StrategyName | undefined;
  /** Reads the files that are included; without it there are none. */
  readonly include?: ReadIncluded;
  /** Whether there may be no models, as a log tells those of the database. */
  readonly fleetFromLog?: boolean;
}

/** What configurations are, as errors speak of it. */
const OF = 'proxy configuration';

/**
 * Reads a LiteLLM proxy configuration, or a file that has one in it: the values of a Helm chart, a ConfigMap, a
 * file for Docker Compose, what a proxy answers of its models.
 * @throws ScenarioError with all problems; they show places, the names of LiteLLM's settings and of files
 *   that are included, nothing else of the file
 */
export function readConfig(file: string, text: string, options: ConfigOptions): ProxyConfig {
  const source: Source = { file, text, kind: 'file' };
  const { roots, problems, repeated } = readPythonYaml(source, { of: OF, mayShow: isSetting });
  const reader = new SettingsReader();
  reader.problems.push(...problems.map(masked));
  const found = roots === null ? undefined : oneOf(reader, roots);
  const isBroken = reader.problems.length > 0;
  const config = found === undefined ? undefined : read(reader, found, roots as Located[], options);
  if (config === undefined || reader.problems.length > 0) {
    const isTemplate = reader.isTemplate || roots === null || isBroken;
    throw new ScenarioError(problemsOf(source, reader.problems, isTemplate));
  }
  const again = repeated.filter(({ name }) => isSetting(name)).map(againText);
  return { ...config, odd: [...new Set(again), ...config.odd] };
}

function againText({ name, at }: { readonly name: string; readonly at: Place }): string {
  return `${name} is given twice (line ${problemAt(at, '', '').line}): the last one counts`;
}

/**
 * What to say of a file that is no configuration, or a broken one.
 * @param mayBeTemplate whether it cannot be read as YAML, or a value is to be filled in
 */
function problemsOf(
  source: Source,
  problems: readonly Problem[],
  mayBeTemplate: boolean,
): readonly Problem[] {
  const template = mayBeTemplate ? templateProblem(source) : undefined;
  if (template !== undefined) return [template];
  const instead = insteadOfConfig(source.text);
  if (instead !== undefined) return [misplaced(source.file, instead, 'a configuration')];
  return [...problems].sort(inOrder);
}

function inOrder(a: Problem, b: Problem): number {
  if (a.file !== b.file) return 0;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

/** The configuration in the documents of a file. */
function oneOf(reader: SettingsReader, roots: readonly Located[]): Found | undefined {
  const found = foundIn(reader, roots);
  if (found === undefined) return undefined;
  const full = found.filter(({ root }) => listOf(root).length > 0);
  const [one = found[0], other] = full;
  if (other !== undefined) {
    const remedy = 'put the one that is meant into a file of its own';
    reader.report(other.root.at, 'there is more than one configuration in this file', remedy);
    return undefined;
  }
  if (one !== undefined) return one;
  const [root] = roots as [Located, ...Located[]];
  const { message, remedy, at = root.at } = whyNoModels(roots);
  reader.report(at, message, remedy);
  return undefined;
}

function foundIn(reader: SettingsReader, roots: readonly Located[]): Found[] | undefined {
  try {
    return configurationsIn(roots);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    reader.problems.push(...error.problems.map(masked));
    return undefined;
  }
}

function listOf({ value }: Located): readonly Located[] {
  return value.kind === 'map' ? modelsIn(value.entries) : [];
}

/** A `model_list`, or the models that a proxy answers of itself (GET /model/info). */
function modelsIn(entries: Entries): readonly Located[] {
  const list = itemsOf(entries.get('model_list')?.node);
  return list.length > 0 ? list : itemsOf(entries.get('data')?.node);
}

/** Sections of which settings are read; the others are passed over as a whole. */
const SECTIONS = ['model_list', 'router_settings', 'litellm_settings', 'data'];

/** Whether there is one of these in a section. */
function hasSome(entries: Entries, names: readonly string[]): boolean {
  return names.some((name) => entries.has(name));
}

function read(
  reader: SettingsReader,
  { root, parent, beside }: Found,
  documents: readonly Located[],
  options: ConfigOptions,
): ProxyConfig | undefined {
  const { groupBy, strategy, include = () => undefined, fleetFromLog = false } = options;
  const { entries, odd: ofIncludes } = withIncludes(reader, root, beside, include);
  const [router, module, general] = ['router_settings', 'litellm_settings', 'general_settings'].map(
    (name) => reader.section(entries.get(name), name),
  ) as [Entries, Entries, Entries];
  const wrong = new MisplacedSettings(entries);
  // One that has nothing to tell of is left out as a whole.
  const isToldOf = hasSome(general, TOLD.general);
  reader.leaveOut(
    entries,
    [...SECTIONS, ...wrong.names, ...(isToldOf ? ['general_settings'] : [])],
    '',
  );
  if (isToldOf) reader.leaveOut(general, [...TOLD.general, ...wrong.names], 'general_settings');
  reader.leaveOut(
    router,
    [...ROUTER_READ, ...REDIS_READ, ...TOLD.router, ...wrong.names, 'model_group_alias'],
    'router_settings',
  );
  reader.leaveOut(module, [...TOLD.module, ...wrong.names], 'litellm_settings');
  const routers = readRouters(reader, router, strategy);
  const redis = readRedis(reader, router, module);
  const items = modelsIn(entries);
  const inDatabase = hasDatabase(general, items.length > 0);
  if (items.length === 0 && reader.problems.length === 0 && !(inDatabase && fleetFromLog)) {
    const { message, remedy } = whyNoModels([root], general);
    reader.report(entries.get('model_list')?.node.at ?? root.at, message, remedy);
    return undefined;
  }
  const { models, odd, fields, settings } = readModels(reader, items, routers, groupBy);
  checkGroups(reader, models, fields, groupBy, entries.get('model_list')?.node.at ?? root.at);
  tellAssumed(reader, routers);
  const surroundings = surroundingsOf(documents, parent);
  const setUp = { router: routers.general, hasRedis: redis.path !== null };
  return {
    models,
    aliases: aliasesOf(router.get('model_group_alias')?.node),
    router: routers.general,
    isDefaultRouter: routers.isDefault,
    ownRouters: routers.own,
    inDatabase,
    redis: redis.path,
    surroundings,
    misplaced: wrong.said(setUp),
    odd: [...ofIncludes, ...routers.odd, ...redis.odd, ...odd, ...orderText(models, routers)],
    notModelled: notModelled({ router, module, general, deployments: settings }),
    ...reader.leftOut(),
    notes: [...reader.notes, ...surroundings.notes],
  };
}

function checkGroups(
  reader: SettingsReader,
  models: readonly ConfiguredModel[],
  fields: ReadonlySet<string>,
  groupBy: string,
  at: Place,
): void {
  const isGiven = models.some(({ deployments }) =>
    deployments.some(({ group }) => group !== undefined),
  );
  if (isGiven || models.length === 0 || reader.problems.length > 0) return;
  const remedy = `group by another field: ${suggest(groupBy, [...fields].filter(mayBeOffered))}`;
  reader.report(at, `no model has the field ${groupBy}`, remedy);
}

function tellAssumed(reader: SettingsReader, { general }: ConfiguredRouters): void {
  if (general.tagFiltering) {
    reader.notes.add('requests have no tags: load.tags says which part of them has which');
  }
}

/** Whether order counts is a matter of the release. */
function orderText(
  models: readonly ConfiguredModel[],
  { general }: ConfiguredRouters,
): readonly string[] {
  const isOrdered = models.some(({ deployments }) =>
    deployments.some(({ routing }) => routing.order !== undefined),
  );
  return isOrdered && !general.preCallChecks
    ? [
        'order without enable_pre_call_checks: LiteLLM up to 1.82.3 does not look at it, 1.110.2 does; from which release on is not known',
      ]
    : [];
}
