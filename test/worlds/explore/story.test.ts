import { expect, test } from 'vitest';
import { LOGGERS } from '../../../src/loggers/index.js';
import { inProcess } from '../../../src/model/stores/in-process.js';
import type { Logger } from '../../../src/strategies/lowest-latency/logger.js';
import { readable } from '../../../src/worlds/explore/content.js';
import { DEFAULT_PROGRAM } from '../../../src/worlds/explore/program.js';
import { Runner, replay } from '../../../src/worlds/explore/runner.js';
import { tell } from '../../../src/worlds/explore/story.js';

/** What tasks read, as text, in a schedule that is told after it has happened. */
function readsIn(program: Partial<typeof DEFAULT_PROGRAM>, schedule: string): string[] {
  const logger = LOGGERS.find(({ name }) => name === 'unlocked') as Logger;
  const whole = { ...DEFAULT_PROGRAM, samples: 'distinct' as const, ...program, logger };
  const runner = new Runner(whole);
  const world = runner.start();
  world.telling = true;
  const steps = replay(runner, schedule.split(',')).map((move) => world.take(move));
  return steps
    .flatMap(({ performed }) => performed)
    .filter(({ effect }) => effect.op === 'read')
    .map(({ answer }) => readable(answer));
}

test('a story tells what was read, not what the logger made of it afterwards', () => {
  expect(readsIn({}, '1,1,2,2')).toEqual(['nothing', 'd/01: 1']);
  expect(readsIn({ store: inProcess }, '1,2')).toEqual(['nothing', 'd/01: 1']);
});

test('samples that can be told apart go by names, as many as there are', () => {
  const logger = LOGGERS.find(({ name }) => name === 'atomic') as Logger;
  const program = { ...DEFAULT_PROGRAM, logger, tasks: 1, samplesPerTask: 28 };
  const moves = replay(new Runner(program), Array(28).fill('1'));
  const { ending, samples } = tell(program, moves, null);
  expect(samples).toBe('named');
  expect(ending).toHaveLength(1);
  expect(ending[0]).toMatch(/^the router then sees samples A, .* Z, .*A[AB]\b/);
});

test('a list of latencies that a logger keeps itself is one of samples', () => {
  expect(readable([1, 2], (sample) => `<${String(sample)}>`)).toBe('<1> | <2>');
  expect(readable({ sum: 3, list: [1] }, () => 'A')).toBe('sum: 3; list: A');
});
