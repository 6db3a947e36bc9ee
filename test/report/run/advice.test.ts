import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/measure/verdict.js';
import { CAUSES, type Cause } from '../../../src/model/cause.js';
import { advice, leadingCause } from '../../../src/report/run/advice.js';
import { HEADING, sampleRun } from '../sample.js';

const report = sampleRun();
const where = { ...HEADING.where, argument: 'x.yaml' };
const none = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<Cause, number>;

function adviceFor(verdict: Verdict, leading?: Cause): string {
  const causes = leading === undefined ? none : { ...none, [leading]: 5 };
  return advice({ ...report, verdict, causes }, where);
}

it('the leading cause is the most frequent, the first of them on a tie', () => {
  expect(leadingCause(none)).toBeNull();
  expect(leadingCause({ ...none, lost: 3, expired: 3, unavailable: 1 })).toBe('lost');
});

describe('what to try next', () => {
  it('differs for every cause but those of a cold map', () => {
    const texts = CAUSES.map((cause) => adviceFor('degraded', cause));
    expect(new Set(texts).size).toBe(CAUSES.length);
    for (const text of texts) expect(text).not.toBe('');
  });
  it('names the commands for the scenario at hand', () => {
    expect(adviceFor('degraded', 'lost')).toContain(
      'latsim compare x.yaml --loggers unlocked,locked,atomic',
    );
    expect(adviceFor('inverted', 'lowest-on-record')).toContain(
      'latsim run x.yaml --by deployment',
    );
    const alike = { ...report, samples: { ...report.samples, lost: 0 }, causes: none };
    expect(advice({ ...alike, verdict: 'not-applicable' }, where)).toContain(
      'router.lowest_latency_buffer=0',
    );
    expect(adviceFor('degraded')).toContain('router.policy=lowest-latency');
  });
  it('keeps the options and the logger that the user gave', () => {
    const given = {
      ...where,
      argument: 'x.yaml --set seeds=3',
      logger: './a.mjs',
      loggerGiven: true,
    };
    const text = advice({ ...report, verdict: 'degraded', causes: { ...none, expired: 1 } }, given);
    expect(text).toContain(
      'latsim run x.yaml --set seeds=3 --logger ./a.mjs --set router.ttl=3000s',
    );
  });
  it('does not call a sample that was given up overwritten', () => {
    const text = adviceFor('degraded', 'abandoned');
    expect(text).toContain('gives samples up');
    expect(text).not.toContain('overwrite');
  });
  it('does not recommend a lock against an expiry', () => {
    const lost = report.samples.lost;
    const causes = { ...none, lost: 5 };
    const text = (lostAfterExpiry: number) => {
      const samples = { ...report.samples, lostAfterExpiry };
      return advice({ ...report, samples, verdict: 'degraded', causes }, where);
    };
    expect(lost).toBeGreaterThan(0);
    expect(text(lost)).toContain('no lock helps');
    expect(text(lost)).toContain('latsim run x.yaml --set router.ttl=3000s');
    expect(text(0)).toContain('--loggers unlocked,locked,atomic');
  });
  it('says which copy a view must read, and compares the logger at hand with those that do', () => {
    const text = adviceFor('degraded', 'stale');
    expect(text).toContain("read(context.key, 'shared')");
    expect(text).toContain(
      `latsim compare x.yaml --loggers ${where.logger},compare-and-set,atomic`,
    );
  });
  it('asks for more replications where they decide', () => {
    expect(adviceFor('undecided', 'lost')).toContain('--seeds 12');
    expect(advice({ ...sampleRun({ only: 0 }), verdict: 'undecided' }, where)).toContain(
      'One replication alone',
    );
  });
  it('leaves alone what works, and still says that updates are lost', () => {
    const fine = { ...report, verdict: 'differentiated' as const, groups: [], causes: none };
    expect(advice(fine, where)).toContain('Updates were lost');
    const samples = { ...report.samples, lost: 0 };
    expect(advice({ ...fine, samples }, where)).toContain('Nothing needs mending');
  });
  it('says what remains where slower groups still get much', () => {
    const fine = { ...report, verdict: 'differentiated' as const, causes: { ...none, expired: 9 } };
    expect(advice(fine, where)).toContain('router.ttl');
  });
});
