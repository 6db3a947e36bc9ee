import { describe, expect, it } from 'vitest';
import type * as Engine from '../../src/browser/engine.js';
import { loadScenario } from '../../src/files/load.js';
import { listShipped } from '../../src/files/read.js';
import { summarise } from '../../src/measure/summary.js';
import { compile } from '../../src/scenario/compile.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { asking, bundled } from '../browser/page.js';

/** The engine of a page, where there is JavaScript and nothing else. */
const ask = asking<typeof Engine>(await bundled("export * from './engine.js';"));

function last({ answering }: typeof Engine, asked: Engine.RunAsked): Engine.RunSeen | undefined {
  return [...answering(asked)].filter((one) => one !== undefined).at(-1);
}

describe('the engine of a page', () => {
  it.each(listShipped().map(({ name }) => name))('gives the figures of %s', (name) => {
    const { scenario, numbers } = loadScenario(name, { set: ['replications=2'] });
    const experiment = compile(scenario, { numbers });
    const here = summarise(experiment, simulate(experiment), scenario.margin);
    const there = ask(last, {
      scenario,
      numbers: Object.fromEntries([...numbers].map(([file, own]) => [file, [...own]])),
      maxEvents: 1e8,
      fields: [],
      replications: [0, 1],
    });
    expect(there?.summary).toEqual(JSON.parse(JSON.stringify(here)));
  });
});
