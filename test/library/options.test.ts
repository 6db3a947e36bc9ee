import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  acquire,
  compare,
  diagnose,
  explore,
  gate,
  inProcess,
  type LatencyMap,
  type Logger,
  LoggerFault,
  loggers,
  profiles,
  read,
  release,
  ScenarioError,
  simulate,
  tiered,
  write,
} from '../../src/index.js';
import { SMALL, workFolder } from '../cli/latsim.js';

const cwd = workFolder({ 'small.yaml': SMALL, 'few.txt': '1\n2\n3\n' });
const scenario = join(cwd, 'small.yaml');

/** As `locked`, without a summary. */
const mine: Logger = {
  name: 'mine',
  *record(event, context) {
    yield acquire(context.key);
    try {
      const map: LatencyMap = (yield read(context.key, 'local')) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
    } finally {
      yield release(context.key);
    }
  },
  *view(context) {
    return yield read(context.key);
  },
};

const wrong: Logger = {
  ...mine,
  name: 'wrong',
  *record() {
    yield 5 as never;
  },
};

describe('a scenario', () => {
  it('is named, or a path, or a text', async () => {
    const text = readFileSync(scenario, 'utf8');
    const { traceHash } = await simulate({ scenario });
    expect(await simulate(text)).toMatchObject({ traceHash, scenario: { name: 'scenario' } });
    expect((await simulate({ scenario: text, seeds: 1 })).seeds).toBe(1);
    expect((await simulate('16x4', { seeds: 1 })).scenario.name).toBe('16x4');
  });

  it('may be given the numbers of its files', async () => {
    const set = ['load={kind: file, path: few.txt}'];
    const own = await simulate({ scenario, set });
    expect(own.requests).toBe(30);
    const numbers = new Map([['few.txt', [1, 2, 3, 4]]]);
    expect((await simulate({ scenario, set, numbers })).requests).toBe(40);
    expect(own).toEqual(
      await simulate({ scenario, set, numbers: new Map([['few.txt', [1, 2, 3]]]) }),
    );
  });

  it('has all its problems named', async () => {
    const failure = await simulate('duration: soon\nlogger: none\n').catch((error) => error);
    expect(failure).toBeInstanceOf(ScenarioError);
    expect(failure.problems.length).toBeGreaterThan(2);
    await expect(simulate({ scenario: '16x5' })).rejects.toThrow('did you mean "16x4"?');
  });

  it('in a gate may be one of several texts', async () => {
    const texts = ['one', 'two'].map((name) => `name: ${name}\n${SMALL}expect: [lost >= 0]\n`);
    const { runs, passed } = await gate({ scenarios: texts });
    expect({ passed, names: runs.map((run) => run.scenario) }).toEqual({
      passed: true,
      names: ['one', 'two'],
    });
    await expect(gate({ scenarios: [texts[0]!, texts[0]!] })).rejects.toThrow(
      'two scenarios are named one',
    );
  });
});

describe('a logger', () => {
  it('may be an object without a summary, in every question', async () => {
    const { traceHash, samples } = await simulate({ scenario, logger: 'locked' });
    expect(await simulate({ scenario, logger: mine })).toMatchObject({
      logger: 'mine',
      samples,
      traceHash,
    });
    const { runs } = await compare({ scenario, loggers: ['unlocked', mine] });
    expect(runs.map(({ logger, samples: { lost = 0 } }) => [logger, lost > 0])).toEqual([
      ['unlocked', true],
      ['mine', false],
    ]);
    expect(await explore({ logger: mine, tasks: 3 })).toMatchObject({
      logger: 'mine',
      violation: null,
    });
    const { violation } = await explore({ logger: mine, processes: 2 });
    expect(violation?.replay).toContain('--logger ./mine.mjs');
    const wanted = ['lost == 0', 'explore: no violation'];
    expect(await gate({ scenarios: [scenario], logger: mine, expect: wanted })).toMatchObject({
      passed: true,
      runs: [{ logger: 'mine' }],
    });
  });

  it('that is shipped is the same by name and as an object', async () => {
    for (const logger of loggers) {
      expect(await explore({ logger })).toEqual(await explore({ logger: logger.name }));
    }
  });

  it('is named with what it does wrong', async () => {
    for (const ask of [
      () => simulate({ scenario, logger: wrong }),
      () => compare({ scenario, loggers: ['locked', wrong] }),
      () => explore({ logger: wrong }),
      () => gate({ scenarios: [scenario], logger: wrong, expect: 'lost == 0' }),
    ]) {
      const failure = await ask().catch((error) => error);
      expect(failure).toBeInstanceOf(LoggerFault);
      expect(failure).toMatchObject({ logger: 'wrong', remedy: expect.stringContaining('yield') });
      expect(failure.fault).toContain('in step 1 of record(), it yielded 5');
    }
  });

  it('is refused where it keeps something between calls', async () => {
    let calls = 0;
    const counting: Logger = {
      ...mine,
      *record(event, context) {
        if (++calls <= 20) yield* mine.record(event, context);
      },
    };
    await expect(simulate({ scenario, logger: counting })).rejects.toThrow('not deterministic');
  });

  it('is refused where what it keeps happens to be the same again', async () => {
    const kept: unknown[] = [];
    const batching: Logger = {
      ...mine,
      *record(event, context) {
        if (kept.push(event) < 3) return;
        kept.length = 0;
        yield* mine.record(event, context);
      },
    };
    await expect(simulate({ scenario, logger: batching })).rejects.toThrow('not deterministic');
  });

  it('as an object cannot cross threads', async () => {
    await expect(simulate({ scenario, logger: mine, threads: 2 })).rejects.toMatchObject({
      name: 'LatsimError',
      message: expect.stringContaining("'mine' is an object"),
      remedy: expect.stringContaining('path'),
    });
    expect(await simulate({ scenario, logger: mine, threads: 1 })).toMatchObject({
      logger: 'mine',
    });
  });

  it('has a name for itself', async () => {
    const other = { ...mine };
    await expect(compare({ scenario, loggers: [mine, other] })).rejects.toThrow(
      "two loggers are named 'mine'",
    );
  });
});

describe('an exploration', () => {
  it('takes stores and profiles as objects, too', async () => {
    expect(await explore({ logger: 'unlocked', store: inProcess })).toMatchObject({
      store: 'in-process',
      violation: null,
    });
    expect(
      await explore({ logger: 'locked', store: tiered(60), profile: profiles[0]! }),
    ).toMatchObject({ store: 'tiered', profile: profiles[0]!.name });
  });
});

describe('options', () => {
  const failures: [string, () => Promise<unknown>, string][] = [
    ['that are not there', () => simulate({ scenario, seedz: 3 } as never), 'did you mean "seed"?'],
    ['that are missing', () => simulate({} as never), 'name one'],
    ['of none', () => compare(undefined as never), 'compare({ ... })'],
    ['out of range', () => explore({ logger: 'locked', tasks: 65 }), 'from 1 to 64'],
    ['of another type', () => gate({ scenarios: '16x4' } as never), 'an array of strings'],
    ['of no scenario', () => gate({ scenarios: [] }), 'name one, or more'],
    ['in per cent', () => gate({ scenarios: [scenario], confidence: 99 }), 'such as 0.99'],
    [
      'that exclude one another',
      () => gate({ scenarios: [scenario], fixed: true, maxSeeds: 9 }),
      'leave one of them out',
    ],
    ['of a misspelt word', () => explore({ logger: 'locked', store: 'remot' }), '"remote"'],
    ['of a misspelt logger', () => simulate({ scenario, logger: 'lokced' }), '"locked"'],
    ['of no logger', () => explore({ logger: {} as never }), 'no method record'],
    ['of too few seeds', () => diagnose({ scenario, observed: {}, seeds: 3 }), 'from 200'],
    ['of nothing observed', () => diagnose({ scenario }), '--observed slow=...'],
    ['of half a split', () => diagnose({ scenario, observed: { slow: -1 } }), 'add fast=0'],
    ['of a run too long', () => simulate({ scenario, maxEvents: 10 }), '--max-events'],
    ['of no replication', () => simulate({ scenario, replication: 10 }), 'ask for one of these'],
  ];

  it.each(failures)('%s are refused', async (_, ask, remedy) => {
    await expect(ask()).rejects.toMatchObject({
      name: 'LatsimError',
      kind: 'usage',
      remedy: expect.stringContaining(remedy),
    });
  });

  it('that are undefined are as if they were not given', async () => {
    const options = { scenario, logger: undefined, seeds: undefined, signal: undefined };
    expect(await simulate(options as never)).toEqual(await simulate({ scenario }));
  });

  it('of a run write its events', async () => {
    const events = join(cwd, 'events.jsonl');
    await simulate({ scenario, seeds: 1, events });
    const [first = ''] = readFileSync(events, 'utf8').split('\n');
    expect(JSON.parse(first)).toHaveProperty('t');
  });
});

describe('whoever waits', () => {
  it('is told how far the work is', async () => {
    const parts: number[] = [];
    const progress = ({ part }: { part: number }) => parts.push(part);
    await simulate({ scenario, progress });
    expect(parts.length).toBeGreaterThan(1);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(parts.at(-1)).toBe(1);
    const states: (number | undefined)[] = [];
    await explore({ logger: 'locked', tasks: 6, progress: (at) => states.push(at.states) });
    expect(states.some((seen) => seen !== undefined && seen > 0)).toBe(true);
  });

  it('may stop, and gets what is finished', async () => {
    const stop = new AbortController();
    const { signal } = stop;
    const progress = ({ part }: { part: number }) => part > 0.5 && stop.abort();
    const report = await simulate({ scenario, set: ['seeds=40'], signal, progress });
    expect(report.partial).toBe(true);
    expect(report.replications.length).toBeGreaterThan(0);
    expect(report.replications.length).toBeLessThan(40);
  });

  it('is heard between slices, by a timer', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort());
    const set = ['duration=20d', 'seeds=1000'];
    const report = await simulate({ scenario, set, signal: stop.signal, maxEvents: 1e12 });
    expect(report.partial).toBe(true);
  });

  it('gets partial reports of all the others, too', async () => {
    const signal = AbortSignal.abort();
    expect(await gate({ scenarios: [scenario], expect: 'lost == 0', signal })).toMatchObject({
      partial: true,
      passed: null,
    });
    const observed = { slow: 15, fast: 15 };
    expect(await diagnose({ scenario, observed, signal })).toMatchObject({
      partial: true,
      outcome: null,
    });
  });

  it('gets the reason where there is nothing to report', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(compare({ scenario, signal })).rejects.toThrow('enough');
    await expect(explore({ logger: 'locked', signal })).rejects.toThrow('enough');
  });
});
