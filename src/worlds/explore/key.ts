import { contentOf } from './content.js';
import { changeable, type Task } from './task.js';
import type { World } from './world.js';

/** Canonical text of a state: what is stored, who holds what, and each unfinished task's past. */
export function keyOf(world: World): string {
  let text = `${world.accidents.join()}:${world.runOutsLeft};`;
  for (const copy of world.store.copies()) {
    for (const { key, value, version } of copy.contents()) {
      text += `${key}=${contentOf(value)}@${version},`;
    }
    text += ';';
  }
  for (const locks of world.locks) {
    for (const { name, owner, waiting } of locks.held()) text += holding(name, owner, waiting);
    text += ';';
  }
  for (const { name, owner, token, waiting } of world.leases.held()) {
    text += `${holding(name, owner, waiting)}#${token}`;
  }
  for (const task of world.tasks) {
    text += `;${task.status}`;
    if (task.over) text += task.outcomes.join();
    else text += `${task.history}${task.granted === undefined ? '' : '!'}`;
    if (task.returning !== undefined) text += '?';
  }
  // Of lists that fill it counts what came after what.
  if (world.program.listSize !== null) {
    for (const { task, what } of world.calls) text += `;${task}${what}`;
  }
  return world.program.store.perProcess ? text + aliases(world) : text;
}

function holding(name: string, owner: Task, waiting: readonly Task[]): string {
  return `${name}:${owner.number}<${waiting.map((task) => task.number).join()}`;
}

/**
 * Of what tasks share with their process's memory by reference: what each object has become, and
 * which of them are one and the same.
 */
function aliases({ store, tasks }: World): string {
  const objects = new Map<unknown, number>();
  const numberOf = (object: unknown): number => {
    const number = objects.get(object) ?? objects.size;
    objects.set(object, number);
    return number;
  };
  for (const copy of store.copies()) {
    for (const { value } of copy.contents()) changeable(value).forEach(numberOf);
  }
  let text = '';
  for (const { over, held } of tasks) {
    text += ';';
    if (over) continue;
    for (const object of held) text += `${numberOf(object)}${contentOf(object)}`;
  }
  return text;
}
