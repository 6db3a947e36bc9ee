import { describe, expect, test } from 'vitest';
import { read } from '../../../src/index.js';
import { kindNamed } from '../../../src/kernel/kind.js';
import { LOGGERS, loggerNamed } from '../../../src/loggers/index.js';
import { STORES } from '../../../src/model/stores/index.js';
import type { Logger } from '../../../src/strategies/lowest-latency/logger.js';
import type { WholeNumber } from '../../../src/text/figures.js';
import type { ViolationKind } from '../../../src/worlds/explore/checks/check.js';
import { type ChoiceState, type Choices, choosing } from '../../../src/worlds/explore/choices.js';
import { explore } from '../../../src/worlds/explore/explore.js';
import { DEFAULT_SEARCH_OPTIONS } from '../../../src/worlds/explore/options.js';
import { DEFAULT_PROGRAM, type Program } from '../../../src/worlds/explore/program.js';
import { toItsEnd } from '../../../src/worlds/slices.js';

function programOf(logger: Logger, changes: Partial<Program> = {}): Program {
  return { ...DEFAULT_PROGRAM, ...changes, logger };
}

function choicesOf(program: Program, maxStates = 1000): Choices | null {
  return toItsEnd(choosing(program, { ...DEFAULT_SEARCH_OPTIONS, maxStates }));
}

function statesOf(program: Program): readonly ChoiceState[] {
  return choicesOf(program)!.states;
}

/** Orders behind a state that end in this way. */
function countOf({ behind }: ChoiceState, kind: ViolationKind): WholeNumber | null {
  const found = behind.wrong.find((one) => one.kind === kind);
  return found === undefined ? 0 : found.orders;
}

const PROGRAMS: readonly (readonly [says: string, changes: Partial<Program>])[] = [
  ['the smallest race', {}],
  ['a process that crashes', { crash: 'process', processes: 2 }],
  ['a lease that runs out', { leaseRunOuts: 1 }],
  ['memories over a store', { store: kindNamed(STORES, 'tiered').timeless }],
];

describe.each(PROGRAMS)('of %s', (_, changes) => {
  test.each(LOGGERS.map((logger) => [logger.name, logger] as const))(
    'what lies behind the start with %s is what an exploration counts',
    (_name, logger) => {
      const program = programOf(logger, changes);
      const start = statesOf(program)[0] as ChoiceState;
      const { schedules, lossless } = explore(program);
      expect(BigInt(start.behind.orders!)).toBe(schedules);
      expect(schedules! - BigInt(countOf(start, 'lost-update')!)).toBe(lossless);
    },
  );
});

test('what lies behind a state is what lies behind its choices together', () => {
  for (const logger of LOGGERS) {
    const states = statesOf(programOf(logger, { crash: 'task' }));
    for (const state of states) {
      if (state.choices.length === 0) {
        expect(state.behind.orders).toBe(1);
        continue;
      }
      const next = state.choices.map(({ to }) => states[to] as ChoiceState);
      const sum = (of: (state: ChoiceState) => unknown) =>
        next.reduce((total, one) => total + Number(of(one)), 0);
      expect(state.behind.orders).toBe(sum(({ behind }) => behind.orders));
      expect(countOf(state, 'lost-update')).toBe(sum((one) => countOf(one, 'lost-update')));
    }
  }
});

/** Follows the moves that are named from the start. */
function following(states: readonly ChoiceState[], moves: readonly string[]) {
  let state = states[0] as ChoiceState;
  const said: string[] = [];
  for (const move of moves) {
    const choice = state.choices.find((one) => one.move === move)!;
    said.push(`${choice.who}: ${choice.did.map(({ what }) => what).join(', ')}`, ...choice.remarks);
    state = states[choice.to] as ChoiceState;
  }
  return { state, said };
}

test('whoever lets both read before one writes has found the lost update', () => {
  const { state, said } = following(statesOf(programOf(loggerNamed('unlocked'))), [
    '1',
    '2',
    '1',
    '2',
  ]);
  expect(said).toEqual([
    'task 1: reads map',
    'task 2: reads map',
    'task 1: writes map = d/01: A',
    'task 1 ends: recorded',
    'task 2: writes map = d/01: B',
    'sample A is overwritten',
    'task 2 ends: recorded',
  ]);
  expect(state).toMatchObject({
    choices: [],
    stored: ['map = d/01: B'],
    ending: ['the router then sees only sample B'],
  });
  expect(state.faults[0]).toBe('1 of 2 recorded samples is lost');
});

test('who waits for a lock cannot go on, and it is said for whom', () => {
  const { state } = following(statesOf(programOf(loggerNamed('locked'))), ['1', '2']);
  expect(state.waiting).toEqual(["task 2 waits for lock 'map', which task 1 holds"]);
  expect(state.choices.map(({ move }) => move)).toEqual(['1']);
});

test('where orders go round, it is said what can be reached, and nothing is counted', () => {
  const spinning: Logger = {
    ...loggerNamed('unlocked'),
    name: 'spinning',
    *record(_, { key }) {
      for (;;) yield read(key);
    },
  };
  const [start] = statesOf(programOf(spinning, { tasks: 1 }));
  expect(start?.behind).toEqual({
    orders: null,
    wrong: [{ kind: 'endless-loop', orders: null }],
  });
});

test('more states than a page can carry are none', () => {
  expect(choicesOf(programOf(loggerNamed('unlocked')), 5)).toBeNull();
});
