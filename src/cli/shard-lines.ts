import * as z from 'zod';
import { EXPECTATION_KINDS, kindOf } from '../expectation/kinds/index.js';
import type { ShardNumber } from '../files/shards.js';
import { TIMELINE_BUCKETS } from '../measure/result.js';
import { CAUSES } from '../model/cause.js';
import type { Tool } from '../report/kit/json.js';
import type { Finding } from '../studies/gate/findings.js';
import type { GatePlan } from '../studies/gate/plan.js';
import { violation } from './shard-violation.js';

/** What the lines of a shard have to be, whoever wrote them. */

/** More would be a slip of the keyboard. */
export const MOST_SHARDS = 10_000;

/** The first line of a shard. */
export interface Header {
  readonly latsimShard: number;
  readonly tool: Tool;
  readonly shard: ShardNumber;
  readonly plan: GatePlan;
}

/** Numbers of JSON may be too large for a double; `z.number` takes finite ones only. */
const count = z.int().min(0);
const text = z.string();
const fraction = z.number().min(0).max(1);

const layout = z.object({
  modelGroups: z
    .array(
      z.object({
        name: text,
        groups: z.array(z.object({ name: text, deployments: count.min(1) })).min(1),
        fastest: count,
        comparable: z.boolean(),
      }),
    )
    .min(1),
  cuts_s: z.array(z.number().min(0)),
});

/** What else an expectation has, its kind checks by writing it. */
const expectation = z
  .object({
    text,
    expectation: z.looseObject({ kind: z.enum(EXPECTATION_KINDS.map(({ kind }) => kind)) }),
    at: z.object({ file: text, line: count.nullable(), column: count }),
  })
  .refine((stated) => {
    try {
      return (
        kindOf(stated.expectation, EXPECTATION_KINDS).write(stated.expectation) === stated.text
      );
    } catch {
      return false;
    }
  });

const run = z
  .object({
    scenario: z.object({ name: text, hash: text, file: text }),
    logger: text,
    loggerHash: text.nullable(),
    seed: count,
    profile: text,
    setting: z.array(text),
    margin: fraction,
    looks: z.array(count.max(100_000)).min(1),
    allowance: text.nullable(),
    most: count,
    layout,
    expectations: z.array(expectation),
    replay: text,
    beside: z.object({ ran: text, nearer: text }),
  })
  .refine(({ layout }) =>
    layout.modelGroups.every(({ fastest, groups }) => fastest < groups.length),
  );

const header = z.object({
  latsimShard: z.number(),
  tool: z.object({ name: text, version: text }),
  shard: z
    .object({ index: count.min(1), of: count.max(MOST_SHARDS) })
    .refine(({ index, of }) => index <= of),
  plan: z.object({
    terms: z.object({
      confidence: z.number().min(0.5).lt(1),
      fixed: z.boolean(),
      maxSeeds: count.nullable(),
      family: count,
    }),
    runs: z.array(run).min(1),
  }),
});

/** The first line; undefined: it is none. */
export function headerOf(line: unknown): Header | undefined {
  // As it stands: whatever else a line has, it keeps.
  return header.safeParse(line).success ? (line as Header) : undefined;
}

const counts = z.array(count);
const histogram = z.object({
  count,
  sum: z.number(),
  buckets: z.custom<readonly (readonly [number, number])[]>(
    (buckets) => Array.isArray(buckets) && buckets.every(isBucket),
  ),
});

function isBucket(bucket: unknown): boolean {
  return (
    Array.isArray(bucket) &&
    bucket.length === 2 &&
    Number.isSafeInteger(bucket[0]) &&
    Number.isSafeInteger(bucket[1]) &&
    bucket[1] > 0
  );
}

const replication = z.object({
  replication: count.max(100_000),
  modelGroups: z.array(
    z.object({
      name: text,
      requests: counts,
      after: z.array(counts),
      rejected: count,
      samples: z.object({
        completed: count,
        unrecordable: count,
        pending: count,
        recorded: count,
        abandoned: count,
        lost: count,
        lostAfterExpiry: count,
        neverStored: count.optional(),
        lostInMemory: count,
      }),
      causes: z.object(Object.fromEntries(CAUSES.map((cause) => [cause, count]))),
      timeline: z.array(counts).length(TIMELINE_BUCKETS),
      latency_s: histogram,
      lostSeconds: z.number(),
      loggingLag_s: histogram,
    }),
  ),
  occurrences: count,
  traceHash: text,
  decisionsHash: text,
});

const finding = z.union([
  z.object({ run: count, counts: replication }),
  z.object({
    run: count,
    exploration: count,
    explored: z.object({
      exhaustive: z.boolean(),
      states: z.union([count, text.regex(/^\d+$/)]),
      fault: text.nullable(),
      replay: text,
      violation: violation.nullable(),
    }),
  }),
]);

/** A line with a finding of a plan; undefined: it is none. */
export function findingOf(line: unknown, { runs }: GatePlan): Finding | undefined {
  if (!finding.safeParse(line).success) return undefined;
  const found = line as Finding;
  const plan = runs[found.run];
  if (plan === undefined) return undefined;
  if (!('counts' in found)) return found;
  const { modelGroups, cuts_s } = plan.layout;
  const fits =
    found.counts.modelGroups.length === modelGroups.length &&
    found.counts.modelGroups.every(({ requests, after, timeline }, i) => {
      const groups = modelGroups[i]?.groups ?? [];
      const deployments = groups.reduce((sum, group) => sum + group.deployments, 0);
      return (
        requests.length === deployments &&
        after.length === cuts_s.length &&
        after.every(({ length }) => length === deployments) &&
        timeline.every(({ length }) => length === groups.length)
      );
    });
  return fits ? found : undefined;
}
