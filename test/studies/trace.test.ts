import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/scenario/compile.js';
import { JobFailure, type LossJob, type LossResult } from '../../src/studies/job.js';
import { type TraceFound, tracing } from '../../src/studies/trace.js';
import type { LostUpdate } from '../../src/worlds/simulate/lost-update.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { type CarryOut, carryOut, driven } from './drive.js';
import { inputOf } from './inputs.js';

/** What is in a replication: so many lost updates, or the logger is at fault there. */
type Content = number | 'fails';

const OCCURRENCES = 10;

/** The n-th lost update of a replication, as far as the search goes. */
function lostUpdate(replication: number, nth: number): LostUpdate {
  return { replication, nth, t: nth } as LostUpdate;
}

/** Knows what is in the replications without a simulation. */
function known(contents: readonly Content[]): CarryOut {
  return (job) => {
    const { replication, nth } = job as LossJob;
    const losses = contents[replication] as Content;
    if (losses === 'fails') {
      throw new JobFailure(job, { code: 2, message: `in ${replication}`, remedy: '' });
    }
    const loss = losses < nth ? null : lostUpdate(replication, nth);
    const seen = Math.min(losses, nth);
    return { kind: 'loss', logger: 'own', loss, seen, occurrences: OCCURRENCES, partial: false };
  };
}

/** The same, one replication after the other, without a study. */
function scanned(contents: readonly Content[], nth: number): TraceFound | string {
  let seen = 0;
  for (const [replication, losses] of contents.entries()) {
    if (losses === 'fails') return `in ${replication}`;
    if (seen + losses >= nth) {
      const loss = { ...lostUpdate(replication, nth - seen), nth };
      return { loss, seen: nth, logger: 'own', partial: false };
    }
    seen += losses;
  }
  return { loss: null, seen, logger: 'own', partial: false };
}

const question = (replications: number, nth: number, maxEvents = 1e8) => ({
  input: { ...inputOf([`seeds=${replications}`, 'duration=1s']), maxEvents },
  only: undefined,
  nth,
});

const many = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 40 });
const someFail = fc.array(
  fc.oneof({ weight: 9, arbitrary: fc.nat(4) }, fc.constant('fails' as const)),
  {
    minLength: 1,
    maxLength: 40,
  },
);

describe('the search for a lost update', () => {
  it('finds what a scan of the replications in their order finds', () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 100 }), (contents, nth) => {
        const found = driven(tracing(question(contents.length, nth)), known(contents));
        expect(found).toEqual(scanned(contents, nth));
      }),
    );
  });

  it('fails where that fails: a fault after the lost update is none', () => {
    fc.assert(
      fc.property(someFail, fc.integer({ min: 1, max: 30 }), (contents, nth) => {
        const study = tracing(question(contents.length, nth));
        const expected = scanned(contents, nth);
        if (typeof expected === 'string') {
          expect(() => driven(study, known(contents))).toThrow(expected);
        } else {
          expect(driven(study, known(contents))).toEqual(expected);
        }
      }),
    );
  });

  it('asks for one replication first, then for twice as many each time', () => {
    const asked: number[] = [];
    driven(tracing(question(10, 1)), (job) => {
      asked.push((job as LossJob).replication);
      return known([0, 0, 0, 0, 1, 0, 0, 0, 0, 0])(job);
    });
    expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('stopped says what was seen until then', () => {
    const contents = [2, 3, 1, 1, 1];
    let left = 2;
    const found = driven(tracing(question(5, 8)), (job) =>
      left-- > 0 ? known(contents)(job) : undefined,
    );
    expect(found).toEqual({ loss: null, seen: 5, logger: 'own', partial: true });
  });

  it('is refused where it takes too many events, up to the lost update alone', () => {
    const contents = [0, 0, 1, 0, 0, 0, 0];
    const study = (maxEvents: number) => tracing(question(contents.length, 1, maxEvents));
    expect(driven(study(3 * OCCURRENCES), known(contents)).loss).toMatchObject({ replication: 2 });
    expect(() => driven(study(3 * OCCURRENCES - 1), known(contents))).toThrow(
      'over the limit of 29',
    );
  });

  it('counts all events of it: up to the lost update, and those of following it', () => {
    const input = inputOf(['seeds=1', 'duration=6h']);
    const job: LossJob = { kind: 'loss', input, replication: 0, nth: 1, label: '', size: 1 };
    const [all] = simulate(compile(input.scenario));
    const result = carryOut(job);
    expect(result).toMatchObject({ kind: 'loss', loss: { nth: 1 } });
    expect((result as LossResult).occurrences).toBeGreaterThan(all!.occurrences);
  });

  it('finds on the real thing what is in the replication alone', () => {
    const input = inputOf(['seeds=8']);
    const all = driven(tracing({ input, only: undefined, nth: 1e6 }));
    expect(all.loss).toBeNull();
    const last = driven(tracing({ input, only: undefined, nth: all.seen })).loss;
    const alone = driven(tracing({ input, only: last?.replication, nth: 1e6 })).seen;
    const own = driven(tracing({ input, only: last?.replication, nth: alone })).loss;
    expect({ ...own, nth: all.seen }).toEqual(last);
  });
});
