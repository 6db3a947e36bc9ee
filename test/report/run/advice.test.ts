import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/measure/verdict.js';
import { CAUSES, type Cause } from '../../../src/model/cause.js';
import { advice, leadingCause, type Where } from '../../../src/report/run/advice.js';
import type { RunReport } from '../../../src/report/run/report.js';
import { HEADING, sampleRun } from '../sample.js';

const report = sampleRun();
const where: Where = { ...HEADING.where, scenario: 'x.yaml' };
const none = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<Cause, number>;

function adviceFor(verdict: Verdict, leading?: Cause): string {
  const causes = leading === undefined ? none : { ...none, [leading]: 5 };
  return said({ ...report, verdict, causes }, where);
}

/** Words and commands of what is advised, a line each. */
function said(of: RunReport, at: Where): string {
  return advice(of, at)
    .flatMap(({ says, command }) => (command === undefined ? says : [says, command]))
    .join('\n');
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
      'latsim compare x.yaml --logger unlocked --logger locked --logger atomic',
    );
    expect(adviceFor('inverted', 'lowest-on-record')).toContain(
      'latsim run x.yaml --by deployment',
    );
    const alike = { ...report, samples: { ...report.samples, lost: 0 }, causes: none };
    expect(said({ ...alike, verdict: 'not-applicable' }, where)).toContain(
      'router.lowest_latency_buffer=0',
    );
    expect(adviceFor('degraded')).toContain('router.strategy=lowest-latency');
  });
  it('keeps the options and the logger that the user gave', () => {
    const given = {
      ...where,
      options: [['--set', 'seeds=3']] as const,
      logger: './a.mjs',
      loggerGiven: true,
    };
    const text = said({ ...report, verdict: 'degraded', causes: { ...none, expired: 1 } }, given);
    expect(text).toContain(
      'latsim run x.yaml --set seeds=3 --logger ./a.mjs --set router.ttl=3000s',
    );
  });
  it('puts an option in the place of the one that says the same', () => {
    const given: Where = {
      ...where,
      options: [
        ['--set', 'router.ttl=1s'],
        ['--set', 'samples.kind=chat'],
        ['--set', 'seeds=3'],
      ],
    };
    const of = { ...report, causes: { ...none, expired: 1 } };
    expect(said({ ...of, verdict: 'degraded' }, given)).toMatch(
      /\nlatsim run x.yaml --set samples.kind=chat --set seeds=3 --set router.ttl=3000s$/,
    );
    expect(said({ ...of, verdict: 'undecided' }, given)).toContain(
      'latsim run x.yaml --set router.ttl=1s --set samples.kind=chat --replications 40\n',
    );
  });
  it('allows a run that is over the limit of events', () => {
    const long = { ...where, events: 50_000_000 };
    expect(adviceFor('undecided')).not.toContain('--max-events');
    expect(said({ ...report, verdict: 'undecided', causes: none }, long)).toMatch(
      /\nlatsim run x.yaml --replications 40 --max-events 1e9$/,
    );
  });
  it('names loggers one by one, whatever is in their names', () => {
    const at = { ...where, logger: './a,b c.mjs' };
    const samples = { ...report.samples, pending: report.samples.completed };
    const of: RunReport = { ...report, samples, verdict: 'differentiated' };
    expect(said(of, at)).toMatch(/--logger '.\/a,b c.mjs' --logger locked --logger atomic$/);
  });
  it('does not call a sample that was given up overwritten', () => {
    const given: RunReport = { ...report, verdict: 'degraded', causes: { ...none, abandoned: 5 } };
    const own = said(given, { ...where, logger: './own.mjs', loggerGiven: true });
    expect(own).toContain('record returns ABANDONED');
    expect(own).toContain('--logger ./own.mjs --logger atomic');
    const shipped = said(given, { ...where, logger: 'compare-and-set', retries: 8 });
    expect(shipped).toContain('retries: 32');
    for (const text of [own, shipped]) expect(text).not.toContain('overwrite');
  });
  it('does not call a sample that was never stored overwritten', () => {
    const { lost = 0 } = report.samples;
    const samples = { ...report.samples, neverStored: lost };
    const of: RunReport = { ...report, samples, verdict: 'degraded', causes: { ...none, lost: 5 } };
    const text = said(of, { ...where, logger: './own.mjs' });
    expect(text).toMatch(/has not stored[\s\S]*\nlatsim explore --logger .\/own.mjs$/);
    expect(text).not.toContain('overwrite');
  });
  it('does not recommend a lock against an expiry', () => {
    const { lost = 0 } = report.samples;
    const causes = { ...none, lost: 5 };
    const text = (lostAfterExpiry: number) => {
      const samples = { ...report.samples, lostAfterExpiry };
      return said({ ...report, samples, verdict: 'degraded', causes }, where);
    };
    expect(lost).toBeGreaterThan(0);
    expect(text(lost)).toContain('no lock helps');
    expect(text(lost)).toContain('latsim run x.yaml --set router.ttl=3000s');
    expect(text(0)).toContain('--logger unlocked --logger locked --logger atomic');
  });
  it('compares the logger at hand, across processes with those that hold there', () => {
    const lossy = { ...report, verdict: 'degraded' as const, causes: { ...none, lost: 5 } };
    const compared = (at: Partial<Where>) => said(lossy, { ...where, ...at });
    expect(compared({ logger: 'locked', processesShareStore: true })).toContain(
      '--logger locked --logger locked-distributed --logger compare-and-set --logger atomic',
    );
    expect(compared({ logger: './own.mjs' })).toContain(
      '--logger ./own.mjs --logger unlocked --logger locked --logger atomic',
    );
  });
  it('says which copy a view must read, and compares the logger at hand with those that do', () => {
    const text = adviceFor('degraded', 'stale');
    expect(text).toContain("read(context.key, 'shared')");
    expect(text).toContain(
      `latsim compare x.yaml --logger ${where.logger} --logger compare-and-set --logger atomic`,
    );
  });
  it('asks for more replications where they decide', () => {
    expect(adviceFor('undecided', 'lost')).toContain('--replications 40');
    expect(said({ ...sampleRun({ only: 0 }), verdict: 'undecided' }, where)).toContain(
      'Fewer than 10 replications',
    );
  });
  it('leaves alone what works, and still says that updates are lost', () => {
    const fine = { ...report, verdict: 'differentiated' as const, groups: [], causes: none };
    expect(said(fine, where)).toContain('Updates were overwritten');
    expect(said(fine, where)).toContain('latsim compare');
    expect(said(fine, where)).not.toContain('overwrite');
    const samples = { ...report.samples, lost: 0 };
    expect(said({ ...fine, samples }, where)).toContain('Nothing to fix');
  });
  it('says what remains where slower groups still get much', () => {
    const fine = { ...report, verdict: 'differentiated' as const, causes: { ...none, expired: 9 } };
    expect(said(fine, where)).toContain('router.ttl');
  });
});
