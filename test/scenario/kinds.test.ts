import { describe, expect, test } from 'vitest';
import { kindsListed } from '../../src/report/list/kinds.js';
import { settingOf } from '../../src/report/run/setting.js';
import { compile } from '../../src/scenario/compile.js';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.js';
import { KINDS, type Kinds } from '../../src/scenario/kinds.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { writeScenario } from '../../src/scenario/write.js';
import { formatProblems } from '../../src/text/problems.js';
import type { SimulationEvent } from '../../src/worlds/simulate/events.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { halfWay } from '../fixtures/kinds/half-way.js';
import { pareto } from '../fixtures/kinds/pareto.js';
import { pulse } from '../fixtures/kinds/pulse.js';
import { turns } from '../fixtures/kinds/turns.js';

/*
 * What comes in kinds is described once: a distribution, a load, a store and a strategy that exist
 * nowhere else, each one file, are found wherever people meet them.
 */

const kinds: Kinds = {
  ...KINDS,
  distributions: [...KINDS.distributions, pareto],
  loads: [...KINDS.loads, pulse],
  stores: [...KINDS.stores, halfWay],
  strategies: [...KINDS.strategies, turns],
};

const TEXT = `fleet:
  groups:
    - name: a
      deployments: 2
      latency: { distribution: pareto, least: 0.8s, shape: 3 }
load: { kind: pulse, requests: 40, gap: { distribution: pareto, least: 0.2s, shape: 2 } }
store: { kind: half-way, there: 4ms }
router: { strategy: turns, stay: 3 }
duration: 60s
replications: 2
`;

const read = (text: string) => parseScenario(text, { file: 'test.yaml', kinds });

function scenarioOf(text: string): Scenario {
  const result = read(text);
  if (!result.ok) throw new Error(formatProblems(result.problems));
  return result.scenario;
}

/** The part of the JSON Schema that is about the router. */
interface Router {
  readonly properties: { readonly router: { readonly properties: Record<string, unknown> } };
}

function problemsOf(text: string): string[] {
  const result = read(text);
  return result.ok ? [] : result.problems.map(({ message, remedy }) => `${message} | ${remedy}`);
}

describe('kinds that exist nowhere else', () => {
  test('are read, with the presets of their parameters', () => {
    const { modelGroups, store, router } = scenarioOf(TEXT);
    expect(modelGroups[0]?.groups[0]?.latency).toEqual({
      distribution: 'pareto',
      least: 0.8,
      shape: 3,
    });
    expect(modelGroups[0]?.load).toEqual({
      kind: 'pulse',
      requests: 40,
      gap: { distribution: 'pareto', least: 0.2, shape: 2 },
      edge: 'early',
      fraction: 0.25,
    });
    expect(store).toEqual({ kind: 'half-way', there: 0.004, back: 0.001 });
    expect(router).toMatchObject({ strategy: 'turns', stay: 3, ttl: 3600 });
    const { router: preset } = scenarioOf(TEXT.replace(', stay: 3', ''));
    expect(preset).toMatchObject({ strategy: 'turns', stay: 1 });
  });

  test.each([
    ['distribution: pareto', 'distribution: parrto', /"parrto" \| did you mean "pareto"\?/],
    ['kind: pulse', 'kind: puls', /"puls" \| did you mean "pulse"\?/],
    ['kind: half-way', 'kind: halfway', /"halfway" \| did you mean "half-way"\?/],
    ['shape: 3', 'shap: 3', /unknown key "shap" .* \| did you mean "shape"\?/],
    ['shape: 3', 'shape: 1', /shape: this tail has no mean \| write a shape above 1/],
    ['requests: 40', 'requests: 0', /write a whole number, 1 or more/],
    ['requests: 40', 'requests: 40, edge: lat', /"lat" \| did you mean "late"\?/],
    ['there: 4ms', 'there: 4', /4 has no unit/],
    ['strategy: turns', 'strategy: turn', /"turn" \| did you mean "turns"\?/],
    ['stay: 3', 'sty: 3', /unknown key "sty" in router \| did you mean "stay"\?/],
    ['stay: 3', 'stay: 0', /router.stay cannot be 0 \| write a whole number, 1 or more/],
    [
      'strategy: turns',
      'strategy: least-busy',
      /stay is a parameter of turns, and the strategy is least-busy \| remove it, or write strategy: turns/,
    ],
    ['gap: { distribution: pareto, least: 0.2s, shape: 2 }', 'gap: 5', /gap: 5 has no unit/],
  ])('say what is wrong: %s, %s', (right, wrong, expected) => {
    const problems = problemsOf(TEXT.replace(right, wrong));
    expect(problems.some((problem) => expected.test(problem))).toBe(true);
  });

  test('are named where a kind is not known', () => {
    expect(problemsOf(TEXT.replace('half-way', 'xyzxyzxyz'))[0]).toContain(
      'one of in-process, remote, tiered, snapshot, half-way',
    );
  });

  test('are in the list', () => {
    const { distributions, loads, stores, strategies } = kindsListed(kinds);
    expect(distributions.at(-1)).toEqual({
      name: 'pareto',
      summary: 'Pareto: a heavy tail above a smallest value',
    });
    expect(loads.at(-1)?.name).toBe('pulse');
    expect(strategies.at(-1)).toEqual({ name: 'turns', summary: 'Each deployment in its turn' });
    expect(stores.at(-1)?.summary).toBe('One shared store, between two sites');
  });

  test('are in the heading of a run', () => {
    expect(Object.fromEntries(settingOf(scenarioOf(TEXT), kinds))).toMatchObject({
      fleet: 'a × 2, Pareto above 0.8s of shape 3',
      load: '40 requests, Pareto above 0.2s of shape 2 apart, early',
      store: 'between two sites, 4ms there and 1ms back',
      router: 'each in its turn, 3 at a time, profile v1.82.3',
    });
  });

  test('are in the JSON Schema, with all that they say', () => {
    const schema = JSON.stringify(scenarioJsonSchema(kinds));
    for (const { name, says, parameters } of [pareto, pulse, halfWay]) {
      expect(schema).toContain(JSON.stringify({ type: 'string', const: name, description: says }));
      for (const parameter of Object.values(parameters)) expect(schema).toContain(parameter.says);
    }
    const { strategy, stay } = (scenarioJsonSchema(kinds) as unknown as Router).properties.router
      .properties;
    const names = kinds.strategies.map(({ name }) => name);
    expect(strategy).toMatchObject({ anyOf: [{ enum: names }, { type: 'string' }] });
    expect(stay).toMatchObject({
      type: 'integer',
      minimum: 1,
      description: turns.parameters.stay.says,
    });
  });

  test('are left out, and named, where another strategy is asked for', () => {
    const read = (strategy: string) =>
      parseScenario(TEXT, {
        file: 'test.yaml',
        set: ['router.ttft_percentile=0.5'],
        strategy,
        kinds,
      });
    for (const strategy of ['least-busy', './mine.mjs']) {
      const { scenario, warnings } = read(strategy) as Extract<
        ReturnType<typeof read>,
        { ok: true }
      >;
      expect(scenario.router).toMatchObject({ strategy, ttl: 3600 });
      expect(Object.keys(scenario.router)).not.toContain('stay');
      expect(warnings.map(({ message }) => message)).toEqual(
        expect.arrayContaining([
          `stay is left out under --strategy ${strategy}`,
          `ttft_percentile is left out under --strategy ${strategy}`,
        ]),
      );
    }
    const turn = read('turn');
    expect('problems' in turn && turn.problems[0]?.remedy).toBe('did you mean "turns"?');
  });

  test('are written as YAML that reads as the same', () => {
    const written = writeScenario(scenarioOf(TEXT), kinds);
    expect(written).toContain('latency: { distribution: pareto, least: 0.8s, shape: 3 }');
    expect(written).toContain('store: { kind: half-way, there: 4ms, back: 1ms }');
    expect(written).toContain('  strategy: turns\n');
    expect(written).toContain('  stay: 3\n');
    expect(scenarioOf(written)).toEqual(scenarioOf(TEXT));
  });

  test('are simulated', () => {
    const experiment = compile(scenarioOf(TEXT), { kinds });
    expect(experiment.roundTrip_s(() => 0.5)).toBe(0.005);
    const sums = simulate(experiment).map(({ modelGroups }) =>
      modelGroups[0]?.requests.reduce((sum, requests) => sum + requests, 0),
    );
    expect(sums).toEqual([40, 40]);
    expect(experiment.strategy.name).toBe('turns');
  });

  test('are unknown to whoever is not given them', () => {
    const result = parseScenario(TEXT, { file: 'test.yaml' });
    expect(result.ok).toBe(false);
    expect(() => compile(scenarioOf(TEXT))).toThrow("there is no kind named 'pareto'");
  });
});

describe('a strategy that exists nowhere else', () => {
  const text = (rtt: string) => `fleet:
  groups:
    - { name: slow, deployments: 2, latency: { distribution: constant, value: 2s } }
    - { name: fast, deployments: 2, latency: { distribution: constant, value: 1s } }
load: { kind: uniform, rate: 1/s }
store: { kind: remote, rtt: ${rtt} }
router: { strategy: turns, stay: 2 }
duration: 60s
replications: 1
`;
  const run = (rtt: string) => {
    const events: SimulationEvent[] = [];
    const [result] = simulate(compile(scenarioOf(text(rtt)), { kinds }), {
      observer: (event) => events.push(event),
    });
    const to = events.flatMap((event) => (event.event === 'select' ? [event.deployment] : []));
    return { to, causes: result!.modelGroups[0]!.causes, events };
  };

  test('goes by what it read and wrote', () => {
    const { to } = run('10ms');
    expect(to.slice(0, 9).map((id) => id!.slice(0, -3))).toEqual(
      'slow slow slow slow fast fast fast fast slow'.split(' '),
    );
    expect(to.slice(0, 3)).toEqual(['slow/01', 'slow/01', 'slow/02']);
  });

  test('explains its choices', () => {
    const { to, causes } = run('10ms');
    const slow = to.filter((id) => id?.startsWith('slow')).length;
    expect(causes).toMatchObject({ 'never-sent-to': 1, 'lowest-on-record': slow - 1 });
  });

  test('takes the time of the store: a slow one gives several requests the same turn', () => {
    const { to } = run('5s');
    expect(to.slice(0, 4)).toEqual(['slow/01', 'slow/01', 'slow/01', 'slow/01']);
  });
});

test('kinds that mean different things by the same name are refused', () => {
  const stay = { type: 'duration', says: 'How long.' } as const;
  const other = { ...turns, name: 'other', parameters: { stay } };
  const both: Kinds = { ...kinds, strategies: [...kinds.strategies, other as never] };
  expect(() => parseScenario(TEXT, { file: 'test.yaml', kinds: both })).toThrow(RangeError);
});

test('a parameter without a preset is needed by the strategy that has it, and by no other', () => {
  const needing = {
    ...turns,
    parameters: { stay: { type: 'whole', from: 1, says: 'How many in a row.' } },
  } as const;
  const some: Kinds = { ...kinds, strategies: [...KINDS.strategies, needing] };
  const problems = (text: string) => {
    const result = parseScenario(text, { file: 'test.yaml', kinds: some });
    return result.ok ? [] : result.problems.map(({ message, remedy }) => `${message} | ${remedy}`);
  };
  const without = TEXT.replace(', stay: 3', '');
  expect(problems(without)).toEqual(['router.stay: turns needs it | add stay: How many in a row.']);
  expect(problems(without.replace('turns', 'least-busy'))).toEqual([]);
});
