import { createHash } from 'node:crypto';
import * as z from 'zod';
import { UNITS } from '../expectation/unit.js';
import { VERDICT_NAMES } from '../measure/verdict.js';
import type { CellFound, SweepPlan, SweptCell } from '../studies/sweep/plan.js';
import { harmlessJson } from '../text/harmless.js';

/** What the lines of a sweep's journal and of its shards have to be, whoever wrote them. */

/** Such a line is written whole, with a checksum of what it says. */
export function checkedLine(said: object): string {
  const text = harmlessJson(JSON.stringify(said));
  return `{"is":${text},"sha256":"${checksum(text)}"}\n`;
}

/** What a line says; undefined: it is not whole, or was changed. */
export function saidIn(line: string): unknown {
  const [, text = '', sum] = /^\{"is":(.*),"sha256":"([0-9a-f]{64})"\}$/.exec(line) ?? [];
  if (sum === undefined || checksum(text) !== sum) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const text = z.string();
const count = z.int().min(0);
const fraction = z.number().min(0).max(1);
const interval = z.tuple([z.number(), z.number()]).nullable();

const cell = z.object({
  key: text,
  logger: text,
  strategy: text,
  replications: count,
  verdict: z.enum(Object.keys(VERDICT_NAMES) as (keyof typeof VERDICT_NAMES)[]),
  measures: z.array(
    z.object({
      mean: z.number().nullable(),
      ci95: interval,
      values: z.array(z.number().nullable()),
    }),
  ),
});

/** What was found of a cell; undefined: the line says something else. */
export function cellOf(said: unknown, { measures }: SweepPlan): CellFound | undefined {
  if (!cell.safeParse(said).success) return undefined;
  const found = said as CellFound;
  const fits =
    found.measures.length === measures.length &&
    found.measures.every(({ values }) => values.length === found.replications);
  return fits ? found : undefined;
}

const swept = z.object({ at: z.array(z.number()), variant: count, found: cell });

/** A cell and where it lies; undefined: the line says something else. */
export function sweptOf(said: unknown, plan: SweepPlan): SweptCell | undefined {
  if (!swept.safeParse(said).success) return undefined;
  const one = said as SweptCell;
  const fits = one.at.length === plan.axes.length && one.variant < plan.variants.length;
  return fits && cellOf(one.found, plan) !== undefined ? one : undefined;
}

const range = z.object({
  from: z.number(),
  to: z.number(),
  unit: text,
  scale: z.enum(['linear', 'log']),
  whole: z.boolean(),
  steps: count.min(2),
});

const plan = z.object({
  scenario: z.object({ name: text, hash: text, file: text }),
  fixed: z.array(z.tuple([text, text])),
  seed: count,
  replications: count,
  profile: text,
  margin: fraction,
  axes: z
    .array(
      z
        .object({
          path: text,
          values: z.array(text).min(1),
          at: z.array(count),
          range: range.nullable(),
        })
        .refine(({ values, at }) => values.length === at.length),
    )
    .min(1),
  variants: z
    .array(z.object({ logger: text.nullable(), strategy: text.nullable(), code: text.nullable() }))
    .min(1),
  measures: z
    .array(z.object({ text, unit: z.enum(Object.keys(UNITS) as (keyof typeof UNITS)[]) }))
    .min(1),
  sameArrivals: z.boolean(),
  fixedPhase: z.boolean(),
  refine: z.null(),
});

/** The plan of a shard; undefined: it is none. */
export function planOf(said: unknown): SweepPlan | undefined {
  return plan.safeParse(said).success ? (said as SweepPlan) : undefined;
}

/**
 * How a sweep differs from another, in words; undefined: it is the same, but for what is added to its
 * grid.
 */
export function sweepDifference(one: unknown, other: SweepPlan): string | undefined {
  const aspects: readonly (readonly [name: string, of: (plan: Partial<SweepPlan>) => unknown])[] = [
    ['scenario', ({ scenario }) => scenario?.hash],
    ['--vary', ({ axes }) => axes?.map(({ path, values }) => `${path}=${values.join()}`)],
    ['loggers', ({ variants }) => variants?.map(({ logger }) => logger)],
    ['strategies', ({ variants }) => variants?.map(({ strategy }) => strategy)],
    ['code of a logger or a strategy', ({ variants }) => variants?.map(({ code }) => code)],
    ['measures', ({ measures }) => measures?.map((measure) => measure.text)],
    ['seed', ({ seed }) => seed],
    ['replications', ({ replications }) => replications],
    ['profile', ({ profile }) => profile],
    ['margin', ({ margin }) => margin],
    ['options', ({ fixed }) => fixed?.filter(([flag]) => !flag.startsWith('--max'))],
  ];
  if (typeof one !== 'object' || one === null) return 'it has no plan';
  const differing = aspects.filter(([, of]) => {
    try {
      return JSON.stringify(of(one)) !== JSON.stringify(of(other));
    } catch {
      return true;
    }
  });
  return differing.length === 0 ? undefined : `other ${differing.map(([name]) => name).join(', ')}`;
}
