import { type ChangeSet, changed } from './change-set.js';
import type { Circumstance } from './circumstances.js';
import { keyOf } from './experiments.js';
import type { Grid, Mechanism } from './mechanism.js';
import { MECHANISMS } from './mechanisms.js';
import { readsLatencies, rightRouting } from './right.js';
import type { Subject } from './subject.js';
import { WITHOUT_LATENCIES } from './without-latencies.js';

/** A mechanism that cannot be on the scenario. */
export interface RuledOut {
  readonly mechanism: Mechanism;
  readonly reason: string;
  /** The command that shows it; null where none does. */
  readonly command: string | null;
}

/** A mechanism's standing, as something to be simulated. */
export interface Measurement {
  readonly mechanism: Mechanism;
  readonly otherStore: string | null;
  readonly grid: Grid;
  /** What is set below its own changes, by circumstance. */
  readonly bases: readonly ChangeSet[];
  /** Others that are the very same here, and what each is called. */
  readonly twins: { readonly mechanism: Mechanism; readonly parameter: string | null }[];
}

/** What is to be simulated, and what cannot be. */
export function measurements(
  subject: Subject,
  circumstances: readonly Circumstance[],
): { readonly tasks: readonly Measurement[]; readonly impossible: readonly RuledOut[] } {
  const right = rightRouting(subject);
  const bases = circumstances.map((circumstance) => changed(right, circumstance));
  const impossible: RuledOut[] = [];
  const tasks: Measurement[] = [];
  const alone = new Map<string, Measurement>();
  for (const mechanism of readsLatencies(subject) ? MECHANISMS : WITHOUT_LATENCIES) {
    const standing = mechanism.standing(subject);
    if (standing.kind === 'impossible') {
      impossible.push({ mechanism, reason: standing.reason, command: standing.command });
    }
    if (standing.kind === 'impossible' || standing.kind === 'covered') continue;
    const otherStore = standing.kind === 'other-store' ? standing.store : null;
    const task = { mechanism, otherStore, grid: standing, bases, twins: [] };
    const [first, ...others] = standing.points;
    if (first !== undefined && others.length === 0) {
      const key = bases.map((base) => keyOf(changed(base, first.changes))).join('\n\n');
      const known = alone.get(key);
      known?.twins.push({ mechanism, parameter: first.parameter });
      if (known !== undefined) continue;
      alone.set(key, task);
    }
    tasks.push(task);
  }
  return { tasks, impossible };
}
