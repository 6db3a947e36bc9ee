import { getHeapStatistics } from 'node:v8';
import type { MessagePort } from 'node:worker_threads';
import type { RouterPart } from '../effects/fault.js';
import { PLACES, type Turns, type WhoseTurn } from '../effects/turns.js';
import type { Job, JobResult } from '../studies/job.js';
import type { Failure } from '../text/failure.js';
import type { JobProgress } from './executor.js';

/** What a thread is given. */
export interface ThreadTask {
  readonly job: Job;
  /** Memory that both sides see, by `CELLS`. */
  readonly cells: Int32Array;
  /** Takes what a user's code prints; absent where nothing is a user's. */
  readonly prints?: MessagePort;
}

/** What it gives back. Classes do not cross threads. */
export type ThreadAnswer = { readonly result: JobResult } | { readonly failure: Failure };

/** Cells of the shared memory, by what is in them. */
export const CELLS = {
  /** 1 asks to stop. */
  stop: 0,
  /** Counts signs of life: one when the thread has begun, one when it is ready, one for each slice. */
  signs: 1,
  /** How far it is: see `tellProgress`. */
  progress: 2,
  /** Counts the beginnings and ends of turns of a user's code: odd while it is at work. */
  turns: 3,
  /** Whose turn it is, or was last: an index of `TURNS`. */
  place: 4,
  /** 1 asks what the thread holds outside of its heap, when next a turn ends. */
  asksHeld: 5,
  /** What it held there when it last told, in MB: memory of buffers, which no limit of Node counts. */
  held_MB: 6,
  count: 7,
} as const;

const TURNS: readonly WhoseTurn[] = Object.entries(PLACES).flatMap(([part, places]) =>
  places.map((place) => ({ part: part as RouterPart, place })),
);

const NUMBERS = new Map(TURNS.map(({ part, place }, i) => [`${part} ${place}`, i]));

/** Tells of the turns of a user's code. */
export function turnsIn(cells: Int32Array): Turns {
  return {
    begin: ({ part, place }) => {
      Atomics.store(cells, CELLS.place, NUMBERS.get(`${part} ${place}`) ?? 0);
      Atomics.add(cells, CELLS.turns, 1);
    },
    end: () => {
      Atomics.add(cells, CELLS.turns, 1);
      if (Atomics.exchange(cells, CELLS.asksHeld, 0) === 1) tellHeld(cells);
    },
  };
}

/** Tells what this thread holds outside of its heap. */
export function tellHeld(cells: Int32Array): void {
  Atomics.store(cells, CELLS.held_MB, getHeapStatistics().external_memory / BYTES_PER_MB);
}

const BYTES_PER_MB = 1_000_000;

/** What has been told of turns: their number, and where a user's code is at work, if it is. */
export function turnIn(cells: Int32Array): { readonly number: number; readonly turn?: WhoseTurn } {
  const number = Atomics.load(cells, CELLS.turns);
  if (number % 2 === 0) return { number };
  return { number, turn: lastTurnIn(cells) };
}

/** Whose turn it is, or was last. */
export function lastTurnIn(cells: Int32Array): WhoseTurn {
  return TURNS[Atomics.load(cells, CELLS.place)] as WhoseTurn;
}

/** Progress 1 in its cell. */
const SCALE = 1_000_000;

/** Gives a sign of life. */
export function giveSign(cells: Int32Array): void {
  Atomics.add(cells, CELLS.signs, 1);
}

/** Puts progress into the shared memory: a part, or of an exploration its states. */
export function tellProgress(cells: Int32Array, { part = 0, states }: JobProgress): void {
  Atomics.store(cells, CELLS.progress, states ?? Math.floor(part * SCALE));
  giveSign(cells);
}

/** What `tellProgress` has put there. */
export function progressIn(cells: Int32Array, { kind }: Job): JobProgress {
  const value = Atomics.load(cells, CELLS.progress);
  return kind === 'exploration' || kind === 'schedule' || kind === 'choices'
    ? { states: value }
    : { part: value / SCALE };
}
