import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/files/load.js';
import { listShipped } from '../../src/files/read.js';
import { LOGGERS } from '../../src/loggers/index.js';
import type { ReplicationResult } from '../../src/measure/result.js';
import { type Summary, summarise } from '../../src/measure/summary.js';
import type { Verdict } from '../../src/measure/verdict.js';
import { CAUSES, type Cause } from '../../src/model/cause.js';
import type { Experiment } from '../../src/model/experiment.js';
import { compile } from '../../src/scenario/compile.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';

interface Run {
  readonly experiment: Experiment;
  readonly results: readonly ReplicationResult[];
  readonly margin: number;
}

const runs = new Map<string, Run>();

/** A scenario's replications, simulated once however often they are asked for. */
function runOf(name: string, logger: string | undefined, set: readonly string[]): Run {
  const overrides = logger === undefined ? set : [...set, `logger=${logger}`];
  const { scenario, numbers } = loadScenario(name, { set: overrides });
  const key = [name, scenario.logger.name, ...set].join(' ');
  const known = runs.get(key);
  if (known !== undefined) return known;
  const experiment = compile(scenario, { numbers });
  const run = { experiment, results: simulate(experiment), margin: scenario.margin };
  runs.set(key, run);
  return run;
}

/** What comes of a scenario, or of its first replications. */
function run(
  name: string,
  logger?: string,
  set: readonly string[] = [],
  replications?: number,
): Summary {
  const { experiment, results, margin } = runOf(name, logger, set);
  return summarise(experiment, results.slice(0, replications), margin);
}

/** Null: there was no choice of a slower group. */
function leadingCause({ causes }: Summary): Cause | null {
  const [leading] = [...CAUSES].sort((a, b) => causes[b] - causes[a]) as [Cause];
  return causes[leading] === 0 ? null : leading;
}

const share = (summary: Summary, group: string): number =>
  100 * (summary.groups.find(({ name }) => name === group)?.share ?? Number.NaN);

const SLOW = 'claude-sonnet-4-6';
/** The fewest that have an interval, and so a verdict. */
const FEW = ['replications=10'];
/** Their shares vary so much that the verdict takes all replications. */
const VARIED = ['16x4', 'frozen-window'];
const enough = (name: string) => (VARIED.includes(name) ? [] : FEW);
const OTHERS = LOGGERS.map(({ name }) => name).filter((name) => name !== 'unlocked');

/**
 * What each scenario says that it shows. The hashes are of two replications and pin the meaning of
 * everything that a run goes through: a change here is a change of results, and belongs in the
 * changelog.
 */
const SHIPPED: Record<
  string,
  { verdict: Verdict; cause: Cause | null; trace: string; decisions: string }
> = {
  '16x4-immediate': {
    verdict: 'differentiated',
    cause: 'never-sent-to',
    trace: '52e930c735b75e31',
    decisions: '0ad85bd3c2c541c6',
  },
  '16x4': {
    verdict: 'degraded',
    cause: 'lost',
    trace: '357a44b5be9a352c',
    decisions: '914d4b9f6b37bac6',
  },
  'cold-burst': {
    verdict: 'degraded',
    cause: 'never-sent-to',
    trace: '96693b438fb6a884',
    decisions: 'fedf203a571fec2b',
  },
  'frozen-window': {
    verdict: 'differentiated',
    cause: 'lowest-on-record',
    trace: '2645ac32d3d0a5bd',
    decisions: '15ae1b0aa9e9736c',
  },
  'issue-24720-in-process': {
    verdict: 'differentiated',
    cause: 'expired',
    trace: '62aa42dd1f0db0bd',
    decisions: '0fb909ac54b7ca89',
  },
  'many-processes': {
    verdict: 'differentiated',
    cause: 'expired',
    trace: '1cb52c7f8fe4a238',
    decisions: '4bd3f1362588c22c',
  },
  'per-token-inversion': {
    verdict: 'inverted',
    cause: 'lowest-on-record',
    trace: '7df0d3d0acfaea06',
    decisions: '9b4d74aac224f356',
  },
  'recorded-for-some': {
    verdict: 'inverted',
    cause: 'not-recordable',
    trace: '7d58ebffba32b391',
    decisions: '0ef7de5140628624',
  },
  'slow-store-locked': {
    verdict: 'differentiated',
    cause: 'waiting-to-be-logged',
    trace: '81c40dffb7d40f75',
    decisions: '6c94bb02f036b7f1',
  },
  'tiered-redis': {
    verdict: 'differentiated',
    cause: 'stale',
    trace: '020d43be714752be',
    decisions: '993c9367f66b72e0',
  },
  'ttl-cliff': {
    verdict: 'differentiated',
    cause: 'expired',
    trace: 'd7da4820b55e60fc',
    decisions: 'd7f4e372eaabfbf8',
  },
  'two-model-groups': {
    verdict: 'differentiated',
    cause: 'never-sent-to',
    trace: 'efcb53d3c7914d3f',
    decisions: '5acadf60f232314b',
  },
  'uncounted-samples': {
    verdict: 'degraded',
    cause: 'placeholder-or-uncounted',
    trace: 'af597a86a6d4d289',
    decisions: 'b7377cd83b3e005a',
  },
  'unrecorded-samples': {
    verdict: 'degraded',
    cause: 'not-recordable',
    trace: '01629d2d35a8ea8e',
    decisions: 'c27d44078a166b24',
  },
  'four-equal': {
    verdict: 'not-applicable',
    cause: null,
    trace: '27a2efd4b0dd3eb2',
    decisions: 'a219df97db5fa9b9',
  },
  'least-busy-below-zero': {
    verdict: 'differentiated',
    cause: 'tie',
    trace: '1f13f8bfd50553fb',
    decisions: '5ca8fb1ffca20f44',
  },
  'least-busy-burst': {
    verdict: 'not-applicable',
    cause: null,
    trace: 'eaceab8b2222c79c',
    decisions: 'dec61c69f5442715',
  },
  'least-busy-one-by-one': {
    verdict: 'inverted',
    cause: 'tie',
    trace: 'e7efb48ddc1d3c78',
    decisions: '66f2d74e15f18f8d',
  },
  'least-busy-two-workers': {
    verdict: 'not-applicable',
    cause: 'preferred',
    trace: '53820363ebdcdc78',
    decisions: '811bc22ad64acd2f',
  },
  'limits-per-process': {
    verdict: 'not-applicable',
    cause: 'unavailable',
    trace: '8118047e58fc988a',
    decisions: '8fd2c01f43d850a4',
  },
  'order-without-checks': {
    verdict: 'degraded',
    cause: 'random',
    trace: '91d81691e42a47c7',
    decisions: 'cbf91195f8159707',
  },
  'peak-ewma-hung': {
    verdict: 'inverted',
    cause: 'preferred',
    trace: '57ee5b5ddf0f8110',
    decisions: '210b18028d25874f',
  },
  'stale-snapshot': {
    verdict: 'not-applicable',
    cause: null,
    trace: '79a29eb98d893348',
    decisions: '2192ed51278813a0',
  },
  'weights-ignored': {
    verdict: 'not-applicable',
    cause: 'random',
    trace: 'e50ed589eb0378cd',
    decisions: '255f24ecb14346af',
  },
};

describe('every shipped scenario shows what it says', () => {
  it('and none is left out', () => {
    expect(
      listShipped()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(SHIPPED).sort());
  });

  it.each(Object.entries(SHIPPED))('%s', (name, { verdict, cause }) => {
    const summary = run(name, undefined, enough(name));
    expect(summary.verdict).toBe(verdict);
    expect(leadingCause(summary)).toBe(cause);
  });

  it.each(Object.entries(SHIPPED))('%s has its golden hashes', (name, { trace, decisions }) => {
    const { traceHash, decisionsHash } = run(name, undefined, enough(name), 2);
    expect({ traceHash, decisionsHash }).toEqual({ traceHash: trace, decisionsHash: decisions });
  });
});

describe('16x4', () => {
  it('is 74 to 86 % slow and degraded with the unlocked logger', () => {
    const summary = run('16x4');
    expect(share(summary, SLOW)).toBeGreaterThan(74);
    expect(share(summary, SLOW)).toBeLessThan(86);
    expect(summary.verdict).toBe('degraded');
    // Of each burst of 40 one sample survives.
    expect(summary.samples.recorded).toBe(20 * 800);
    expect(summary.samples.lost).toBeGreaterThan(20 * 770);
  });

  it.each(OTHERS)(
    'loses nothing and sends less than an eighth to the slow group with %s',
    (logger) => {
      const summary = run('16x4', logger, FEW);
      expect(share(summary, SLOW)).toBeLessThan(12);
      expect(summary.verdict).toBe('differentiated');
      expect(summary.samples).toMatchObject({ recorded: 10 * 800, lost: 0, abandoned: 0 });
    },
  );

  it.each(LOGGERS.map(({ name }) => name))(
    'logged at once sends less than an eighth to the slow group with %s',
    (logger) => {
      expect(share(run('16x4-immediate', logger, FEW), SLOW)).toBeLessThan(12);
    },
  );
});

describe('false causes are not demonstrated', () => {
  it('in one process locked and unlocked make the same decisions', () => {
    const unlocked = run('issue-24720-in-process', 'unlocked', FEW);
    const locked = run('issue-24720-in-process', 'locked', FEW);
    expect(locked.decisionsHash).toBe(unlocked.decisionsHash);
    expect(unlocked.samples.lost).toBe(0);
  });

  it.each(LOGGERS.map(({ name }) => name))('unrecorded samples are 80/20 with %s', (logger) => {
    const summary = run('unrecorded-samples', logger, ['seeds=5']);
    expect(Math.abs(share(summary, SLOW) - 80)).toBeLessThan(1);
  });

  // Measured at the proxy of 1.88.0, in one run of 400 requests: 99.0 %, 100 % in the second half.
  it('recorded for some, the first 400 requests are 99 % slow, and the later half all', () => {
    const set = ['requests=400', 'seeds=10'];
    const { replications } = run('recorded-for-some', undefined, set);
    const fast = replications.map(({ requests, shares }) => requests * (shares[1] ?? 0));
    // Each of the four is tried once, or again before its first answer is back.
    expect(Math.min(...fast)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...fast)).toBeLessThanOrEqual(8);
    const later = run('recorded-for-some', undefined, [...set, 'warmup=75s']);
    expect(share(later, SLOW)).toBe(100);
  });

  it.each(LOGGERS.map(({ name }) => name).filter((name) => name !== 'locked-distributed'))(
    'recorded for some, %s helps nothing, and recording all does',
    (logger) => {
      const set = ['seeds=1', 'duration=10m'];
      expect(share(run('recorded-for-some', logger, set), SLOW)).toBeGreaterThan(98);
      const all = [...set, 'router.litellm=1.110.2'];
      expect(share(run('recorded-for-some', logger, all), SLOW)).toBeLessThan(15);
    },
  );

  // The issue page's verification sends 40 requests at once to a proxy that knows nothing yet; with all
  // loggers: agreement-with-litellm.test.ts.
  it.each(['unlocked', 'locked'])(
    'a burst of 40 on a cold map is 80/20 with %s, on a remote store too',
    (logger) => {
      for (const store of ['store={kind: remote, rtt: 1ms}', 'store={kind: in-process}']) {
        const summary = run('cold-burst', logger, [store, 'seeds=250']);
        expect(Math.abs(share(summary, SLOW) - 80)).toBeLessThan(1);
      }
    },
  );
});

describe('strategies that go by counts, weights and order', () => {
  const shareOf = (name: string, group: string, set: readonly string[] = []) =>
    share(run(name, undefined, [...FEW, ...set]), group);
  const NEWEST = 'router.profile=v1.110.2';
  const SHARED = 'store={kind: remote, rtt: 1ms}';

  it('a burst is counted at the call in 1.82.3, at the choice in 1.110.2', () => {
    expect(shareOf('least-busy-burst', 'first')).toBe(100);
    expect(shareOf('least-busy-burst', 'first', [NEWEST])).toBe(25);
  });

  it('30 of 30 that come one by one go to the first', () => {
    for (const set of [[], ['router.profile=v1.82.3']]) {
      expect(shareOf('least-busy-one-by-one', 'first', set)).toBe(100);
    }
  });

  it('workers that see one another share out more evenly', () => {
    expect(shareOf('least-busy-two-workers', 'first')).toBeGreaterThan(60);
    expect(shareOf('least-busy-two-workers', 'first', [SHARED])).toBeLessThan(35);
  });

  it('counts that went below zero keep traffic on slow deployments', () => {
    const [right, now] = [[NEWEST], []].map((set) =>
      share(run('least-busy-below-zero', undefined, ['warmup=10m', ...set]), 'slow'),
    ) as [number, number];
    expect(now / right).toBeGreaterThan(1.2);
  });

  it('a limit holds once per process, and once where they share a store', () => {
    const [four, one, shared] = [[], ['processes.count=1'], [SHARED]].map((set) =>
      shareOf('limits-per-process', 'limited', set),
    ) as [number, number, number];
    expect(four / one).toBeCloseTo(4, 0);
    expect(shared / one).toBeCloseTo(1, 1);
  });

  it('weights count where the first has none from 1.110.2 on', () => {
    expect(Math.abs(shareOf('weights-ignored', 'weighted') - 50)).toBeLessThan(3);
    expect(shareOf('weights-ignored', 'weighted', [NEWEST])).toBe(100);
  });

  it('order counts with the checks, and from 1.110.2 on without', () => {
    expect(Math.abs(shareOf('order-without-checks', 'primary') - 33.3)).toBeLessThan(3);
    for (const set of ['router.enable_pre_call_checks=true', NEWEST]) {
      expect(shareOf('order-without-checks', 'primary', [set])).toBe(100);
    }
  });

  it('who has never answered is not the fastest for who counts what is under way', () => {
    const counted = 'router={strategy: least-request}';
    expect(shareOf('peak-ewma-hung', 'hung', ['warmup=60s'])).toBeGreaterThan(35);
    expect(shareOf('peak-ewma-hung', 'hung', [counted, 'warmup=60s'])).toBeLessThan(1);
  });

  it('the fresher a snapshot, the shorter the herd', () => {
    const p95 = (every: string) =>
      run('stale-snapshot', undefined, ['seeds=3', `store.every=${every}`]).latency.p95_s as number;
    expect(p95('5s')).toBeGreaterThan(2 * p95('500ms'));
  });
});

describe('what a lock costs', () => {
  it('one for all model groups is saturated where one per model group is not', () => {
    const [global, perGroup] = ['locked-global', 'locked'].map((logger) =>
      run('two-model-groups', logger, ['seeds=5']),
    ) as [Summary, Summary];
    expect(global.logging.mean_s).toBeGreaterThan(10);
    expect(perGroup.logging.mean_s).toBeLessThan(1);
    expect(global.samples.pending).toBeGreaterThan(100 * perGroup.samples.pending);
  });

  it('over a round trip of 2.5 s it leaves thousands of logger calls queued', () => {
    const { samples } = run('slow-store-locked', undefined, ['seeds=5']);
    expect(samples.pending / 5).toBeGreaterThan(4300);
    expect(samples.pending / 5).toBeLessThan(4550);
  });
});
