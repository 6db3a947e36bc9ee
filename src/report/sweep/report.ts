import type { Interval } from '../../measure/level.js';
import type { Verdict } from '../../measure/verdict.js';
import { FEWEST_REPLICATIONS, tooFew } from '../../stats/interval.js';
import { type SweepAxis, valueAtPlace } from '../../studies/sweep/axis.js';
import type { GridPlace } from '../../studies/sweep/grid.js';
import type { CellFound, SweepFound, SweepPlan, SweptCell } from '../../studies/sweep/plan.js';
import { pairedDifference } from '../../studies/sweep/refine.js';
import type { Tool } from '../kit/json.js';
import { findingOf } from './finding.js';

/** Version of the fields that `sweep` gives as JSON; a change of meaning raises it. */
export const SWEEP_SCHEMA_VERSION = 1;

/** A mean over replications; null without any. */
export interface SweptMeasure {
  readonly mean: number | null;
  readonly ci95: Interval;
}

/** A setting under a logger and a strategy. */
export interface SweepCell {
  readonly key: string;
  /** By path: numbers as numbers, all else as it is written. */
  readonly set: Readonly<Record<string, string | number>>;
  readonly logger: string;
  readonly strategy: string;
  readonly replications: number;
  readonly verdict: Verdict;
  /** By expression. */
  readonly measures: Readonly<Record<string, SweptMeasure>>;
  /** From what the others are compared with, replication by replication; null there itself, or alone. */
  readonly difference: Readonly<Record<string, SweptMeasure>> | null;
  /** What is looked for holds here. */
  readonly holds: boolean;
}

/** A part of a sweep: all settings under one variant. */
export interface SweepSeries {
  /** Among the others: its logger, its strategy, or both; empty: it is alone. */
  readonly name: string;
  readonly cells: readonly PlacedCell[];
}

/** A cell, and where it lies. */
export interface PlacedCell extends SweepCell {
  readonly at: GridPlace;
}

/** The fields of `sweep --json`, in their order. */
export interface SweepJson {
  readonly schemaVersion: typeof SWEEP_SCHEMA_VERSION;
  readonly tool: Tool;
  readonly scenario: { readonly name: string; readonly hash: string };
  readonly finding: string;
  readonly seed: number;
  readonly profile: string;
  readonly margin: number;
  readonly vary: readonly { readonly path: string; readonly values: readonly string[] }[];
  readonly measures: readonly string[];
  /** What the variants are compared with; null: there is one. */
  readonly baseline: string | null;
  readonly sameArrivals: boolean;
  readonly refined: {
    readonly predicate: string;
    readonly rounds: number;
    readonly added: number;
    /** More would have been added, but for the limit on cells. */
    readonly cut: boolean;
  } | null;
  readonly remarks: readonly string[];
  readonly partial: boolean;
  readonly cells: readonly SweepCell[];
}

/** What a sweep came to, for any form of it. */
export interface SweepReport extends SweepJson {
  readonly plan: SweepPlan;
  readonly series: readonly SweepSeries[];
  /** What a cell is marked for. */
  readonly predicate: string;
}

/** Puts a sweep together. */
export function sweepReport(tool: Tool, plan: SweepPlan, found: SweepFound): SweepReport {
  const { axes, variants, measures, refine } = plan;
  const base = refine?.predicate.by === 'difference' ? refine.predicate.to : 0;
  const byPlace = new Map<string, Map<number, CellFound>>();
  for (const { at, variant, found: one } of found.cells) {
    const key = at.join();
    byPlace.set(key, (byPlace.get(key) ?? new Map<number, CellFound>()).set(variant, one));
  }
  const cellOf = ({ at, variant, found: one }: SweptCell): Omit<PlacedCell, 'holds'> => {
    const other = variant === base ? undefined : byPlace.get(at.join())?.get(base);
    const named = (of: (position: number) => SweptMeasure) =>
      Object.fromEntries(measures.map(({ text }, i) => [text, of(i)]));
    const { key, logger, strategy, replications, verdict } = one;
    return {
      at,
      key,
      set: Object.fromEntries(axes.map((axis, a) => [axis.path, setAt(axis, at[a] as number)])),
      logger,
      strategy,
      replications,
      verdict,
      measures: named((i) => {
        const { mean, ci95 } = one.measures[i] as CellFound['measures'][number];
        return { mean, ci95 };
      }),
      difference:
        other === undefined
          ? null
          : named((i) => {
              const [own, compared] = [one.measures[i], other.measures[i]];
              return pairedDifference(own as Measured, compared as Measured);
            }),
    };
  };
  const finding = findingOf(plan, found.cells);
  const all = found.cells.map((cell) => ({
    variant: cell.variant,
    cell: { ...cellOf(cell), holds: finding.holds(cell, byPlace.get(cell.at.join())?.get(base)) },
  }));
  const series = variants.map(
    (_, v): SweepSeries => ({
      name: variantName(plan, v),
      cells: all.flatMap(({ variant, cell }) => (variant === v ? cell : [])),
    }),
  );
  return {
    schemaVersion: SWEEP_SCHEMA_VERSION,
    tool,
    scenario: { name: plan.scenario.name, hash: plan.scenario.hash },
    finding: finding.says,
    seed: plan.seed,
    profile: plan.profile,
    margin: plan.margin,
    vary: axes.map(({ path, values }) => ({ path, values })),
    measures: measures.map(({ text }) => text),
    baseline: variants.length > 1 ? variantName(plan, base) : null,
    sameArrivals: plan.sameArrivals,
    refined:
      refine === null
        ? null
        : {
            predicate: finding.predicate,
            rounds: refine.rounds,
            added: found.added,
            cut: found.cut,
          },
    remarks: remarksOf(plan, found),
    partial: found.partial,
    cells: all.map(({ cell: { at: _, ...cell } }) => cell),
    plan,
    series,
    predicate: finding.predicate,
  };
}

type Measured = CellFound['measures'][number];

/** A plain number as one, anything else as it is written. */
function setAt(axis: SweepAxis, place: number): string | number {
  const text = valueAtPlace(axis, place);
  return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
}

/** What a variant is called among the others; empty: it is alone. */
export function variantName({ variants }: SweepPlan, variant: number): string {
  const differing = (['logger', 'strategy'] as const).filter(
    (part) => new Set(variants.map((one) => one[part])).size > 1,
  );
  return differing.map((part) => variants[variant]?.[part] ?? '').join(' with ');
}

/** What has to be known with a sweep, in sentences. */
function remarksOf(plan: SweepPlan, { cells, added, cut }: SweepFound): string[] {
  const { axes, refine, sameArrivals, fixedPhase } = plan;
  const varies = (path: string) => axes.some((axis) => axis.path === path);
  const asFar = varies('duration') || varies('replications') ? ', as far as they go' : '';
  const few = cells.some(({ found }) => tooFew(found.replications));
  return [
    ...(sameArrivals
      ? [`All cells met the same requests with the same random numbers${asFar}.`]
      : []),
    ...(few
      ? [
          `Below ${FEWEST_REPLICATIONS} replications there are no intervals, and no verdicts: --replications.`,
        ]
      : []),
    ...(refine === null
      ? []
      : [
          `Cells were halved where their corners differ (${added === 1 ? '1 setting' : `${added} settings`} added); nothing is taken to grow one way, but islands smaller than a cell may be missed.`,
          ...(added > 0 && axes.length > 1
            ? ['Values stand side by side on a map, however far apart they are.']
            : []),
        ]),
    ...(cut
      ? ['More settings would have been added, but for the limit on cells: --max-cells.']
      : []),
    ...(fixedPhase && varies('dispatch.every') && !varies('dispatch.phase')
      ? [
          'Flushes come at the same times in all replications. Where arrivals are regular, too, some values of dispatch.every may do better or worse than their neighbours by that alone; --set dispatch.phase=random takes it out.',
        ]
      : []),
  ];
}
