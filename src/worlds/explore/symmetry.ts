import { type SharedObject, type State, textOf } from './key.js';
import type { Move } from './move.js';

/** A state, with all that differ from it only in which of alike tasks is which. */
export interface Orbit {
  /** Their canonical text. */
  readonly key: string;
  /** What each task is in it: those with the same role are interchangeable. */
  readonly roles: readonly string[];
  /** So many of the ways to number what tasks share by reference give different roles. */
  readonly numberings: { readonly all: number; readonly different: number };
}

/** A move, and of how many tasks there is one that leads to a state of the same orbit. */
export interface WeightedMove {
  readonly move: Move;
  ways: number;
}

/**
 * What it means to a graph of states that tasks are alike: states in which as many of them have the
 * same roles are one, and moves of tasks with the same role are one, which counts for so many.
 */
export class Symmetry {
  private readonly any: boolean;
  /** In how many ways alike tasks can change places. */
  private readonly places: bigint;

  /** @param alike see `alikeTasks` */
  constructor(alike: readonly number[]) {
    this.any = new Set(alike).size < alike.length;
    this.places = exchanges(alike);
  }

  orbitOf(state: State): Orbit {
    if (!this.any) return { key: textOf(state), roles: state.roles, numberings: ONE };
    if (state.shared.length === 0) {
      return { key: sorted(state.stored, state.roles), roles: state.roles, numberings: ONE };
    }
    // Of all ways to number them, that with the least text.
    const numbered = numberingsOf(state).map((shared) => {
      const roles = [...state.roles];
      let stored = state.stored;
      for (const [number, { content, holders }] of shared.entries()) {
        stored += `;${content}`;
        for (const { task, place } of holders) roles[task] += `;${number}@${place}`;
      }
      return { key: sorted(stored, roles), roles };
    });
    const [first] = numbered.sort((a, b) => (a.key < b.key ? -1 : 1));
    const different = new Set(numbered.map(({ key }) => key)).size;
    return { ...(first as (typeof numbered)[0]), numberings: { all: numbered.length, different } };
  }

  /** How many states an orbit has. */
  statesOf({ roles, numberings }: Orbit): bigint {
    if (!this.any) return 1n;
    const numbered = (this.places / exchanges(roles)) * BigInt(numberings.different);
    return numbered / BigInt(numberings.all);
  }

  /** Of moves from a state that lead to the same orbit, by tasks that are interchangeable, the first. */
  choices(moves: readonly Move[], { roles }: Orbit): WeightedMove[] {
    if (!this.any) return moves.map((move) => ({ move, ways: 1 }));
    const choices = new Map<unknown, WeightedMove>();
    for (const move of moves) {
      const what = 'task' in move ? move.kind + roles[move.task] : move;
      const known = choices.get(what);
      if (known === undefined) choices.set(what, { move, ways: 1 });
      else known.ways++;
    }
    return [...choices.values()];
  }
}

const ONE = { all: 1, different: 1 };

function sorted(stored: string, roles: readonly string[]): string {
  return stored + [...roles].sort().join();
}

/** In how many ways things that are the same can change places. */
function exchanges(things: readonly unknown[]): bigint {
  const counts = new Map<unknown, bigint>();
  let ways = 1n;
  for (const thing of things) {
    const count = (counts.get(thing) ?? 0n) + 1n;
    counts.set(thing, count);
    ways *= count;
  }
  return ways;
}

/** The orders of shared objects that what they are and who holds them leaves open. */
function numberingsOf({ roles, shared }: State): SharedObject[][] {
  const groups = new Map<string, SharedObject[]>();
  for (const object of shared) {
    const held = object.holders.map(({ task, place }) => `${roles[task]}@${place}`);
    const looks = `${object.content} ${held.sort().join()}`;
    groups.set(looks, [...(groups.get(looks) ?? []), object]);
  }
  let orders: SharedObject[][] = [[]];
  for (const looks of [...groups.keys()].sort()) {
    const within = permutations(groups.get(looks) as SharedObject[]);
    orders = orders.flatMap((order) => within.map((more) => [...order, ...more]));
  }
  return orders;
}

function permutations<T>(things: readonly T[]): T[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((first) =>
    permutations(things.filter((one) => one !== first)).map((rest) => [first, ...rest]),
  );
}
