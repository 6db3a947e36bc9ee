import { busiestTexts } from '../kit/busiest.js';
import type { RunReport } from './report.js';

/**
 * What shares of all replications together do not show: a text for each group whose deployments get
 * uneven parts.
 * @param all whether it is told of groups with even parts, too
 */
export function unevenness({ busiest, replications }: RunReport, all: boolean): string[] {
  return busiestTexts(busiest, replications.length, ({ uneven }) => all || uneven);
}
