import { harmlessJson } from '../../text/harmless.js';
import { json } from '../kit/json.js';
import type { SweepReport } from './report.js';

/** A sweep as JSON. */
export function jsonSweep({ plan: _, series: __, predicate: ___, ...report }: SweepReport): string {
  return json(report);
}

/** A sweep as JSON Lines: a cell each. */
export function jsonLinesSweep({ cells }: SweepReport): string {
  return cells.map((cell) => `${harmlessJson(JSON.stringify(cell))}\n`).join('');
}
