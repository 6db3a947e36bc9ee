import { capital, list } from '../kit/words.js';
import type { DiagnoseRow } from './report.js';
import { predictedTexts, small } from './words.js';

/**
 * What a strategy that reads no latencies predicts, and that the observation agrees.
 * @param right the name of the mechanism that is nothing wrong
 * @returns undefined where it does not lead
 */
export function agreement(
  strategy: string,
  rows: readonly DiagnoseRow[],
  groups: readonly string[],
  right: string,
): string | undefined {
  const row = rows.find(({ leading, mechanisms }) => leading && mechanisms.includes(right));
  if (row === undefined) return undefined;
  const split = predictedTexts(row, groups).join(' : ');
  const others = row.mechanisms.filter((name) => name !== right);
  return [
    `${strategy} predicts ${split} and the observation agrees (p ${small(row.p)}): nothing is wrong that these requests could show.`,
    ...(others.length === 0 ? [] : [`${capital(list(others))} would make no difference here.`]),
  ].join(' ');
}
