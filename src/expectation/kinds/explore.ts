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
    {
      example: 'explore: no violation with 2 tasks on remote with distinct deployments',
      judged: 'the same, where each task logs for a deployment of its own',
    },
    {
      example: 'explore: no violation with 2 tasks on remote with crash task',
      judged: 'the same, where one task is hit by an exception, or a process crashes, at any step',
    },
  ],
  how: 'search',
  needs: 'exploration',

  read(scanner, { name }) {
    if (name !== 'explore') return null;
    scanner.expect(/:/y, 'a colon', 'write explore: no violation with 3 tasks on remote');
    return readExplore(scanner);
  },

  write(expectation) {
    const { violation, tasks, processes, store, deployments, crash } = expectation;
    return [
      `explore: ${violationText(violation)} with ${tasks} ${tasks === 1 ? 'task' : 'tasks'}`,
      ...(processes === 1 ? [] : [`in ${processes} processes`]),
      `on ${store}`,
      ...(deployments === undefined ? [] : [`with ${deployments} deployments`]),
      ...(crash === undefined ? [] : [`with crash ${crash}`]),
    ].join(' ');
  },

  intervals: () => 0,
  program: ({ kind, violation, ...program }) => program,
  wantsViolation: ({ violation }) => violation,
  scope: scopeText,

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

  meaning(expectation, { exhaustive, states, fault }) {
    if (fault !== null) return `Some order of the steps goes wrong: ${fault}.`;
    const scope = `${scopeText(expectation)}; nothing expires, and no list fills`;
    return exhaustive
      ? `No order of the steps goes wrong: all ${count(states)} states were tried. Explored: ${scope}.`
      : `Nothing went wrong in ${count(states)} states, but that is not all of them: fewer tasks can be tried in full. Explored: ${scope}.`;
  },

  excludes: (one, other) =>
    one.violation !== other.violation &&
    (['tasks', 'processes', 'store', 'deployments', 'crash'] as const).every(
      (name) => one[name] === other[name],
    ),
};

/** What is explored: `2 tasks, 1 process, same deployment, remote store`. */
function scopeText(program: ExploredProgram): string {
  const { tasks, processes, store, deployments, crash } = program;
  return [
    tasks === 1 ? '1 task' : `${tasks} tasks`,
    processes === 1 ? '1 process' : `${processes} processes`,
    deployments === undefined ? 'same deployment' : `${deployments} deployments`,
    `${store} store`,
    ...(crash === undefined ? [] : [`a ${crash} that crashes`]),
  ].join(', ');
}

function violationText(violation: boolean): string {
  return violation ? 'violation' : 'no violation';
}

const STORES = ['in-process', 'remote', 'tiered'] as const satisfies ExploreExpectation['store'][];
const FORM = 'write it like no violation with 3 tasks on remote';
const MOST = { tasks: 64, processes: 16 } as const;

/** What may follow `with` beside a number of tasks, or stand alone. */
const ALSO = ['distinct', 'same', 'crash'] as const;
const CLAUSES = ['with', 'in', 'on'] as const;
const CRASHES = ['task', 'process'] as const;

/**
 * Reads what follows `explore:`: `[no] violation [with N tasks] [in P processes] [on STORE]
 * [with distinct deployments] [with crash task|process]`, in any order. Before the last two the `with`
 * may be left out, and an `and` may stand before any.
 */
function readExplore(scanner: Scanner): ExploreExpectation {
  const violation = scanner.take(/no\b/y) === undefined;
  scanner.expect(/violation\b/y, '"violation"', FORM);
  const read: Partial<Omit<Writable<ExploreExpectation>, 'kind' | 'violation'>> = {};
  const seen = new Set<string>();
  const once = (clause: string, offset: number): void => {
    if (seen.has(clause)) scanner.fail(`"${clause}" is given twice`, FORM, offset);
    seen.add(clause);
  };
  for (;;) {
    const joined = scanner.take(/and(?=\s|$)/y);
    const { offset } = scanner;
    const clause = scanner.take(/(?:with|in|on)(?=\s|$)/y) ?? joined;
    if (clause === 'in') {
      once('in', offset);
      read.processes = readNumber(scanner, 'processes', /process(?:es)?\b/y);
    } else if (clause === 'on') {
      once('on', offset);
      read.store = readStore(scanner);
    } else {
      const also = readAlso(scanner, clause !== undefined);
      if (also === 'crash') {
        once('crash', offset);
        read.crash = readCrash(scanner);
      } else if (also !== undefined) {
        once('deployments', offset);
        scanner.take(/deployments?\b/y);
        if (also === 'distinct') read.deployments = also;
      } else if (clause !== undefined) {
        once('with', offset);
        read.tasks = readNumber(scanner, 'tasks', /tasks?\b/y);
      } else break;
    }
  }
  const rest = scanner.peek(/\p{L}+/uy);
  if (rest !== undefined) {
    scanner.fail(`there is no clause "${rest}"`, { name: rest, known: [...CLAUSES, ...ALSO] });
  }
  const { tasks, processes, store } = DEFAULT_PROGRAM;
  return { kind: 'explore', violation, tasks, processes, store: store.kind, ...read };
}

/** What else is tried, if that is what comes next. @param must whether it, or a number, has to */
function readAlso(scanner: Scanner, must: boolean): (typeof ALSO)[number] | undefined {
  const word = scanner.peek(/\p{L}+/uy);
  const also = ALSO.find((one) => one === word);
  if (also !== undefined) scanner.take(/\p{L}+/uy);
  else if (must && word !== undefined && !/^tasks?$/.test(word)) {
    scanner.fail(`there is no "${word}" to explore with`, { name: word, known: ALSO });
  }
  return also;
}

/** An exception in a task, where it is not said what crashes. */
function readCrash(scanner: Scanner): 'task' | 'process' {
  const { offset } = scanner;
  const word = scanner.peek(/\p{L}+/uy);
  const crash = CRASHES.find((one) => one === word);
  if (crash !== undefined) {
    scanner.take(/\p{L}+/uy);
    return crash;
  }
  if (word === undefined || GOES_ON.test(word)) return 'task';
  return scanner.fail(`a "${word}" cannot crash`, { name: word, known: CRASHES }, offset);
}

/** What begins another clause. */
const GOES_ON = /^(?:with|and|in|on|distinct|same)$/;

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

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
