import { describe, expect, it } from 'vitest';
import { LOGGERS } from '../../src/loggers/index.js';
import type { ReplicationResult } from '../../src/measure/result.js';
import type {
  ReplicationsJob,
  ReplicationsResult,
  SimulationInput,
} from '../../src/studies/job.js';
import { comparing, running } from '../../src/studies/run.js';
import { carryOut } from './drive.js';
import { inputOf } from './inputs.js';

/** Long enough that its replications are several jobs. */
const LONG = ['duration=40h', 'seeds=6'];
const MB = 1e6;

function question(more: Partial<SimulationInput> = {}, set: readonly string[] = LONG) {
  const logger = { kind: 'given', name: 'own', own: LOGGERS[0]! } as const;
  const input = { ...inputOf(set), logger, maxMemory_MB: 1000, ...more };
  return { input, only: undefined, expectations: [] };
}

/** What a user's own logger is asked at first, and how to answer. */
function begun(more: Partial<SimulationInput> = {}) {
  const study = running(question(more));
  const jobs = (study.next().value as { jobs: ReplicationsJob[] }).jobs;
  const first = { replication: 0, occurrences: 1000 } as ReplicationResult;
  const answer = (of: Partial<ReplicationsResult>) =>
    study.next([
      {
        kind: 'replications',
        logger: { name: 'own', summary: '' },
        strategy: '',
        replications: [first],
        ...of,
      },
    ]);
  return { jobs, first, answer };
}

describe("of a user's own logger, the first replication", () => {
  it('goes before the others, which go on by what it took', () => {
    const { jobs, answer } = begun();
    expect(jobs).toMatchObject([{ from: 0, most: { occurrences: 1e8 / 6 } }]);
    const rest = (answer({ firstTook: 300 * MB }).value as { jobs: ReplicationsJob[] }).jobs;
    expect(rest[0]?.from).toBe(jobs[0]?.to);
    const { bytes, room } = rest[0]?.input.memory ?? { bytes: 0, room: 0 };
    expect(bytes).toBeGreaterThan(300 * MB);
    expect(room).toBeLessThan(1000 * MB);
  });

  it('says that the run needs too much memory', () => {
    const { jobs, answer } = begun();
    expect(jobs[0]?.most?.bytes).toBeLessThan(900 * MB);
    expect(() => answer({ firstTook: 900 * MB })).toThrow(
      /about 1,000 MB of memory at once \(by its first replication\), over the limit of 1,000/,
    );
  });

  it('says that the run is too long', () => {
    const { first, answer } = begun();
    const replications = [{ ...first, occurrences: 2e7 }];
    expect(() => answer({ replications })).toThrow('120,000,000 events (by its first replication)');
  });

  it('ends its job where it has too much', () => {
    const { jobs } = begun();
    const job = { ...(jobs[0] as ReplicationsJob), input: question({}, ['seeds=6']).input, to: 6 };
    const ran = (most: ReplicationsJob['most']) =>
      (carryOut({ ...job, ...(most && { most }) }) as ReplicationsResult).replications.length;
    const enough = { occurrences: 1e8, bytes: 1e9 };
    expect(ran(enough)).toBe(6);
    expect(ran({ ...enough, occurrences: 10 })).toBe(1);
  });
});

it('what is compared counts together', () => {
  const logger = { kind: 'shipped', name: 'unlocked' } as const;
  const one = question({ logger }, ['seeds=90000']);
  expect(() => running(one).next()).not.toThrow();
  expect(() => comparing([one]).next()).not.toThrow();
  const study = comparing([one, one, one]);
  const { studies } = study.next().value as { studies: Generator[] };
  expect(() => studies[0]?.next()).toThrow(/MB of memory at once, over the limit of 1,000/);
});
