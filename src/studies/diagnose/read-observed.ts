import type { ModelGroup, Scenario } from '../../scenario/schema.js';
import { chosenName, withoutSecrets } from '../../text/addresses.js';
import { type CommandError, usageError } from '../../text/failure.js';
import { suggest } from '../../text/problems.js';
import type { Observed } from './observed.js';

/** More would tell no more, and an exact p-value takes time. */
const MOST_REQUESTS = 1_000_000;

/**
 * Reads `gpt-4.1=8,claude-sonnet-4-6=32` for a scenario, or the same by name. With several model
 * groups the names say which one is meant, unless it is named.
 * @throws CommandError with everything that is wrong
 */
export function readObserved(
  given: string | Readonly<Record<string, number>>,
  scenario: Scenario,
  modelGroupName: string | undefined,
): Observed {
  const problems = new Problems();
  const counts = new Map<string, number>();
  for (const { written, name, count } of typeof given === 'string'
    ? partsOf(given)
    : named(given)) {
    if (name === '')
      problems.add(
        `'${withoutSecrets(written)}' is not a group=count pair`,
        'write gpt-4.1=8,claude=32',
      );
    else if (counts.has(name))
      problems.add(`group '${withoutSecrets(name)}' is given twice`, 'give it once');
    else if (!/^\d+$/.test(count) || !Number.isSafeInteger(Number(count))) {
      problems.add(
        `'${withoutSecrets(count)}' is not a number of requests`,
        'write a whole number, 0 or more',
      );
    }
    if (name !== '') counts.set(name, Number(count));
  }
  const position = modelGroupOf(scenario, modelGroupName, [...counts.keys()], problems);
  const modelGroup = scenario.modelGroups[position] as ModelGroup;
  const known = modelGroup.groups.map(({ name }) => name);
  const shown = known.map(withoutSecrets);
  for (const name of counts.keys()) {
    if (!known.includes(name))
      problems.add(`there is no group '${withoutSecrets(name)}'`, suggest(name, shown));
  }
  const missing = known.filter((name) => !counts.has(name)).map(withoutSecrets);
  if (missing.length > 0) {
    problems.add(`no count for ${missing.join(', ')}`, `add ${missing[0]}=0 if it got none`);
  }
  problems.throwAny();
  return observedOf(scenario, position, counts);
}

/** A group and its count, as they were written; the name is empty where there is none. */
interface Part {
  readonly written: string;
  readonly name: string;
  readonly count: string;
}

function partsOf(given: string): Part[] {
  return given.split(',').map((text) => {
    const written = text.trim();
    const cut = written.lastIndexOf('=');
    const name = cut < 1 ? '' : chosenName(written.slice(0, cut).trim());
    return { written, name, count: written.slice(cut + 1).trim() };
  });
}

function named(given: Readonly<Record<string, number>>): Part[] {
  return Object.entries(given).map(([name, count]) => ({
    written: `${name}=${count}`,
    name: chosenName(name),
    count: String(count),
  }));
}

/**
 * The split of a model group.
 * @param counts by the name of the group; a group that is missing got none
 * @throws CommandError where there are no requests, or far too many
 */
export function observedOf(
  scenario: Scenario,
  position: number,
  counts: ReadonlyMap<string, number>,
): Observed {
  const modelGroup = scenario.modelGroups[position] as ModelGroup;
  const all = modelGroup.groups.map(({ name }) => counts.get(name) ?? 0);
  const total = all.reduce((sum, count) => sum + count, 0);
  if (total === 0) throw usageError('all counts are 0', 'give what was observed');
  if (total > MOST_REQUESTS) {
    throw usageError(
      `${total} requests are more than ${MOST_REQUESTS}`,
      'take a shorter period: more requests tell no more',
    );
  }
  return { position, modelGroup, counts: all };
}

/** The position of the model group that is named, or that the groups are of. */
function modelGroupOf(
  { modelGroups }: Scenario,
  named: string | undefined,
  groups: readonly string[],
  problems: Problems,
): number {
  if (named === undefined) {
    const found = modelGroups.findIndex((one) =>
      one.groups.some(({ name }) => groups.includes(name)),
    );
    return Math.max(0, found);
  }
  const names = modelGroups.map(({ name }) => withoutSecrets(name));
  const position = names.indexOf(withoutSecrets(named));
  if (position < 0) {
    problems.add(`there is no model group '${withoutSecrets(named)}'`, suggest(named, names));
  }
  return Math.max(0, position);
}

/** Everything that is wrong, to be said at once. */
class Problems {
  private readonly all: { readonly message: string; readonly remedy: string }[] = [];

  add(message: string, remedy: string): void {
    this.all.push({ message, remedy });
  }

  /** @throws CommandError if there are any */
  throwAny(): void {
    if (this.all.length > 0) throw this.error();
  }

  private error(): CommandError {
    return usageError(
      this.all.map(({ message }) => message).join('; '),
      [...new Set(this.all.map(({ remedy }) => remedy))].join('; '),
    );
  }
}
