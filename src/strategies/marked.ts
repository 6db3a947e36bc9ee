import type { Asking } from '../model/strategy.js';

/** Tells whether a deployment may be chosen, for who asks of many. */
export function marked({
  healthy,
  fleet,
}: Pick<Asking, 'healthy' | 'fleet'>): (position: number) => boolean {
  if (healthy === undefined) return () => true;
  const marks = new Uint8Array(fleet.size);
  for (const position of healthy) marks[position] = 1;
  return (position) => marks[position] === 1;
}
