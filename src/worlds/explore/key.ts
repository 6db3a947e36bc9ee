import { contentOf } from './content.js';
import { changeable, type Task } from './task.js';
import type { World } from './world.js';

/** What tells a state from others. */
export interface State {
  /** What is stored, and what has happened from outside. */
  readonly stored: string;
  /** What each task is in it: whom it is like, its past, what it holds and what it waits for. */
  readonly roles: readonly string[];
  /** What several tasks hold by reference that is no longer stored. */
  readonly shared: readonly SharedObject[];
}

/** An object that several tasks hold. */
export interface SharedObject {
  /** What it has become. */
  readonly content: string;
  /** Who holds it, and as which of the objects that each holds. */
  readonly holders: readonly { readonly task: number; readonly place: number }[];
}

export function stateOf(world: World): State {
  const { program, setting, tasks, accidents, runOutsLeft } = world;
  let stored = `${accidents.join()}:${runOutsLeft};`;
  for (const copy of world.store.copies()) {
    for (const { key, value, version } of copy.contents()) {
      stored += `${key}=${contentOf(value)}@${version},`;
    }
    stored += ';';
  }
  const roles = tasks.map((task) => `${setting.alike[task.number]}${progress(task)}`);
  for (const locks of world.locks) {
    for (const lock of locks.held()) addHolding(roles, lock);
  }
  for (const lease of world.leases.held()) addHolding(roles, lease, `#${lease.token}`);
  // Of lists that fill it counts what came after what.
  if (program.listSize !== null) {
    for (const [time, { task, what }] of world.calls.entries()) roles[task] += `;${what}${time}`;
  }
  const shared = program.store.perProcess ? addReferences(roles, world) : [];
  return { stored, roles, shared };
}

/** Canonical text of a state, in which each task has its own place. */
export function keyOf(world: World): string {
  return textOf(stateOf(world));
}

export function textOf({ stored, roles, shared }: State): string {
  let text = stored + roles.join();
  for (const { content, holders } of shared) {
    text += `;${content}`;
    for (const { task, place } of holders) text += `,${task}@${place}`;
  }
  return text;
}

/** How far a task is. */
function progress({ status, over, outcomes, history, granted, returning }: Task): string {
  const past = over ? outcomes.join() : `${history}${granted === undefined ? '' : '!'}`;
  return `${status}${past}${returning === undefined ? '' : '?'}`;
}

interface Holding {
  readonly name: string;
  readonly owner: Task;
  readonly waiting: readonly Task[];
}

function addHolding(roles: string[], { name, owner, waiting }: Holding, token = ''): void {
  roles[owner.number] += `;${name}${token}`;
  for (const [place, task] of waiting.entries()) roles[task.number] += `;${name}<${place}`;
}

/**
 * Of what tasks share with their process's memory by reference: what each object has become, and
 * which of them are one and the same. Gives those that are neither stored nor a task's own.
 */
function addReferences(roles: string[], { store, tasks }: World): SharedObject[] {
  const stored = new Map<object, number>();
  for (const copy of store.copies()) {
    for (const { value } of copy.contents()) {
      for (const object of changeable(value)) {
        if (!stored.has(object)) stored.set(object, stored.size);
      }
    }
  }
  const holders = new Map<object, SharedObject['holders']>();
  const unfinished = tasks.filter(({ over }) => !over);
  for (const { number: task, held } of unfinished) {
    for (const [place, object] of held.entries()) {
      const others = holders.get(object) ?? [];
      holders.set(object, [...others, { task, place }]);
    }
  }
  for (const { number, held } of unfinished) {
    for (const object of held) {
      const place = stored.get(object);
      const own = holders.get(object)?.length === 1;
      roles[number] += place === undefined ? (own ? `;${contentOf(object)}` : ';~') : `;=${place}`;
    }
  }
  return [...holders]
    .filter(([object, { length }]) => length > 1 && !stored.has(object))
    .map(([object, holders]) => ({ content: contentOf(object), holders }));
}
