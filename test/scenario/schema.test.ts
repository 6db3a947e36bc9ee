import { describe, expect, it } from 'vitest';
import { sample, scenarioOf, summaryOf } from './sample.js';

const withLine = (line: string) => `${sample}${line}\n`;

describe('defaults', () => {
  it('are the documented ones', () => {
    expect(scenarioOf(sample)).toEqual({
      name: 'test',
      assumes: [],
      reported: [],
      modelGroups: [
        {
          name: 'default',
          groups: [
            {
              name: 'slow',
              deployments: 16,
              latency: { distribution: 'lognormal', p50: 1.622, p95: 2.243 },
              tokens: { distribution: 'constant', value: 1 },
            },
            {
              name: 'fast',
              deployments: 4,
              latency: { distribution: 'constant', value: 0.5 },
              tokens: { distribution: 'constant', value: 1 },
            },
          ],
          load: { kind: 'poisson', rate: 160 / 60 },
        },
      ],
      duration: 300,
      samples: {
        kind: { chat: 1, responses: 0, 'no-usage': 0, other: 0, 'not-recorded': 0 },
        stream: 0,
        input_tokens: 0,
      },
      dispatch: { kind: 'immediate' },
      processes: { count: 1, assign: 'random' },
      store: { kind: 'in-process' },
      router: {
        strategy: 'lowest-latency',
        profile: 'v1.82.3',
        ttl: 3600,
        lowest_latency_buffer: 0,
        max_latency_list_size: 10,
      },
      logger: { name: 'unlocked', retries: 64, lease: 10 },
      seed: 1,
      replications: 20,
      warmup: 0,
      margin: 0.1,
      expect: { any: [], loggers: [] },
    });
  });

  it('of nested maps hold where part of the map is given', () => {
    expect(scenarioOf(withLine('store: { kind: tiered, rtt: 5ms }')).store).toEqual({
      kind: 'tiered',
      rtt: { distribution: 'constant', value: 0.005 },
      jitter: 0,
      memory_ttl: 600,
    });
    expect(scenarioOf(withLine('dispatch: { kind: flushes, every: 5s }')).dispatch).toEqual({
      kind: 'flushes',
      every: 5,
      phase: 0,
      stagger: false,
    });
    expect(scenarioOf(withLine('logger: { name: locked-distributed, lease: 3s }')).logger).toEqual({
      name: 'locked-distributed',
      retries: 64,
      lease: 3,
    });
  });
});

describe('values', () => {
  it('are resolved: seconds, fractions, lists, laws', () => {
    const scenario = scenarioOf(
      withLine(
        [
          'assumes: a shared store',
          'reported: [one, two]',
          'samples: { kind: { chat: 3, other: 1 }, timeouts: { rate: 1%, after: 30s } }',
          'store: { kind: remote, rtt: { distribution: exponential, mean: 2ms }, jitter: 0.1 }',
          'expect: [lost == 0, share(slow)<=86%]',
        ].join('\n'),
      ),
    );
    expect(scenario.assumes).toEqual(['a shared store']);
    expect(scenario.reported).toEqual(['one', 'two']);
    expect(scenario.samples.kind).toEqual({
      chat: 0.75,
      'no-usage': 0,
      other: 0.25,
      'not-recorded': 0,
      responses: 0,
    });
    expect(scenario.samples.timeouts).toEqual({ rate: 0.01, after: 30 });
    expect(scenario.store).toMatchObject({
      rtt: { distribution: 'exponential', mean: 0.002 },
      jitter: 0.1,
    });
    expect(scenario.expect.any.map(({ text }) => text)).toEqual([
      'lost == 0',
      'share(slow) <= 86%',
    ]);
  });

  it('of laws come in every documented form', () => {
    const latency = (distribution: string) =>
      scenarioOf(sample.replace('{ distribution: constant, value: 500ms }', distribution))
        .modelGroups[0]?.groups[1]?.latency;
    expect(latency('{ distribution: lognormal, mean: 2s, sigma: 0.5 }')).toEqual({
      distribution: 'lognormal',
      mean: 2,
      sigma: 0.5,
    });
    expect(latency('{ distribution: empirical, file: times.txt }')).toEqual({
      distribution: 'empirical',
      file: 'times.txt',
    });
    expect(
      latency('{ distribution: empirical, quantiles: { p0: 1s, p99.9: 2s, p100: 3s } }'),
    ).toEqual({
      distribution: 'empirical',
      quantiles: [
        { fraction: 0, value: 1 },
        { fraction: 0.999, value: 2 },
        { fraction: 1, value: 3 },
      ],
    });
  });

  it('of loads come in every documented form', () => {
    const load = (text: string) =>
      scenarioOf(sample.replace('{ kind: poisson, rate: 160/min }', text)).modelGroups[0]?.load;
    expect(load('{ kind: bursts, size: 40, every: 15s, phase: 2.5s }')).toEqual({
      kind: 'bursts',
      size: 40,
      every: 15,
      phase: 2.5,
    });
    expect(load('{ kind: uniform, rate: 2/s }')).toEqual({ kind: 'uniform', rate: 2, phase: 0 });
    expect(load('{ kind: closed, users: 40, think: 0 }')).toEqual({
      kind: 'closed',
      users: 40,
      think: { distribution: 'constant', value: 0 },
    });
    expect(load('{ kind: file, path: arrivals.txt }')).toEqual({
      kind: 'file',
      path: 'arrivals.txt',
    });
  });

  it('of several model groups stand in a list', () => {
    const groups = scenarioOf(`
modelGroups:
  - { name: a, fleet: { groups: [{ name: x, deployments: 1, latency: &l { distribution: constant, value: 1s } }] }, load: { kind: poisson, rate: 1/s } }
  - { name: b, fleet: { groups: [{ name: y, deployments: 2, latency: *l }] }, load: { kind: poisson, rate: 2/s } }
duration: 10s
`).modelGroups;
    expect(groups.map(({ name, load }) => [name, load])).toEqual([
      ['a', { kind: 'poisson', rate: 1 }],
      ['b', { kind: 'poisson', rate: 2 }],
    ]);
    expect(groups[1]?.groups[0]?.latency).toEqual({ distribution: 'constant', value: 1 });
  });
});

describe('an error says what is wrong and what to write', () => {
  it.each([
    ['titel: x', '11:1 unknown key "titel" | did you mean "title"?'],
    [
      'store: { kind: remote, rtt: 1 sec }',
      /11:29 store.rtt: "sec" is not a unit of time \| write a dur/,
    ],
    ['store: { kind: remote }', /11:1 store.rtt is missing/],
    ['store: remote', /11:8 store cannot be "remote" \| write a map such as { kind: remote/],
    [
      'store: { kind: in-process, rtt: 1ms }',
      /11:28 unknown key "rtt" in store \| use one of kind/,
    ],
    ['store: { kind: remote, rtt: 1ms, jitter: 1.5 }', /11:42 store.jitter: 1.5 is more than 1/],
    ['samples: { kind: chta }', '11:18 samples.kind cannot be "chta" | did you mean "chat"?'],
    ['samples: { kind: { chat: 0 } }', /11:12 samples.kind: all weights are 0/],
    [
      'samples: { kind: { chta: 1 } }',
      /11:20 unknown key "chta" in samples.kind \| did you mean "chat"/,
    ],
    ['router: { ttl: }', /11:11 router.ttl has no value/],
    ['router: { ttl: 0 }', /11:16 router.ttl: this duration must be above zero/],
    ['router: { ttl: -5s }', /11:16 router.ttl: a duration cannot be negative/],
    ['router: { max_latency_list_size: 2.5 }', /11:34 .* cannot be 2.5 \| write a whole number/],
    ['logger: atomc', '11:9 logger cannot be "atomc" | did you mean "atomic"?'],
    [
      'logger: { name: locked, leese: 1s }',
      /11:25 unknown key "leese" in logger \| did you mean "lease"/,
    ],
    ['logger: 5', /11:9 logger cannot be 5 \| write one of unlocked/],
    ['seed: -1', /11:7 seed cannot be -1/],
    ['seed: 9007199254740992', /11:7 seed cannot be 9007199254740992/],
    ['replications: 0', /11:15 replications cannot be 0 \| write a whole number from 1 to 100000/],
    ['replications: .nan', /11:15 replications cannot be NaN/],
    ['replications: 1e400', /11:15 replications cannot be Infinity/],
    ['replications: 2024-01-01', /11:15 replications cannot be "2024-01-01"/],
    ['warmup: 10m', /11:9 the warm-up takes the whole duration/],
    ['requests: 0', /11:11 requests cannot be 0/],
    ['margin: 10', /11:9 margin: 10 is more than 1 \| write a fraction/],
    ['expect: [verdict == degradd]', /11:21 .* did you mean "degraded"/],
    ['expect: [share(slwo) >= 1%]', '11:16 there is no group "slwo" | did you mean "slow"?'],
    ['expect: share(slow) >= 1%', /11:9 expect cannot be .*\| write a list of expectations/],
    ['expect: [5]', /11:10 .*an expectation such as/],
    ['expect: { any: [lost == 0], lockd: [] }', /11:\d+ .*lockd/],
    ['samples: { stream: 30% }', /3:7 this group has no ttft.*\| add ttft/],
    ['processes: { count: 100000 }', /11:21 .* x 20 deployments|11:21 .*too many/],
    [
      'router: { ttft_percentile: 0.5 }',
      /11:28 ttft_percentile has no effect: LiteLLM 1\.82\.3 does not know it \| .*v1\.110\.2/,
    ],
    [
      'router: { ttft_percentile: 0.5, strategy: least-busy, profile: v1.110.2 }',
      /11:28 ttft_percentile has no effect: least-busy reads no latencies/,
    ],
    ['router: { ttft_percentile: 0, profile: v1.110.2 }', /11:28 .*write a fraction above 0/],
    ['router: { ttft_percentile: 1.5, profile: v1.110.2 }', /11:28 router\.ttft_percentile/],
    ['router: { profile: head2026r }', /11:20 .*\| write v1\.110\.2, its successor/],
    ['modelGroups: []', /11:1 modelGroups is empty \| write at least one/],
    ['name: 5', /11:7 name cannot be 5 \| write a name/],
    ['name: "a\\nb"', /11:7 name cannot be "a\\nb"/],
  ])('%s', (line, expected) => {
    const text = line.startsWith('processes')
      ? withLine(line).replace('16', '1000')
      : withLine(line);
    const summary = summaryOf(text);
    expect(summary).toContainEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
  });

  it.each([
    ['{ distribution: lognormal, p50: 2s, p95: 1s }', /p95 must be above p50/],
    [
      '{ distribution: lognormal, p50: 2s }',
      /takes two parameters \| write p50 and p95, or mean and sigma/,
    ],
    ['{ distribution: lognormal, p50: 2s, p95: 3s, sigma: 1 }', /takes two parameters/],
    ['{ distribution: lognormall, p50: 2s, p95: 1s }', /did you mean "lognormal"/],
    ['{ p50: 2s, p95: 1s }', /latency.distribution is missing \| add it: one of lognormal/],
    ['500ms', /cannot be "500ms" \| write a distribution such as/],
    ['{ distribution: constant, value: 500 }', /500 has no unit/],
    ['{ distribution: empirical }', /takes one source/],
    ['{ distribution: empirical, quantiles: { p0: 1s, p50: 2s } }', /p0 and p100 are needed/],
    [
      '{ distribution: empirical, quantiles: { p0: 1s, p50: 3s, p100: 2s } }',
      /p100 is below the percentile/,
    ],
    [
      '{ distribution: empirical, quantiles: { p0: 1s, p50: 2s, p50.0: 2s, p100: 2s } }',
      /must ascend/,
    ],
    [
      '{ distribution: empirical, quantiles: { p0: 1s, p101: 2s, p100: 2s } }',
      /"p101" is not a percentile/,
    ],
    ['{ distribution: empirical, quantiles: {} }', /p0 and p100 are needed/],
  ])('latency: %s', (distribution, expected) => {
    const summary = summaryOf(
      sample.replace('{ distribution: constant, value: 500ms }', distribution),
    );
    expect(summary).toHaveLength(1);
    expect(summary[0]).toMatch(expected);
    expect(summary[0]).toMatch(/^8:/);
  });

  it('about fleet, load and modelGroups, which exclude one another', () => {
    expect(summaryOf('duration: 1s')).toEqual([
      expect.stringMatching(/^1:1 fleet is missing/),
      expect.stringMatching(/^1:1 load is missing/),
    ]);
    const both = summaryOf(withLine('modelGroups: [{ name: a }]'));
    expect(both).toContainEqual(expect.stringMatching(/^1:1 there are both fleet and modelGroups/));
    expect(both).toContainEqual(expect.stringMatching(/^9:1 there are both load and modelGroups/));
  });

  it('about names that stand twice, across model groups too', () => {
    expect(summaryOf(sample.replace('fast', 'slow'))).toEqual([
      '6:13 there are two groups named "slow" | give each group a name of its own',
    ]);
    const one = (name: string) =>
      `  - { name: ${name}, fleet: { groups: [{ name: x, deployments: 1, latency: { distribution: constant, value: 1s } }] }, load: { kind: poisson, rate: 1/s } }\n`;
    expect(summaryOf(`modelGroups:\n${one('a')}${one('a')}duration: 1s\n`)).toEqual([
      expect.stringMatching(/^3:.*two model groups named "a"/),
      expect.stringMatching(/^3:.*two groups named "x"/),
    ]);
  });

  it('about an empty fleet and zero duration', () => {
    expect(
      summaryOf('fleet: { groups: [] }\nload: { kind: poisson, rate: 0/s }\nduration: 0s'),
    ).toEqual([
      expect.stringMatching(/^1:10 fleet.groups is empty \| write at least one group/),
      expect.stringMatching(/^2:30 load.rate: this rate must be above zero/),
      expect.stringMatching(/^3:11 duration: this duration must be above zero/),
    ]);
  });

  it('about everything at once, in the order of the file', () => {
    const text = sample
      .replace('16', '-1')
      .replace('500ms', '500')
      .replace('poisson', 'poison')
      .replace('300s', '5 min');
    expect(summaryOf(`${text}tilte: x\n`).map((line) => line.split(' ', 1)[0])).toEqual([
      '4:20',
      '8:49',
      '9:15',
      '10:11',
      '11:1',
    ]);
  });
});
