import fc from 'fast-check';
import {
  acquire,
  acquireLease,
  append,
  compareAndSet,
  DeploymentStats,
  read,
  readVersion,
  release,
  releaseLease,
  sleep,
  type Tier,
  type Versioned,
  write,
} from '../../../src/index.js';
import { inProcess } from '../../../src/model/stores/in-process.js';
import { remote } from '../../../src/model/stores/remote.js';
import { tiered } from '../../../src/model/stores/tiered.js';
import type { Logger } from '../../../src/strategies/lowest-latency/logger.js';
import type { Program } from '../../../src/worlds/explore/program.js';
import { DEFAULT_PROGRAM } from '../../../src/worlds/explore/program.js';

/** A logger as a list of instructions, so that any mixture of effects can be tried. */
type Instruction =
  | { readonly do: 'read' | 'write' | 'append' | 'cas' | 'sleep' | 'mutate' }
  | { readonly do: 'look'; readonly tier?: Tier }
  | { readonly do: 'lock' | 'lease'; readonly name: string; readonly body: readonly Instruction[] }
  | { readonly do: 'lock-and-keep'; readonly name: string };

type Kept = { samples: number[] };

const simple = fc.constantFrom<Instruction>(
  { do: 'read' },
  { do: 'look' },
  { do: 'look' },
  { do: 'look', tier: 'local' },
  { do: 'look', tier: 'shared' },
  { do: 'write' },
  { do: 'write' },
  { do: 'append' },
  { do: 'cas' },
  { do: 'sleep' },
  { do: 'mutate' },
);

const body = fc.array(simple, { maxLength: 2 });

const instruction: fc.Arbitrary<Instruction> = fc.oneof(
  { weight: 6, arbitrary: simple },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('lock' as const),
      name: fc.constantFrom('a', 'b'),
      body,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('lease' as const), name: fc.constant('l'), body }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('lock-and-keep' as const), name: fc.constant('c') }),
  },
);

/** Carries instructions out; `kept` is what it has read last, by reference where the store does. */
function* carryOut(
  instructions: readonly Instruction[],
  sample: number,
  last: { kept: Kept; version: number },
): ReturnType<Logger['record']> {
  for (const one of instructions) {
    switch (one.do) {
      case 'read': {
        const { value, version }: Versioned = yield readVersion('k');
        last.kept = (value as Kept | undefined) ?? { samples: [] };
        last.version = version;
        break;
      }
      case 'look':
        last.kept = (yield read('k', one.tier)) ?? { samples: [] };
        break;
      case 'write':
        yield write('k', { samples: [...last.kept.samples, sample] }, 60);
        break;
      case 'append':
        yield append('list', sample, 20, 60);
        break;
      case 'cas':
        yield compareAndSet('k', last.version, { samples: [...last.kept.samples, sample] }, 60);
        break;
      case 'sleep':
        yield sleep(1);
        break;
      case 'mutate':
        last.kept.samples.push(sample);
        break;
      case 'lock':
        yield acquire(one.name);
        try {
          yield* carryOut(one.body, sample, last);
        } finally {
          yield release(one.name);
        }
        break;
      case 'lease': {
        const token: number = yield acquireLease(one.name, 10);
        yield* carryOut(one.body, sample, last);
        yield releaseLease(one.name, token);
        break;
      }
      case 'lock-and-keep':
        yield acquire(one.name);
        break;
    }
  }
}

function loggerOf(instructions: readonly Instruction[]): Logger {
  return {
    name: 'random',
    summary: '',
    *record(event) {
      yield* carryOut(instructions, event.latency_s, { kept: { samples: [] }, version: 0 });
    },
    *view(context) {
      const kept: Kept | undefined = yield read('k');
      const list: number[] | undefined = yield read('list');
      const map = context.emptyMap();
      const samples = [...(kept?.samples ?? []), ...(list ?? [])];
      if (samples.length > 0)
        map.set(context.deployments[0] as string, new DeploymentStats(samples));
      return map;
    },
  };
}

const hasLease = (instructions: readonly Instruction[]): boolean =>
  instructions.some((one) => one.do === 'lease');

/** Small programs of all kinds: few enough schedules to try one by one, mostly. */
export const programs: fc.Arbitrary<Program> = fc
  .record({
    instructions: fc.array(instruction, { minLength: 1, maxLength: 4 }),
    store: fc.constantFrom(inProcess, remote, tiered(60)),
    tasks: fc.integer({ min: 1, max: 3 }),
    processes: fc.integer({ min: 1, max: 2 }),
    samples: fc.constantFrom('equal' as const, 'distinct' as const),
    samplesPerTask: fc.constantFrom(1, 1, 2),
    select: fc.boolean(),
    expiries: fc.constantFrom(0, 0, 1),
    leaseRunOuts: fc.constantFrom(0, 0, 1),
    crash: fc.constantFrom('none' as const, 'none' as const, 'task' as const, 'process' as const),
  })
  .filter(({ instructions, store }) => store.shared || !hasLease(instructions))
  .map(({ instructions, ...rest }) => ({
    ...DEFAULT_PROGRAM,
    ...rest,
    logger: loggerOf(instructions),
  }));
