import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { listShipped } from '../../src/files/read.js';
import { canonical } from '../../src/scenario/canonical.js';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.js';
import { writeScenario } from '../../src/scenario/write.js';
import { scenarios } from './arbitrary.js';
import { problemsOf, sample, scenarioOf, summaryOf } from './sample.js';

/** A text under the names that its fields had before. */
const formerly = (text: string) =>
  text.replaceAll('{ distribution: ', '{ law: ').replace(/^replications: /m, 'seeds: ');

function sameUnderBoth(text: string): void {
  const former = formerly(text);
  expect(former).not.toBe(text);
  expect(canonical(scenarioOf(former))).toBe(canonical(scenarioOf(text)));
}

describe('a scenario under former names is the same', () => {
  test.each(listShipped())('$name', ({ path }) => {
    sameUnderBoth(readFileSync(path, 'utf8'));
  });

  test('with any distribution wherever there can be one', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => sameUnderBoth(writeScenario(scenario))),
      { numRuns: 10 },
    );
  });

  test('and goes on to have the hash that it had under them', () => {
    const text = canonical(scenarioOf(`${sample}replications: 7\n`));
    expect(text).toContain('"seeds":7');
    expect(text).toContain('"latency":{"law":"constant","value":0.5}');
  });

  test('in the file and in --set', () => {
    const text = `${sample}seeds: 7\n`;
    expect(scenarioOf(text, ['replications=8']).replications).toBe(8);
    expect(scenarioOf(text, ['replications=8', 'seeds=9']).replications).toBe(9);
    const { latency } = scenarioOf(formerly(text), [
      'fleet.groups[0].latency.law=exponential',
      'fleet.groups[0].latency={law: constant, value: 3s}',
      'fleet.groups[0].latency.distribution=constant',
    ]).modelGroups[0]!.groups[0]!;
    expect(latency).toEqual({ distribution: 'constant', value: 3 });
  });
});

describe('a field under both of its names', () => {
  it.each([
    [
      `${sample}replications: 2\nseeds: 3\n`,
      '12:1 seeds and replications are two names of one field | keep replications, and remove seeds',
    ],
    [
      sample.replace('value: 500ms', 'value: 500ms, law: constant'),
      '8:56 law and distribution are two names of one field | keep distribution, and remove law',
    ],
  ])('is refused where it stands', (text, expected) => {
    expect(summaryOf(text)).toEqual([expected]);
  });

  it('is refused in the value of a --set', () => {
    const set = 'fleet.groups[0].latency={law: constant, distribution: constant, value: 3s}';
    expect(summaryOf(sample, [set])).toEqual([
      '--set:26 law and distribution are two names of one field | keep distribution, and remove law',
    ]);
  });
});

describe('a former name', () => {
  it('that is wrong is called by the present one', () => {
    expect(summaryOf(`${sample}seeds: 0\n`)).toEqual([
      '11:8 replications cannot be 0 | write a whole number from 1 to 100000',
    ]);
    expect(summaryOf(formerly(sample).replace('law: lognormal', 'law: lognormall'))).toEqual([
      expect.stringMatching(/latency.distribution cannot be "lognormall" \| did you mean/),
    ]);
  });

  it('means nothing where there is no such field', () => {
    expect(problemsOf(`${sample}law: constant\n`).map(({ message }) => message)).toEqual([
      'unknown key "law"',
    ]);
    const [problem] = problemsOf(sample, ['router.seeds=3']);
    expect(problem?.message).toBe('unknown key "seeds" in router');
  });
});

describe('the JSON Schema', () => {
  type Schema = { properties: Record<string, Record<string, unknown>> } & Record<string, unknown>;
  const schema = scenarioJsonSchema() as Schema;

  it('has former names, as such', () => {
    expect(schema.properties.seeds).toMatchObject({
      deprecated: true,
      description: 'Former name of replications.',
    });
    expect(schema.not).toEqual({ required: ['replications', 'seeds'] });
  });

  it('asks of each distribution for one of its names', () => {
    const found: Schema[] = [];
    const walk = (one: unknown): void => {
      if (typeof one !== 'object' || one === null) return;
      if ((one as Schema).properties?.distribution !== undefined) found.push(one as Schema);
      Object.values(one).forEach(walk);
    };
    walk(schema);
    expect(found.length).toBeGreaterThan(10);
    for (const { properties, required, oneOf } of found) {
      expect(properties.law?.const).toBe(properties.distribution?.const);
      expect(properties.law?.deprecated).toBe(true);
      expect(oneOf).toEqual([{ required: ['distribution'] }, { required: ['law'] }]);
      expect(required).not.toContain('distribution');
    }
  });
});
