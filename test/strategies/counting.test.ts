import { describe, expect, test } from 'vitest';
import type { Cause } from '../../src/model/cause.js';
import { compile } from '../../src/scenario/compile.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { scenarioOf } from '../scenario/sample.js';

/*
 * What LiteLLM's strategies that count make of a load, as measured: decisions one by one are in
 * test/promises/golden-strategies.test.ts.
 */

/** One replication of four groups of one deployment each, answers of 1 s, for 50 s. */
function run(router: string, groups: readonly string[], load: string, more = '') {
  const text = `
fleet:
  groups:
${groups
  .map((own) => own.replace(/latency: (\w+)/, 'latency: { distribution: constant, value: $1 }'))
  .map((own, i) => `    - { name: ${'abcdef'[i]}, deployments: 1, ${own} }`)
  .join('\n')}
load: ${load}
duration: 50s
replications: 1
router: { ${router} }
${more}`;
  const [result] = simulate(compile(scenarioOf(text)));
  return result!.modelGroups[0]!;
}

const FOUR = new Array<string>(4).fill('latency: 1s');
const BURST = '{ kind: bursts, size: 40, every: 1h }';
const STORES = ['in-process', 'remote', 'tiered'];

describe('a burst of 40 on four deployments, least-busy', () => {
  const burst = (router: string, more?: string) =>
    run(`strategy: least-busy, ${router}`, FOUR, BURST, more).requests;

  test('goes to the first in 1.82.3, which counts at the call', () => {
    expect(burst('profile: v1.82.3')).toEqual([40, 0, 0, 0]);
  });

  test('is spread in 1.110.2, which reserves at the choice', () => {
    expect(burst('profile: v1.110.2')).toEqual([10, 10, 10, 10]);
    expect(burst('profile: v1.110.2, reserve: false')).toEqual([40, 0, 0, 0]);
  });

  test('is spread in 1.82.3, too, where calls follow at once', () => {
    expect(burst('profile: v1.82.3, call_delay: 0s')).toEqual([10, 10, 10, 10]);
  });

  test.each(['remote', 'tiered'])('over a round trip nobody sees the others, on %s', (kind) => {
    const store = `store: { kind: ${kind}, rtt: 1ms }`;
    expect(burst('profile: v1.82.3, call_delay: 0s', store)).toEqual([40, 0, 0, 0]);
  });
});

describe('requests one at a time', () => {
  const ONE = '{ kind: uniform, rate: 30/min }';

  test.each(['v1.82.3', 'v1.110.2'])('all go to the first under least-busy, %s', (profile) => {
    const { requests } = run(`strategy: least-busy, profile: ${profile}`, FOUR, ONE);
    expect(requests.slice(1)).toEqual([0, 0, 0]);
  });

  test('all go to the cheapest, where a price of 0 is unknown', () => {
    const priced = [1e-5, 0, 1e-6, 2e-6].map(
      (price) => `latency: 1s, input_cost_per_token: ${price}, output_cost_per_token: ${price}`,
    );
    const { requests } = run('strategy: cost-based-routing', priced, ONE);
    expect(requests.filter((n) => n > 0)).toEqual([requests[2]]);
  });

  test.each(['usage-based-routing', 'usage-based-routing-v2'])(
    'go where the fewest tokens were used under %s',
    (strategy) => {
      const groups = ['latency: 1s, tokens: 100', 'latency: 1s, tokens: 300'];
      const [few, many] = run(`strategy: ${strategy}`, groups, ONE).requests as [number, number];
      expect(few).toBeGreaterThan(2 * many);
    },
  );
});

describe('a limit of requests', () => {
  test('is used but for one by choices of usage-based-routing-v2', () => {
    const groups = ['latency: 100ms, rpm: 3', 'latency: 100ms, rpm: 4'];
    const one = '{ kind: uniform, rate: 60/min }';
    const { requests } = run('strategy: usage-based-routing-v2', groups, one);
    expect(requests).toEqual([2, 3]);
  });

  test('refuses calls of a burst that were chosen before any was counted', () => {
    const groups = ['latency: 1s, rpm: 5', 'latency: 1s, rpm: 5'];
    const { requests, rejected } = run('strategy: usage-based-routing-v2', groups, BURST);
    expect(requests).toEqual([5, 5]);
    expect(rejected).toBe(30);
  });

  test('is counted per process, where memory is', () => {
    const groups = ['latency: 1s, rpm: 3'];
    const twice = 'processes: { count: 2, assign: round-robin }';
    const one = '{ kind: uniform, rate: 60/min }';
    expect(run('strategy: usage-based-routing-v2', groups, one, twice).requests).toEqual([4]);
  });
});

test.each(STORES)('what is counted is no sample: nothing is lost on %s', (kind) => {
  const store = `store: { kind: ${kind}${kind === 'in-process' ? '' : ', rtt: 1ms'} }`;
  for (const strategy of ['least-busy', 'usage-based-routing-v2', 'usage-based-routing']) {
    const atomic = `${store}\nlogger: atomic`;
    const load = '{ kind: poisson, rate: 600/min }';
    const { samples } = run(`strategy: ${strategy}`, FOUR, load, atomic);
    expect(samples).toMatchObject({ lost: 0 });
  }
});

describe('why slower deployments were chosen', () => {
  const GROUPS = ['latency: 1s', 'latency: 100ms'];
  const causesOf = (router: string, load = BURST, groups = GROUPS, more = ''): readonly Cause[] =>
    (Object.entries(run(router, groups, load, more).causes) as [Cause, number][])
      .filter(([, n]) => n > 0)
      .map(([cause]) => cause);
  const busy = '{ kind: uniform, rate: 600/min }';

  test('by the order of equals, by chance, by price, by a limit', () => {
    // The first of a burst sees equals; to the others the calls before them are not counted yet.
    expect(causesOf('strategy: least-busy')).toEqual(['outdated', 'tie']);
    expect(causesOf('strategy: least-busy, profile: v1.110.2')).toEqual(['tie']);
    expect(causesOf('strategy: simple-shuffle')).toEqual(['random']);
    const priced = ['latency: 1s, input_cost_per_token: 1', 'latency: 100ms'];
    expect(causesOf('strategy: cost-based-routing', BURST, priced)).toEqual(['preferred']);
    const none = ['latency: 1s', 'latency: 100ms, rpm: 0'];
    expect(causesOf('strategy: usage-based-routing-v2', busy, none)).toContain('unavailable');
  });

  test('by counts that are not what is under way', () => {
    const processes = 'processes: { count: 2, assign: round-robin }';
    expect(causesOf('strategy: least-busy', busy, GROUPS, processes)).toContain('outdated');
  });

  test('by order, and by tags', () => {
    const ordered = ['latency: 1s, order: 1', 'latency: 100ms, order: 2'];
    const router = 'strategy: simple-shuffle, profile: v1.110.2';
    expect(causesOf(router, BURST, ordered)).toEqual(['unavailable']);
  });
});

test('requests go where their tags are', () => {
  const groups = ['latency: 1s, tags: [paid]', 'latency: 1s, tags: [free]', 'latency: 1s'];
  const load = '{ kind: uniform, rate: 1200/min, tags: { paid: 20%, free: 80% } }';
  const router = 'strategy: simple-shuffle, enable_tag_filtering: true';
  const [paid, free, none] = run(router, groups, load).requests as [number, number, number];
  expect(none).toBe(0);
  expect(paid / (paid + free)).toBeCloseTo(0.2, 1);
});
