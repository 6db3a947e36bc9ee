import { writePrecision } from '../measure/precision/written.js';
import { leastPrecise, type Precise } from '../report/run/precision.js';
import { EXIT } from '../text/failure.js';
import type { Invocation } from './invocation.js';
import { complain } from './notices.js';

/** The option that runs are not as precise for as they were asked to be; nothing where they are. */
export function imprecise(runs: readonly Precise[]): string[] {
  const precision = leastPrecise(runs);
  if (precision === undefined || precision.reached) return [];
  return [`--precision ${writePrecision({ of: precision.of, halfWidth: precision.asked })}`];
}

/** Ends a command in which nothing fails: says what it leaves undecided. @returns the exit code */
export function openEnd(
  invocation: Invocation,
  open: readonly string[],
  { strict, color }: { readonly strict?: boolean; readonly color?: boolean },
): number {
  if (open.length === 0) return EXIT.done;
  const isStrict = strict === true;
  complain(invocation, `${isStrict ? '' : 'warning: '}undecided: ${open.join('; ')}`, color);
  return isStrict ? EXIT.inconclusive : EXIT.done;
}
