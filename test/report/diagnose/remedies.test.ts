import { describe, expect, it } from 'vitest';
import {
  type RemedyReport,
  remediesMarkdown,
  remediesText,
  remedyAdvice,
  type TreatmentReport,
} from '../../../src/report/diagnose/remedies.js';
import { PLAIN } from '../../../src/report/kit/style.js';

const outlook = (mechanism: string, fast: number, seconds: number) => ({
  mechanism,
  shares: {
    slow: { mean: 1 - fast, ci95: [0.9 - fast, 1 - fast] as const },
    fast: { mean: fast, ci95: [fast, fast + 0.1] as const },
  },
  latency: { mean: seconds, ci95: [seconds - 0.1, seconds + 0.1] as const },
});
const remedy = (
  does: string,
  line: string | null,
  ...of: Parameters<typeof outlook>
): RemedyReport => ({
  ...outlook(...of),
  does,
  line,
  run: `latsim run small.yaml --set a=${does.length}`,
});

const WEIGHTS = ['weights by speed', 'litellm_params.weight: 1 (slow), 3 (fast)'] as const;
const REPORT: TreatmentReport = {
  asItIs: { ...outlook('samples not recorded', 0.2, 1.5), fastest: 'fast', replications: 20 },
  remedies: [
    remedy('have them counted', null, 'samples not counted', 0.9, 0.4),
    remedy(
      'upgrade LiteLLM, which records since 1.89.0 for anthropic, 1.109.0 for openai',
      'litellm>=1.109.0',
      'samples not recorded',
      0.9,
      0.5,
    ),
    remedy(...WEIGHTS, 'samples not recorded', 0.5, 1),
    remedy(...WEIGHTS, 'samples not counted', 0.5, 1),
    remedy('a lock', null, 'samples not recorded', 0.2, 1.5),
  ],
};
const only = (mechanism: string): TreatmentReport => ({
  ...REPORT,
  remedies: REPORT.remedies.filter((one) => one.mechanism === mechanism),
});

describe('change this, expect that', () => {
  const text = remediesText(REPORT, PLAIN);

  it('has what is now first, then each change with its line, in 80 columns', () => {
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).toMatch(
      /fast % +mean latency\n {2}as it is +20\.0 \[20\.0, 30\.0\] +1\.50 s \[1\.40, 1\.60\]\n/,
    );
    expect(text).toContain('\n      litellm>=1.109.0\n');
  });

  it('says of which mechanism each is, and once what is the same of several', () => {
    expect(text.match(/weights by speed/g)).toHaveLength(1);
    expect(text).toContain('if it is samples not recorded or samples not counted');
    expect(remediesText(only('samples not recorded'), PLAIN)).not.toContain('if it is');
  });

  it('shows what helps nothing, too', () => {
    expect(text).toMatch(/a lock +20\.0 \[20\.0, 30\.0\] +1\.50 s/);
    expect(remediesMarkdown(REPORT)).toContain('| a lock |  | samples not recorded | 20.0');
  });

  it('is nothing where no change was tried', () => {
    const none = { asItIs: null, remedies: [] };
    expect([remediesText(none, PLAIN), remediesMarkdown(none), remedyAdvice(none)]).toEqual([
      '',
      '',
      [],
    ]);
  });
});

describe('the next command', () => {
  it('simulates the best change of the likeliest mechanism', () => {
    expect(remedyAdvice(REPORT)[0]?.says).toMatch(
      /^If it is samples not recorded, simulate the best change, upgrade LiteLLM/,
    );
    expect(remedyAdvice(only('samples not recorded'))[0]?.says).toMatch(/^Simulate the best/);
  });

  it('is none where no change is better than none', () => {
    expect(remedyAdvice({ ...REPORT, remedies: REPORT.remedies.slice(-1) })).toEqual([]);
  });
});
