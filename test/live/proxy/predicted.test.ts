import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../src/files/load.js';
import { type MeasuredProxy, predictedAtProxy } from '../../../src/live/proxy/predicted.js';
import { outlineOf } from '../../../src/studies/replications.js';

const SCENARIO = `
name: at-a-proxy
fleet:
  groups:
    - { name: claude-sonnet-4-6, deployments: 3, provider: anthropic, latency: { distribution: lognormal, p50: 2s, p95: 3s } }
    - { name: gpt-4.1, deployments: 1, provider: openai, latency: { distribution: constant, value: 500ms }, ttft: { distribution: constant, value: 200ms } }
load: { kind: poisson, rate: 100/s }
duration: 1m
`;

const PROXY: MeasuredProxy = {
  version: '1.82.3',
  workers: 1,
  redis: false,
  overhead: [],
  timeScale: 1,
};

function predictedOf(set: readonly string[] = [], proxy: Partial<MeasuredProxy> = {}) {
  const { scenario, stated } = loadScenario({ text: SCENARIO }, { set });
  const input = {
    scenario,
    numbers: new Map(),
    logger: { kind: 'shipped', name: scenario.logger.name } as const,
    cuts_s: [],
    maxEvents: 1e8,
  };
  const prediction = predictedAtProxy(input, stated, { ...PROXY, ...proxy });
  return { ...prediction, scenario: prediction.input.scenario };
}

const kindsOf = ({ scenario }: ReturnType<typeof predictedOf>) =>
  scenario.modelGroups[0]?.groups.map(({ samples }) =>
    Object.entries(samples?.kind ?? {}).flatMap(([kind, part]) => (part === 1 ? kind : [])),
  );

describe('what a proxy is predicted from', () => {
  it('is its own logger and stores, whatever the scenario says, and each replacement is told', () => {
    const { scenario, input, notes } = predictedOf(
      ['dispatch={kind: flushes, every: 5s}', 'store={kind: remote, rtt: 1ms}', 'logger=locked'],
      { workers: 4 },
    );
    expect(scenario).toMatchObject({
      dispatch: { kind: 'immediate' },
      store: { kind: 'in-process' },
      logger: { name: 'unlocked' },
      processes: { count: 4 },
    });
    expect(input.logger).toEqual({ kind: 'shipped', name: 'unlocked' });
    expect(notes).toEqual([
      'a proxy logs each completion at once: the flushes of the scenario play no part',
      'the store of a proxy is in-process: that of the scenario, remote, plays no part',
      'a proxy records with a logger of its own, as unlocked: locked plays no part',
    ]);
    expect(predictedOf().notes).toEqual([]);
  });

  it('is a memory over its Redis, where it has one, as fast as on one machine', () => {
    const { scenario } = predictedOf([], { redis: true, timeScale: 5 });
    expect(scenario.store).toMatchObject({ kind: 'tiered', memory_ttl: 600 });
    expect(outlineOf({ ...predictedOf([], { redis: true }).input }).store.kind).toBe('tiered');
  });

  it.each([
    ['1.82.3', 'messages', ['not-recorded'], ['not-recorded']],
    ['1.88.0', 'messages', ['not-recorded'], ['chat']],
    ['1.110.2', 'messages', ['chat'], ['responses']],
    ['1.82.3', 'chat', ['chat'], ['chat']],
  ])('is what %s records on %s', (version, path, ...kinds) => {
    const predicted = predictedOf([`path=${path}`, 'samples.kind=other'], { version });
    expect(kindsOf(predicted)).toEqual(kinds);
  });

  it('is the nearest profile, and says so of a release without one', () => {
    const { profile, notes } = predictedOf([], { version: '1.108.7' });
    expect(profile).toBe('v1.110.2');
    expect(notes[0]).toBe('no profile for 1.108.7: nearest 1.110.2');
  });

  it('is the release that the proxy says, else the one that the scenario says', () => {
    const other = predictedOf(['router.litellm=1.76.1']);
    expect(other.profile).toBe('v1.82.3');
    expect(other.notes).toContain(
      'the scenario says LiteLLM 1.76.1, the proxy is 1.82.3: that is predicted',
    );
    const silent = predictedOf(['router.litellm=1.76.1'], { version: null });
    expect(silent.profile).toBe('v1.76.1');
    expect(silent.notes[0]).toMatch(/^the proxy does not say its release: 1\.76\.1 is taken/);
  });

  it('keeps what the scenario records where nobody has measured the release', () => {
    const { notes } = predictedOf(['path=messages', 'samples.kind=other'], { version: '1.100.0' });
    expect(notes).toContain(
      'what 1.100.0 records of openai on /v1/messages was not measured: the samples of the scenario hold',
    );
  });

  it('has latencies that are longer by the time that the proxy takes itself, in its own time', () => {
    const overhead = [
      { provider: 'anthropic', alone_s: 0.02 },
      { provider: 'openai', alone_s: 0.03 },
    ];
    const { input } = predictedOf([], { overhead, timeScale: 5 });
    const plain = outlineOf(predictedOf().input).modelGroups[0]!.groups;
    const [slow, fast] = outlineOf(input).modelGroups[0]!.groups;
    for (const u of [0.001, 0.05, 0.3, 0.5, 0.777, 0.95, 0.99]) {
      expect(slow!.latency.quantile(u)).toBeCloseTo(plain[0]!.latency.quantile(u) + 0.1, 3);
      expect(fast!.latency.quantile(u)).toBeCloseTo(0.65, 9);
      expect(fast!.ttft!.quantile(u)).toBeCloseTo(0.35, 9);
    }
    expect(slow!.latency.mean).toBeCloseTo(plain[0]!.latency.mean + 0.1, 3);
  });
});
