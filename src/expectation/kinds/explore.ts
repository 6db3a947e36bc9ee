import { count } from '../../text/figures.js';
import { DEFAULT_PROGRAM } from '../../worlds/explore/program.js';
import type { Scanner } from '../scanner.js';
import type { ExploredKind, ExploredProgram } from './kind.js';

export interface ExploreExpectation extends ExploredProgram {
  readonly kind: 'explore';
  /** Whether some order must violate a check. */
  readonly violation: boolean;
}

/** `explore: no violation with 3 tasks on remote`: over all orders of a few concurrent tasks. */
export const explore: ExploredKind<ExploreExpectation> = {
  kind: 'explore',
  says: 'whether any order of a few concurrent tasks goes wrong',
  measures: ['explore'],
  colon: true,
  forms: [
    {
      example: 'explore: no violation with 3 tasks on remote',
      judged: 'all orders of a few tasks, as `latsim explore`',
    },
  ],
  how: 'search',
  needs: 'exploration',

  read(scanner, { name }) {
    if (name !== 'explore') return null;
    scanner.expect(/:/y, 'a colon', 'write explore: no violation with 3 tasks on remote');
    return readExplore(scanner);
  },

  write({ violation, tasks, processes, store }) {
    const noun = tasks === 1 ? 'task' : 'tasks';
    const where = processes === 1 ? '' : ` in ${processes} processes`;
    return `explore: ${violationText(violation)} with ${tasks} ${noun}${where} on ${store}`;
  },

  intervals: () => 0,
  program: ({ tasks, processes, store }) => ({ tasks, processes, store }),

  /** One that a bound has stopped cannot say that there is no violation. */
  judge({ violation }, explored) {
    const found = explored !== null && explored.fault !== null;
    const known = found || explored?.exhaustive === true;
    const holds = found === violation ? 'pass' : 'fail';
    return {
      decision: known ? holds : 'inconclusive',
      estimate: known ? violationText(found) : null,
      interval: null,
      level: null,
      threshold: violationText(violation),
      margin: null,
      unit: 'explore',
      replications: 0,
      needed: null,
      counterexample: null,
      parts: [],
    };
  },

  meaning(_, { exhaustive, states, fault }) {
    if (fault !== null) return `Some order of the steps goes wrong: ${fault}.`;
    return exhaustive
      ? `No order of the steps goes wrong, as long as nothing expires: all ${count(states)} states were tried.`
      : `Nothing went wrong in ${count(states)} states, but that is not all of them: fewer tasks can be tried in full.`;
  },

  excludes: (one, other) =>
    one.violation !== other.violation &&
    one.tasks === other.tasks &&
    one.processes === other.processes &&
    one.store === other.store,
};

function violationText(violation: boolean): string {
  return violation ? 'violation' : 'no violation';
}

const STORES = ['in-process', 'remote', 'tiered'] as const satisfies ExploreExpectation['store'][];
const FORM = 'write it like no violation with 3 tasks on remote';
const MOST = { tasks: 64, processes: 16 } as const;

/** Reads what follows `explore:`: `[no] violation [with N tasks] [in P processes] [on STORE]`. */
function readExplore(scanner: Scanner): ExploreExpectation {
  const violation = scanner.take(/no\b/y) === undefined;
  scanner.expect(/violation\b/y, '"violation"', FORM);
  let tasks: number | undefined;
  let processes: number | undefined;
  let store: ExploreExpectation['store'] | undefined;
  for (;;) {
    const { offset } = scanner;
    const clause = scanner.take(/(?:with|in|on)(?=\s)/y);
    if (clause === undefined) break;
    const known = { with: tasks, in: processes, on: store }[clause];
    if (known !== undefined) scanner.fail(`"${clause}" stands here twice`, FORM, offset);
    if (clause === 'with') tasks = readNumber(scanner, 'tasks', /tasks?\b/y);
    else if (clause === 'in') processes = readNumber(scanner, 'processes', /process(?:es)?\b/y);
    else store = readStore(scanner);
  }
  return {
    kind: 'explore',
    violation,
    tasks: tasks ?? DEFAULT_PROGRAM.tasks,
    processes: processes ?? DEFAULT_PROGRAM.processes,
    store: store ?? DEFAULT_PROGRAM.store.kind,
  };
}

function readNumber(scanner: Scanner, what: keyof typeof MOST, noun: RegExp): number {
  const { offset } = scanner;
  const digits = scanner.expect(/\d+/y, `the number of ${what}`, FORM);
  const value = Number(digits);
  if (value < 1 || value > MOST[what]) {
    scanner.fail(`${digits} ${what} cannot be explored`, `write 1 to ${MOST[what]}`, offset);
  }
  scanner.expect(noun, `"${what}"`, FORM);
  return value;
}

function readStore(scanner: Scanner): ExploreExpectation['store'] {
  const { offset } = scanner;
  const name = scanner.expect(/[\p{L}-]+/uy, 'a store', `use one of ${STORES.join(', ')}`);
  const store = STORES.find((one) => one === name);
  return store ?? scanner.fail(`there is no store "${name}"`, { name, known: STORES }, offset);
}
