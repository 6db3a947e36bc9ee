import { copyOf } from '../../model/copy.js';
import type { Program } from './program.js';
import type { World } from './world.js';

/** What is stored now, for a person: each key of each copy. */
export function contentsOf(
  world: World,
): { readonly copy: string; readonly key: string; readonly value: unknown }[] {
  return world.store
    .copies()
    .flatMap((copy, i) =>
      copy
        .contents()
        .map(({ key, value }) => ({ copy: copyName(world.program, i), key, value: copyOf(value) })),
    );
}

/** How a person tells the copies of the data apart. */
export function copyName({ store }: Program, copy: number): string {
  if (store.shared) return copy === 0 ? 'store' : `memory ${copy}`;
  return `memory ${copy + 1}`;
}

/**
 * Locks and leases that somebody holds who will not give them back: who has ended, or, for a lock,
 * crashed while its process lives on. A lease of who has crashed runs out.
 */
export function leftHeld(world: World): { readonly name: string; readonly owner: string }[] {
  const locks = world.locks.flatMap((all) => all.held().filter(({ owner }) => owner.over));
  const leases = world.leases.held().filter(({ owner }) => owner.status === 'ended');
  return [...locks, ...leases].map(({ name, owner }) => ({ name, owner: owner.label }));
}

/** Who holds a lease. */
export function leaseOwner(world: World, lease: string): string | undefined {
  return world.leases.held().find(({ name }) => name === lease)?.owner.label;
}

/** Who waits for which lock or lease of whom. */
export function waitsIn(
  world: World,
): { readonly who: string; readonly what: string; readonly owner: string }[] {
  const locks = world.locks.flatMap((all) => all.held()).map((held) => ({ ...held, kind: 'lock' }));
  const leases = world.leases.held().map((held) => ({ ...held, kind: 'lease' }));
  return [...locks, ...leases].flatMap(({ kind, name, owner, waiting }) =>
    waiting.map((task) => ({ who: task.label, what: `${kind} '${name}'`, owner: owner.label })),
  );
}
