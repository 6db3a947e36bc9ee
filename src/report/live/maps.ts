import { count } from '../../text/figures.js';
import type { LiveMap } from './report.js';
import type { LiveTable } from './rows.js';

/** What a map says by itself. */
export function mapSentence({ modelGroup, entries }: LiveMap): string {
  if (entries === null) {
    return `Redis has no map of ${modelGroup}: nothing was recorded, which is itself the diagnosis.`;
  }
  const known = entries.filter(({ numbers }) => numbers > 0).length;
  return `The map of ${modelGroup} in Redis has ${count(entries.length)} deployments, ${count(known)} of them with samples.`;
}

/** What it has of each deployment. */
export function mapTable({ entries }: LiveMap): LiveTable | null {
  if (entries === null || entries.length === 0) return null;
  return {
    columns: [
      { title: 'in the map', align: 'left' },
      { title: 'samples', align: 'right' },
      { title: 'mean', align: 'right' },
      { title: 'zeros', align: 'right' },
      { title: 'no numbers', align: 'right' },
    ],
    rows: entries.map(({ id, numbers, mean, zeros, timedeltas }) => [
      id,
      count(numbers),
      mean === null ? '-' : String(Number(mean.toPrecision(4))),
      count(zeros),
      count(timedeltas),
    ]),
  };
}
