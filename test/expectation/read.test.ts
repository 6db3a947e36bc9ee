import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { COUNTS } from '../../src/expectation/kinds/count.js';
import type { Expectation } from '../../src/expectation/kinds/kind.js';
import { EXPECTED_VERDICTS } from '../../src/expectation/kinds/verdict.js';
import type { Context, GroupName } from '../../src/expectation/names.js';
import { readExpectation } from '../../src/expectation/read.js';
import { writeExpectation } from '../../src/expectation/write.js';

const CONTEXT: Context = {
  modelGroups: [
    { name: 'claude', groups: ['claude-sonnet-4-6', 'gpt-4.1', 'my group', 'both'] },
    { name: 'gpt 5', groups: ['fast', 'both', 'a "quoted\\ one'] },
  ],
  duration_s: 300,
};

function canonical(text: string): string {
  const result = readExpectation(text, CONTEXT);
  if (!result.ok) throw new Error(result.problem.message);
  return writeExpectation(result.expectation);
}

/** `offset message | remedy` of what is wrong. */
function problem(text: string): string {
  const result = readExpectation(text, CONTEXT);
  if (result.ok) throw new Error(`there is nothing wrong with ${text}`);
  const { offset, message, remedy } = result.problem;
  return `${offset} ${message} | ${remedy}`;
}

describe('the language', () => {
  test.each([
    ['share(gpt-4.1) >= 85%'],
    ['share(claude-sonnet-4-6) <= 15% after 1m'],
    ['share( gpt-4.1 )>=85.50 %', 'share(gpt-4.1) >= 85.5%'],
    ['share("my group") >= 7%'],
    ["share('my group') >= 7%", 'share("my group") >= 7%'],
    ['share(both in "gpt 5") <= 0.1% after 90s'],
    ['share(gpt-4.1) >= 4 * share(claude-sonnet-4-6)'],
    [
      'share(gpt-4.1)>=0.25*share(fast) after 10s',
      'share(gpt-4.1) >= 0.25 * share(fast) after 10s',
    ],
    ['share(gpt-4.1) >= share(fast)'],
    ['max_share(deployment in gpt-4.1) <= 60%'],
    ['max_share(deployment in both in claude) <= 60% after 1s'],
    ['p95(latency) <= 2s'],
    ['p99.9(latency in "gpt 5") >= 1500 ms', 'p99.9(latency in "gpt 5") >= 1500ms'],
    ['p95(latency) <= 500ms'],
    ['share(gpt-4.1) >= 85% after 60s'],
    ['share(gpt-4.1) >= 2 * share(fast) after 60 s', 'share(gpt-4.1) >= 2 * share(fast) after 60s'],
    ['lost == 0'],
    ['abandoned<=5', 'abandoned <= 5'],
    ['pending >= 1'],
    ['verdict == differentiated'],
    ['verdict != effective', 'verdict != differentiated'],
    ['verdict(claude) != not-applicable'],
    ['explore: no violation with 3 tasks on remote'],
    ['explore: violation', 'explore: violation with 2 tasks on remote'],
    [
      'explore: no violation on in-process in 2 processes with 1 task',
      'explore: no violation with 1 task in 2 processes on in-process',
    ],
    ['explore: no violation with 2 tasks on remote with distinct deployments'],
    ['explore: violation with 3 tasks in 2 processes on tiered with crash process'],
    [
      'explore: no violation crash and distinct',
      'explore: no violation with 2 tasks on remote with distinct deployments with crash task',
    ],
    [
      'explore: no violation with crash task and in 2 processes with 3 tasks with same deployment',
      'explore: no violation with 3 tasks in 2 processes on remote with crash task',
    ],
  ])('%s', (text, written = text) => {
    expect(canonical(text)).toBe(written);
  });
});

describe('what is wrong is named at its place', () => {
  test.each([
    ['', '0 a measure is missing'],
    ['shar(gpt-4.1) >= 85%', '0 there is no measure "shar" | did you mean "share"?'],
    ['share gpt-4.1 >= 85%', '6 "(" is missing before "gpt-4.1"'],
    ['share(gpt-4) >= 85%', '6 there is no group "gpt-4" | did you mean "gpt-4.1"?'],
    ['share(my group) >= 85%', '6 there is no group "my"'],
    ['share("my group) >= 85%', '6 this quote is not closed'],
    ['share(both) >= 1%', '6 several model groups have a group "both"'],
    ['share(fast in claud) >= 1%', '14 there is no model group "claud" | did you mean "claude"?'],
    ['share(fast in claude) >= 1%', '6 there is no group "fast" in "claude"'],
    ['share(gpt-4.1 >= 85%', '14 ")" is missing before ">="'],
    ['share(gpt-4.1) 85%', '15 an operator is missing before "85%"'],
    ['share(gpt-4.1) == 85%', '15 "==" does not fit share | write >= or <='],
    ['share(gpt-4.1) >= 85', '18 "85" has no unit | write a percentage such as 85%'],
    ['share(gpt-4.1) >= 0.85', '18 "0.85" has no unit | write a percentage such as 85%'],
    ['share(gpt-4.1) >= 120%', '18 "120%" is more than 100%'],
    ['share(gpt-4.1) >= 2s', '19 "s" is not a unit of a share'],
    ['share(gpt-4.1) >= 4 * fast', '22 share(...) is missing before "fast"'],
    ['share(gpt-4.1) >= 85% after 300s', '28 nothing arrives after the end of the run'],
    ['share(gpt-4.1) >= 85% after 60', '28 "60" has no unit'],
    ['share(gpt-4.1) >= 85% and more', '22 unexpected "and more"'],
    ['max_share(gpt-4.1) <= 60%', '10 "deployment" is missing before "gpt-4.1"'],
    ['p95(latncy) <= 2s', '4 "latency" is missing before "latncy"'],
    ['p95(latency) <= 2', '16 "2" has no unit'],
    ['p95(latency) <= 2 parsecs', '18 "parsecs" is not a unit of time'],
    ['share(gpt-4.1) >= 80 parsec', '21 "parsec" is not a unit of a share'],
    ['share(gpt-4.1) >= 80 after 60s', '18 "80" has no unit'],
    ['share(gpt-4.1) >= 85% after 60x', '30 "x" is not a unit of time'],
    [
      'share(gpt-4.1) >= 4 * share(gpt-4.1 in claude)',
      '20 the share of "gpt-4.1" is compared with itself',
    ],
    ['p95(latency) <= 2s after 60s', '19 "after" goes with shares only'],
    ['p100(latency) <= 2s', '0 "p100" is not a percentile'],
    ['lost = 0', '5 "=" does not fit lost | write == or >= or <='],
    ['lost == 0.5', '8 "0.5" is not a whole number'],
    ['lost == many', '8 "many" is not a whole number'],
    ['verdict == degradd', '11 there is no verdict "degradd" | did you mean "degraded"?'],
    ['verdict == efective', '11 there is no verdict "efective" | did you mean "effective"?'],
    ['verdict >= degraded', '8 ">=" does not fit verdict'],
    ['verdict == undecided', '11 "undecided" says that there were too few replications'],
    ['explore no violation', '8 a colon is missing before "no"'],
    ['explore: no race', '12 "violation" is missing before "race"'],
    ['explore: violation with 65 tasks', '24 65 tasks cannot be explored'],
    ['explore: violation on remot', '22 there is no store "remot" | did you mean "remote"?'],
    ['explore: violation on remote on remote', '29 "on" is given twice'],
    ['explore: violation with 3', '25 "tasks" is missing'],
    ['explore: violation with', '23 the number of tasks is missing'],
    ['explore: violation and', '22 the number of tasks is missing'],
    ['explore: violation with distint', 'did you mean "distinct"?'],
    ['explore: violation on remote crsh', '29 there is no clause "crsh" | did you mean "crash"?'],
    [
      'explore: violation with crash proces',
      '30 a "proces" cannot crash | did you mean "process"?',
    ],
    ['explore: violation distinct with same deployment', '28 "deployments" is given twice'],
    ['explore: violation crash crash task', '25 a "crash" cannot crash'],
    ['explore: violation crash with crash', '25 "crash" is given twice'],
  ])('%s', (text, expected) => {
    expect(problem(text)).toContain(expected);
  });
});

describe('laws', () => {
  const groups: GroupName[] = CONTEXT.modelGroups.flatMap(({ name, groups }) =>
    groups.map((group) => ({ group, modelGroup: group === 'both' ? name : null })),
  );
  const group = fc.constantFrom(...groups);
  const sense = fc.constantFrom('>=' as const, '<=' as const);
  const bound = fc.integer({ min: 0, max: 1e7 }).map((n) => n / 1e7);
  const after_s = fc.integer({ min: 0, max: 299_999 }).map((ms) => ms / 1000);
  const modelGroup = fc.constantFrom(null, 'claude', 'gpt 5');
  const expectation: fc.Arbitrary<Expectation> = fc.oneof(
    fc.record({
      kind: fc.constant('share' as const),
      measure: fc.constantFrom('share' as const, 'max_share' as const),
      of: group,
      sense,
      bound,
      after_s,
    }),
    fc
      .record({
        kind: fc.constant('ratio' as const),
        of: group,
        sense,
        factor: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        other: group,
        after_s,
      })
      .filter(({ of, other }) => of !== other),
    fc.record({
      kind: fc.constant('latency' as const),
      percentile: fc.integer({ min: 1, max: 999 }).map((n) => n / 1000),
      modelGroup,
      sense,
      bound_s: fc.double({ min: 0, max: 1e6, noNaN: true }),
    }),
    fc.record({
      kind: fc.constant('count' as const),
      count: fc.constantFrom(...COUNTS),
      comparison: fc.constantFrom('>=' as const, '<=' as const, '==' as const),
      bound: fc.nat(),
    }),
    fc.record({
      kind: fc.constant('verdict' as const),
      modelGroup,
      comparison: fc.constantFrom('==' as const, '!=' as const),
      verdict: fc.constantFrom(...EXPECTED_VERDICTS),
    }),
    fc.record(
      {
        kind: fc.constant('explore' as const),
        violation: fc.boolean(),
        tasks: fc.integer({ min: 1, max: 64 }),
        processes: fc.integer({ min: 1, max: 16 }),
        store: fc.constantFrom('in-process' as const, 'remote' as const, 'tiered' as const),
        deployments: fc.constant('distinct' as const),
        crash: fc.constantFrom('task' as const, 'process' as const),
      },
      { requiredKeys: ['kind', 'violation', 'tasks', 'processes', 'store'] },
    ),
  );

  it('what is written is read back as the same', () => {
    fc.assert(
      fc.property(expectation, (one) => {
        const text = writeExpectation(one);
        expect(readExpectation(text, CONTEXT)).toEqual({ ok: true, expectation: one });
      }),
      { numRuns: 300 },
    );
  });

  it('no text breaks the reader, and a problem lies within the text', () => {
    const parts =
      'share( max_share p95 latency lost verdict explore: in violation with and crash distinct ) >= == % 85 "a after 60s *'
        .split(' ')
        .concat(['gpt-4.1', "'", '\\', '\u{1f600}']);
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...parts)).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (one) => {
        const result = readExpectation(one, CONTEXT);
        if (result.ok) return;
        expect(result.problem.offset).toBeGreaterThanOrEqual(0);
        expect(result.problem.offset).toBeLessThanOrEqual(one.length);
      }),
      { numRuns: 600 },
    );
  });
});
