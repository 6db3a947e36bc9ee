import type { Provenance } from './provenance.js';

/** A value that is never changed once made, so that copies of what holds it can share it. */
export abstract class Immutable {}

/** A value that knows how to make a copy of itself which shares nothing mutable. */
export abstract class Copyable {
  /**
   * What it was last found to derive from, unseen by loggers: of every deployment with samples in
   * there it has samples. Copies have it too; what takes samples out has to forget it.
   */
  shows: Provenance | undefined;

  abstract copy(): Copyable;
}

/** What a value becomes on its way through a network: a copy that shares nothing mutable. */
export function copyOf(value: unknown): unknown {
  if (isImmutable(value)) return value;
  if (value instanceof Copyable) return value.copy();
  if (Array.isArray(value)) return value.every(isImmutable) ? value.slice() : value.map(copyOf);
  return Object.fromEntries(
    Object.entries(value as object).map(([key, item]) => [key, copyOf(item)]),
  );
}

function isImmutable(value: unknown): boolean {
  return typeof value !== 'object' || value === null || value instanceof Immutable;
}
