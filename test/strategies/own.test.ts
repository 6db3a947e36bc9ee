import { describe, expect, it } from 'vitest';
import { increment, read, write } from '../../src/effects/effects.js';
import { LoggerFault } from '../../src/effects/fault.js';
import type { Steps } from '../../src/effects/steps.js';
import { REFUSED } from '../../src/model/strategy.js';
import { compile } from '../../src/scenario/compile.js';
import { parseScenario } from '../../src/scenario/parse.js';
import {
  checkedStrategy,
  type OwnAsking,
  type OwnStrategy,
  strategyShapeFault,
} from '../../src/strategies/own.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { SMALL } from '../cli/latsim.js';

/** Replication 0 of a small scenario under a strategy as a user writes one. */
function under(own: object, set: readonly string[] = []) {
  const parsed = parseScenario(SMALL, { file: 'small.yaml', set });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const named = { name: 'mine', summary: '' };
  const strategy = checkedStrategy(own as OwnStrategy, named);
  const [result] = simulate(compile(parsed.scenario, { strategy }), { only: 0 });
  return result!.modelGroups[0]!;
}

const first = ({ candidates }: OwnAsking) => candidates[0];

describe('a strategy of a user', () => {
  const inTurn = {
    *view({ key }: OwnAsking): Steps<number | undefined> {
      return yield read(key);
    },
    choose: ({ candidates, view = 0 }: OwnAsking & { view?: number }) =>
      candidates[view % candidates.length],
    *chosen(_: number, { key }: OwnAsking) {
      yield increment(key, 1, 3600);
    },
  };
  // One at a time: what a choice has written, the next one reads.
  const STEADY = ['load={ kind: uniform, rate: 1/s }', 'requests=30', 'logger=locked'];

  it('is its functions, or what makes them for a model group', () => {
    expect(under(inTurn, STEADY).requests).toEqual([10, 10, 10]);
    const made = {
      create: (key: string, deployments: readonly object[], words: { read: typeof read }) => ({
        *view(): Steps<number | undefined> {
          return yield words.read(`${key}/turn`);
        },
        choose: ({ view = 0 }) => view % deployments.length,
        *chosen() {
          yield increment(`${key}/turn`, 1, 3600);
        },
      }),
    };
    expect(under(made, STEADY).requests).toEqual([10, 10, 10]);
  });

  it('has latencies recorded beside it, and reads them as the logger does', () => {
    let seen = 0;
    const own = {
      *view({ latencies }: OwnAsking) {
        return yield* latencies();
      },
      choose: ({
        view,
        candidates,
      }: OwnAsking & { view?: { at(p: number): { samples: number } } }) => {
        seen = Math.max(seen, view?.at(0)?.samples ?? 0);
        return candidates[0];
      },
    };
    const { samples, requests } = under(own, STEADY);
    expect([samples.recorded, samples.lost, seen > 1]).toEqual([30, 0, true]);
    expect(requests).toEqual([30, 0, 0]);
  });

  it('is told what its groups state, and what is under way, and can change neither', () => {
    const own = {
      choose({ deployments, candidates, inFlight, random }: OwnAsking & { inFlight: number[] }) {
        expect(deployments[2]).toEqual({ id: 'fast/01', group: 'fast', rpm: 9000 });
        expect([deployments, deployments[0], candidates].every(Object.isFrozen)).toBe(true);
        expect(random > 0 && random < 1).toBe(true);
        inFlight.fill(1000);
        return inFlight.length - 1;
      },
    };
    expect(under(own, ['fleet.groups[1].rpm=9000']).requests[2]).toBe(36);
  });

  it('may choose none, or refuse a call, and says why it chose a slower one', () => {
    expect(under({ choose: () => -1 }).rejected).toBe(36);
    const refusing = {
      choose: first,
      *started() {
        yield read('a');
        return REFUSED;
      },
    };
    expect(under(refusing).rejected).toBe(36);
    expect(under({ choose: first, explain: () => 'preferred' }).causes.preferred).toBe(36);
    expect(under({ choose: first, explain: () => null }).causes.preferred).toBe(0);
  });
});

const FAULTS: [name: string, own: object, said: string, remedy: string][] = [
  ['another position', { choose: () => 3 }, 'choose() returned 3, which is not', '-1'],
  ['half a position', { choose: () => 0.5 }, 'choose() returned 0.5', 'situation.candidates'],
  ['nothing', { choose: () => undefined }, 'choose() returned undefined', 'candidates'],
  ['a generator', { *choose() {} }, 'choose() returned a generator', 'an ordinary function'],
  ['a promise', { choose: async () => 0 }, 'returned a value of type object', 'candidates'],
  [
    'an error',
    {
      choose: () => {
        throw new Error('boom');
      },
    },
    'choose() threw: Error: boom',
    'a strategy must not throw',
  ],
  ['no generator', { choose: first, view: () => 5 }, 'view() is not a generator', '*view'],
  [
    'no effect',
    {
      choose: first,
      *ended() {
        yield 5;
      },
    },
    'in step 1 of ended()',
    '',
  ],
  [
    'an endless call',
    {
      choose: first,
      *chosen() {
        for (;;) yield read('k');
      },
    },
    'chosen() never ends: it yielded 100000 effects in one call, at last read("k")',
    'limit its retries, and return when',
  ],
  [
    'what does not fit',
    {
      choose: first,
      *chosen() {
        yield write('k', 'text', 60);
        yield increment('k', 1, 60);
      },
    },
    "it increments 'k'",
    '',
  ],
  [
    'a lock left held',
    {
      choose: first,
      *started() {
        yield { op: 'acquire', lock: 'x' };
      },
    },
    "started() ended holding lock 'x'",
    'finally',
  ],
  [
    'another start',
    {
      choose: first,
      *started() {
        yield read('k');
        return 5;
      },
    },
    'started() returned neither nothing nor REFUSED',
    'docs/maintainer.md',
  ],
  ['another cause', { choose: first, explain: () => 'bad' }, 'explain() returned "bad"', 'stale'],
  ['nothing made', { create: () => undefined }, 'create() made no strategy: it returned', 'choose'],
  ['no choice made', { create: () => ({}) }, 'has no method choose(situation)', 'choose'],
];

it.each(FAULTS)('is told its fault, and what to do about it: %s', (_, own, said, remedy) => {
  let fault: unknown;
  try {
    under(own, ['store={ kind: in-process }']);
  } catch (error) {
    fault = error;
  }
  expect(fault).toBeInstanceOf(LoggerFault);
  expect(fault).toMatchObject({
    logger: 'mine',
    part: 'strategy',
    message: expect.stringContaining(`strategy 'mine': `),
    fault: expect.stringContaining(said),
    remedy: expect.stringContaining(remedy),
  });
});

it.each([
  [undefined, 'it has no default export'],
  [null, 'its default export is of type null'],
  [() => 0, 'its default export is of type function'],
  [{}, 'its default export has no method choose(situation)'],
  [{ choose: 5 }, 'its default export has no method choose(situation)'],
  [{ choose: first, view: 5 }, 'view of its default export is not a function'],
  [{ choose: first, callDelay_s: -1 }, 'callDelay_s of its default export is not a number'],
  [{ create: 5 }, 'create of its default export is not a function'],
])('%o is not a strategy', (exported, fault) => {
  expect(strategyShapeFault(exported)).toContain(fault);
});
