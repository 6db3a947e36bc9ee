import type { RouterPart } from '../effects/fault.js';
import { moduleFileFault } from '../jobs/module-file.js';
import type { PartChoice } from '../loggers/choice.js';
import type { LoadedScenario } from '../scenario/loaded.js';
import type { Problem } from '../text/problems.js';
import { placeOf, problemAt } from '../text/tree.js';
import { readYaml } from '../text/yaml.js';

/** Where a scenario names a logger and a strategy. */
const PATHS = { logger: ['logger', 'name'], strategy: ['router', 'strategy'] } as const;
/** An override that names one instead: of that the file has no place. */
const OVERRIDES = {
  logger: /^\s*logger(?:\.name)?\s*=/,
  strategy: /^\s*router(?:\.(?:strategy|policy))?\s*=/,
};

/**
 * What is wrong with the file of a logger or a strategy that a scenario names, where it names it. The
 * file is looked at, and not run.
 * @param set overrides of the scenario
 */
export function partFaults(
  part: RouterPart,
  choice: PartChoice<unknown>,
  { source }: Pick<LoadedScenario, 'source'>,
  set: readonly string[],
): Problem[] {
  if (choice.kind !== 'file' || set.some((one) => OVERRIDES[part].test(one))) return [];
  const fault = moduleFileFault(choice.path, part);
  if (fault === undefined) return [];
  const message = `${part} ${choice.shown}${fault.what}`;
  const { root } = readYaml({ ...source, kind: 'file' });
  return [
    root === null
      ? { file: source.file, message, remedy: fault.remedy }
      : problemAt(placeOf(root, PATHS[part]), message, fault.remedy),
  ];
}
