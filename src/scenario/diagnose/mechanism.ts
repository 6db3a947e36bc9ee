import type { Changes } from './settings.js';
import type { Subject } from './subject.js';

/** A mechanism that may explain an observed split: a variant of right routing. */
export interface Mechanism {
  readonly name: string;
  /** Two sentences: what happens, and what comes of it. */
  readonly explanation: string;
  /** What would show it where traffic does not. */
  readonly lookAt: string;
  /** Whether it can be on the scenario's store, and how it is switched on. */
  standing(subject: Subject): Standing;
}

export type Standing =
  | { readonly kind: 'possible'; readonly points: readonly Point[] }
  | { readonly kind: 'other-store'; readonly store: string; readonly points: readonly Point[] }
  | { readonly kind: 'impossible'; readonly reason: string }
  /** The same as another mechanism here: not listed. */
  | { readonly kind: 'covered' };

/** A mechanism at one value of its free parameter. */
export interface Point {
  /** In words; null where nothing is free. */
  readonly parameter: string | null;
  /** On top of right routing. */
  readonly changes: Changes;
}

export function possible(...points: readonly Point[]): Standing {
  return { kind: 'possible', points };
}

export function onOtherStore(store: string, points: readonly Point[]): Standing {
  return { kind: 'other-store', store, points };
}

export function impossible(reason: string): Standing {
  return { kind: 'impossible', reason };
}
