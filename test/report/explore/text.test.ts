import { describe, expect, it, test } from 'vitest';
import { loggers } from '../../../src/index.js';
import type { Cell } from '../../../src/report/explore/cell.js';
import { textSmallMatrix } from '../../../src/report/explore/small-matrix.js';
import { textExplore, textReplay } from '../../../src/report/explore/text.js';
import { textAll } from '../../../src/report/explore-all/text.js';
import { PLAIN, type Style } from '../../../src/report/kit/style.js';
import type { Logger } from '../../../src/strategies/lowest-latency/logger.js';
import { type ExploreReport, exploreReport } from '../../../src/studies/explore/found.js';
import { DEFAULT_LIMITS } from '../../../src/studies/explore/question.js';
import { MATRIX } from '../../../src/studies/explore/small-matrix.js';
import { DEFAULT_SEARCH_OPTIONS } from '../../../src/worlds/explore/options.js';
import { explore } from '../../worlds/explore/explored.js';

const LONG = 'us.anthropic.claude-sonnet-4-20250514-v1:0-second-account-of-2026';
const loggerNamed = (name: string) => loggers.find((one) => one.name === name) as Logger;
const asked = (name: string, verbose = false) => ({
  tool: { name: 'latsim', version: '0.0.0' } as const,
  logger: { kind: 'shipped', name } as const,
  limits: DEFAULT_LIMITS,
  verbose,
});
const found = new Map<string, ExploreReport>();
const explored = (name: string, on: object = {}): ExploreReport => {
  const key = JSON.stringify([name, on]);
  const report =
    found.get(key) ??
    exploreReport(explore({ logger: loggerNamed(name), ...on }), DEFAULT_SEARCH_OPTIONS);
  found.set(key, report);
  return report;
};
const told = (name: string, on: object = {}, verbose = false) =>
  textExplore(explored(name, on), asked(name, verbose), PLAIN);
/** Marks each word that is red. Like what paints a terminal, it would take more than a text. */
const red = (...texts: string[]) => texts.join(' ').replaceAll(/\S+/g, '!$&');
const said = (text: string) => text.replaceAll(/\s+/g, ' ');

/** Lines, but for commands, which are whole whatever their length. */
const linesOf = (text: string) => text.split('\n').filter((line) => !/^ {4}latsim /.test(line));
const widest = (text: string) => Math.max(...linesOf(text).map((line) => [...line].length));

describe('one program', () => {
  it('is answered first, and its counterexample told once', () => {
    expect(told('unlocked')).toMatchInlineSnapshot(`
      "unlocked loses an update in 4 of 6 orders of two concurrent completions, remote
      store.

        program   2 tasks, 1 process, same deployment, remote store
        tried     6 of 6 orders, 12 states
        outcomes  4 of 6 orders keep 1 sample, 2 keep both

      lost-update: 1 of 2 recorded samples is lost
           who     does                     stored afterwards
        1  task 1  reads map: nothing       nothing
        2  task 2  reads map: nothing       nothing
        3  task 1  writes map = d/01: A     map = d/01: A
                   task 1 ends: recorded
        4  task 2  writes map = d/01: B     map = d/01: B
                   sample A is overwritten  d/01: A <- overwritten
                   task 2 ends: recorded
        The router then sees only sample B.

      Next: Rerun this order, the shortest that shows it:
          latsim explore --logger unlocked --tasks 2 --schedule 1,2,1,2

      latsim 0.0.0 · unlocked · profile v1.82.3
      "
    `);
  });

  it('without a violation names what was tried and what was not', () => {
    const text = told('locked');
    expect(said(text)).toMatch(
      /^No violation found: locked, 6 of 6 orders, 2 tasks, 1 process, same deployment, remote store\. Not tried: distinct deployments/,
    );
    expect(text).not.toMatch(/\bsafe\b/i);
    expect(text.split('\n').length).toBeLessThanOrEqual(24);
  });

  it('sets it out under --verbose', () => {
    expect(said(told('unlocked', {}, true))).toContain(
      'in the end 1 sample in 4 (66.7%) 2 samples in 2 (33.3%)',
    );
    expect(told('unlocked')).not.toContain('66.7%');
  });

  it.each<[string, object, string]>([
    ['unlocked', { deployments: 'distinct' }, 'The router then sees only sample B of d/02.'],
    ['locked', { processes: 2 }, 'sees only sample B.'],
    ['compare-and-set', { tasks: 3, loggerOptions: { retries: 0, lease_s: 1 } }, 'abandoned'],
    ['locked-distributed', { processes: 2, leaseRunOuts: 1 }, 'has not released it'],
    ['unlocked', { samplesPerTask: 2 }, '2 samples per task'],
    ['unlocked', { tasks: 3 }, 'orders of three concurrent completions'],
    ['locked', { tasks: 1 }, 'locked, 1 of 1 order, 1 task, 1 process'],
  ])('%s %j', (name, on, part) => {
    const text = told(name, on);
    expect(said(text)).toContain(part);
    expect(widest(text)).toBeLessThanOrEqual(80);
  });

  it('counts no orders of a program other than that in which it goes wrong', () => {
    const { violation, ...report } = explored('unlocked');
    const program = { ...violation!.program, select: true, sampleValues: 'distinct' as const };
    const stale = { ...violation!, kind: 'stale-view' as const, program };
    const text = textExplore(
      { ...report, kinds: ['stale-view'], violation: stale },
      asked('unlocked'),
      PLAIN,
    );
    expect(said(text)).toMatch(/^[^.]* in some orders of [^.]*, a concurrent select\./);
  });

  it('goes on with the program that was tried', () => {
    expect(told('atomic', { deployments: 'distinct' })).toContain(
      'latsim explore --logger atomic --tasks 2 --deployments distinct --expiry 1 --crash process\n',
    );
  });

  it('is red in its sentence and in the step that overwrites, nowhere else', () => {
    const style: Style = { ...PLAIN, bad: red };
    const lines = textExplore(explored('unlocked'), asked('unlocked'), style)
      .split('\n')
      .filter((line) => line.includes('!'));
    expect(lines).toHaveLength(2 + 3);
    expect(lines[2]).toMatch(/!4 +!task !2 +!writes !map/);
  });

  it('stays within the page, whatever its logger is called', () => {
    for (const report of [explored('unlocked'), explored('locked')]) {
      const named = { ...report, logger: LONG, summary: LONG };
      for (const verbose of [false, true]) {
        expect(widest(textExplore(named, asked(LONG, verbose), PLAIN))).toBeLessThanOrEqual(80);
      }
    }
  });
});

test('one schedule says that others were not tried', () => {
  const { violation, ...program } = explored('unlocked');
  const story = { ...violation!.story, wrongAt: null };
  const report = { program, schedule: '1,1,2,2', story, violation: null };
  expect(said(textReplay(report, asked('unlocked'), PLAIN))).toMatch(
    /^No violation of unlocked in this order of two concurrent completions, remote store\. Other orders were not tried\./,
  );
});

describe('the small matrix', () => {
  /** As if every program came to what two tasks come to in so many processes. */
  const report = (name: string, sharing = 1) => ({
    partial: false,
    sharing,
    programs: MATRIX.map((program) => ({
      ...explored(name, { processes: program.processes }),
      ...program,
    })),
  });

  it.each(['unlocked', 'locked', 'atomic'])('of %s fits a terminal', (name) => {
    const text = textSmallMatrix(report(name), asked(name), PLAIN);
    expect(text.split('\n').length).toBeLessThanOrEqual(26);
    expect(widest(text)).toBeLessThanOrEqual(80);
  });

  it('counts two processes where the scenario has several that share its store', () => {
    const text = (name: string, sharing: number) =>
      said(textSmallMatrix(report(name, sharing), asked(name), PLAIN));
    expect(text('locked', 1)).toMatch(
      /^locked loses an update across two processes \(its lock is one per process\)\. In one process no violation was found: 8 programs/,
    );
    expect(text('locked', 4)).toMatch(/^locked loses an update in .* in two processes/);
    expect(text('locked', 4)).toContain(
      'The scenario has four processes that share its store. Violations show in 4 of 12 programs, all of them across two processes (its lock is one per process).',
    );
    expect(text('atomic', 4)).toMatch(/^No violation found: atomic, 12 programs/);
  });

  it('names what it leaves untried, and goes on with what tells something', () => {
    const leases = 'locked-distributed';
    const text = said(textSmallMatrix(report(leases), asked(leases), PLAIN));
    expect(text).toContain(
      'more than 3 tasks, a process that crashes, expiry, a concurrent select',
    );
    expect(text).toContain('the doing of the TTL');
    const cas = said(textSmallMatrix(report('compare-and-set'), asked('compare-and-set'), PLAIN));
    expect(cas).toContain('latsim explore --logger compare-and-set --tasks 4 ');
    const looking = report('locked');
    const programs = looking.programs.map((one) => ({ ...one, looksAt: ['latency_s'] as const }));
    expect(said(textSmallMatrix({ ...looking, programs }, asked('locked'), PLAIN))).toContain(
      'other latencies (it looks at latency_s)',
    );
  });

  it('stays within the page with the longest verdicts', () => {
    const { programs } = report('unlocked');
    for (const kind of ['not-serializable', 'stale-view', 'endless-loop'] as const) {
      const longest = programs.map((one) => ({ ...one, logger: LONG, kinds: [kind] }));
      const all = { partial: false, sharing: 1, programs: longest };
      expect(widest(textSmallMatrix(all, asked(LONG, true), PLAIN))).toBeLessThanOrEqual(80);
    }
  });
});

describe('all loggers', () => {
  const cell = (
    logger: string,
    processes: number,
    verdict: Cell['verdict'],
    special = '',
  ): Cell => ({
    program: { ...explored('locked'), logger, processes, store: 'in-process' },
    special,
    verdict,
    kinds: verdict === 'safe' || verdict === 'unknown' ? [] : [verdict as 'lost-update'],
    schedules: 1,
    lossless: 1,
    states: 1,
    exhaustive: true,
    replay: null,
  });
  const cells = [
    cell(LONG, 1, 'safe'),
    cell(LONG, 2, 'not-serializable'),
    cell('locked', 1, 'lost-update'),
    cell('locked', 2, 'lost-update'),
    cell('atomic', 1, 'safe'),
    cell('atomic', 2, 'safe'),
    cell(LONG, 2, 'not-serializable', 'one of two processes crashes (and so without a crash)'),
  ];
  const { tool } = asked('locked');

  it('says of each where it goes wrong, of a user’s own first', () => {
    const text = textAll(cells, { tasks: 3, all: 7, first: LONG, tool }, PLAIN);
    expect(said(text)).toMatch(
      /^us\.\S+ goes wrong only across two processes\. Of the shipped loggers, locked goes wrong within one process; atomic shows no violation\./,
    );
  });

  it('counts what a user’s own does for several deployments, not that it may expire', () => {
    const own = [cell('mine', 1, 'safe'), cell('mine', 2, 'lost-update')];
    const expiry = cell('mine', 1, 'not-serializable', 'an expiry between any two steps');
    const expires = { ...expiry, program: { ...expiry.program, expiry: 1 } };
    const shipped = [cell('atomic', 1, 'safe'), cell('atomic', 2, 'safe')];
    const strains = { tasks: 3, all: 6, first: 'mine', tool };
    expect(said(textAll([...own, expires, ...shipped], strains, PLAIN))).toMatch(
      /^mine goes wrong only across two processes\./,
    );
    const apart = cell('mine', 1, 'lost-update', 'a deployment for each task');
    expect(said(textAll([...own, apart, expires, ...shipped], strains, PLAIN))).toMatch(
      /^mine goes wrong within one process\./,
    );
  });

  it('stays within the page', () => {
    for (const verbose of [false, true]) {
      const text = textAll(cells, { tasks: 3, all: 7, tool }, PLAIN, verbose);
      expect(widest(text)).toBeLessThanOrEqual(80);
    }
  });
});
