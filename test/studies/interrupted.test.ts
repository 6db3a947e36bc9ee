import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setUp } from '../../src/files/gate-setup.js';
import { answer } from '../../src/jobs/answer.js';
import { inline } from '../../src/jobs/inline.js';
import { diagnosing } from '../../src/studies/diagnose/diagnosis.js';
import { exploringAll, exploringAsked } from '../../src/studies/explore/explore.js';
import { looking } from '../../src/studies/gate/looks.js';
import { comparing, running } from '../../src/studies/run.js';
import type { Study } from '../../src/studies/study.js';
import { SMALL, workFolder } from '../cli/latsim.js';
import { subjectFor, TOKENS_KNOWN } from './diagnose/calibration.js';
import { driven } from './drive.js';
import { explorations, inputOf } from './inputs.js';

/** Answers a study until it is so far, and then wishes to stop. */
function interruptedAt<Found>(part: number, study: Study<Found>): Promise<Found> {
  let far = 0;
  return answer(study, inline(), {
    stopRequested: () => far >= part,
    progress: (progress) => {
      far = progress.part;
    },
  });
}

const question = (logger = 'unlocked') => ({
  input: inputOf(['seeds=8', 'duration=1h'], logger),
  only: undefined,
  expectations: [],
});
const hashes = ({ summary }: { readonly summary: { readonly replications: readonly object[] } }) =>
  summary.replications;

describe('interrupted', () => {
  it('a run has the replications that are finished, as they are in the whole run', async () => {
    const half = await interruptedAt(0.5, running(question()));
    expect(half.partial).toBe(true);
    expect(hashes(half)).toHaveLength(4);
    expect(hashes(half)).toEqual(hashes(driven(running(question()))).slice(0, 4));
  });

  it('at once, a run has nothing, and is partial', async () => {
    const none = await interruptedAt(0, running(question()));
    expect(none).toMatchObject({ partial: true, logger: { name: 'unlocked' } });
    expect(hashes(none)).toEqual([]);
  });

  it('a comparison has the loggers that are finished', async () => {
    const study = comparing(['unlocked', 'locked', 'atomic'].map(question));
    const some = await interruptedAt(0.5, study);
    expect(some.map(({ partial }) => partial)).toEqual([false, true, true]);
    expect(some.map((one) => hashes(one).length)).toEqual([8, 4, 0]);
  });

  it('a gate has the looks that are finished', async () => {
    const file = join(workFolder({ 'small.yaml': SMALL }), 'small.yaml');
    const { plan, live } = setUp('.', [file], {
      logger: ['unlocked', 'locked'],
      expect: ['share(fast) >= 0%'],
      set: ['duration=1h'],
      replications: '10',
      maxSeeds: 10,
      fixed: false,
      confidence: 0.99,
    });
    const half = await interruptedAt(0.5, looking(plan, live));
    expect(half).toMatchObject({ partial: true, unfinished: [1] });
    expect(half.runs[0]).toEqual(driven(looking(plan, live)).runs[0]);
    expect(half.runs[1]).toBeUndefined();
  });

  it('a diagnosis has the mechanisms that are finished, the earlier ones first', async () => {
    const subject = subjectFor('issue-24720-in-process', TOKENS_KNOWN);
    const study = () => diagnosing(subject, [51, 49], { seed: 1, replications: 20 });
    const half = await interruptedAt(0.15, study());
    expect(half).toMatchObject({ partial: true, outcome: null, experiment: null });
    const namesOf = ({ rows }: typeof half) =>
      rows.flatMap(({ members }) => members.map(({ prediction }) => prediction.mechanism.name));
    const all = namesOf(driven(study()));
    expect(namesOf(half).length).toBeGreaterThan(0);
    expect(namesOf(half).length).toBeLessThan(all.length);
    expect(all).toEqual(expect.arrayContaining(namesOf(half)));
  });

  it('explorations that are finished are there', async () => {
    const some = await interruptedAt(0.4, exploringAll(explorations()));
    expect(some[0]?.report?.bound).toBeNull();
    expect(some.at(-1)).toBeUndefined();
  });

  it('programs of the small matrix that were begun are there', async () => {
    const logger = { kind: 'shipped', name: 'locked' } as const;
    const whole = driven(exploringAsked(logger, {}));
    const some = await interruptedAt(0.2, exploringAsked(logger, {}));
    if (whole?.kind !== 'matrix' || some?.kind !== 'matrix') throw new Error('no matrix');
    expect({ whole: whole.report.partial, some: some.report.partial }).toEqual({
      whole: false,
      some: true,
    });
    const { programs } = some.report;
    expect(programs.length).toBeGreaterThan(0);
    expect(programs.length).toBeLessThan(whole.report.programs.length);
    expect(programs).toEqual(whole.report.programs.slice(0, programs.length));
  });
});
