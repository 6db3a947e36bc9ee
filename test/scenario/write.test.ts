import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/files/load.js';
import { listShipped } from '../../src/files/read.js';
import { always } from '../../src/kernel/distributions/constant.js';
import type { Kind } from '../../src/kernel/kind.js';
import type { DistributionSettings, Parameter, Settings } from '../../src/kernel/parameters.js';
import { canonical } from '../../src/scenario/canonical.js';
import { KINDS } from '../../src/scenario/kinds.js';
import { fractionsOf } from '../../src/scenario/sample-kinds.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { compact, flow, writeDistribution, writeScenario } from '../../src/scenario/write.js';
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

describe('what is written reads as the same', () => {
  test.each(listShipped().map(({ name }) => name))('the shipped scenario %s', (name) => {
    roundTrip(loadScenario(name).scenario);
  });

  test('any scenario, of every kind that there is', () => {
    fc.assert(fc.property(scenarios, roundTrip), { numRuns: 100 });
  });

  test('where quotes are needed', () => {
    const text = `${sample.replace('slow', '"a, b: {c}"')}title: "#1"\nassumes: ["- x", "two\\nlines", "", "\\u00a0"]\nload: { kind: file, path: "a, b].txt" }\n`;
    roundTrip(scenarioOf(text.replace('load: { kind: poisson, rate: 160/min }\n', '')));
  });
});

describe('how it is written', () => {
  test('in braces, as in a file and as an argument', () => {
    const written = { kind: 'remote', rtt: { law: 'exponential', mean: '2ms' } };
    expect(flow(written)).toBe('{ kind: remote, rtt: { law: exponential, mean: 2ms } }');
    expect(compact(written)).toBe('{kind: remote, rtt: {law: exponential, mean: 2ms}}');
  });

  test('quantiles over several lines, where they stand in a block', () => {
    const quantiles = [0, 0.25, 0.5, 0.75, 1].map((fraction, value) => ({ fraction, value }));
    expect(writeDistribution({ law: 'empirical', quantiles }, 'plain', 2)).toBe(
      '{ law: empirical, quantiles: {\n      p0: 0, p25: 1, p50: 2, p75: 3,\n      p100: 4,\n    } }',
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

const size = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const word = fc.stringMatching(/^[^\s\p{C}]([^\p{C}]{0,8}[^\s\p{C}])?$/u);

/** What a parameter may be, from its description alone. */
function anyValue(parameter: Parameter): fc.Arbitrary<Settings[string]> {
  switch (parameter.type) {
    case 'duration':
    case 'quantity':
    case 'amount':
      return parameter.positive ? size : fc.oneof(fc.constant(0), size);
    case 'rate':
      return fc.oneof(
        size,
        fc.integer({ min: 1, max: 9999 }).map((rate) => rate / 60),
      );
    case 'fraction':
      return fraction;
    case 'whole':
      return fc.integer({ min: parameter.from, max: parameter.to ?? 1e9 });
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...parameter.of);
    case 'file':
      return word;
    case 'quantiles':
      return fc
        .tuple(
          fc.uniqueArray(fc.integer({ min: 1, max: 99_999 }), { maxLength: 6 }),
          fc.array(size, { minLength: 8, maxLength: 8 }),
        )
        .map(([inner, values]) => {
          const percents = [0, ...inner.sort((a, b) => a - b), 100_000];
          values.sort((a, b) => a - b);
          return percents.map((thousandths, i) => ({
            fraction: Number(`${thousandths}e-5`),
            value: values[i] as number,
          }));
        });
    case 'distribution':
      return distribution();
  }
}

/** Settings of a kind: all parameters, or those of one form. */
function anySettings(key: 'law' | 'kind', kind: Kind<unknown>): fc.Arbitrary<Settings> {
  const alternatives = new Set(kind.forms?.flat());
  const forms = kind.forms ?? [[]];
  return fc
    .constantFrom(...forms)
    .chain((form) => {
      const names = Object.keys(kind.parameters).filter(
        (name) => form.includes(name) || !alternatives.has(name),
      );
      return fc.record(
        Object.fromEntries(
          names.map((name) => [name, anyValue(kind.parameters[name] as Parameter)]),
        ),
      );
    })
    .filter((settings) => kind.check?.(settings) === undefined)
    .map((settings) => ({ [key]: kind.name, ...settings }));
}

function distribution(): fc.Arbitrary<DistributionSettings> {
  const kinds = KINDS.distributions.map((kind) => anySettings('law', kind));
  return fc.oneof(...kinds) as fc.Arbitrary<DistributionSettings>;
}

const oneOf = (kinds: readonly Kind<unknown>[]) =>
  fc.oneof(...kinds.map((kind) => anySettings('kind', kind))) as fc.Arbitrary<Scenario['store']>;

const weights = fc
  .tuple(...[0, 1, 2, 3].map(() => fc.oneof(fc.nat(100), fc.constant(0))))
  .filter((list) => list.some((weight) => weight > 0))
  .map(([chat = 0, usage = 0, other = 0, none = 0]) =>
    fractionsOf({ chat, 'no-usage': usage, other, 'not-recorded': none }),
  );

const group = fc.record(
  {
    name: word,
    deployments: fc.integer({ min: 1, max: 9 }),
    latency: distribution(),
    tokens: fc.oneof(fc.constant(always(1)), distribution()),
    ttft: distribution(),
    rpm: fc.nat(),
    tpm: fc.nat(),
  },
  { requiredKeys: ['name', 'deployments', 'latency', 'tokens', 'ttft'] },
);

const modelGroup = fc.record({
  name: word,
  groups: fc.array(group, { minLength: 1, maxLength: 3 }),
  load: oneOf(KINDS.loads),
});

const base = scenarioOf(sample);

const scenarios: fc.Arbitrary<Scenario> = fc
  .record(
    {
      name: word,
      title: fc.string(),
      shows: fc.string({ unit: 'grapheme' }),
      assumes: fc.array(fc.string()),
      modelGroups: fc.array(modelGroup, { minLength: 1, maxLength: 3 }),
      duration: fc.double({ min: 1e6, max: 1e9, noNaN: true }),
      warmup: fc.double({ min: 0, max: 1e5, noNaN: true }),
      requests: fc.integer({ min: 1 }),
      samples: fc.record(
        {
          kind: weights,
          stream: fraction,
          input_tokens: fc.nat(),
          timeouts: fc.record({ rate: fraction, after: size }),
        },
        { requiredKeys: ['kind', 'stream', 'input_tokens'] },
      ),
      dispatch: oneOf(KINDS.dispatches),
      store: oneOf(KINDS.stores),
      seed: fc.nat(),
      margin: fraction,
      expect: fc.constantFrom(
        scenarioOf(`${sample}expect: [lost == 0]\n`).expect,
        scenarioOf(
          `${sample}expect:\n  any: [lost <= 5]\n  ./my fix.mjs: [explore: no violation with 3 tasks on remote]\n`,
        ).expect,
        base.expect,
      ),
    },
    { requiredKeys: ['name', 'modelGroups', 'duration', 'store', 'dispatch'] },
  )
  .map((changes): Scenario => ({ ...base, ...changes }))
  .filter(({ modelGroups }) => {
    const names = modelGroups.flatMap(({ groups }) => groups.map(({ name }) => name));
    const outer = modelGroups.map(({ name }) => name);
    return new Set(names).size === names.length && new Set(outer).size === outer.length;
  });
