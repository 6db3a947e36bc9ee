import fc from 'fast-check';
import { always } from '../../src/kernel/distributions/constant.js';
import type { Kind } from '../../src/kernel/kind.js';
import type { DistributionSettings, Parameter, Settings } from '../../src/kernel/parameters.js';
import { excessOf } from '../../src/scenario/from-parameters.js';
import { KINDS } from '../../src/scenario/kinds.js';
import { fractionsOf } from '../../src/scenario/sample-kinds.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { chosenName } from '../../src/text/addresses.js';
import { sample, scenarioOf } from './sample.js';

const size = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const word = fc.stringMatching(/^[^\s\p{C}]([^\p{C}]{0,8}[^\s\p{C}])?$/u).map(chosenName);

/** What a parameter may be, from its description alone. */
function anyValue(parameter: Parameter): fc.Arbitrary<Settings[string]> {
  switch (parameter.type) {
    case 'duration':
    case 'quantity':
    case 'amount':
      return parameter.positive ? size : fc.oneof(fc.constant(0), size);
    case 'phase':
      return fc.oneof(fc.constant('random'), fc.constant(0), size);
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
function anySettings(key: 'distribution' | 'kind', kind: Kind<unknown>): fc.Arbitrary<Settings> {
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
  const kinds = KINDS.distributions.map((kind) =>
    anySettings('distribution', kind).filter((settings) => excessOf(kind, settings) === undefined),
  );
  return fc.oneof(...kinds) as fc.Arbitrary<DistributionSettings>;
}

const oneOf = (kinds: readonly Kind<unknown>[]) =>
  fc.oneof(...kinds.map((kind) => anySettings('kind', kind))) as fc.Arbitrary<Scenario['store']>;

/** Of each kind its one parameter. */
const capacity = fc.oneof(
  ...KINDS.capacities.map(({ name, parameters }) =>
    fc.record({ [name]: anyValue(parameters[name] as Parameter) }),
  ),
) as fc.Arbitrary<Settings>;

const weights = fc
  .tuple(...[0, 1, 2, 3, 4].map(() => fc.oneof(fc.nat(100), fc.constant(0))))
  .filter((list) => list.some((weight) => weight > 0))
  .map(([chat = 0, usage = 0, other = 0, none = 0, responses = 0]) =>
    fractionsOf({ chat, responses, 'no-usage': usage, other, 'not-recorded': none }),
  );

const timeouts = fc.record({ rate: fraction, after: size });

/** What a group says of its own samples: any of the fields, or none. */
const ownSamples = fc.record(
  { kind: weights, stream: fraction, input_tokens: fc.nat(), timeouts },
  { requiredKeys: [] },
);

const group = fc.record(
  {
    name: word,
    deployments: fc.integer({ min: 1, max: 9 }),
    latency: distribution(),
    tokens: fc.oneof(fc.constant(always(1)), distribution()),
    ttft: distribution(),
    capacity,
    rpm: fc.nat(),
    tpm: fc.nat(),
    samples: ownSamples,
  },
  { requiredKeys: ['name', 'deployments', 'latency', 'tokens', 'ttft'] },
);

const modelGroup = fc.record({
  name: word,
  groups: fc.array(group, { minLength: 1, maxLength: 3 }),
  load: oneOf(KINDS.loads),
});

const base = scenarioOf(sample);

/** Any scenario, of every kind that there is. */
export const scenarios: fc.Arbitrary<Scenario> = fc
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
          timeouts,
        },
        { requiredKeys: ['kind', 'stream', 'input_tokens'] },
      ),
      dispatch: oneOf(KINDS.dispatches),
      router: fc.constantFrom(
        base.router,
        scenarioOf(`${sample}router: { profile: v1.110.2, ttft_percentile: 0.95 }\n`).router,
      ),
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
