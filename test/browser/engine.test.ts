import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type * as Engine from '../../src/browser/engine.js';
import { answering, type RunAsked } from '../../src/browser/engine.js';
import { loadScenario } from '../../src/files/load.js';
import { summarise } from '../../src/measure/summary.js';
import { compile } from '../../src/scenario/compile.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { asking, bundled } from './page.js';

const bundle = await bundled("export * from './engine.js';");
const ask = asking<typeof Engine>(bundle);

function run(scenario: Scenario, asked: Partial<RunAsked> = {}): RunAsked {
  return {
    scenario,
    numbers: {},
    maxEvents: 1e8,
    fields: [],
    replications: [0, 1],
    ...asked,
  };
}

function seen({ answering }: typeof Engine, asked: RunAsked): Engine.RunSeen[] {
  return [...answering(asked)].filter((one) => one !== undefined);
}

describe('the engine of a page', () => {
  it('gives the figures of the command line, one replication after the other', () => {
    const { scenario } = loadScenario('16x4', { set: ['replications=2'] });
    const experiment = compile(scenario);
    const results = simulate(experiment);
    const here = [1, 2].map((n) => summarise(experiment, results.slice(0, n), scenario.margin));
    const there = ask(seen, run(scenario));
    expect(there.map(({ summary }) => summary)).toEqual(JSON.parse(JSON.stringify(here)));
    expect(there[0]?.known[0]?.columns.length).toBeGreaterThan(10);
  });

  it('runs other settings as the command line does', () => {
    const { scenario } = loadScenario('16x4', { set: ['duration=60s'] });
    const other = loadScenario('16x4', { set: ['duration=60s', 'dispatch.every=3s'] }).scenario;
    const asked = run(scenario, { fields: [{ path: ['dispatch', 'every'], value: 3 }] });
    const hash = ([one]: Engine.RunSeen[]) => one?.summary.traceHash;
    expect(hash(ask(seen, asked))).toBe(hash(ask(seen, run(other))));
    expect(hash(ask(seen, asked))).not.toBe(hash(ask(seen, run(scenario))));
  });

  it('says where a run is too long', () => {
    const { scenario } = loadScenario('16x4', {});
    expect(() => [...answering(run(scenario, { maxEvents: 1000 }))]).toThrow(
      'over the limit of 1,000',
    );
  });

  it('is small: it carries what a page asks it, and nothing that reads or draws', async () => {
    const { code, packages, sources } = await bundled("import './worker.js';");
    expect(packages).toEqual(['seedrandom']);
    expect(sources.filter((file) => /^(expectation|litellm)\//.test(file))).toEqual([]);
    expect(gzipSync(code, { level: 9 }).length).toBeLessThan(42_000);
  });
});
