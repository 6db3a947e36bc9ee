import { describe, expect, it } from 'vitest';
import {
  acquire,
  increment,
  read,
  readMany,
  release,
  write,
} from '../../../src/effects/effects.js';
import { LOGGERS } from '../../../src/loggers/index.js';
import { DeploymentStats } from '../../../src/strategies/lowest-latency/latency-map.js';
import type { Logger, LoggerContext } from '../../../src/strategies/lowest-latency/logger.js';
import { explore } from '../../../src/worlds/explore/explore.js';
import { DEFAULT_PROGRAM, type Program } from '../../../src/worlds/explore/program.js';

const exploring = (logger: Logger, changes: Partial<Program> = {}) =>
  explore({ ...DEFAULT_PROGRAM, logger, ...changes });

/** Records under a key of its period, and reads that of the select's. */
function keyedBy(minutes: number): Logger {
  const keyOf = (context: LoggerContext, minute: number) =>
    `${context.key}:${Math.floor(minute / minutes)}`;
  return {
    name: `key of ${minutes} min`,
    summary: '',
    *record(event, context) {
      const key = keyOf(context, event.minute);
      yield acquire(key);
      const map =
        ((yield read(key)) as ReturnType<LoggerContext['emptyMap']>) ?? context.emptyMap();
      context.add(map, event);
      yield write(key, map, context.ttl_s);
      yield release(key);
    },
    *view(context, minute) {
      return (yield read(keyOf(context, minute))) as never;
    },
  };
}

/** A list per deployment under a lock, cut in some way. */
function cutting(cut: (list: readonly number[], size: number) => readonly number[]): Logger {
  return {
    name: 'list of its own',
    summary: '',
    *record(event, { key, listSize, ttl_s }) {
      yield acquire(key);
      const list = ((yield read(key)) as number[] | undefined) ?? [];
      yield write(key, cut([...list, event.latency_s], listSize), ttl_s);
      yield release(key);
    },
    *view(context) {
      const list = (yield read(context.key)) as number[] | undefined;
      const map = context.emptyMap();
      if (list !== undefined) map.put(0, new DeploymentStats(list));
      return map;
    },
  };
}

/** So many slots, which completions take by turns. */
function ring(slots: number): Logger {
  const keyOf = (key: string, n: number) => `${key}:${n % slots}`;
  return {
    name: 'ring',
    summary: '',
    *record(event, { key, ttl_s }) {
      const n = (yield increment(`${key}:n`, 1, ttl_s)) as number;
      yield write(keyOf(key, n), event.latency_s, ttl_s);
    },
    *view(context) {
      const keys = Array.from({ length: slots }, (_, n) => keyOf(context.key, n));
      const values = (yield readMany(keys)) as (number | undefined)[];
      const map = context.emptyMap();
      map.put(0, new DeploymentStats(values.filter((value) => value !== undefined)));
      return map;
    },
  };
}

describe('different minutes', () => {
  it.each([1, 7, 15, 60, 1440, 10_080])('a key of %d minutes forgets, asked or not', (minutes) => {
    const { violation } = exploring(keyedBy(minutes));
    expect(violation).toMatchObject({ kind: 'stale-view', program: { minutes: true, tasks: 1 } });
    expect(exploring(keyedBy(minutes), { minutes: true }).kinds).toContain('stale-view');
  });
  it.each(LOGGERS.filter(({ name }) => name !== 'unlocked'))('$name forgets nothing', (logger) => {
    const all = { minutes: true, listSize: 2, tasks: 3 } as const;
    expect(exploring(logger, all)).toMatchObject({ violation: null, looksAt: [] });
  });
  it('says what a logger looks at itself', () => {
    expect(exploring(keyedBy(1)).looksAt).toEqual(['minute']);
    expect(exploring(ring(4)).looksAt).toEqual(['latency_s']);
  });
});

describe('lists that fill', () => {
  it('what is pushed out is not lost', () => {
    const newest = cutting((list, size) => list.slice(-size));
    expect(exploring(newest, { tasks: 3, listSize: 2 }).violation).toBeNull();
  });
  it.each([
    ['keeps the oldest', cutting((list, size) => list.slice(0, size))],
    ['is cut too short', cutting((list, size) => list.slice(1 - size))],
  ])('a list that %s loses', (_, logger) => {
    const { violation } = exploring(logger, { tasks: 3, listSize: 2 });
    expect(violation).toMatchObject({ kind: 'lost-update' });
  });
  it('a ring of slots has a limit of its own', () => {
    const { violation, program } = exploring(ring(2), { tasks: 3 });
    expect({ violation, limit: program.ownLimit }).toEqual({ violation: null, limit: 2 });
  });
});
