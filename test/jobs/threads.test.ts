import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { setUp } from '../../src/files/gate-setup.js';
import type { LoggerChoice, StrategyChoice } from '../../src/loggers/choice.js';
import { diagnosing } from '../../src/studies/diagnose/diagnosis.js';
import { exploringAll, exploringAsked, exploringOne } from '../../src/studies/explore/explore.js';
import { looking } from '../../src/studies/gate/looks.js';
import type { Job, SimulationInput } from '../../src/studies/job.js';
import { comparing, running } from '../../src/studies/run.js';
import { carriedOut, type Study } from '../../src/studies/study.js';
import { tracing } from '../../src/studies/trace.js';
import { SMALL, workFolder } from '../cli/latsim.js';
import { USER_LOGGERS } from '../cli/loggers-of-users.js';
import { subjectFor, TOKENS_KNOWN } from '../studies/diagnose/calibration.js';
import { explorations, inputOf } from '../studies/inputs.js';
import { answer, inline, threads } from './built.js';

const folder = workFolder({ ...USER_LOGGERS, 'small.yaml': SMALL });
const watch = { stopRequested: () => false, progress: () => undefined };
const EXECUTOR = threads({ threads: 3 });
afterAll(() => EXECUTOR.close());

const question = (input: SimulationInput) => ({ input, only: undefined, expectations: [] });

/** Each question, small; a scenario with long replications, so that there are several jobs. */
const QUESTIONS: Readonly<Record<string, () => Study<unknown>>> = {
  run: () => running(question(inputOf(['duration=6h', 'seeds=6']))),
  compare: () =>
    comparing(['unlocked', 'locked', 'atomic'].map((name) => question(inputOf(['seeds=2'], name)))),
  'run to a precision': () =>
    running(question(inputOf(['duration=6h'])), {
      of: 'share',
      halfWidth: 0.0005,
      maxReplications: 14,
    }),
  trace: () => tracing({ input: inputOf(['seeds=20']), only: undefined, nth: 200 }),
  'trace of one that is not there': () =>
    tracing({ input: inputOf(['seeds=20'], 'locked'), only: undefined, nth: 1 }),
  explore: () => exploringAsked({ kind: 'shipped', name: 'unlocked' }, {}),
  'explore --all': () => exploringAll(explorations()),
  gate: () => {
    const expected = [
      'share(fast) >= 50%',
      'lost == 0',
      'explore: no violation with 2 tasks on remote',
    ];
    const options = { seeds: '10', maxSeeds: 20, fixed: false, confidence: 0.99, expect: expected };
    const { plan, live } = setUp('.', [join(folder, 'small.yaml')], options);
    return looking(plan, live);
  },
  diagnose: () =>
    diagnosing(subjectFor('issue-24720-in-process', TOKENS_KNOWN), [5, 5], {
      seed: 1,
      replications: 4,
    }),
};

/** What was found, written down: also what is in maps, as in the gate's evidence. */
function written(found: unknown): string {
  return JSON.stringify(found, (_, value) => (value instanceof Map ? [...value] : value));
}

// test/slow/all-cores.test.ts has other numbers of threads.
it.each(Object.entries(QUESTIONS))(
  '%s gives the same with 3 threads as without any',
  async (_, study) => {
    const expected = written(await answer(study(), inline(), watch));
    expect(written(await answer(study(), EXECUTOR, watch))).toBe(expected);
  },
);

const usersLogger = (file: string): LoggerChoice => ({
  kind: 'file',
  name: file.replace(/\.mjs$/, ''),
  shown: `./${file}`,
  path: join(folder, file),
});

const usersInput = (file: string): SimulationInput => ({
  ...inputOf(),
  logger: usersLogger(file),
});

/** Answers a study with guarded threads of little patience. */
async function guarded<Found>(
  study: Study<Found>,
  patience_s: number,
  memory_MB?: number,
): Promise<Found> {
  const allowance = { patience_s, ...(memory_MB !== undefined && { memory_MB }) };
  const executor = threads({ threads: 2, ...allowance });
  try {
    return await answer(study, executor, watch);
  } finally {
    await executor.close();
  }
}

const PATIENT = 600;

describe("a user's own logger", () => {
  it('does as the shipped one that it is like', async () => {
    const own = await guarded(running(question(usersInput('good.mjs'))), PATIENT);
    const shipped = await answer(running(question(inputOf([], 'locked'))), inline(), watch);
    expect(own.summary).toEqual(shipped.summary);
  });

  const FAULTS: [file: string, patience_s: number, said: string, remedy: string][] = [
    ['spins.mjs', 0.5, 'one call of record() has not come back for 0.5 s', 'in record()'],
    ['view-spins.mjs', 0.5, 'one call of view() has not come back for 0.5 s', 'in view()'],
    ['blocks.mjs', 0.5, 'one call of record() has not come back for 0.5 s', 'or a wait'],
    ['loops.mjs', 0.5, 'it has not loaded for 0.5 s', 'loops'],
    ['name-loops.mjs', 0.5, 'it has not loaded for 0.5 s', 'loops'],
    ['summary-throws.mjs', PATIENT, 'cannot be loaded: Error at ./summary-throws.mjs', 'fix'],
    ['endless.mjs', PATIENT, 'at last sleep(0) again and again', 'ABANDONED'],
    ['waits.mjs', 0.5, 'waits for what never comes: it has not loaded for 0.5 s', 'awaits'],
    ['exits.mjs', PATIENT, 'it ended the process', 'take process.exit()'],
    ['hoards-memory.mjs', PATIENT, 'it ran out of memory: 128 MB are not enough', 'keep less'],
    ['throws.mjs', PATIENT, 'threw in step 1, at ./throws.mjs:1:50: Error: boom', ''],
    ['no-map.mjs', PATIENT, 'neither undefined nor a LatencyMap', ''],
    ['missing.mjs', PATIENT, 'there is no such file', 'check the path'],
  ];
  it.each(FAULTS)('that is at fault is told so: %s', async (file, patience_s, said, remedy) => {
    const found = guarded(running(question(usersInput(file))), patience_s, 128);
    await expect(found).rejects.toMatchObject({
      name: 'JobFailure',
      failure: {
        code: 2,
        message: expect.stringContaining(said),
        remedy: expect.stringContaining(remedy),
      },
    });
  });

  it.each(['hoards-buffers.mjs', 'hoards-buffers-at-once.mjs'])(
    'that holds too much outside of its heap is told so, run or explored: %s',
    async (file) => {
      const logger = usersLogger(file);
      const [one] = explorations();
      const message = expect.stringContaining('it ran out of memory: 64 MB are not enough');
      for (const study of [
        running(question(usersInput(file))),
        exploringOne({ ...one!, logger }),
      ]) {
        await expect(guarded<unknown>(study, PATIENT, 64)).rejects.toMatchObject({
          failure: { code: 2, message },
        });
      }
    },
  );

  it('that hangs is noticed when it is explored, or traced, too', async () => {
    const [one] = explorations();
    const logger = usersLogger('spins.mjs');
    const message = expect.stringContaining('never ends');
    for (const study of [
      exploringOne({ ...one!, logger }),
      tracing({ input: usersInput('spins.mjs'), only: undefined, nth: 1 }),
    ]) {
      await expect(guarded<unknown>(study, 0.5)).rejects.toMatchObject({ failure: { message } });
    }
  });

  it('keeps nothing in memory from one job to the next', async () => {
    const jobs = [0, 1, 2].map((from): Job => {
      const input = { ...inputOf(['load={kind: file, path: one.txt}']), numbers: ONE };
      const logger = usersLogger('thrice.mjs');
      return {
        kind: 'replications',
        input: { ...input, logger },
        from,
        to: from + 1,
        label: '',
        size: 1,
      };
    });
    const executor = threads({ threads: 1 });
    try {
      // Each replication is run twice, to see whether it goes the same way, with a call in between.
      expect(await answer(carriedOut(jobs), executor, watch)).toHaveLength(3);
    } finally {
      await executor.close();
    }
  });
});

describe("a user's own strategy", () => {
  const CALLS: [file: string, patience_s: number, said: string, beside?: string][] = [
    ['choose-spins.mjs', 0.5, 'one call of choose() has not come back for 0.5 s'],
    ['choose-hoards.mjs', PATIENT, 'it ran out of memory'],
    ['start-polls.mjs', PATIENT, 'one call of started() has yielded'],
    ['choose-spins.mjs', 0.5, 'one call of choose() has not come back for 0.5 s', 'good.mjs'],
  ];
  it.each(CALLS)('that is at fault is told so: %s', async (file, patience_s, said, beside) => {
    const input: SimulationInput = {
      ...(beside === undefined ? inputOf() : usersInput(beside)),
      strategy: usersLogger(file) as StrategyChoice,
      maxEvents: 20_000,
    };
    const message = expect.stringMatching(/^strategy '/);
    const found = guarded(running(question(input)), patience_s);
    await expect(found).rejects.toMatchObject({ failure: { code: 2, message } });
    await expect(found).rejects.toThrow(said);
  });
});

/** One arrival. */
const ONE = new Map([['one.txt', new Float64Array([1])]]);

it('threads heed the wish to stop, and give what is finished', async () => {
  let stop = false;
  const found = await answer(running(question(inputOf(['duration=12h', 'seeds=16']))), EXECUTOR, {
    stopRequested: () => stop,
    progress: ({ part }) => {
      stop ||= part > 0.2;
    },
  });
  expect(found.partial).toBe(true);
  expect(found.summary.replications.length).toBeGreaterThan(0);
  expect(found.summary.replications.length).toBeLessThan(16);
});

it('close ends threads that were never started', async () => {
  await threads({ threads: 4 }).close();
});
