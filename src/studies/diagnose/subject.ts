import { NO_EXPECTATIONS } from '../../expectation/expectations.js';
import type { Experiment, ModelGroup as Traffic } from '../../model/experiment.js';
import { withChanges } from '../../scenario/change.js';
import { compile } from '../../scenario/compile.js';
import type { LoadedScenario } from '../../scenario/loaded.js';
import type { ModelGroup, Scenario } from '../../scenario/schema.js';
import type { Provider } from '../../strategies/lowest-latency/recorded.js';
import type { ChangeSet } from './change-set.js';

/** The scenario that a split was observed on. */
export interface Subject {
  readonly scenario: Scenario;
  /** The numbers of each file that it names, by the path as written there. */
  readonly numbers: LoadedScenario['numbers'];
  /** Position of the model group that was observed. */
  readonly position: number;
  readonly modelGroup: ModelGroup;
  /** The scenario, compiled with a shipped logger: a user's own is never run here. */
  readonly experiment: Experiment;
  /** Who serves each group of it; undefined: that is not said. */
  readonly providers: readonly (Provider | undefined)[];
  /** The model group in it. */
  readonly traffic: Traffic;
}

export function subjectOf(
  {
    scenario,
    numbers,
    stated,
  }: Pick<LoadedScenario, 'scenario' | 'numbers'> & Partial<Pick<LoadedScenario, 'stated'>>,
  position: number,
): Subject {
  const shipped = { ...scenario, logger: { ...scenario.logger, name: 'unlocked' } };
  const modelGroup = scenario.modelGroups[position];
  const experiment = compile(shipped, { numbers });
  const traffic = experiment.modelGroups[position];
  if (modelGroup === undefined || traffic === undefined) {
    throw new RangeError(`there is no model group ${position}`);
  }
  const providers =
    stated?.modelGroups[position]?.providers ?? modelGroup.groups.map(() => undefined);
  return { scenario, numbers, position, modelGroup, experiment, providers, traffic };
}

/**
 * The subject's scenario under settings. It expects nothing: a diagnosis judges nothing that is
 * expected.
 * @throws ChangesRefused where the settings do not go together with the scenario
 */
export function scenarioUnder({ scenario }: Subject, settings: ChangeSet): Scenario {
  return withChanges({ ...scenario, expect: NO_EXPECTATIONS }, settings);
}
