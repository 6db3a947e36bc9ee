import type { Change } from '../../scenario/change.js';
import { ln } from '../../stats/elementary.js';
import type { Bearing, Evidence } from './evidence.js';
import type { Subject } from './subject.js';

/** A mechanism that may explain an observed split: a variant of right routing. */
export interface Mechanism {
  readonly name: string;
  /** Two sentences: what happens, and what comes of it. */
  readonly explanation: string;
  /** What would show it where traffic does not. */
  readonly lookAt: string;
  /** Whether it is nothing wrong, or the one under which every choice is random. */
  readonly role?: 'right' | 'blind';
  /** Whether it can be on the scenario's store, and how it is switched on. */
  standing(subject: Subject): Applicability;
  /** What log and map say of it; null, or absent: they say nothing. */
  bearing?(evidence: Evidence, subject: Subject): Bearing | null;
  /** What would cure it, or be worth trying, on this subject. */
  remedies?(subject: Subject): readonly Remedy[];
}

/** A change that an operator can make. */
export interface Remedy {
  /** `upgrade LiteLLM to 1.89.0 or later` */
  readonly does: string;
  /** The line of configuration, or the command, to change; null where it is none. */
  readonly line: string | null;
  /** On top of the settings of the mechanism that it cures. */
  readonly changes: readonly Change[];
}

export type Applicability =
  | ({ readonly kind: 'possible' } & Grid)
  | ({ readonly kind: 'other-store'; readonly store: string } & Grid)
  | {
      readonly kind: 'impossible';
      readonly reason: string;
      /** The command that shows it; null where none does. */
      readonly command: string | null;
    }
  /** The same as another mechanism here: not listed. */
  | { readonly kind: 'covered' };

/** A mechanism at one value of its free parameter. */
export interface Point {
  /** In words; null where nothing is free. */
  readonly parameter: string | null;
  /** On top of right routing. */
  readonly changes: readonly Change[];
}

/** The values at which a mechanism is tried, from the strongest effect to the weakest. */
export interface Grid {
  readonly points: readonly Point[];
  /** A point between two neighbours; undefined: there is none. */
  between(a: Point, b: Point): Point | undefined;
  /** Logarithm of the value of a point. */
  logValue(point: Point): number;
}

/** A point alone: nothing is free. */
export function only(point: Point): Grid {
  return { points: [point], between: () => undefined, logValue: () => 0 };
}

/**
 * A free parameter over a grid.
 * @param middle a value between two others; undefined: they are neighbours
 */
export function gridOf(
  values: readonly number[],
  pointAt: (value: number) => Point,
  middle: (a: number, b: number) => number | undefined,
): Grid {
  const known = new Map<Point, number>();
  const at = (value: number): Point => {
    const point = pointAt(value);
    known.set(point, value);
    return point;
  };
  return {
    points: values.map(at),
    between: (a, b) => {
      const value = middle(known.get(a) as number, known.get(b) as number);
      return value === undefined ? undefined : at(value);
    },
    logValue: (point) => ln(known.get(point) as number),
  };
}

/** The geometric middle in whole numbers. */
export function wholeMiddle(a: number, b: number): number | undefined {
  return Math.abs(a - b) < 2 ? undefined : Math.round(Math.sqrt(a * b));
}

/** The geometric middle in two digits. */
export function roundMiddle(a: number, b: number): number | undefined {
  const middle = Number(Math.sqrt(a * b).toPrecision(2));
  return middle > Math.min(a, b) && middle < Math.max(a, b) ? middle : undefined;
}

export function possible(grid: Grid): Applicability {
  return { kind: 'possible', ...grid };
}

export function onOtherStore(store: string, grid: Grid): Applicability {
  return { kind: 'other-store', store, ...grid };
}

export function impossible(reason: string, command: string | null = null): Applicability {
  return { kind: 'impossible', reason, command };
}
