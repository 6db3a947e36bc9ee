import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/measure/verdict.js';
import { sweepCommand } from '../../../src/report/sweep/command.js';
import { findingOf } from '../../../src/report/sweep/finding.js';
import { readAxis } from '../../../src/studies/sweep/axis.js';
import type { CellFound, SweepPlan } from '../../../src/studies/sweep/plan.js';

function planOf(vary: string, more: Partial<SweepPlan> = {}): SweepPlan {
  return {
    scenario: { name: 'any', hash: '', file: 'any.yaml' },
    fixed: [['--seed', '7']],
    seed: 7,
    replications: 10,
    profile: 'v1.82.3',
    margin: 0.1,
    axes: [readAxis(vary).axis ?? []].flat(),
    variants: [{ logger: null, strategy: null, code: null }],
    measures: [{ text: 'share(fast)', unit: 'share' }],
    sameArrivals: true,
    fixedPhase: false,
    refine: null,
    ...more,
  };
}

const VARIANTS = ['unlocked', 'locked'].map((logger) => ({ logger, strategy: null, code: null }));
const BY_LOCKED = { predicate: { by: 'difference', to: 1, margin: 0.1 }, rounds: 1 } as const;

/** A cell with these values of its only measure. */
function cellOf(values: readonly number[]): CellFound {
  const measures = [{ mean: null, ci95: null, values }];
  const names = { key: '', logger: '', strategy: '' };
  return { ...names, replications: values.length, verdict: 'undecided', measures };
}

/** The finding of a sweep over one field that came to these verdicts. */
function found(...verdicts: readonly Verdict[]): string {
  const plan = planOf(`router.ttl=${verdicts.map((_, i) => `${i + 1}s`).join()}`);
  const cells = verdicts.map((verdict, i) => ({
    at: [i],
    variant: 0,
    found: { key: '', logger: '', strategy: '', replications: 10, verdict, measures: [] },
  }));
  return findingOf(plan, cells).says;
}

describe('the finding of a sweep', () => {
  it.each<[Verdict[], string]>([
    [
      ['degraded', 'differentiated', 'undecided'],
      'The router does no better than random choice in 1 of 3 settings (router.ttl 1s; 1 undecided).',
    ],
    [
      ['differentiated', 'undecided', 'undecided'],
      'The router prefers the fastest group in 1 of 3 settings (router.ttl 1s; 2 undecided).',
    ],
    [['undecided', 'undecided'], 'Undecided in both settings.'],
    [['differentiated'], 'The router prefers the fastest group in the only setting.'],
  ])('of %j', (verdicts, says) => {
    expect(found(...verdicts)).toBe(says);
  });

  it('by a difference counts settings whose interval straddles the margin as undecided', () => {
    const plan = planOf('router.ttl=1s,2s,3s', { variants: VARIANTS, refine: BY_LOCKED });
    const alternately = (one: number, other: number) =>
      cellOf(Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? one : other)));
    const cells = [alternately(0.5, 0.51), alternately(0.7, 0.9), alternately(0.85, 0.86)].flatMap(
      (found, u) => [
        { at: [u], variant: 0, found },
        { at: [u], variant: 1, found: alternately(0.9, 0.9) },
      ],
    );
    expect(findingOf(plan, cells).says).toBe(
      'share(fast) differs from that under locked by more than 10 points in 1 of 3 settings under unlocked (router.ttl 1s; 1 undecided).',
    );
  });

  it('is repeated by a command', () => {
    const refine = BY_LOCKED;
    const variants = VARIANTS;
    expect(sweepCommand(planOf('router.ttl=1s..2m:3:log', { variants, refine }))).toBe(
      "latsim sweep any.yaml --vary router.ttl=1s..120s:3:log --logger unlocked --logger locked --measure 'share(fast)' --seed 7 --refine 'locked > 10%' --rounds 1",
    );
  });
});
