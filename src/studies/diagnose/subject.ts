import type { Experiment, ModelGroup as Traffic } from '../../model/experiment.js';
import { compile } from '../../scenario/compile.js';
import type { LoadedScenario } from '../../scenario/loaded.js';
import { parseScenario } from '../../scenario/parse.js';
import type { ModelGroup, Scenario } from '../../scenario/schema.js';
import { ScenarioError } from '../../text/problems.js';
import { plain, valueAt } from '../../text/tree.js';
import { readYaml } from '../../text/yaml.js';
import { overridesOf, type Settings } from './settings.js';

/** The scenario that a split was observed on, as `--set` gives it. */
export interface Subject {
  readonly loaded: LoadedScenario;
  /** The user's own overrides: those of the mechanisms come on top. */
  readonly set: readonly string[];
  readonly scenario: Scenario;
  /** Position of the model group that was observed. */
  readonly position: number;
  readonly modelGroup: ModelGroup;
  /** The scenario, compiled with a shipped logger: a user's own is never run here. */
  readonly experiment: Experiment;
  /** The model group in it. */
  readonly traffic: Traffic;
  /** How the fields of the model group are named: `` or `modelGroups[0].`. */
  readonly prefix: string;
}

export function subjectOf(
  loaded: LoadedScenario,
  set: readonly string[],
  position: number,
): Subject {
  const { scenario, source, numbers } = loaded;
  const { root } = readYaml({ file: source.file, text: source.text, kind: 'file' });
  const listed = root !== null && valueAt(plain(root), ['modelGroups']) !== undefined;
  const shipped = { ...scenario, logger: { ...scenario.logger, name: 'unlocked' } };
  const modelGroup = scenario.modelGroups[position];
  const experiment = compile(shipped, { numbers });
  const traffic = experiment.modelGroups[position];
  if (modelGroup === undefined || traffic === undefined) {
    throw new RangeError(`there is no model group ${position}`);
  }
  const prefix = listed ? `modelGroups[${position}].` : '';
  return { loaded, set, scenario, position, modelGroup, experiment, traffic, prefix };
}

/**
 * The subject's scenario under settings.
 * @throws ScenarioError where the settings do not go together with the scenario
 */
export function scenarioUnder(subject: Subject, settings: Settings): Scenario {
  const { source } = subject.loaded;
  const set = [...subject.set, ...overridesOf(settings)];
  const result = parseScenario(source.text, { file: source.file, set, kinds: [] });
  if (!result.ok) throw new ScenarioError(result.problems);
  return result.scenario;
}
