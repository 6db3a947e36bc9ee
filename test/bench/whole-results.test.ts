import { describe, expect, it } from 'vitest';
import { checked } from '../../src/loggers/contract.js';
import { loggerNamed } from '../../src/loggers/index.js';
import type { Experiment } from '../../src/model/experiment.js';
import { compile } from '../../src/scenario/compile.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { type Build, type Drawn, difference, drawn, wholeResult } from './whole-results.js';

const BUILD: Build = { parseScenario, compile, checked, loggerNamed, simulate };

const SLOW_AND_FAST: Drawn = {
  scenario: `
fleet: { groups: [
  { name: slow, deployments: 4, latency: { distribution: constant, value: 2s } },
  { name: fast, deployments: 1, latency: { distribution: constant, value: 1s } } ] }
load: { kind: bursts, size: 4, every: 5s }
duration: 60s
store: { kind: remote, rtt: 50ms }
router: { max_latency_list_size: 2, ttl: 20s }
`,
  logger: 'unlocked',
};

/** The same events, choices and stored values, and so the same hashes; another cause. */
const otherCauses = (experiment: Experiment): Experiment => ({
  ...experiment,
  strategy: {
    ...experiment.strategy,
    create: (key, fleet) => {
      const made = experiment.strategy.create(key, fleet);
      const explain: typeof made.explain = (choice) => {
        const cause = Object.getPrototypeOf(made).explain.call(made, choice);
        return cause === 'lost' ? 'expired' : cause;
      };
      return Object.assign(made, { explain });
    },
  },
});

/** The same stored values; the samples that they are said to derive from are others. */
const otherProvenance = (experiment: Experiment): Experiment => {
  const { strategy } = experiment;
  const keeping = { ...strategy.keeping, full: 'drop-first' as const };
  return { ...experiment, strategy: { ...strategy, keeping } };
};

describe('comparing two builds', () => {
  it('finds nothing where both are the same', () => {
    for (let number = 0; number < 2; number++) {
      const [one, other] = [0, 1].map(() => wholeResult(BUILD, drawn(1, number)));
      expect(difference(one!, other!)).toBeUndefined();
    }
  });

  it('finds causes that differ under the same hashes', () => {
    const right = wholeResult(BUILD, SLOW_AND_FAST);
    const wrong = wholeResult(BUILD, SLOW_AND_FAST, { plant: otherCauses });
    const [was, is] = difference(right, wrong)!.map((line) => JSON.parse(line));
    expect(is).not.toEqual(was);
    expect(is.traceHash).toBe(was.traceHash);
    expect(is.decisionsHash).toBe(was.decisionsHash);
  });

  it('finds provenance that differs', () => {
    const right = wholeResult(BUILD, SLOW_AND_FAST, { hashes: false });
    const wrong = wholeResult(BUILD, SLOW_AND_FAST, { hashes: false, plant: otherProvenance });
    const events = [right, wrong].map((lines) => lines.slice(1));
    const [was, is] = difference(events[0]!, events[1]!)!.map((line) => JSON.parse(line));
    expect(is[0]).toEqual(was[0]);
    expect(is[1]).not.toEqual(was[1]);
  });

  it('leaves hashes out where they are to differ', () => {
    const lines = wholeResult(BUILD, SLOW_AND_FAST, { hashes: false });
    expect(lines.join()).not.toContain('Hash');
    expect(wholeResult(BUILD, SLOW_AND_FAST).join()).toContain('traceHash');
  });
});
