import { isDeepStrictEqual } from 'node:util';
import { explore, fitted } from '../../../src/worlds/explore/explore.js';
import type { Program } from '../../../src/worlds/explore/program.js';
import { bruteForce } from './brute-force.js';

/**
 * What exploring a program says otherwise than trying every schedule does: undefined is nothing.
 * Programs of more than `limit` schedules are not compared.
 */
export function differenceFromBruteForce(asked: Program, limit: number): string | undefined {
  const program = fitted(asked);
  const all = bruteForce(program, limit);
  if (all === undefined) return 'too many';
  const found = explore(program);
  const { violation } = found;
  // Old copies, and what is forgotten from minute to minute, are looked for in programs of their own.
  const own = violation?.program;
  const beside =
    (own?.select === true && !program.select) || (own?.minutes === true && !program.minutes);
  const kinds = beside ? found.kinds.slice(1) : found.kinds;
  const pairs: Record<string, readonly [found: unknown, right: unknown]> = {
    exhaustive: [found.exhaustive, true],
    schedules: [Number(found.schedules), all.schedules],
    lossless: [Number(found.lossless), all.lossless],
    samples: [
      found.samples.map(({ samples, schedules }) => [samples, Number(schedules)]),
      [...all.samples].sort(([a], [b]) => a - b),
    ],
    kinds: [[...kinds].sort(), [...all.kinds].sort()],
  };
  if (violation !== null && !beside && violation.program.tasks === program.tasks) {
    pairs['length of the shortest'] = [violation.schedule.length, all.shortest.get(violation.kind)];
  }
  const different = Object.entries(pairs).filter(
    ([, [one, other]]) => !isDeepStrictEqual(one, other),
  );
  if (different.length === 0) return undefined;
  return different
    .map(([name, both]) => `${name}: ${both.map((one) => JSON.stringify(one)).join(', not ')}`)
    .join('; ');
}
