import { NO_EXPECTATIONS } from '../../expectation/expectations.js';
import type { Experiment, ModelGroup as Traffic } from '../../model/experiment.js';
import { withChanges } from '../../scenario/change.js';
import { compile } from '../../scenario/compile.js';
import type { LoadedScenario } from '../../scenario/loaded.js';
import type { ModelGroup, Scenario } from '../../scenario/schema.js';
import { profileNamed } from '../../strategies/lowest-latency/profile.js';
import type { Provider, RequestPath } from '../../strategies/lowest-latency/recorded.js';
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
  /** Where its requests come in; undefined: that is not said. */
  readonly path: RequestPath | undefined;
  /** Which LiteLLM runs. */
  readonly litellm: RunningRelease;
  /** The model group in it. */
  readonly traffic: Traffic;
}

/** A release of LiteLLM, and how sure that is. */
export interface RunningRelease {
  /** As LiteLLM numbers it: `1.82.3`. */
  readonly release: string;
  /** Whether the scenario names it; else it is that of its profile. */
  readonly stated: boolean;
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
  const litellm = {
    release: stated?.litellm?.release ?? profileNamed(scenario.router.profile).release,
    stated: stated?.litellm !== undefined,
  };
  const path = stated?.modelGroups[position]?.path;
  return { scenario, numbers, position, modelGroup, experiment, providers, path, litellm, traffic };
}

/**
 * The subject's scenario under settings. It expects nothing: a diagnosis judges nothing that is
 * expected.
 * @throws ChangesRefused where the settings do not go together with the scenario
 */
export function scenarioUnder({ scenario }: Subject, settings: ChangeSet): Scenario {
  return withChanges({ ...scenario, expect: NO_EXPECTATIONS }, settings);
}
