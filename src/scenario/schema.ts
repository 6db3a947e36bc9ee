import * as z from 'zod';
import type { Expectations } from '../expectation/expectations.js';
import { kindNamed } from '../kernel/kind.js';
import type { DistributionSettings, KindSettings, Settings } from '../kernel/parameters.js';
import { LOGGER_NAMES } from '../loggers/index.js';
import { strategyKindOf } from '../strategies/in-file.js';
import {
  DEFAULT_PROFILE,
  PROFILE_NAMES,
  profileNamed,
  RENAMED_PROFILES,
  successorOf,
} from '../strategies/lowest-latency/profile.js';
import { nearestToName } from '../strategies/lowest-latency/profile-remedy.js';
import {
  PATHS,
  PROVIDERS,
  type Provider,
  type RequestPath,
} from '../strategies/lowest-latency/recorded.js';
import { A_RELEASE, readRelease, releaseInstead } from '../strategies/lowest-latency/release.js';
import { isModulePath } from '../text/addresses.js';
import { suggest } from '../text/problems.js';
import { quoted } from '../text/units.js';
import {
  amount,
  choice,
  duration,
  flag,
  fraction,
  map,
  name,
  oneOf,
  positiveDuration,
  reject,
  text,
  texts,
  whole,
} from './fields.js';
import {
  distributionsOf,
  type Field,
  kindsOf,
  naming,
  orSingle,
  setByOne,
} from './from-parameters.js';
import { KINDS, type Kinds } from './kinds.js';
import { LOGGER_PRESETS } from './presets.js';
import { fractionsOf, SAMPLE_KINDS } from './sample-kinds.js';

/**
 * The one source of what a scenario file may say: validation, types, defaults and the editor's JSON
 * Schema all come from here. What it gives is resolved: seconds, rates per second, fractions 0..1.
 */

const SAYS_PATH =
  'Where requests come in: messages (/v1/messages) or chat (/chat/completions); with ' +
  'router.litellm and each group’s provider it says what is recorded.';

const weight = amount().prefault(0).describe('Weight of this kind, relative to the others.');
const kindWeights = map({
  chat: weight,
  responses: weight,
  'no-usage': weight,
  other: weight,
  'not-recorded': weight,
});

const sampleKind = z
  .union([choice(SAMPLE_KINDS), kindWeights], { error: oneOf(SAMPLE_KINDS) })
  .transform((kind, ctx) => {
    if (typeof kind === 'string') return fractionsOf({ [kind]: 1 });
    if (Object.values(kind).some((weight) => weight > 0)) return fractionsOf(kind);
    reject(ctx, 'all weights are 0', 'give one kind a weight above 0');
    return z.NEVER;
  });

const says = {
  kind:
    'What a completion is: chat (with usage), responses (of the Responses API), no-usage, other ' +
    '(another response object), not-recorded (never handed to the logger); or a weight for each ' +
    'of several.',
  stream: 'Fraction of requests that are streamed.',
  input_tokens: 'Prompt tokens per request.',
};

const timeouts = map({
  rate: fraction().describe('Fraction of requests that time out.'),
  after: positiveDuration().describe('Time after which such a request fails.'),
})
  .optional()
  .describe('Requests that fail with a timeout.');

const samples = map({
  kind: sampleKind.prefault('chat').describe(says.kind),
  stream: fraction().prefault(0).describe(says.stream),
  input_tokens: whole(0).prefault(0).describe(says.input_tokens),
  timeouts,
}).describe('What a completion hands to the logger.');

const groupSamples = map({
  kind: sampleKind.optional().describe(says.kind),
  stream: fraction().optional().describe(says.stream),
  input_tokens: whole(0).optional().describe(says.input_tokens),
  timeouts,
});

const processes = map({
  count: whole(1, 100_000).prefault(1).describe('Number of router processes.'),
  assign: choice(['random', 'round-robin'])
    .prefault('random')
    .describe('How requests are spread over the processes.'),
}).describe('Processes of the router, each with memory and locks of its own.');

/** By the name that it has now, whichever was written. */
const profile = z
  .enum([...PROFILE_NAMES, ...Object.keys(RENAMED_PROFILES)], {
    error: ({ input }) => successorOf(input) ?? nearestInstead(input) ?? oneOf(PROFILE_NAMES),
  })
  .transform((name) => profileNamed(name).name);

/** What to write where a profile is named by a release that was not measured. */
function nearestInstead(name: unknown): string | undefined {
  const found = typeof name === 'object' ? undefined : nearestToName(String(name));
  return (
    found &&
    `${found.nearest}, the nearest, or name the release by router.litellm (--set router.litellm=${found.release})`
  );
}

/** A release, of which only the numbers count. */
const litellm = z.string({ error: A_RELEASE }).transform((text, ctx) => {
  const read = readRelease(text);
  if (read !== null) return read;
  reject(ctx, `${quoted(text)} is not a release of LiteLLM`, `write ${releaseInstead(text)}`);
  return z.NEVER;
});

const release = litellm
  .optional()
  .describe(
    'The LiteLLM release that runs, such as 1.88.0: the nearest profile stands for it, and with ' +
      'path and provider it says what is recorded.',
  );

const sessions = whole(1, 10_000_000)
  .optional()
  .describe('How many sessions requests belong to, each as often as any other.');

const requestPath = choice(PATHS).optional().describe(SAYS_PATH);

/** What every strategy has. */
const router = {
  profile: profile
    .prefault(DEFAULT_PROFILE.name)
    .describe('The LiteLLM release whose rules apply, as measured.'),
  ttl: positiveDuration().prefault('1h').describe('How long the map of latencies is kept.'),
  lowest_latency_buffer: amount()
    .prefault(0)
    .describe('Candidates: averages up to lowest + buffer x lowest.'),
  max_latency_list_size: whole(1, 10_000).prefault(10).describe('Samples kept per deployment.'),
  ttft_percentile: fraction()
    .refine((value) => value > 0, { error: 'a fraction above 0, such as 0.95' })
    .optional()
    .describe('Compares streams by this percentile of their TTFTs, not by the mean.'),
  enable_pre_call_checks: flag()
    .optional()
    .describe('Whether checks come before the choice: up to 1.82.3 order counts only with them.'),
  enable_tag_filtering: flag().optional().describe('Whether requests go only where their tag is.'),
};

const affinity = map({
  ttl: positiveDuration().prefault('1h').describe('How long a session stays bound.'),
})
  .optional()
  .describe('Sessions stay with the deployment that they went to, whatever the strategy.');
/** Which part of the requests has which tag. */
const requestTags = z
  .record(name(), fraction(), { error: 'a map from tags to parts, such as { paid: 20% }' })
  .refine((tags) => Object.values(tags).reduce((sum, part) => sum + part, 0) <= 1 + 1e-9, {
    error: 'parts that make up no more than 100%',
  })
  .optional()
  .describe('Which part of the requests has which tag; the rest has none.');

const loggerName = z
  .string({ error: `${oneOf(LOGGER_NAMES)}, or the path of a file such as ./my-fix.mjs` })
  .min(1, { error: oneOf(LOGGER_NAMES) })
  .refine((value) => isModulePath(value) || LOGGER_NAMES.includes(value), {
    error: oneOf(LOGGER_NAMES),
  });

const loggerOptions = map({
  name: loggerName.describe('A shipped logger, or the path of a file such as ./my-fix.mjs.'),
  retries: whole(0, 1_000_000)
    .prefault(LOGGER_PRESETS.retries)
    .describe('compare-and-set: attempts after the first, before a sample is abandoned.'),
  lease: positiveDuration()
    .prefault(LOGGER_PRESETS.lease)
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
  if (known.includes(key) || isModulePath(key)) return;
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
  .describe('Expected results: of any logger, or by logger.');

/** The first fields, in the order in which people are shown them. */
const head = {
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
  path: requestPath,
};

/** The last ones. */
const tail = {
  logger: logger.prefault('unlocked'),
  seed: whole(0).prefault(1).describe('Seed of the random numbers, 0 to 2^53 - 1.'),
  replications: whole(1, 100_000).prefault(20).describe('Number of independent replications.'),
  margin: fraction()
    .prefault('10%')
    .describe('Equivalence margin of the verdict, in points of share.'),
  expect: expectations.optional(),
};

function routerOf({ strategies }: Kinds, times: Field<DistributionSettings>) {
  const names = strategies.map(({ name }) => name);
  const strategy = z
    .union([choice(names), z.string().refine(isModulePath, { error: oneOf(names) })], {
      error: oneOf(names),
    })
    .prefault('lowest-latency')
    .describe('How a deployment is chosen: a name, or the path of a file such as ./mine.mjs.');
  const says = 'The routing strategy, with LiteLLM’s argument names.';
  const fields = { strategy, litellm: release, ...router, affinity };
  return naming('strategy', strategies, fields, times, says, (name) =>
    strategyKindOf(strategies, name),
  );
}

/** A router without the release that runs, from which its profile and what is recorded follow. */
type RouterFields = z.output<z.ZodObject<typeof router>> & {
  strategy: string;
  affinity?: z.output<typeof affinity>;
} & Settings;

/**
 * The file as it is written: one model group at the top level, or a list of several.
 * @param kinds what it may name
 */
export function scenarioSchemaOf(kinds: Kinds): ReturnType<typeof newSchema> {
  const known = schemas.get(kinds) ?? newSchema(kinds);
  schemas.set(kinds, known);
  return known;
}

/** Making a schema takes longer than using it. */
const schemas = new WeakMap<Kinds, ReturnType<typeof newSchema>>();

function newSchema(kinds: Kinds) {
  const { time, plain } = distributionsOf(kinds.distributions);
  const load = kindsOf(kinds.loads, '{ kind: poisson, rate: 160/min }', time, {
    path: requestPath,
    sessions,
    tags: requestTags,
  }).describe('How requests arrive.');
  const dispatch = kindsOf(kinds.dispatches, '{ kind: flushes, every: 5s }', time).describe(
    'When completions reach the logger.',
  );
  const store = kindsOf(kinds.stores, '{ kind: remote, rtt: 1ms }', time).describe(
    'Where the logger keeps its map.',
  );
  const group = map({
    name: name().describe('Name of this class of deployments, unique in the scenario.'),
    deployments: whole(1, 100_000).describe('How many deployments are in this group.'),
    latency: time.describe('Distribution of the time a deployment takes to answer.'),
    tokens: orSingle(whole(0), plain, 'a whole number, 0 or more, or a distribution')
      .prefault(1)
      .describe('Completion tokens of an answer: a number, or a distribution of plain numbers.'),
    ttft: time
      .optional()
      .describe('Distribution of the time to first token; needed where samples.stream is above 0.'),
    capacity: setByOne(kinds.capacities, '{ slots: 4 }', time)
      .optional()
      .describe('How much a deployment does at once; without it, whatever comes, at full speed.'),
    rpm: whole(0).optional().describe('Limit of requests per minute, per deployment.'),
    tpm: whole(0).optional().describe('Limit of tokens per minute, per deployment.'),
    weight: amount().optional().describe('Weight in a random choice, per deployment.'),
    order: whole(0).optional().describe('Only the lowest order that may be chosen is a candidate.'),
    tags: z
      .array(name(), { error: 'a list of tags' })
      .min(1, { error: 'at least one tag' })
      .optional()
      .describe('Tags of requests that may go there; default: those that fit nowhere else.'),
    input_cost_per_token: amount().optional().describe('Price of a token of the prompt.'),
    output_cost_per_token: amount().optional().describe('Price of a token of the answer.'),
    provider: choice(PROVIDERS)
      .optional()
      .describe('Who serves this group: with router.litellm and path it says what is recorded.'),
    samples: groupSamples
      .optional()
      .describe(
        'What completions of this group hand to the logger, where it is not what samples says.',
      ),
  });

  const groups = z
    .array(group, { error: 'a list of groups of deployments' })
    .min(1, { error: 'at least one group of deployments' })
    .describe('Classes of deployments.');

  const modelGroup = map({
    name: name().describe('Name of the model group (LiteLLM: model_name).'),
    fleet: map({ groups }).describe('Deployments of this model group.'),
    load,
  });

  return map({
    ...head,
    dispatch: dispatch.prefault({ kind: 'immediate' }),
    processes: processes.prefault({}),
    store: store.prefault({ kind: 'in-process' }),
    router: routerOf(kinds, time).prefault({}),
    ...tail,
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
  }).transform(({ fleet, load, modelGroups, path, router, ...rest }) => {
    const { litellm, ...routerFields } = router;
    const all =
      modelGroups?.map((each) => ({
        name: each.name,
        groups: each.fleet.groups,
        load: each.load,
      })) ??
      // `consistency.ts` has seen to it that there is either this or that.
      (fleet && load ? [{ name: fleet.modelGroup, groups: fleet.groups, load }] : []);
    const read = all.map(({ name, groups, load }) => {
      const on = pathOf(load, kinds.loads);
      return {
        modelGroup: {
          name,
          groups: groups.map(withoutProvider),
          load: on.load,
          ...(on.tags !== undefined && { tags: on.tags }),
        },
        stated: { path: on.path ?? path, providers: groups.map(({ provider }) => provider) },
      };
    });
    return {
      ...rest,
      router: routerFields as RouterFields,
      modelGroups: read.map(({ modelGroup }) => modelGroup),
      // Of no meaning of its own: the profile and what is recorded follow from it.
      stated: { litellm, modelGroups: read.map(({ stated }) => stated) },
    };
  });
}

function withoutProvider<Group extends { provider?: Provider | undefined }>({
  provider: _,
  ...group
}: Group): Omit<Group, 'provider'> {
  return group;
}

/** A load apart from the path and the tags of its requests; the `path` of some kinds is a file. */
function pathOf(
  { path, tags: written, ...load }: KindSettings,
  loads: Kinds['loads'],
): {
  readonly load: KindSettings;
  readonly path?: RequestPath;
  readonly tags?: Readonly<Record<string, number>>;
} {
  const tags = written as unknown as Readonly<Record<string, number>> | undefined;
  const tagged = tags === undefined ? {} : { tags };
  if (path === undefined) return { load, ...tagged };
  const own = 'path' in kindNamed(loads, load.kind).parameters;
  return own
    ? { load: { ...load, path }, ...tagged }
    : { load, path: path as RequestPath, ...tagged };
}

/** What may be written with the kinds that come with latsim. */
export const scenarioSchema = scenarioSchemaOf(KINDS);

/** A scenario as it is read, before what follows from what it says of LiteLLM (`follows.ts`). */
export type ReadScenario = z.output<typeof scenarioSchema>;

/**
 * A resolved scenario: defaults filled in, durations in seconds, rates per second, fractions 0..1,
 * always a list of model groups.
 */
export type Scenario = Omit<ReadScenario, 'name' | 'expect' | 'stated'> & {
  name: string;
  expect: Expectations;
};
export type ModelGroup = Scenario['modelGroups'][number];
export type Group = ModelGroup['groups'][number];
export type Load = ModelGroup['load'];
export type RouterSettings = Scenario['router'];
export type LoggerSettings = Scenario['logger'];
