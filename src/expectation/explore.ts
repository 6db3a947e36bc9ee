import { suggest } from '../text/problems.js';
import { DEFAULT_PROGRAM } from '../worlds/explore/program.js';
import type { ExploreExpectation } from './expectation.js';
import type { Scanner } from './scanner.js';

const STORES = ['in-process', 'remote', 'tiered'] as const satisfies ExploreExpectation['store'][];
const FORM = 'write it like no violation with 3 tasks on remote';
const MOST = { tasks: 64, processes: 16 } as const;

/** Reads what follows `explore:`: `[no] violation [with N tasks] [in P processes] [on STORE]`. */
export function readExplore(scanner: Scanner): ExploreExpectation {
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
  return store ?? scanner.fail(`there is no store "${name}"`, suggest(name, STORES), offset);
}
