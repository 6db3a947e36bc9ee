import fc from 'fast-check';

/** Scenarios whose numbers are as large, as small or as odd as they may be written, and some that may not. */

const amounts = fc.constantFrom(
  ...['0', '-0', '1', '0.1', '5e-324', '1e-300', '1e-50', '1e49', '1e50', '1e51', '1e308', '1e15'],
);
const durations = fc.constantFrom(
  ...['0s', '5ms', '1s', '2s', '1h', '5e-324s', '1e-300s', '1e-50s', '1us', '1e15s', '1e49s'],
  ...['1e50s', '1e306d', '1.7e308s', '1e-400s'],
);
const fractions = fc.constantFrom('0', '1', '30%', '5e-324', '0.9999999999999999', '100%');
const wholes = fc.constantFrom('1', '3', '1e3', '1e15', '9007199254740991', '9007199254740993');
const rates = fc.constantFrom(
  ...[
    '1/s',
    '160/min',
    '1/h',
    `0.${'0'.repeat(48)}1/s`,
    `1${'0'.repeat(49)}/s`,
    `1${'0'.repeat(300)}/s`,
  ],
);

const distribution = (value: fc.Arbitrary<string>) =>
  fc.oneof(
    value.map((one) => `{ distribution: constant, value: ${one} }`),
    value.map((mean) => `{ distribution: exponential, mean: ${mean} }`),
    fc
      .tuple(value, value)
      .map(([p50, p95]) => `{ distribution: lognormal, p50: ${p50}, p95: ${p95} }`),
    fc
      .tuple(value, amounts)
      .map(([mean, s]) => `{ distribution: lognormal, mean: ${mean}, sigma: ${s} }`),
    fc
      .tuple(value, value)
      .map(
        ([p50, p100]) =>
          `{ distribution: empirical, quantiles: { p0: 0, p50: ${p50}, p100: ${p100} } }`,
      ),
  );

/** A number that is usual, most of the time: one that is not is enough to go wrong. */
const mostly = (usual: string, others: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others });

const load = fc.oneof(
  mostly('1/s', rates).map((rate) => `{ kind: uniform, rate: ${rate} }`),
  mostly('1/s', rates).map((rate) => `{ kind: poisson, rate: ${rate} }`),
  fc
    .tuple(mostly('4', wholes), mostly('2s', durations), mostly('0s', durations))
    .map(
      ([size, every, phase]) => `{ kind: bursts, size: ${size}, every: ${every}, phase: ${phase} }`,
    ),
  fc
    .oneof(mostly('1s', durations), distribution(durations))
    .map((t) => `{ kind: closed, users: 3, think: ${t} }`),
);

const group = (name: string, latency: string) =>
  fc
    .tuple(
      mostly(latency, distribution(durations)),
      mostly('10ms', distribution(durations)),
      mostly('1', distribution(amounts)),
    )
    .map(
      ([latency, ttft, tokens]) =>
        `{ name: ${name}, deployments: 2, latency: ${latency}, ttft: ${ttft === '10ms' ? '{ distribution: constant, value: 10ms }' : ttft}, tokens: ${tokens} }`,
    );

export const extremeScenarios: fc.Arbitrary<string> = fc
  .record({
    slow: group('slow', '{ distribution: constant, value: 2s }'),
    fast: group('fast', '{ distribution: constant, value: 1s }'),
    load,
    duration: mostly('20s', durations),
    warmup: mostly('0s', durations),
    chat: mostly('1', amounts),
    other: mostly('1', amounts),
    stream: mostly('0', fractions),
    timeout: mostly('1s', durations),
    every: mostly('3s', durations),
    rtt: mostly('10ms', durations),
    jitter: mostly('0', fractions),
    ttl: mostly('60s', durations),
    buffer: mostly('0', amounts),
    tokens: mostly('0', wholes),
    seed: mostly('1', wholes),
    store: fc.constantFrom('remote', 'tiered'),
    logger: fc.constantFrom('unlocked', 'locked', 'atomic', 'compare-and-set'),
  })
  .map(
    (of) => `fleet: { groups: [${of.slow}, ${of.fast}] }
load: ${of.load}
duration: ${of.duration}
warmup: ${of.warmup}
samples:
  kind: { chat: ${of.chat}, other: ${of.other} }
  stream: ${of.stream}
  input_tokens: ${of.tokens}
  timeouts: { rate: 10%, after: ${of.timeout} }
dispatch: { kind: flushes, every: ${of.every} }
store: { kind: ${of.store}, rtt: ${of.rtt}, jitter: ${of.jitter} }
router: { ttl: ${of.ttl}, lowest_latency_buffer: ${of.buffer} }
logger: ${of.logger}
seed: ${of.seed}
replications: 2
`,
  );
