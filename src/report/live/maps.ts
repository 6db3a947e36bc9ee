import { count } from '../../text/figures.js';
import type { Style } from '../kit/style.js';
import { type Column, table } from '../kit/table.js';
import { clipName, paragraph } from '../kit/words.js';
import { labelOf } from './answer.js';
import type { LiveMap, LiveMapEntry, LiveReport } from './report.js';

/** Longer names are clipped. */
const NAME_WIDTH = 36;

const COLUMNS: readonly Column[] = [
  { title: 'in the map' },
  { title: 'samples', align: 'right' },
  { title: 'mean', align: 'right' },
  { title: 'zeros', align: 'right' },
  { title: 'no numbers', align: 'right' },
];

/** What the Redis of each proxy held at the end; nothing where that was not asked for. */
export function mapsText({ runs }: LiveReport, style: Style): string[] {
  return runs.flatMap((run) =>
    (run.maps ?? []).map((map) => {
      const of = runs.length === 1 ? '' : `${labelOf(run, runs)}: `;
      const says = `${of}${mapSentence(map)}`;
      const rows = (map.entries ?? []).map(rowOf);
      return rows.length === 0
        ? paragraph(says, 2)
        : `${paragraph(says, 2)}\n${table(COLUMNS, rows, style.faint)}`;
    }),
  );
}

/** What a map says by itself. */
export function mapSentence({ modelGroup, entries }: LiveMap): string {
  const name = clipName(modelGroup, NAME_WIDTH);
  if (entries === null) {
    return `Redis has no map of ${name}: nothing was recorded, which is itself the diagnosis.`;
  }
  const known = entries.filter(({ numbers }) => numbers > 0).length;
  return `The map of ${name} in Redis has ${count(entries.length)} deployments, ${count(known)} of them with samples.`;
}

function rowOf({ id, numbers, mean, zeros, timedeltas }: LiveMapEntry): string[] {
  return [
    clipName(id, NAME_WIDTH),
    count(numbers),
    mean === null ? '-' : String(Number(mean.toPrecision(4))),
    count(zeros),
    count(timedeltas),
  ];
}
