import type { Problem } from '../text/problems.js';
import type { ReadText } from './parse.js';
import type { ReadScenario, Scenario } from './schema.js';

/** A scenario with all that it names. */
export interface LoadedScenario {
  /** With everything that was laid over what is written. */
  readonly scenario: Scenario;
  readonly source: {
    /** As the user named it. */
    readonly file: string;
    /** Where it was found; what it names is relative to this. */
    readonly path: string;
    readonly text: string;
    /** For whoever lays something else over it. */
    readonly read?: ReadText | undefined;
  };
  /** Whether it was written as a list of model groups, not as one with fleet and load. */
  readonly listed: boolean;
  /** What it says of LiteLLM: the release, and of each model group path and providers. */
  readonly stated: ReadScenario['stated'];
  /** What follows from the LiteLLM that it names, as assumptions beside its own. */
  readonly follows: readonly string[];
  /** What is worth knowing beside what comes of it (`warnings.ts`). */
  readonly warnings: readonly Problem[];
  /**
   * Same hash, same meaning: over the resolved values and the numbers, without any prose. Seed,
   * number of replications, profile and margin count as the file and `--set` have them: what
   * options of their own say of these is reported beside the hash. What is recorded counts as it
   * is in force: where it follows from the release, `--profile` changes it and the hash.
   */
  readonly hash: string;
  /** The numbers of each file that the scenario names, by the path as written there. */
  readonly numbers: ReadonlyMap<string, Float64Array>;
}
