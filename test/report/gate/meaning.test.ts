import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/expectation/judge.js';
import type { JudgedEvidence } from '../../../src/expectation/judgement.js';
import { kindOf } from '../../../src/expectation/kinds/index.js';
import type { CountedKind } from '../../../src/expectation/kinds/kind.js';
import type { ModelGroupLayout } from '../../../src/expectation/layout.js';
import { readExpectation } from '../../../src/expectation/read.js';
import type { ReplicationResult } from '../../../src/measure/result.js';
import { figures } from '../../../src/report/gate/figures.js';
import { counted, evidence, LAYOUT, shares } from '../../expectation/counted.js';

const CONTEXT = { modelGroups: [{ name: 'default', groups: ['slow', 'fast'] }], duration_s: 300 };

function said(
  text: string,
  counts: readonly ReplicationResult[],
  part: Partial<JudgedEvidence> = {},
) {
  const result = readExpectation(text, CONTEXT);
  if (!result.ok) throw new Error(result.problem.message);
  const judgement = judge({ text, expectation: result.expectation }, evidence(counts, part));
  const kind = kindOf(result.expectation) as CountedKind;
  return { meaning: kind.meaning(result.expectation, judgement), figures: figures(judgement) };
}

const twice = (perThousand: readonly number[]) => shares([...perThousand, ...perThousand]);
const at80 = twice([795, 805, 797, 803, 800]);

describe('what a judgement means', () => {
  it('of a verdict: what was found, of whom, and what it should be', () => {
    const { meaning, figures } = said('verdict != differentiated', at80);
    expect(meaning).toContain('The verdict is effective: the router prefers the fastest group.');
    expect(meaning).toContain('fast, the fastest group, gets 80.0%');
    expect(meaning).toContain('random choice would give it 20.0%. It should not be effective.');
    expect(figures).toContain('expected not effective, margin -50.0 points');
  });

  it('of the verdict over several model groups: because of the one that leaves it open', () => {
    const [only] = LAYOUT.modelGroups;
    const layout = {
      ...LAYOUT,
      modelGroups: ['settled', 'open'].map((name) => ({ ...(only as ModelGroupLayout), name })),
    };
    const open = twice([40, 80, 120, 100, 90]);
    const counts = twice([195, 205, 197, 203, 200]).map((one, i) => ({
      ...one,
      modelGroups: [...one.modelGroups, ...(open[i]?.modelGroups ?? [])],
    }));
    const { meaning } = said('verdict == degraded', counts, { layout });
    expect(meaning).toContain('The verdict is undecided, because of open: ');
    expect(meaning).toContain('gets 8.6% of the requests');
  });

  it('of a ratio: both sides, and the difference in points', () => {
    const { meaning, figures } = said('share(slow) >= 4 * share(fast)', at80);
    expect(meaning).toContain('share(slow) is 20.0%, 4 × share(fast) is 320.0%.');
    expect(meaning).toContain('Their difference is -300.0 points');
    expect(figures).toContain('threshold 0.0 points, margin -300.0 points');
  });

  it('in as many digits as the threshold has', () => {
    expect(said('share(fast) >= 99.8078%', at80).figures).toContain(
      'threshold 99.8078%, margin -19.8078 points',
    );
    expect(said('share(fast) >= 85%', at80).figures).toContain(
      'threshold 85.0%, margin -5.0 points',
    );
  });

  it('keeps the time from which on requests count', () => {
    expect(said('share(fast) >= 90% after 1m', at80).meaning).toContain(
      'The share of fast of what arrives after 60 s is 80.0%',
    );
  });

  it('does not advise more replications where no request was counted', () => {
    const silent = [0, 1, 2].map((i) => counted(i, {}));
    for (const text of [
      'share(fast) >= 90% after 60s',
      'share(fast) >= 4 * share(slow)',
      'p95(latency) <= 1s',
      'verdict == degraded',
    ]) {
      expect(said(text, silent).meaning).toBe(
        'No request was counted, so there is nothing to judge.',
      );
    }
  });
});
