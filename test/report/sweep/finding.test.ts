import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/measure/verdict.js';
import { sweepCommand } from '../../../src/report/sweep/command.js';
import { findingOf } from '../../../src/report/sweep/finding.js';
import { readAxis } from '../../../src/studies/sweep/axis.js';
import type { SweepPlan } from '../../../src/studies/sweep/plan.js';

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

  it('is repeated by a command', () => {
    const refine = { predicate: { by: 'difference', to: 1, margin: 0.1 }, rounds: 1 } as const;
    const variants = ['unlocked', 'locked'].map((logger) => ({
      logger,
      strategy: null,
      code: null,
    }));
    expect(sweepCommand(planOf('router.ttl=1s..2m:3:log', { variants, refine }))).toBe(
      "latsim sweep any.yaml --vary router.ttl=1s..120s:3:log --logger unlocked --logger locked --measure 'share(fast)' --seed 7 --refine 'locked > 10%' --rounds 1",
    );
  });
});
