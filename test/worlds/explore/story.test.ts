import { expect, test } from 'vitest';
import { append, DeploymentStats, read } from '../../../src/index.js';
import { kindNamed } from '../../../src/kernel/kind.js';
import { LOGGERS } from '../../../src/loggers/index.js';
import { inProcess } from '../../../src/model/stores/in-process.js';
import { STORES } from '../../../src/model/stores/index.js';
import type { Logger } from '../../../src/strategies/lowest-latency/logger.js';
import { readable } from '../../../src/worlds/explore/content.js';
import { DEFAULT_PROGRAM } from '../../../src/worlds/explore/program.js';
import { Runner, replay } from '../../../src/worlds/explore/runner.js';
import { tell } from '../../../src/worlds/explore/story.js';
import { explore } from './explored.js';

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

test('a view that never ends goes round: nobody holds a lock', () => {
  const unlocked = LOGGERS.find(({ name }) => name === 'unlocked') as Logger;
  const logger: Logger = {
    ...unlocked,
    name: 'mine',
    *view(context) {
      for (;;) yield read(context.key);
    },
  };
  const { kinds, violation } = explore({ logger });
  expect(kinds).toEqual(['endless-loop']);
  expect(violation?.fault).toBe('a select goes round for ever');
  const { program, schedule, kind } = violation!;
  expect(tell(program, schedule, kind).ending).toEqual(['the router then goes round for ever']);
});

test('where a memory is old, it is a router that has just started that sees all', () => {
  const logger: Logger = {
    name: 'mine',
    summary: '',
    *record(event, context) {
      yield append(`${context.key}:${event.deployment}`, event.latency_s, 10, context.ttl_s);
    },
    *view(context) {
      const map = context.emptyMap();
      for (const [i, deployment] of context.deployments.entries()) {
        const list = yield read(`${context.key}:${deployment}`);
        if (list !== undefined) map.put(i, new DeploymentStats(list as number[]));
      }
      return map;
    },
  };
  const { violation } = explore({ logger, store: kindNamed(STORES, 'tiered').timeless });
  expect(violation?.kind).toBe('stale-view');
  const { program, schedule, kind } = violation!;
  expect(tell(program, schedule, kind).ending).toEqual([
    'a router that has just started then sees samples A and B',
    'the router then sees only sample A',
  ]);
});
