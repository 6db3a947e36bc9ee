import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { cutsOf } from '../../src/expectation/expectation.js';
import { judgeOnce } from '../../src/expectation/judge.js';
import { EXPECTATION_KINDS, kindOf } from '../../src/expectation/kinds/index.js';
import { layoutOf } from '../../src/expectation/layout.js';
import { readExpectation } from '../../src/expectation/read.js';
import { readArguments } from '../../src/expectation/resolve.js';
import { writeExpectation } from '../../src/expectation/write.js';
import { setUp } from '../../src/files/gate-setup.js';
import { summarise } from '../../src/measure/summary.js';
import { gateReport } from '../../src/report/gate/compose.js';
import { textGate } from '../../src/report/gate/text.js';
import { PLAIN } from '../../src/report/kit/style.js';
import { expectationResult } from '../../src/report/run/expectations.js';
import { runReport } from '../../src/report/run/report.js';
import { textRun } from '../../src/report/run/text.js';
import { compile } from '../../src/scenario/compile.js';
import { KINDS } from '../../src/scenario/kinds.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { looking } from '../../src/studies/gate/looks.js';
import { familyOf, type RunPlan } from '../../src/studies/gate/plan.js';
import type { LiveRun } from '../../src/studies/gate/units.js';
import { formatProblems } from '../../src/text/problems.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { SMALL } from '../cli/latsim.js';
import { HEADING, sampleRun } from '../report/sample.js';
import { driven } from '../studies/drive.js';
import { lostShare } from './lost-share.js';

const GROUPS = ['gpt-4.1', 'claude-sonnet-4-6', 'a', 'b'];
const CONTEXT = { modelGroups: [{ name: 'default', groups: GROUPS }], duration_s: 300 };
const source = fileURLToPath(new URL('../../src/', import.meta.url));

describe('a kind of expectation', () => {
  test.each(EXPECTATION_KINDS.map((kind) => [kind.kind, kind] as const))(
    '%s reads its own forms',
    (_, kind) => {
      expect(kind.forms).not.toEqual([]);
      for (const { example } of kind.forms) {
        const result = readExpectation(example, CONTEXT);
        if (!result.ok) throw new Error(result.problem.message);
        expect(kindOf(result.expectation)).toBe(kind);
        expect(writeExpectation(result.expectation)).toBe(example);
        expect(kind.measures.some((measure) => example.startsWith(measure))).toBe(true);
      }
    },
  );

  test.each(EXPECTATION_KINDS.map((kind) => [kind.kind, kind] as const))(
    '%s reads none of another',
    (_, kind) => {
      const others = EXPECTATION_KINDS.filter((other) => other !== kind);
      const foreign = others.flatMap(({ forms }) => forms.map(({ example }) => example));
      for (const example of foreign) {
        const alone = readExpectation(example, CONTEXT, [kind]);
        expect(alone.ok).toBe(false);
        expect(readExpectation(example, CONTEXT, [kind, ...others]).ok).toBe(true);
      }
    },
  );

  it('that is not there is told', () => {
    expect(() => kindOf({ kind: 'wish' })).toThrow('there is no kind of expectation "wish"');
  });

  it('is known by name to its own file and its line of the index alone', () => {
    const names = EXPECTATION_KINDS.map(({ kind }) => kind).join('|');
    const imported = new RegExp(`from '[^']*kinds/(${names})\\.js'`);
    const askedFor = new RegExp(`\\bkind\\b\\)?\\s*(===|!==|:)\\s*'(${names})'`);
    const naming = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('expectation/kinds/'))
      .filter((file) => {
        const text = readFileSync(join(source, file), 'utf8');
        return imported.test(text) || askedFor.test(text);
      });
    expect(naming).toEqual([]);
  });

  /** What names one in other words, and why. */
  const EXCEPTIONS: Readonly<Record<string, RegExp>> = {
    // The form of a scenario file has the one text that YAML reads as a map.
    'scenario/schema.ts': /\bexplore: text\(\)/,
    // Units stand in JSON, where some are called as the kind that has them.
    'expectation/unit.ts': /\bverdict: \{|\bexplore: \{|\bcount: /,
  };

  test.each(Object.entries(EXCEPTIONS))('is still named by %s', (file, named) => {
    expect(readFileSync(join(source, file), 'utf8')).toMatch(named);
  });
});

describe('a kind that latsim does not have, of one file', () => {
  const kinds = [...EXPECTATION_KINDS, lostShare];
  const scenario = (text: string) =>
    parseScenario(`${SMALL}expect: ['${text}', 'lost >= 0']\n`, {
      file: 'small.yaml',
      kinds: { ...KINDS, expectations: kinds },
    });

  it('is read with the others, and unknown without', () => {
    expect(scenario('lost_share<=5%')).toMatchObject({
      ok: true,
      scenario: { expect: { any: [{ text: 'lost_share <= 5%' }, { text: 'lost >= 0' }] } },
    });
    const { expectations } = readArguments(['lost_share <= 5%'], CONTEXT, kinds);
    expect(cutsOf(expectations, kinds)).toEqual([30]);
    expect(readArguments(['lost_share <= 5%'], CONTEXT).problems).toHaveLength(1);
  });

  it('is suggested where it is misspelt, and its faults have places', () => {
    const problems = (text: string) => {
      const result = scenario(text);
      return result.ok ? '' : formatProblems(result.problems);
    };
    expect(problems('lost_shar <= 5%')).toContain('did you mean "lost_share"?');
    expect(problems('lost_share <= 5')).toMatch(/small\.yaml:\d+:\d+: "5" has no unit/);
    const { problems: contrary } = readArguments(
      ['lost_share <= 5%', 'lost_share >= 6%'],
      CONTEXT,
      kinds,
    );
    expect(contrary[0]?.message).toBe(
      'lost_share >= 6% cannot hold together with lost_share <= 5%',
    );
  });

  it("is judged in a run's report", () => {
    const parsed = scenario('lost_share <= 90%');
    if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
    const { expect: expected, margin } = parsed.scenario;
    const experiment = compile(parsed.scenario, { cuts_s: cutsOf(expected.any, kinds) });
    const counts = simulate(experiment);
    const evidence = { counts, layout: layoutOf(experiment), complete: true, margin };
    const judgements = judgeOnce(expected.any, evidence, 0.99, kinds);
    const setup = sampleRun();
    const report = runReport(
      setup,
      summarise(experiment, counts, margin),
      false,
      judgements.map(expectationResult),
    );
    const text = textRun(report, HEADING, { verbose: true }, PLAIN);
    expect(text).toMatch(
      /holds\s+lost_share <= 90%\n\s+\S+% \[.*\] at 99\.5%, wanted at most 90\.0%/,
    );
  });

  it("is in the gate's plan and in its report", () => {
    const options = { expect: ['lost == 0'], seeds: '10', fixed: true, confidence: 0.99 };
    const setup = setUp('.', ['16x4'], { ...options, set: ['duration=60s'] });
    const { expectations } = readArguments(['lost_share >= 99%'], CONTEXT, kinds);
    const runs = setup.plan.runs.map((run): RunPlan => ({ ...run, expectations }));
    const terms = { ...setup.plan.terms, family: familyOf(runs, kinds) };
    expect(terms.family).toBe(2);
    const plan = { terms, runs };
    const live = setup.live.map((one, i): LiveRun => ({ ...one, plan: runs[i] as RunPlan }));
    const looked = driven(looking(plan, live, kinds));
    const tool = { name: 'latsim', version: '0' } as const;
    const text = textGate(gateReport(tool, plan, looked, null, kinds), PLAIN);
    expect(text).toContain('FAIL  lost_share >= 99%');
    expect(text).toContain('The part of the samples that is lost is ');
  });
});

it('expectations are left unread where nobody judges', () => {
  const result = parseScenario(`${SMALL}expect: ['shar(fast) >= 1%']\n`, {
    file: 'small.yaml',
    kinds: { ...KINDS, expectations: [] },
  });
  expect(result).toMatchObject({ ok: true, scenario: { expect: { any: [] } } });
});
