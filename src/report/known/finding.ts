import type { KnownOverTime } from '../../measure/known.js';
import { count } from '../../text/figures.js';
import { capital, list } from '../kit/words.js';
import { endOf, type KnownPanel, knownOf, knownText, timeText } from './panel.js';

/** What panels side by side come to. */
export interface KnownFinding {
  /** A sentence that can be quoted. */
  readonly says: string;
  readonly modelGroup: string;
  /** The column at whose end they differ the most, or that is early in the run. */
  readonly column: number;
}

/** A name in a sentence. */
type Named = (name: string) => string;

/** Columns that are early in a run: a tenth of it. */
const EARLY = 0.1;

/**
 * How much the router knows with each logger, at the time at which that differs the most. It says what was
 * known, never why: samples may be lost, late, expired or not recorded at all.
 * @returns undefined where nothing looks into a map
 */
export function knownFinding(
  panels: readonly KnownPanel[],
  named: Named,
): KnownFinding | undefined {
  const [first, ...others] = panels;
  const [modelGroup] = first?.known ?? [];
  if (first === undefined || modelGroup === undefined) return undefined;
  let widest = { by: 0, column: 0, other: first, own: modelGroup };
  for (const own of first.known) {
    for (const other of others) {
      const its = knownIn(other, own.modelGroup);
      if (its === undefined) continue;
      for (const column of own.columns.keys()) {
        const by = Math.abs(at(its, column) - at(own, column)) / own.deployments;
        if (by > widest.by) widest = { by, column, other, own };
      }
    }
  }
  const of = first.known.length === 1 ? '' : `Of ${named(widest.own.modelGroup)}: `;
  const begins = (text: string) => (of === '' ? `A${text.slice(1)}` : of + text);
  const { own, other, column } = widest;
  if (widest.by * own.deployments >= 1) {
    const its = knownIn(other, own.modelGroup) as KnownOverTime;
    return {
      says: `${begins(`after ${timeText(endOf(own, column))} the router knows`)} ${spoken(own, column)} deployments with ${named(first.logger)}, ${spoken(its, column)} with ${named(other.logger)}.`,
      modelGroup: own.modelGroup,
      column,
    };
  }
  const early = Math.max(0, Math.ceil(own.columns.length * EARLY) - 1);
  const last = own.columns.length - 1;
  const found = { modelGroup: own.modelGroup, column: early };
  const columns = [first, ...others].flatMap(
    (panel) => knownIn(panel, own.modelGroup)?.columns ?? [],
  );
  if (columns.every(({ known }) => known === null || known === 0)) {
    const names = list(
      [first, ...others].map(({ logger }) => named(logger)),
      'or',
    );
    const never = `the router knows none of ${count(own.deployments)} deployments at any time, with ${names}.`;
    return { ...found, says: of === '' ? capital(never) : of + never };
  }
  const [soon, later] = [early, last].map((column) => timeText(endOf(own, column)));
  const [some, all] = [spoken(own, early), spoken(own, last)];
  const deployments = `deployments with ${named(first.logger)}`;
  const knows =
    some === all
      ? `${begins(`after ${soon} and after ${later} the router knows`)} ${all} ${deployments}`
      : `${begins(`after ${soon} the router knows`)} ${some} ${deployments}, after ${later} ${all}`;
  if (others.length === 0) return { ...found, says: `${knows}.` };
  const alike = widest.by === 0 ? 'just as many' : 'nearly as many';
  const names = list(others.map(({ logger }) => named(logger)));
  return {
    ...found,
    says: `${knows}; at any time ${alike} with ${names}.`,
  };
}

export function knownIn({ known }: KnownPanel, modelGroup: string): KnownOverTime | undefined {
  return known.find((one) => one.modelGroup === modelGroup);
}

function at({ columns }: KnownOverTime, column: number): number {
  return columns[column]?.known ?? 0;
}

function spoken(of: KnownOverTime, column: number): string {
  const known = at(of, column);
  if (known === of.deployments && known > 1) return `all ${knownText(known)}`;
  return known === 0 ? `none of ${count(of.deployments)}` : knownOf(of, column);
}
