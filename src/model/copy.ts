import { Immutable, LatencyMap } from './latency-map.js';

/** What a value becomes on its way through a network: a copy that shares nothing mutable. */
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Immutable) return value;
  if (value instanceof LatencyMap) return value.copy();
  if (Array.isArray(value)) return value.map(copyOf);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)]));
}
