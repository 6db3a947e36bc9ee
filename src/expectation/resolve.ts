import type { Problem } from '../text/problems.js';
import { type Located, type Place, placeInText, problemAt, type Source } from '../text/tree.js';
import { contradictions } from './contradictions.js';
import type { Expectation } from './expectation.js';
import type { Expectations, PlacedExpectation } from './expectations.js';
import type { Context } from './names.js';
import { readExpectation } from './read.js';
import { writeExpectation } from './write.js';

/** Expectations, and what is wrong with them. */
export interface Resolved<T> {
  readonly expectations: T;
  readonly problems: readonly Problem[];
}

/** One that was read, and where. */
interface Item {
  readonly expectation: Expectation;
  readonly place: Place;
}

/**
 * Reads the `expect` of a scenario as written: a list, or a map from loggers to lists. What is not
 * of that form is left to the schema.
 */
export function resolveExpectations(root: Located, context: Context): Resolved<Expectations> {
  const problems: Problem[] = [];
  const list = (node: Located | undefined) => {
    const items = node?.value.kind === 'list' ? node.value.items : [];
    return items.flatMap((item) => readItem(item, context, problems));
  };
  const node = root.value.kind === 'map' ? root.value.entries.get('expect')?.node : undefined;
  const named = node?.value.kind === 'map' ? [...node.value.entries] : [];
  const any = [
    ...list(node),
    ...named.flatMap(([key, entry]) => (key === 'any' ? list(entry.node) : [])),
  ];
  problems.push(...contrary(any, 0, context));
  const loggers = named
    .filter(([key]) => key !== 'any')
    .map(([logger, entry]) => {
      const own = list(entry.node);
      problems.push(...contrary([...any, ...own], any.length, context));
      return { logger, expectations: own.map(placed) };
    });
  return { expectations: { any: any.map(placed), loggers }, problems };
}

/** Reads the arguments of `--expect`, for a scenario. */
export function readArguments(
  texts: readonly string[],
  context: Context,
): Resolved<readonly PlacedExpectation[]> {
  const problems: Problem[] = [];
  const items = texts.flatMap((text) => {
    const source: Source = { file: '--expect', text, kind: 'argument' };
    return readText(text, (offset) => ({ source, offset }), context, problems);
  });
  problems.push(...contrary(items, 0, context));
  return { expectations: items.map(placed), problems };
}

/** A text, or a map with the key `explore`. */
function readItem({ at, value }: Located, context: Context, problems: Problem[]): Item[] {
  if (value.kind === 'scalar' && typeof value.scalar === 'string') {
    const text = value.scalar;
    return readText(text, (offset) => placeInText(at, text, offset), context, problems);
  }
  const explore = value.kind === 'map' ? value.entries.get('explore')?.node : undefined;
  const inner = explore?.value.kind === 'scalar' ? explore.value.scalar : null;
  if (explore === undefined || typeof inner !== 'string') return [];
  const prefix = 'explore: ';
  const place = (offset: number) =>
    placeInText(explore.at, inner, Math.max(0, offset - prefix.length));
  return readText(`${prefix}${inner}`, place, context, problems);
}

function readText(
  text: string,
  place: (offset: number) => Place,
  context: Context,
  problems: Problem[],
): Item[] {
  const result = readExpectation(text, context);
  if (result.ok) return [{ expectation: result.expectation, place: place(0) }];
  const { offset, message, remedy } = result.problem;
  problems.push(problemAt(place(offset), message, remedy));
  return [];
}

/** Contradictions among expectations, from a position on; those before are known already. */
function contrary(items: readonly Item[], from: number, context: Context): Problem[] {
  const list = items.map(({ expectation }) => expectation);
  return contradictions(list, context)
    .filter(({ at }) => at >= from)
    .map(({ at, message }) =>
      problemAt((items[at] as Item).place, message, 'change or remove one of them'),
    );
}

function placed({ expectation, place }: Item): PlacedExpectation {
  const { file, line = null, column = 1 } = problemAt(place, '', '');
  return { text: writeExpectation(expectation), expectation, at: { file, line, column } };
}
