import { SUMMARY_LEVEL } from '../measure/level.js';
import type { ReplicationResult } from '../measure/result.js';
import { EXPECTATION_KINDS, type ExpectationKinds, kindOf } from './kinds/index.js';
import type { MeasuredFigure, MeasuredValues, Measuring } from './kinds/kind.js';
import type { Layout } from './layout.js';

/** How a figure is measured. */
export function measuringOf(
  figure: MeasuredFigure,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): Measuring {
  const { figure: measuring } = kindOf(figure, kinds);
  if (measuring === undefined) throw new RangeError(`"${figure.kind}" has no figure`);
  return measuring;
}

/** The times from which on figures want requests counted: sorted, each once. */
export function cutsOfFigures(
  figures: readonly MeasuredFigure[],
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): number[] {
  const cuts = figures.flatMap((figure) => measuringOf(figure, kinds).cuts?.(figure) ?? []);
  return [...new Set(cuts)].sort((a, b) => a - b);
}

/** A figure in replications, with an interval of the level of a summary's. */
export function measured(
  figure: MeasuredFigure,
  counts: readonly ReplicationResult[],
  layout: Layout,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): MeasuredValues {
  return measuringOf(figure, kinds).observe(figure, counts, layout, 1 - SUMMARY_LEVEL);
}
