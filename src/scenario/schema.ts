import { z } from 'zod';
import type { Expectations } from '../expectation/expectations.js';
import { isLoggerPath, LOGGER_NAMES } from '../loggers/index.js';
import { DEFAULT_PROFILE, PROFILE_NAMES } from '../strategies/lowest-latency/profile.js';
import { suggest } from '../text/problems.js';
import { percentOf, quoted } from '../text/units.js';
import {
  amount,
  choice,
  duration,
  fraction,
  map,
  name,
  oneOf,
  positive,
  positiveDuration,
  rate,
  reject,
  text,
  texts,
  whole,
} from './fields.js';

/**
 * The one source of what a scenario file may say: validation, types, defaults and the editor's JSON
 * Schema all come from here. What it gives is resolved: seconds, rates per second, fractions 0..1.
 */

type Quantity = z.ZodType<number, unknown>;

/** `{ law: lognormal, p50, p95 }`, or `mean` (of the values) and `sigma` (of their logarithm). */
function lognormal<Q extends Quantity>(positiveQuantity: Q) {
  return map({
    law: z.literal('lognormal'),
    p50: positiveQuantity.optional().describe('Median.'),
    p95: positiveQuantity.optional().describe('95th percentile, above p50.'),
    mean: positiveQuantity.optional().describe('Mean of the values. Goes with sigma.'),
    sigma: positive()
      .optional()
      .describe('Standard deviation of the logarithm of the values. Goes with mean.'),
  })
    .describe('Lognormal, from two percentiles (p50, p95) or from mean and sigma.')
    .transform((law, ctx) => {
      const { p50, p95, mean, sigma } = law as { [K in 'p50' | 'p95' | 'mean' | 'sigma']?: number };
      if (p50 !== undefined && p95 !== undefined && mean === undefined && sigma === undefined) {
        if (p95 > p50) return { law: 'lognormal' as const, p50, p95 };
        reject(ctx, 'p95 must be above p50', 'exchange them, or use { law: constant }', ['p95']);
        return z.NEVER;
      }
      if (mean !== undefined && sigma !== undefined && p50 === undefined && p95 === undefined) {
        return { law: 'lognormal' as const, mean, sigma };
      }
      reject(ctx, 'a lognormal law takes two parameters', 'write p50 and p95, or mean and sigma');
      return z.NEVER;
    });
}

/** Sample values from a file, or quantiles with straight lines between them. */
function empirical<Q extends Quantity>(quantity: Q) {
  return map({
    law: z.literal('empirical'),
    quantiles: z
      .record(z.string(), quantity, { error: 'a map of percentiles such as { p0: .., p100: .. }' })
      .optional()
      .describe('Values at percentiles p0 to p100 (decimals allowed: p99.9), ascending.'),
    file: text().min(1).optional().describe('File of sample values, one per line.'),
  })
    .describe('Empirical, from quantiles or from a file of sample values.')
    .transform((law, ctx) => {
      const { quantiles, file } = law as { quantiles?: Record<string, number>; file?: string };
      if (file !== undefined && quantiles === undefined) return { law: 'empirical' as const, file };
      if (file === undefined && quantiles !== undefined) {
        const points = quantilePoints(quantiles, ctx);
        return points === null ? z.NEVER : { law: 'empirical' as const, quantiles: points };
      }
      reject(ctx, 'an empirical law takes one source', 'write either quantiles or file');
      return z.NEVER;
    });
}

/** A point of an empirical law: the value below which this fraction lies. */
export interface QuantilePoint {
  readonly fraction: number;
  readonly value: number;
}

function quantilePoints(
  quantiles: Record<string, number>,
  ctx: z.RefinementCtx,
): QuantilePoint[] | null {
  const points: QuantilePoint[] = [];
  let sound = true;
  const refuse = (problem: string, remedy: string, key?: string) => {
    reject(ctx, problem, remedy, key === undefined ? ['quantiles'] : ['quantiles', key]);
    sound = false;
  };
  for (const [key, value] of Object.entries(quantiles)) {
    const fraction = percentOf(key);
    const before = points[points.length - 1];
    if (fraction === undefined) {
      refuse(`${JSON.stringify(key)} is no percentile`, 'write p0 to p100, such as p99.9', key);
    } else if (before !== undefined && fraction <= before.fraction) {
      refuse('percentiles must ascend', 'write each once, in ascending order', key);
    } else if (before !== undefined && value < before.value) {
      refuse(`${key} is below the percentile before it`, 'values must not descend', key);
    } else {
      points.push({ fraction, value });
    }
  }
  if (sound && (points[0]?.fraction !== 0 || points[points.length - 1]?.fraction !== 1)) {
    refuse('p0 and p100 are needed', 'add the smallest value as p0 and the largest as p100');
  }
  return sound ? points : null;
}

function law<Q extends Quantity, P extends Quantity>(quantity: Q, positiveQuantity: P) {
  return z.discriminatedUnion(
    'law',
    [
      lognormal(positiveQuantity),
      map({ law: z.literal('constant'), value: quantity.describe('The value.') }).describe(
        'Always the same value.',
      ),
      map({
        law: z.literal('exponential'),
        mean: positiveQuantity.describe('Mean of the values.'),
      }).describe('Exponential.'),
      empirical(quantity),
    ],
    { error: lawError },
  );
}

/** At its `law` key a law expects a name, elsewhere a map. */
function lawError(issue: { input?: unknown }): string {
  return typeof issue.input === 'object' && issue.input !== null
    ? oneOf(['lognormal', 'constant', 'exponential', 'empirical'])
    : 'a law such as { law: lognormal, p50: 500ms, p95: 800ms }';
}

const timeLaw = law(duration(), positiveDuration());
const numberLaw = law(amount(), positive());

/** A law of time, in seconds. */
export type TimeLaw = z.output<typeof timeLaw>;
/** A law of plain numbers. */
export type NumberLaw = z.output<typeof numberLaw>;

/** A single duration stands for the constant law. */
const durationOrLaw = z
  .union([duration(), timeLaw], { error: 'a duration such as 5ms, or a law' })
  .transform((value): TimeLaw => (typeof value === 'number' ? { law: 'constant', value } : value));

const group = map({
  name: name().describe('Name of this class of deployments, unique in the scenario.'),
  deployments: whole(1, 100_000).describe('How many deployments are in this group.'),
  latency: timeLaw.describe('Law of the time a deployment takes to answer.'),
  tokens: z
    .union([whole(0), numberLaw], { error: 'a whole number, 0 or more, or a law' })
    .transform(
      (value): NumberLaw => (typeof value === 'number' ? { law: 'constant', value } : value),
    )
    .prefault(1)
    .describe('Completion tokens of an answer: a number, or a law of plain numbers.'),
  ttft: timeLaw
    .optional()
    .describe('Law of the time to first token; needed where samples.stream is above 0.'),
  rpm: whole(0).optional().describe('Limit of requests per minute, per deployment.'),
  tpm: whole(0).optional().describe('Limit of tokens per minute, per deployment.'),
});

const groups = z
  .array(group, { error: 'a list of groups of deployments' })
  .min(1, { error: 'at least one group of deployments' })
  .describe('Classes of deployments.');

const phase = duration().prefault(0);

const load = z
  .discriminatedUnion(
    'kind',
    [
      map({
        kind: z.literal('bursts'),
        size: whole(1, 10_000_000).describe('Requests per burst.'),
        every: positiveDuration().describe('Time from one burst to the next.'),
        phase: phase.describe('Time of the first burst.'),
      }).describe('Many requests at the same instant, again and again.'),
      map({
        kind: z.literal('poisson'),
        rate: rate().describe('Mean rate of arrivals.'),
      }).describe('Independent arrivals.'),
      map({
        kind: z.literal('uniform'),
        rate: rate().describe('Rate of arrivals.'),
        phase: phase.describe('Time of the first arrival.'),
      }).describe('Evenly spaced arrivals.'),
      map({
        kind: z.literal('closed'),
        users: whole(1, 1_000_000).describe('Number of users.'),
        think: durationOrLaw.describe('Time from an answer to the same user’s next request.'),
      }).describe('A closed loop: each user waits for the answer, thinks, asks again.'),
      map({
        kind: z.literal('file'),
        path: text().min(1).describe('File of arrival times, one per line, relative to this file.'),
      }).describe('Arrivals from a file.'),
    ],
    {
      error: kindError(
        ['bursts', 'poisson', 'uniform', 'closed', 'file'],
        '{ kind: poisson, rate: 160/min }',
      ),
    },
  )
  .describe('How requests arrive.');

/** At its `kind` key a union of kinds expects a name, elsewhere a map. */
function kindError(kinds: readonly string[], example: string) {
  return (issue: { input?: unknown }): string =>
    typeof issue.input === 'object' && issue.input !== null
      ? oneOf(kinds)
      : `a map such as ${example}`;
}

const modelGroup = map({
  name: name().describe('Name of the model group (LiteLLM: model_name).'),
  fleet: map({ groups }).describe('Deployments of this model group.'),
  load,
});

const sampleKinds = ['chat', 'no-usage', 'other', 'not-recorded'] as const;
export type SampleKind = (typeof sampleKinds)[number];

const weight = amount().prefault(0).describe('Weight of this kind, relative to the others.');
const kindWeights = map({
  chat: weight,
  'no-usage': weight,
  other: weight,
  'not-recorded': weight,
});

const sampleKind = z
  .union([choice(sampleKinds), kindWeights], { error: oneOf(sampleKinds) })
  .transform((kind, ctx): Record<SampleKind, number> => {
    const weights =
      typeof kind === 'string'
        ? { chat: 0, 'no-usage': 0, other: 0, 'not-recorded': 0, [kind]: 1 }
        : kind;
    const sum = sampleKinds.reduce((total, each) => total + weights[each], 0);
    if (sum === 0) reject(ctx, 'all weights are 0', 'give one kind a weight above 0');
    const fraction = (each: SampleKind) => weights[each] / sum;
    return {
      chat: fraction('chat'),
      'no-usage': fraction('no-usage'),
      other: fraction('other'),
      'not-recorded': fraction('not-recorded'),
    };
  });

const samples = map({
  kind: sampleKind
    .prefault('chat')
    .describe(
      'What a completion is: chat (with usage), no-usage, other (another response object), ' +
        'not-recorded (never handed to the logger); or a weight for each of several.',
    ),
  stream: fraction().prefault(0).describe('Fraction of requests that are streamed.'),
  input_tokens: whole(0).prefault(0).describe('Prompt tokens per request.'),
  timeouts: map({
    rate: fraction().describe('Fraction of requests that time out.'),
    after: positiveDuration().describe('Time after which such a request fails.'),
  })
    .optional()
    .describe('Requests that fail with a timeout.'),
}).describe('What a completion hands to the logger.');

const dispatch = z
  .discriminatedUnion(
    'kind',
    [
      map({ kind: z.literal('immediate') }).describe('Each completion is logged at once.'),
      map({
        kind: z.literal('flushes'),
        every: positiveDuration().describe('Time from one flush to the next.'),
        phase: phase.describe('Shift of the first flush.'),
        stagger: z
          .boolean({ error: 'true or false' })
          .prefault(false)
          .describe('Whether each process flushes with a phase of its own.'),
      }).describe('Completions wait for a flush, whose handlers run concurrently.'),
    ],
    { error: kindError(['immediate', 'flushes'], '{ kind: flushes, every: 5s }') },
  )
  .describe('When completions reach the logger.');

const processes = map({
  count: whole(1, 100_000).prefault(1).describe('Number of router processes.'),
  assign: choice(['random', 'round-robin'])
    .prefault('random')
    .describe('How requests are spread over the processes.'),
}).describe('Processes of the router, each with memory and locks of its own.');

const jitter = fraction()
  .prefault(0)
  .describe('Uniform variation of each round trip, as a fraction of it.');

const store = z
  .discriminatedUnion(
    'kind',
    [
      map({ kind: z.literal('in-process') }).describe(
        'Memory of each process: by reference, without suspension.',
      ),
      map({
        kind: z.literal('remote'),
        rtt: durationOrLaw.describe('Round trip of each operation.'),
        jitter,
      }).describe('One shared store: copies, a round trip per operation.'),
      map({
        kind: z.literal('tiered'),
        rtt: durationOrLaw.describe('Round trip of each operation on the shared store.'),
        jitter,
        memory_ttl: positiveDuration()
          .prefault('600s')
          .describe('How long a process keeps what it read from the shared store.'),
      }).describe('Memory of each process over one shared store, as LiteLLM’s DualCache.'),
    ],
    { error: kindError(['in-process', 'remote', 'tiered'], '{ kind: remote, rtt: 1ms }') },
  )
  .describe('Where the logger keeps its map.');

const router = map({
  policy: choice(['lowest-latency', 'simple-shuffle', 'least-busy'])
    .prefault('lowest-latency')
    .describe('How a deployment is chosen.'),
  profile: choice(PROFILE_NAMES)
    .prefault(DEFAULT_PROFILE.name)
    .describe('The LiteLLM version whose rules apply; r = reconstructed.'),
  ttl: positiveDuration().prefault('1h').describe('How long the map of latencies is kept.'),
  lowest_latency_buffer: amount()
    .prefault(0)
    .describe('Candidates: averages up to lowest + buffer x lowest.'),
  max_latency_list_size: whole(1, 10_000).prefault(10).describe('Samples kept per deployment.'),
}).describe('The routing strategy, with LiteLLM’s argument names.');

const loggerName = z
  .string({ error: `${oneOf(LOGGER_NAMES)}, or the path of a file such as ./my-fix.mjs` })
  .min(1, { error: oneOf(LOGGER_NAMES) })
  .refine((value) => isLoggerPath(value) || LOGGER_NAMES.includes(value), {
    error: oneOf(LOGGER_NAMES),
  });

const loggerOptions = map({
  name: loggerName.describe('A shipped logger, or the path of a file such as ./my-fix.mjs.'),
  retries: whole(0, 1_000_000)
    .prefault(64)
    .describe('compare-and-set: attempts after the first, before a sample is given up.'),
  lease: positiveDuration()
    .prefault('10s')
    .describe('locked-distributed: how long a lock lasts that nobody releases.'),
});

const logger = z
  .union([loggerName, loggerOptions], { error: oneOf(LOGGER_NAMES) })
  .transform((value) => (typeof value === 'string' ? loggerOptions.parse({ name: value }) : value))
  .describe('How completions are recorded: a name, a file, or a map with options.');

const expectation = z
  .union(
    [
      z.string(),
      map({
        explore: text().describe('Over all orders: no violation with 3 tasks on remote.'),
      }),
    ],
    { error: 'an expectation such as share(gpt-4.1) >= 85%' },
  )
  .describe('One expectation: share(gpt-4.1) >= 85%, lost == 0, verdict == differentiated, ...');

const expectationList = z.array(expectation, { error: 'a list of expectations' });

/** Whose expectations: of any logger, of a shipped one, or of a file. */
const expectedOf = z.string().superRefine((key, ctx) => {
  const known = ['any', ...LOGGER_NAMES];
  if (known.includes(key) || isLoggerPath(key)) return;
  reject(ctx, `there is no logger ${quoted(key)}`, suggest(key, known));
});

/** Only the form: what the texts say is read by `expectations/read.ts`. */
const expectations = z
  .union(
    [
      expectationList,
      z.record(expectedOf, expectationList, {
        error: 'a map from loggers, or any, to lists of expectations',
      }),
    ],
    { error: 'a list of expectations, or a map from loggers to such lists' },
  )
  .describe('What must come out: of any logger, or by logger.');

const common = {
  name: name().optional().describe('Name in reports; by default the name of the file.'),
  title: text().optional().describe('One line.'),
  shows: text().optional().describe('What the scenario shows.'),
  assumes: texts().describe('What it assumes, printed with each result.'),
  reported: texts().describe('Where it was reported.'),
  duration: positiveDuration().describe('Simulated time.'),
  warmup: duration()
    .prefault(0)
    .describe('Requests that arrive before this are served and logged, but not counted.'),
  requests: whole(1)
    .optional()
    .describe('After this many counted requests no more arrive (in each model group).'),
  samples: samples.prefault({}),
  dispatch: dispatch.prefault({ kind: 'immediate' }),
  processes: processes.prefault({}),
  store: store.prefault({ kind: 'in-process' }),
  router: router.prefault({}),
  logger: logger.prefault('unlocked'),
  seed: whole(0).prefault(1).describe('Key of all random streams, 0 to 2^53 - 1.'),
  seeds: whole(1, 100_000).prefault(20).describe('Number of independent replications.'),
  margin: fraction()
    .prefault('10%')
    .describe('Equivalence margin of the verdict, in points of share.'),
  expect: expectations.optional(),
};

/** The file as it is written: one model group at the top level, or a list of several. */
export const scenarioSchema = map({
  ...common,
  fleet: map({
    modelGroup: name().prefault('default').describe('Name of the model group.'),
    groups,
  })
    .optional()
    .describe('The deployments, all of one model group.'),
  load: load.optional(),
  modelGroups: z
    .array(modelGroup, { error: 'a list of model groups' })
    .min(1, { error: 'at least one model group' })
    .optional()
    .describe('Several model groups, each with its fleet and load; instead of fleet and load.'),
}).transform(({ fleet, load, modelGroups, ...rest }) => ({
  ...rest,
  modelGroups:
    modelGroups?.map((each) => ({ name: each.name, groups: each.fleet.groups, load: each.load })) ??
    // `consistency.ts` has seen to it that there is either this or that.
    (fleet && load ? [{ name: fleet.modelGroup, groups: fleet.groups, load }] : []),
}));

/**
 * A resolved scenario: defaults filled in, durations in seconds, rates per second, fractions 0..1,
 * always a list of model groups.
 */
export type Scenario = Omit<z.output<typeof scenarioSchema>, 'name' | 'expect'> & {
  name: string;
  expect: Expectations;
};
export type ModelGroup = Scenario['modelGroups'][number];
export type Group = ModelGroup['groups'][number];
export type Load = ModelGroup['load'];
export type StoreSettings = Scenario['store'];
export type RouterSettings = Scenario['router'];
export type LoggerSettings = Scenario['logger'];
