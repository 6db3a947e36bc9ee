import { beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '../../src/expectation/judgement.js';
import { observeShare } from '../../src/expectation/observe.js';
import { setUp } from '../../src/files/gate-setup.js';
import type { ScenarioSource } from '../../src/files/load.js';
import { Streams } from '../../src/kernel/random.js';
import type { ReplicationResult } from '../../src/measure/result.js';
import { compile } from '../../src/scenario/compile.js';
import { looking } from '../../src/studies/gate/looks.js';
import type { LiveRun } from '../../src/studies/gate/units.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { latsim, SMALL, workFolder } from '../cli/latsim.js';
import { USER_LOGGERS } from '../cli/loggers-of-users.js';
import { type CarryOut, driven, numbersOf } from '../studies/drive.js';

/*
 * How often a gate errs, on real scenarios. Replications are simulated once, and each gate draws its
 * own from these, with a seed of its own and with replacement: it then meets independent replications
 * whose true mean is known exactly, that of what was simulated. All of a gate is run but for the
 * simulation: looks, spending, judging.
 */

const GATES = 2000;
const SIMULATED = 4000;

/**
 * Four equal deployments, of which now one and now another takes most of a replication: the share of
 * `a` is mostly small and seldom large, and 25% in truth, by symmetry.
 */
const WINNER_TAKES_MOST = {
  text: `
fleet:
  groups:
    - { name: a, deployments: 1, latency: { distribution: exponential, mean: 500ms } }
    - { name: b, deployments: 3, latency: { distribution: exponential, mean: 500ms } }
load: { kind: uniform, rate: 2/s }
duration: 20s
`,
};

interface Population {
  readonly scenario: ScenarioSource;
  readonly logger: string;
  /** The group whose share is judged. */
  readonly group: string;
  readonly counts: readonly ReplicationResult[];
  /** Mean and standard deviation of its share. */
  readonly mean: number;
  readonly sd: number;
}

function simulated(source: ScenarioSource, logger: string, group: string): Population {
  const { plan, live } = setUp('.', [source], {
    ...DEFAULTS,
    logger: [logger],
    expect: ['lost >= 0'],
  });
  const { scenario, numbers } = (live[0] as LiveRun).input;
  const experiment = compile(scenario, { numbers });
  const counts = simulate({ ...experiment, replications: SIMULATED });
  const { layout } = plan.runs[0]!;
  const of = { group, modelGroup: null };
  const { values } = observeShare({ measure: 'share', of, after_s: 0 }, counts, layout);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    scenario: source,
    logger,
    group,
    counts,
    mean,
    sd: Math.sqrt(squares / (values.length - 1)),
  };
}

const DEFAULTS = { fixed: false, confidence: 0.99 };

/** Draws replications from a population instead of simulating them. */
function drawing({ logger, counts }: Population, gate: number): CarryOut {
  const stream = new Streams(gate, 0).stream('gate');
  return (job) => {
    const numbers = job.kind === 'replications' ? numbersOf(job) : [];
    const replications = numbers.map((replication) => ({
      ...(counts[Math.floor(stream() * counts.length)] as ReplicationResult),
      replication,
    }));
    return {
      kind: 'replications',
      logger: { name: logger, summary: '' },
      strategy: '',
      replications,
    };
  };
}

/** The decisions of many gates about one bound, and the replications that they took. */
function gates(population: Population, bound: number, options: object = {}) {
  const { scenario, logger, group } = population;
  const expect = [`share(${group}) >= ${(100 * bound).toFixed(9)}%`];
  const { plan, live } = setUp('.', [scenario], {
    ...DEFAULTS,
    ...options,
    logger: [logger],
    expect,
  });
  const tally: Record<Decision, number> = { pass: 0, fail: 0, inconclusive: 0 };
  let replications = 0;
  for (let gate = 1; gate <= GATES; gate++) {
    const looked = driven(looking(plan, live), drawing(population, gate));
    const run = looked.runs[0]!;
    tally[run.judgements[0]!.decision]++;
    replications += run.replications;
  }
  return { ...tally, replications: replications / GATES };
}

/** Of 2,000 with a probability of 1 % each: more than this come with a probability of 0.5 %. */
const MOST_ERRORS = 32;

let unlocked: Population;
let locked: Population;
let winner: Population;
beforeAll(() => {
  unlocked = simulated('16x4', 'unlocked', 'gpt-4.1');
  locked = simulated('16x4', 'locked', 'gpt-4.1');
  winner = simulated(WINNER_TAKES_MOST, 'unlocked', 'a');
  console.log({ unlocked: [unlocked.mean, unlocked.sd], locked: [locked.mean, locked.sd] });
}, 600_000);

describe('2,000 gates', { timeout: 600_000 }, () => {
  it('meet 8 points between seeds with unlocked, 1.5 with locked', () => {
    expect(Math.abs(100 * unlocked.sd - 8)).toBeLessThan(1);
    expect(Math.abs(100 * locked.sd - 1.5)).toBeLessThan(0.3);
  });

  it.each(['unlocked', 'locked'])(
    '%s, the truth at the bound: few errors to both sides',
    (name) => {
      const population = name === 'unlocked' ? unlocked : locked;
      const result = gates(population, population.mean);
      console.log(`${name}, at the bound:`, result);
      expect(result.fail).toBeLessThanOrEqual(MOST_ERRORS);
      expect(result.pass).toBeLessThanOrEqual(MOST_ERRORS);
    },
  );

  it.each(['unlocked', 'locked'])('%s, 5 points on the wrong side: fail', (name) => {
    const population = name === 'unlocked' ? unlocked : locked;
    const result = gates(population, population.mean + 0.05);
    console.log(`${name}, 5 points short:`, result);
    expect(result.fail).toBeGreaterThanOrEqual(0.99 * GATES);
    expect(result.pass).toBe(0);
  });

  it('the fewest replications, 1 point from the truth: inconclusive', () => {
    const result = gates(unlocked, unlocked.mean + 0.01, { seeds: '10', fixed: true });
    console.log('10 fixed, 1 point short:', result);
    // It is on the wrong side, so `fail` is no error; `pass` is one.
    expect(result.inconclusive).toBeGreaterThanOrEqual(0.98 * GATES);
    expect(result.pass).toBeLessThanOrEqual(MOST_ERRORS);
  });

  /* From the fewest replications on, the rates that a gate states: half of the errors on each side. */
  it.each([
    ['80%, fixed', 0.8, { seeds: '10', fixed: true }],
    ['80%, at most twice', 0.8, { seeds: '10', maxSeeds: 20 }],
    ['99%, fixed', 0.99, { seeds: '10', fixed: true }],
    ['99%, up to 40', 0.99, { seeds: '10', maxSeeds: 40 }],
  ])('the truth at the bound, 10 replications at first, %s', (name, confidence, options) => {
    for (const population of [unlocked, locked, winner]) {
      const { scenario, logger, mean } = population;
      const of = typeof scenario === 'string' ? logger : 'winner takes most';
      const { pass, fail } = gates(population, mean, { ...options, confidence });
      console.log(`10 replications, ${name}, ${of}:`, { pass, fail });
      const rate = (1 - confidence) / 2;
      const most = GATES * rate + 2.6 * Math.sqrt(GATES * rate * (1 - rate));
      expect(Math.max(pass, fail)).toBeLessThanOrEqual(most);
    }
  });

  it('an equal share is a quarter: what the symmetry says is what is simulated', () => {
    expect(Math.abs(winner.mean - 0.25)).toBeLessThan((4 * winner.sd) / Math.sqrt(SIMULATED));
  });
});

describe('a logger of the user', { timeout: 60_000 }, () => {
  const cwd = workFolder({ 'small.yaml': `${SMALL}expect: ['lost == 0']\n`, ...USER_LOGGERS });

  it('that never ends is named', async () => {
    const { code, stderr } = await latsim(['gate', 'small.yaml', '--logger', './spins.mjs'], {
      cwd,
    });
    expect(code).toBe(2);
    expect(stderr).toContain("logger 'spins': it never ends");
  });
});
