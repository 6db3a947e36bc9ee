import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setUp } from '../../src/files/gate-setup.js';
import { carryingOut } from '../../src/jobs/carry-out.js';
import { matrixOf } from '../../src/studies/explore/small-matrix.js';
import { looking } from '../../src/studies/gate/looks.js';
import { unitsOf } from '../../src/studies/gate/plan.js';
import { gathering } from '../../src/studies/gate/units.js';
import type { Job } from '../../src/studies/job.js';
import { running } from '../../src/studies/run.js';
import { toItsEnd } from '../../src/worlds/slices.js';
import { SMALL, workFolder } from '../cli/latsim.js';
import { carryOut, driven } from './drive.js';
import { explorations, inputOf } from './inputs.js';

const [race] = explorations();
const base = { input: inputOf(), label: 'a job', size: 1 };
const JOBS: Readonly<Record<string, Job>> = {
  replications: { ...base, kind: 'replications', from: 0, to: 2 },
  'a loss': { ...base, kind: 'loss', replication: 0, nth: 1 },
  'no loss': { ...base, kind: 'loss', replication: 0, nth: 1e6 },
  exploration: race!,
  explorations: matrixOf({ kind: 'shipped', name: 'unlocked' }, {}),
  schedule: { ...race!, kind: 'schedule', schedule: ['1', '2', '1', '2'] },
  'numbers of a file': {
    ...base,
    kind: 'replications',
    input: {
      ...inputOf(['load={kind: file, path: few.txt}']),
      numbers: new Map([['few.txt', Float64Array.from([1, 2, 3])]]),
    },
    from: 0,
    to: 1,
  },
};

describe.each(Object.entries(JOBS))('a job and its result are plain data: %s', (_, job) => {
  it('crosses threads and pages without a loss', () => {
    expect(structuredClone(job)).toEqual(job);
    const result = carryOut(job);
    expect(structuredClone(result)).toEqual(result);
    expect(carryOut(structuredClone(job))).toEqual(result);
  });

  it('crosses files without a loss', () => {
    const result = carryOut(job);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

it('a result is the same wherever it was interrupted by others', () => {
  const job = JOBS.replications as Job;
  const slices = carryingOut(job, { logger: undefined });
  const other = carryingOut(JOBS['a loss'] as Job, { logger: undefined });
  let step = slices.next();
  while (step.done !== true) {
    other.next();
    step = slices.next();
  }
  expect(step.value).toEqual(toItsEnd(carryingOut(job, { logger: undefined })));
});

describe('what a shard carries', () => {
  const file = join(workFolder({ 'small.yaml': SMALL }), 'small.yaml');
  const expected = ['share(fast) >= 50% after 30s', 'explore: no violation with 2 tasks on remote'];
  const { plan, live } = setUp('.', [file], { fixed: true, confidence: 0.99, expect: expected });
  const units = plan.runs.flatMap((run, i) => unitsOf(i, run, 0, run.looks[0] as number));

  it('plan and findings cross a file without a loss', () => {
    const findings = driven(gathering(live, units, () => 'a shard'));
    expect(findings).toHaveLength(units.length);
    expect(JSON.parse(JSON.stringify({ plan, findings }))).toEqual({ plan, findings });
  });

  it('is judged as it is without a file', () => {
    const written = JSON.parse(JSON.stringify(plan));
    expect(driven(looking(written, live)).runs).toEqual(driven(looking(plan, live)).runs);
  });
});

it('the summary of a run is plain data', () => {
  const { summary } = driven(running({ input: inputOf(), only: undefined, expectations: [] }));
  expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
});
