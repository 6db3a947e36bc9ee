import { isDeepStrictEqual } from 'node:util';
import { explore, fitted } from '../../../src/worlds/explore/explore.js';
import { scheduleText } from '../../../src/worlds/explore/move.js';
import type { Program } from '../../../src/worlds/explore/program.js';
import type { ExploreResult } from '../../../src/worlds/explore/result.js';
import { bruteForce } from './brute-force.js';
import { everyState } from './every-state.js';

/** What was found, and what is right. */
type Pairs = Record<string, readonly [found: unknown, right: unknown]>;

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
  const beside = isBeside(found);
  const pairs: Pairs = {
    exhaustive: [found.exhaustive, true],
    schedules: [Number(found.schedules), all.schedules],
    lossless: [Number(found.lossless), all.lossless],
    samples: [
      found.samples.map(({ samples, schedules }) => [samples, Number(schedules)]),
      [...all.samples].sort(([a], [b]) => a - b),
    ],
    kinds: [ownKinds(found).sort(), [...all.kinds].sort()],
  };
  if (violation !== null && !beside && violation.program.tasks === program.tasks) {
    pairs['length of the shortest'] = [violation.schedule.length, all.shortest.get(violation.kind)];
  }
  return differenceIn(pairs);
}

/**
 * What exploring a program says otherwise than all of its states do in which each task has its own
 * place: undefined is nothing. Programs of more than `limit` such states are not compared.
 */
export function differenceFromEveryState(asked: Program, limit: number): string | undefined {
  const program = fitted(asked);
  const all = everyState(program, limit);
  if (all === undefined) return 'too many';
  const found = explore(program);
  const { violation } = found;
  const kinds = ownKinds(found);
  const pairs: Pairs = {
    exhaustive: [found.exhaustive, true],
    states: [found.states, BigInt(all.states)],
    hasCycle: [found.hasCycle, all.hasCycle],
    schedules: [found.schedules, all.schedules],
    lossless: [found.lossless, all.lossless],
    samples: [found.samples.map(({ samples, schedules }) => [samples, schedules]), all.samples],
    kinds: [kinds, all.kinds],
  };
  const [worst] = kinds;
  if (worst !== undefined && violation !== null && !isBeside(found)) {
    const { tasks } = violation.program;
    for (let fewer = 1; fewer <= tasks; fewer++) {
      const right = everyState({ ...program, tasks: fewer }, limit)?.shortest(worst);
      const shown = fewer === tasks ? scheduleText(violation.schedule) : undefined;
      pairs[`schedule of ${fewer}`] = [shown, right];
    }
  }
  return differenceIn(pairs);
}

/** Old copies, and what is forgotten from minute to minute, are looked for in programs of their own. */
function isBeside({ program, violation }: ExploreResult): boolean {
  const own = violation?.program;
  return (own?.select === true && !program.select) || (own?.minutes === true && !program.minutes);
}

/** What was found in the program itself. */
function ownKinds(found: ExploreResult): ExploreResult['kinds'][number][] {
  return found.kinds.slice(isBeside(found) ? 1 : 0);
}

function differenceIn(pairs: Pairs): string | undefined {
  const different = Object.entries(pairs).filter(
    ([, [one, other]]) => !isDeepStrictEqual(one, other),
  );
  if (different.length === 0) return undefined;
  const text = (value: unknown): string =>
    JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part));
  return different.map(([name, both]) => `${name}: ${both.map(text).join(', not ')}`).join('; ');
}
