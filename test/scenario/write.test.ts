import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/files/load.js';
import { listShipped } from '../../src/files/read.js';
import { canonical } from '../../src/scenario/canonical.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { compact, flow, writeDistribution, writeScenario } from '../../src/scenario/write.js';
import { scenarios } from './arbitrary.js';
import { sample, scenarioOf } from './sample.js';

/** Without the places of expectations, which are those of the text. */
function withoutPlaces({ expect: { any, loggers }, ...rest }: Scenario) {
  const texts = (list: typeof any) => list.map(({ text, expectation }) => ({ text, expectation }));
  return {
    ...rest,
    any: texts(any),
    loggers: loggers.map((one) => ({ logger: one.logger, expectations: texts(one.expectations) })),
  };
}

function roundTrip(scenario: Scenario): void {
  const again = scenarioOf(writeScenario(scenario));
  expect(withoutPlaces(again)).toEqual(withoutPlaces(scenario));
  expect(canonical(again)).toBe(canonical(scenario));
}

test('a kind of sample that came later leaves the hash of what is without it', () => {
  const of = (kind: string) => canonical(scenarioOf(`${sample}samples: { kind: ${kind} }\n`));
  expect(of('chat')).toContain('"kind":{"chat":1,"no-usage":0,"not-recorded":0,"other":0}');
  expect(of('{ chat: 1, responses: 0 }')).toBe(of('chat'));
  expect(of('{ chat: 1, responses: 1 }')).toContain('"responses":0.5');
});

describe('what is written reads as the same', () => {
  test.each(listShipped().map(({ name }) => name))('the shipped scenario %s', (name) => {
    roundTrip(loadScenario(name).scenario);
  });

  test('any scenario, of every kind that there is', () => {
    fc.assert(fc.property(scenarios, roundTrip), { numRuns: 20 });
  });

  test('where quotes are needed', () => {
    const text = `${sample.replace('slow', '"a, b: {c}"')}title: "#1"\nassumes: ["- x", "two\\nlines", "", "\\u00a0"]\nload: { kind: file, path: "a, b].txt" }\n`;
    roundTrip(scenarioOf(text.replace('load: { kind: poisson, rate: 160/min }\n', '')));
  });
});

describe('how it is written', () => {
  test('in braces, as in a file and as an argument', () => {
    const written = { kind: 'remote', rtt: { distribution: 'exponential', mean: '2ms' } };
    expect(flow(written)).toBe('{ kind: remote, rtt: { distribution: exponential, mean: 2ms } }');
    expect(compact(written)).toBe('{kind: remote, rtt: {distribution: exponential, mean: 2ms}}');
  });

  test('quantiles over several lines, where they stand in a block', () => {
    const quantiles = [0, 0.25, 0.5, 0.75, 1].map((fraction, value) => ({ fraction, value }));
    expect(writeDistribution({ distribution: 'empirical', quantiles }, 'plain', 2)).toBe(
      '{ distribution: empirical, quantiles: {\n      p0: 0, p25: 1, p50: 2, p75: 3,\n      p100: 4,\n    } }',
    );
  });

  test('several model groups in a list, one at the top level', () => {
    const one = scenarioOf(sample);
    expect(writeScenario(one)).toMatch(/^fleet:\n {2}modelGroup: default\n/m);
    const [group] = one.modelGroups;
    const several = { ...one, modelGroups: group === undefined ? [] : [group, group] };
    expect(writeScenario(several)).toMatch(/^modelGroups:\n {2}- name: default\n {4}fleet:\n/m);
  });
});
