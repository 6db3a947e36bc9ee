import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PLACES } from '../../src/effects/turns.js';
import { giveSign, turnsIn } from '../../src/jobs/thread-task.js';
import { type Stuck, ThreadWatch } from '../../src/jobs/thread-watch.js';
import { named } from '../studies/inputs.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Whoever watches a thread that has begun, with 10 s for each call; and what the thread does. */
function watched() {
  const stuck: Stuck[] = [];
  const watch = new ThreadWatch(
    named('a'),
    () => false,
    () => undefined,
  );
  watch.whenStuckFor(10, (where) => stuck.push(where));
  const { cells } = watch.task;
  giveSign(cells);
  const pass = (time_s: number) => vi.advanceTimersByTime(1000 * time_s);
  pass(0.05);
  return { watch, stuck, pass, turns: turnsIn(cells), sign: () => giveSign(cells) };
}

const RECORD = { part: 'logger', place: 'record' } as const;
const VIEW = { part: 'logger', place: 'view' } as const;
const EVERY = [
  ...PLACES.logger.map((place) => ({ part: 'logger', place }) as const),
  ...PLACES.strategy.map((place) => ({ part: 'strategy', place }) as const),
];

describe('patience is about one call', () => {
  it('any number of slow calls may take as long as they do', () => {
    const { watch, stuck, pass, turns } = watched();
    for (let call = 0; call < 1000; call++) {
      turns.begin(call % 2 === 0 ? RECORD : VIEW);
      pass(9);
      turns.end();
    }
    expect(stuck).toEqual([]);
    watch.end();
  });

  it.each(EVERY)('one that does not come back is named: %o', (turn) => {
    const { watch, stuck, pass, turns } = watched();
    turns.begin(VIEW);
    pass(9);
    turns.end();
    turns.begin(turn);
    pass(9);
    expect(stuck).toEqual([]);
    pass(1.1);
    expect(stuck[0]).toEqual(turn);
    watch.end();
  });

  it('work between calls may take longer, and as long as it shows signs of life', () => {
    const { watch, stuck, pass, turns, sign } = watched();
    turns.begin({ part: 'logger', place: 'file' });
    turns.end();
    for (let slice = 0; slice < 10; slice++) {
      pass(90);
      sign();
    }
    expect(stuck).toEqual([]);
    pass(101);
    expect(stuck[0]).toBe('outside');
    watch.end();
  });

  it('while the machine sleeps, or nobody can look, no patience is lost', () => {
    const { watch, stuck, pass, turns } = watched();
    turns.begin(RECORD);
    pass(9);
    vi.setSystemTime(Date.now() + 3_600_000);
    pass(0.5);
    expect(stuck).toEqual([]);
    turns.end();
    watch.end();
  });

  it('a thread that has not begun is waited for', () => {
    const stuck: Stuck[] = [];
    const watch = new ThreadWatch(
      named('a'),
      () => false,
      () => undefined,
    );
    watch.whenStuckFor(10, (where) => stuck.push(where));
    vi.advanceTimersByTime(3_600_000);
    expect(stuck).toEqual([]);
    watch.end();
  });
});
