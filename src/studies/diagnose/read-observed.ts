import type { ModelGroup, Scenario } from '../../scenario/schema.js';
import { totalOf } from '../../stats/dirichlet-multinomial.js';
import { chosenName, withoutSecrets } from '../../text/addresses.js';
import { type CommandError, usageError } from '../../text/failure.js';
import { suggest } from '../../text/problems.js';
import type { Observed } from './observed.js';

/** More would tell no more, and an exact p-value takes time. */
const MOST_REQUESTS = 1_000_000;

/** Of shares alone nobody knows of how many requests they are; of few, little is certain. */
const ASSUMED_REQUESTS = 100;

/**
 * Reads a split as people write it: `gpt-4.1=8,claude-sonnet-4-6=32`, with any part of a name that only one
 * group has; `32/8`, in the order of the scenario; `80%/20% of 40`, shares. Or counts by name. With several
 * model groups the names say which one is meant, unless it is named.
 * @throws CommandError with everything that is wrong
 */
export function readObserved(
  given: string | Readonly<Record<string, number>>,
  scenario: Scenario,
  modelGroupName: string | undefined,
): Observed {
  const problems = new Problems();
  const { parts, total } =
    typeof given === 'string' ? partsOf(given) : { parts: named(given), total: undefined };
  const isBare = parts.every(({ name, count }) => name === '' && BARE.test(count));
  const names = parts.map(({ name }) => name).filter((name) => name !== '');
  const meant = typeof given === 'string' ? groupMeant : exactly;
  const position = modelGroupOf(scenario, modelGroupName, names, meant, problems);
  const modelGroup = scenario.modelGroups[position] as ModelGroup;
  const known = modelGroup.groups.map(({ name }) => name);
  const shown = known.map(withoutSecrets);
  if (isBare && parts.length !== known.length) {
    problems.add(
      `there are ${known.length} groups, and ${parts.length} counts`,
      `give one for each, in this order: ${shown.join(', ')}`,
    );
    problems.throwAny();
  }
  const numbers = numbersOf(parts, total, problems);
  const counts = new Map<string, number>();
  for (const [i, { written, name }] of parts.entries()) {
    if (name === '' && !isBare) {
      problems.add(
        `'${withoutSecrets(written)}' is not a group=count pair`,
        'write gpt-4.1=8,claude=32',
      );
      continue;
    }
    const fit = isBare ? [known[i] as string] : meant(name, known);
    const [group = name] = fit;
    if (fit.length > 1) {
      const some = fit.map(withoutSecrets).join(' or ');
      problems.add(`'${withoutSecrets(name)}' may be ${some}`, 'write more of the name');
    } else if (fit.length === 0) {
      problems.add(`there is no group '${withoutSecrets(name)}'`, suggest(name, shown));
    } else if (counts.has(group)) {
      problems.add(`group '${withoutSecrets(name)}' is given twice`, 'give it once');
    }
    counts.set(group, numbers[i] as number);
  }
  const missing = known.filter((name) => !counts.has(name)).map(withoutSecrets);
  if (missing.length > 0) {
    problems.add(`no count for ${missing.join(', ')}`, `add ${missing[0]}=0 if it got none`);
  }
  problems.throwAny();
  return observedOf(scenario, position, counts);
}

/** What is worth knowing where it was not said in full which group got how many requests. */
export function readAs(given: string, { modelGroup, counts }: Observed): string[] {
  const { parts, total } = partsOf(given);
  const names = modelGroup.groups.map(({ name }) => name);
  const areShares = parts.some(({ count }) => count.endsWith('%'));
  if (!areShares && parts.every(({ name }) => names.includes(name))) return [];
  const read = names.map((name, i) => `${withoutSecrets(name)}=${counts[i]}`).join(',');
  const assumed = areShares && total === undefined;
  const all = `; of how many requests was not said (--observed '80%/20% of 500'), so this is of ${ASSUMED_REQUESTS}`;
  return [`--observed is read as ${read}${assumed ? all : ''}`];
}

/** A group and its count, as they were written; the name is empty where there is none. */
interface Part {
  readonly written: string;
  readonly name: string;
  readonly count: string;
}

const BARE = /^\d+(?:\.\d+)?\s*%?$/;
const SHARE = /^(\d+(?:\.\d+)?)\s*%$/;

function partsOf(given: string): { parts: Part[]; total: number | undefined } {
  const [, list = given, of] = /^(.*%)\s+of\s+(\d{1,15})$/s.exec(given.trim()) ?? [];
  // A name may have a slash in it.
  const separator = list.includes('=') ? ',' : /[,/:]/;
  const parts = list.split(separator).map((text) => {
    const written = text.trim();
    const cut = written.lastIndexOf('=');
    const name = cut < 1 ? '' : chosenName(written.slice(0, cut).trim());
    return { written, name, count: written.slice(cut + 1).trim() };
  });
  return { parts, total: of === undefined ? undefined : Number(of) };
}

function named(given: Readonly<Record<string, number>>): Part[] {
  return Object.entries(given).map(([name, count]) => ({
    written: `${name}=${count}`,
    name: chosenName(name),
    count: String(count),
  }));
}

/** The requests of each part; where all are shares, of so many. */
function numbersOf(
  parts: readonly Part[],
  total: number | undefined,
  problems: Problems,
): readonly number[] {
  if (parts.every(({ count }) => SHARE.test(count))) {
    const shares = parts.map(({ count }) => Number(SHARE.exec(count)?.[1]));
    const sum = shares.reduce((before, share) => before + share, 0);
    // Each may have been rounded.
    if (Math.abs(sum - 100) <= 0.5 * shares.length) {
      return apportioned(shares, sum, total ?? ASSUMED_REQUESTS);
    }
    const added = Number(sum.toPrecision(6));
    problems.add(`the shares add up to ${added}%`, 'give those of all groups, 100% together');
    return shares;
  }
  return parts.map(({ name, count }) => {
    const isCount = /^\d+$/.test(count) && Number.isSafeInteger(Number(count));
    if (!isCount && (name !== '' || BARE.test(count))) {
      problems.add(
        `'${withoutSecrets(count)}' is not a number of requests`,
        'write a whole number, 0 or more',
      );
    }
    return Number(count);
  });
}

/** Whole numbers in the proportion of shares that add up to a total: the largest remainders are rounded up. */
function apportioned(shares: readonly number[], sum: number, total: number): readonly number[] {
  const exact = shares.map((share) => (share / sum) * total);
  const counts = exact.map(Math.floor);
  const left = total - counts.reduce((before, count) => before + count, 0);
  const remainder = (i: number) => (exact[i] as number) - (counts[i] as number);
  const byRemainder = [...counts.keys()].sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const i of byRemainder.slice(0, left)) counts[i] = (counts[i] as number) + 1;
  return counts;
}

/** The groups that a name may mean. */
type Meaning = (name: string, known: readonly string[]) => readonly string[];

const exactly: Meaning = (name, known) => known.filter((one) => one === name);

/** That which is called so, else those that begin so, else those with it anywhere. */
const groupMeant: Meaning = (name, known) => {
  const part = name.toLowerCase();
  const found = [
    exactly(name, known),
    known.filter((one) => one.toLowerCase().startsWith(part)),
    known.filter((one) => one.toLowerCase().includes(part)),
  ];
  return found.find((some) => some.length > 0) ?? [];
};

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
  const total = totalOf(all);
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
  meant: Meaning,
  problems: Problems,
): number {
  const names = modelGroups.map(({ name }) => withoutSecrets(name));
  if (named === undefined) {
    const fitting = (isOf: (known: readonly string[]) => boolean) =>
      [...modelGroups.keys()].filter((i) =>
        isOf((modelGroups[i] as ModelGroup).groups.map(({ name }) => name)),
      );
    const [exact] = fitting((known) => groups.some((name) => known.includes(name)));
    if (exact !== undefined) return exact;
    const [first = 0, ...others] = fitting((known) =>
      groups.every((name) => meant(name, known).length === 1),
    );
    if (others.length > 0) {
      const remedy = `say which one with --model-group: ${names.join(', ')}`;
      problems.add('the counts may be of several model groups', remedy);
    }
    return first;
  }
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
