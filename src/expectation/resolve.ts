import { limits } from '../text/limits.js';
import type { Problem } from '../text/problems.js';
import { type Located, type Place, placeInText, problemAt, type Source } from '../text/tree.js';
import { contradictions } from './contradictions.js';
import { type Expectations, NO_EXPECTATIONS, type PlacedExpectation } from './expectations.js';
import { EXPECTATION_KINDS, type ExpectationKinds } from './kinds/index.js';
import type { Context } from './names.js';
import { readExpectation } from './read.js';
import { writeExpectation } from './write.js';

/** Expectations, and what is wrong with them. */
export interface Resolved<T> {
  readonly expectations: T;
  readonly problems: readonly Problem[];
}

/** What a scenario expects whose `expect` is not read. */
export const NOTHING_EXPECTED: Resolved<Expectations> = {
  expectations: NO_EXPECTATIONS,
  problems: [],
};

/**
 * Reads the `expect` of a scenario as written: a list, or a map from loggers to lists. What is not
 * of that form is left to the schema.
 */
export function resolveExpectations(
  root: Located,
  context: Context,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): Resolved<Expectations> {
  const reading = new Reading(context, kinds);
  const list = (node: Located | undefined) => {
    const items = node?.value.kind === 'list' ? node.value.items : [];
    return items.flatMap((item) => reading.item(item));
  };
  const node = root.value.kind === 'map' ? root.value.entries.get('expect')?.node : undefined;
  const named = node?.value.kind === 'map' ? [...node.value.entries] : [];
  const any = [
    ...list(node),
    ...named.flatMap(([key, entry]) => (key === 'any' ? list(entry.node) : [])),
  ];
  reading.refuseContradictions([], any);
  const loggers = named
    .filter(([key]) => key !== 'any')
    .map(([logger, entry]) => {
      const expectations = list(entry.node);
      reading.refuseContradictions(any, expectations);
      return { logger, expectations };
    });
  return { expectations: { any, loggers }, problems: reading.problems };
}

/** Reads the arguments of `--expect`, for a scenario. */
export function readArguments(
  texts: readonly string[],
  context: Context,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): Resolved<readonly PlacedExpectation[]> {
  const reading = new Reading(context, kinds);
  const expectations = texts.flatMap((text) => {
    const source: Source = { file: '--expect', text, kind: 'argument' };
    return reading.text(text, (offset) => ({ source, offset }));
  });
  reading.refuseContradictions([], expectations);
  return { expectations, problems: reading.problems };
}

/** Reads expectations one by one, and keeps what is wrong with them. */
class Reading {
  readonly problems: Problem[] = [];
  private readonly places = new Map<PlacedExpectation, Place>();

  constructor(
    private readonly context: Context,
    private readonly kinds: ExpectationKinds,
  ) {}

  /**
   * Reads a text, or a map from a measure to the rest: so YAML reads a text with a colon in it.
   * @returns one, or none where something is wrong with it
   */
  item({ at, value }: Located): PlacedExpectation[] {
    if (value.kind === 'scalar' && typeof value.scalar === 'string') {
      const text = value.scalar;
      return this.text(text, (offset) => placeInText(at, text, offset));
    }
    if (value.kind !== 'map') return [];
    const measures = this.kinds.flatMap((kind) => (kind.colon === true ? kind.measures : []));
    const measure = measures.find((one) => value.entries.has(one));
    const rest = measure === undefined ? undefined : value.entries.get(measure)?.node;
    const inner = rest?.value.kind === 'scalar' ? rest.value.scalar : null;
    if (rest === undefined || typeof inner !== 'string') return [];
    const prefix = `${measure}: `;
    const place = (offset: number) =>
      placeInText(rest.at, inner, Math.max(0, offset - prefix.length));
    return this.text(`${prefix}${inner}`, place);
  }

  /** Reads a text. @param place where something at an offset in it was written */
  text(text: string, place: (offset: number) => Place): PlacedExpectation[] {
    const result = readExpectation(text, this.context, this.kinds);
    if (!result.ok) {
      const { offset, message, remedy } = result.problem;
      this.problems.push(problemAt(place(offset), message, remedy));
      return [];
    }
    const { expectation } = result;
    const { file, line = null, column = 1 } = problemAt(place(0), '', '');
    const placed = {
      text: writeExpectation(expectation, this.kinds),
      expectation,
      at: { file, line, column },
    };
    this.places.set(placed, place(0));
    return [placed];
  }

  /** Refuses what contradicts one that stands before it. @param known those that were looked at */
  refuseContradictions(
    known: readonly PlacedExpectation[],
    list: readonly PlacedExpectation[],
  ): void {
    const all = [...known, ...list];
    const excess = all[limits.expectations];
    if (excess !== undefined) {
      const place = this.places.get(excess) ?? this.places.get(list[0] as PlacedExpectation);
      const message = `more than ${limits.expectations} expectations of one logger`;
      this.problems.push(problemAt(place as Place, message, 'keep those that decide'));
      return;
    }
    const plain = all.map(({ expectation }) => expectation);
    for (const { at, message } of contradictions(plain, this.context, this.kinds)) {
      if (at < known.length) continue;
      const place = this.places.get(all[at] as PlacedExpectation) as Place;
      this.problems.push(problemAt(place, message, 'change or remove one of them'));
    }
  }
}
