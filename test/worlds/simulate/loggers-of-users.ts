import {
  acquire,
  append,
  compareAndSet,
  increment,
  read,
  readMany,
  readVersion,
  release,
  sleep,
  type Versioned,
  write,
} from '../../../src/effects/effects.js';
import type { Steps } from '../../../src/effects/steps.js';
import { checked } from '../../../src/loggers/contract.js';
import { readMap } from '../../../src/loggers/unlocked.js';
import type { CompletionEvent } from '../../../src/model/completion.js';
import { ABANDONED } from '../../../src/model/strategy.js';
import {
  DeploymentStats,
  type LatencyMap,
} from '../../../src/strategies/lowest-latency/latency-map.js';
import type { Logger, LoggerContext } from '../../../src/strategies/lowest-latency/logger.js';

/** A logger as a user may write it. */
export interface OfAUser {
  readonly logger: Logger;
  /** Whether its samples can be read off what it stores. */
  readonly readable: boolean;
}

type Parts = Pick<Logger, 'record'> & Partial<Pick<Logger, 'view'>>;

const ofAUser = (name: string, { record, view = readMap }: Parts, readable = true): OfAUser => ({
  logger: checked({ name, summary: '', record, view }),
  readable,
});

const known = (map: LatencyMap | undefined, context: LoggerContext): LatencyMap =>
  map?.copy() ?? context.emptyMap();

/** Optimistic, with so many attempts. */
const optimistic = (attempts: number): Logger['record'] =>
  function* (event, context) {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const { value, version }: Versioned = yield readVersion(context.key);
      const map = known(value as LatencyMap | undefined, context);
      context.add(map, event);
      if (yield compareAndSet(context.key, version, map, context.ttl_s)) return;
    }
    return ABANDONED;
  };

/** Reads, adds and writes under a lock, with the key and the tier that it reads. */
const underALock = (
  keyOf: (context: LoggerContext, minute: number) => string,
  tier?: 'local' | 'shared',
): Logger['record'] =>
  function* (event, context) {
    const key = keyOf(context, event.minute);
    yield acquire(key);
    try {
      const map = known(yield read(key, tier), context);
      context.add(map, event);
      yield write(key, map, context.ttl_s);
    } finally {
      yield release(key);
    }
  };

const ofTheMinute = ({ key }: LoggerContext, minute: number): string => `${key}:${minute}`;
const theOne = ({ key }: LoggerContext): string => key;
const listOf = ({ key }: LoggerContext, id: string): string => `${key}:${id}`;

/** The lists of all deployments as a map, by the effect that reads one of them. */
const lists = (tier?: 'local' | 'shared'): Logger['view'] =>
  function* (context) {
    const map = context.emptyMap();
    for (const [position, id] of context.deployments.entries()) {
      const list: number[] | undefined = yield read(listOf(context, id), tier);
      if (list !== undefined) map.put(position, new DeploymentStats(list));
    }
    return map;
  };

const appending: Logger['record'] = function* (event, context) {
  const key = listOf(context, event.deployment);
  yield append(key, event.latency_s, context.listSize, context.ttl_s);
};

const local: Logger['view'] = function* ({ key }) {
  return yield read(key, 'local');
};
const shared: Logger['view'] = function* ({ key }) {
  return yield read(key, 'shared');
};

/** Reads the shared copy, adds and writes, with no lock. */
const unlocked: Logger['record'] = function* (event, context) {
  const map = known(yield read(context.key, 'shared'), context);
  context.add(map, event);
  yield write(context.key, map, context.ttl_s);
};

/** The same under a lock, and something else before the lock is released. */
const lockedAnd = (more: (map: LatencyMap, context: LoggerContext) => Steps<void>) =>
  function* (event: CompletionEvent, context: LoggerContext): Steps<void> {
    yield acquire(context.key);
    try {
      const map = known(yield read(context.key, 'shared'), context);
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
      yield* more(map, context);
    } finally {
      yield release(context.key);
    }
  };

const current = ({ key }: LoggerContext): string => `${key}:current`;

/** Loggers that use more than one key, or keep other things beside their samples. */
export const OF_MORE_THAN_ONE_KEY: readonly (OfAUser & {
  /** Whether it loses samples in one process. */
  readonly loses: boolean;
})[] = [
  {
    loses: true,
    ...ofAUser('unlocked, and a flag after it', {
      *record(event, context) {
        yield* unlocked(event, context);
        yield write(`${context.key}:flag`, 0, context.ttl_s);
      },
    }),
  },
  {
    loses: true,
    ...ofAUser('unlocked, and its view reads a flag', {
      *record(event, context) {
        yield* unlocked(event, context);
        yield write(`${context.key}:last`, event.deployment, context.ttl_s);
      },
      *view(context) {
        yield read(`${context.key}:last`, 'shared');
        return yield read(context.key, 'shared');
      },
    }),
  },
  {
    loses: true,
    ...ofAUser('a flag for a lock, not taken at once', {
      *record(event, context) {
        const flag = `${context.key}:flag`;
        for (let i = 0; i < 5 && (yield read(flag, 'shared')) === 1; i++) yield sleep(0.01);
        yield write(flag, 1, context.ttl_s);
        yield* unlocked(event, context);
        yield write(flag, 0, context.ttl_s);
      },
    }),
  },
  {
    loses: true,
    ...ofAUser('writes null over its map', {
      record: lockedAnd(function* (_, { key, ttl_s }) {
        yield write(key, null, ttl_s);
      }),
      *view({ key }) {
        return (yield read(key, 'shared')) ?? undefined;
      },
    }),
  },
  {
    loses: true,
    ...ofAUser('unlocked, and appends to a log that nobody reads', {
      *record(event, context) {
        yield* unlocked(event, context);
        yield append(`${context.key}:log`, event.latency_s, 1000, context.ttl_s);
      },
    }),
  },
  {
    loses: true,
    ...ofAUser('a lock, on a key that nobody reads', {
      record: underALock(({ key }) => `${key}:x`, 'shared'),
      view: shared,
    }),
  },
  {
    loses: false,
    ...ofAUser('a lock, and a second copy of the map', {
      record: lockedAnd(function* (map, { key, ttl_s }) {
        yield write(`${key}:backup`, map, ttl_s);
      }),
      *view({ key }) {
        return (yield read(key, 'shared')) ?? (yield read(`${key}:backup`, 'shared'));
      },
    }),
  },
  {
    loses: false,
    ...ofAUser('two maps by turns', {
      *record(event, context) {
        yield acquire(context.key);
        try {
          const turn = (yield read(current(context), 'shared')) ?? 'a';
          const map = known(yield read(`${context.key}:${turn}`, 'shared'), context);
          context.add(map, event);
          const next = turn === 'a' ? 'b' : 'a';
          yield write(`${context.key}:${next}`, map, context.ttl_s);
          yield write(current(context), next, context.ttl_s);
        } finally {
          yield release(context.key);
        }
      },
      *view(context) {
        const turn = (yield read(current(context), 'shared')) ?? 'a';
        return yield read(`${context.key}:${turn}`, 'shared');
      },
    }),
  },
];

/** Right and wrong ones, of every kind that keeps samples from a select. */
export const LOGGERS_OF_USERS: readonly OfAUser[] = [
  ...OF_MORE_THAN_ONE_KEY,
  ofAUser('compare-and-set, looks into memory', { record: optimistic(64) }),
  ofAUser('compare-and-set, looks into memory alone', { record: optimistic(64), view: local }),
  ofAUser('compare-and-set, looks at the shared copy', { record: optimistic(64), view: shared }),
  ofAUser('gives up at once', { record: optimistic(1), view: shared }),
  ofAUser('gives all up', {
    *record() {
      yield sleep(0.01);
      return ABANDONED;
    },
  }),
  ofAUser('a key of the minute', {
    record: underALock(ofTheMinute),
    *view(context, minute) {
      return yield read(ofTheMinute(context, minute));
    },
  }),
  ofAUser('a lock, reads the shared copy', { record: underALock(theOne, 'shared'), view: shared }),
  ofAUser('a lock, reads its memory', { record: underALock(theOne, 'local'), view: local }),
  ofAUser('a lock, looks at another key', {
    record: underALock(({ key }) => `${key}:elsewhere`),
  }),
  ofAUser('appends, looks into memory', { record: appending, view: lists() }),
  ofAUser('appends, looks at the shared copy', { record: appending, view: lists('shared') }),
  ofAUser('counts usage before it appends', {
    *record(event, context) {
      yield increment(`${context.key}:${event.minute}`, 1, 120);
      yield* appending(event, context);
    },
    view: lists('shared'),
  }),
  ofAUser('counts usage for ever after it has appended', {
    *record(event, context) {
      yield* appending(event, context);
      yield increment(`${context.key}:usage`, 1, 3600);
    },
    view: lists('shared'),
  }),
  ofAUser('appends to a log that nobody reads, too', {
    *record(event, context) {
      yield append(`${context.key}:log`, event.latency_s, 1000, 3600);
      const map = known(yield read(context.key), context);
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
    },
  }),
  ofAUser('reads long before it writes', {
    *record(event, context) {
      const map = known(yield read(context.key, 'local'), context);
      yield sleep(1.5);
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
    },
  }),
  ofAUser('writes its own sample alone', {
    *record(event, context) {
      yield read(context.key);
      const map = context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
    },
  }),
  ofAUser('writes a map without its sample', {
    *record(_, context) {
      yield write(context.key, known(yield read(context.key), context), context.ttl_s);
    },
  }),
  ofAUser(
    'records for another deployment',
    {
      *record(event, context) {
        const deployment = context.deployments[0] as string;
        yield* underALock(theOne, 'shared')({ ...event, deployment }, context);
      },
    },
    false,
  ),
  ofAUser('stores nothing', { *record() {} }),
  ofAUser('a view that writes back what it has read', {
    record: underALock(theOne, 'shared'),
    *view(context) {
      const map: LatencyMap | undefined = yield read(context.key, 'shared');
      if (map !== undefined) yield write(context.key, map, context.ttl_s);
      return map;
    },
  }),
  ofAUser(
    'a view that keeps what it has seen',
    {
      record: underALock(theOne, 'shared'),
      *view(context) {
        const kept: LatencyMap | undefined = yield read('kept', 'shared');
        if (kept !== undefined) return kept;
        const map = known(yield read(context.key, 'shared'), context);
        yield write('kept', map, 4);
        return map;
      },
    },
    false,
  ),
  ofAUser('a view that shows nothing', {
    record: optimistic(64),
    // biome-ignore lint/correctness/useYield: it asks for nothing
    *view(context) {
      return context.emptyMap();
    },
  }),
  ofAUser(
    'sums and counts',
    {
      *record(event, context) {
        const key = listOf(context, event.deployment);
        yield increment(`${key}:sum`, event.latency_s, context.ttl_s);
        yield increment(`${key}:count`, 1, context.ttl_s);
      },
      *view(context) {
        const keys = context.deployments.map((id) => listOf(context, id));
        const names = keys.flatMap((key) => [`${key}:sum`, `${key}:count`]);
        const values: readonly (number | undefined)[] = yield readMany(names);
        const map = context.emptyMap();
        for (let i = 0; i < keys.length; i++) {
          const [sum, count] = [values[2 * i], values[2 * i + 1]];
          if (sum === undefined || count === undefined) continue;
          map.put(i, new DeploymentStats([sum / count]));
        }
        return map;
      },
    },
    false,
  ),
];
