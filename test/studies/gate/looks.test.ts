import { describe, expect, it } from 'vitest';
import { setUp } from '../../../src/files/gate-setup.js';
import { gateReport } from '../../../src/report/gate/compose.js';
import { looking } from '../../../src/studies/gate/looks.js';
import { resultOf } from '../../measure/results.js';
import { type CarryOut, driven, numbersOf } from '../drive.js';

/** The share of the fast group, and the samples lost, by replication. */
type Model = (replication: number) => { readonly share: number; readonly lost: number };

const REQUESTS = 1000;
const TOOL = { name: 'latsim', version: '0.0.0' } as const;

/** Knows what comes out without a simulation; from the replication `end` on it is stopped. */
function known(model: Model, end = Number.POSITIVE_INFINITY): CarryOut {
  return (job) => {
    const numbers = job.kind === 'replications' ? numbersOf(job) : [];
    const replications = numbers
      .filter((number) => number < end)
      .map((number) => {
        const { share, lost } = model(number);
        const fast = Math.round(share * REQUESTS);
        const requests = [REQUESTS - fast, ...Array<number>(15).fill(0), fast, 0, 0, 0];
        return resultOf(number, { requests, lost });
      });
    const logger = { name: 'unlocked', summary: '' };
    return { kind: 'replications', logger, strategy: 'lowest-latency', replications };
  };
}

const setup = (expect: readonly string[], options: object = {}) =>
  setUp('.', ['16x4'], {
    expect,
    replications: '20',
    maxSeeds: 80,
    fixed: false,
    confidence: 0.99,
    ...options,
  });

function judged(expectations: readonly string[], model: Model, end?: number) {
  const { plan, live } = setup(expectations);
  const looked = driven(looking(plan, live), known(model, end));
  return { ...looked, run: looked.runs[0] };
}

/** Far apart, around 20 %: inconclusive against 20 %. */
const wide = (replication: number) => (replication % 2 === 0 ? 0.05 : 0.35);

describe('looks', () => {
  it('end where everything is decided', () => {
    const { run } = judged(['share(gpt-4.1) >= 50%'], () => ({ share: 0.2, lost: 0 }));
    expect(run).toMatchObject({ replications: 20, judgements: [{ decision: 'fail' }] });
  });

  it('go on while something is inconclusive, up to the limit', () => {
    const model: Model = (i) => ({ share: wide(i), lost: 0 });
    const { run } = judged(['share(gpt-4.1) >= 20%'], model);
    expect(run).toMatchObject({ replications: 80, judgements: [{ decision: 'inconclusive' }] });
  });

  it('keep what an interval has decided; a count may break later on', () => {
    // From replication 20 on the share is another, and one sample is lost in replication 33.
    const model: Model = (i) => ({ share: i < 20 ? wide(i) : 0.2, lost: i === 33 ? 1 : 0 });
    const asked = ['share(gpt-4.1) >= 20%', 'share(gpt-4.1) <= 60%', 'lost == 0'];
    const { run } = judged(asked, model);
    const [, early, count] = run?.judgements ?? [];
    expect(early).toMatchObject({ decision: 'pass', replications: 20 });
    expect(run?.judgedAt).toEqual([80, 20, 40]);
    expect(count).toMatchObject({
      decision: 'fail',
      counterexample: { replication: 33, value: 1 },
    });
  });

  it('that are stopped leave what was finished before', () => {
    const model: Model = (i) => ({ share: wide(i), lost: 0 });
    const first = judged(['share(gpt-4.1) >= 20%'], model, 10);
    expect(first).toMatchObject({ partial: true, run: undefined, unfinished: [0] });
    const second = judged(['share(gpt-4.1) >= 20%'], model, 30);
    expect(second).toMatchObject({ partial: true, run: { replications: 20 }, unfinished: [0] });
    const report = gateReport(TOOL, setup(['share(gpt-4.1) >= 20%']).plan, second, null);
    expect(report).toMatchObject({
      decision: 'inconclusive',
      unfinished: ['16x4 under unlocked'],
      runs: [{ partial: true, expectations: [{ needed: null }] }],
    });
    expect(report.runs[0]?.expectations[0]?.meaning).toMatch(/^Interrupted before/);
  });

  it('share one error rate: more expectations, wider intervals', () => {
    const model: Model = (i) => ({ share: wide(i), lost: 0 });
    const width = (asked: readonly string[]) => {
      const { run } = judged(asked, model);
      const [low = 0, high = 0] = run?.judgements[0]?.interval ?? [];
      return high - low;
    };
    const alone = width(['share(gpt-4.1) >= 20%']);
    const among = ['share(gpt-4.1) >= 20%', 'share(gpt-4.1) <= 60%', 'verdict != inverted'];
    expect(width(among)).toBeGreaterThan(alone);
  });
});
