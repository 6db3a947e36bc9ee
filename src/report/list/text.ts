import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { WIDTH, wrap } from '../kit/words.js';

export interface Item {
  readonly name: string;
  readonly summary: string;
}

/** What comes with latsim, by kind. */
export interface Inventory {
  readonly scenarios: readonly Item[];
  readonly loggers: readonly Item[];
  readonly policies: readonly Item[];
  readonly profiles: readonly Item[];
  readonly distributions: readonly Item[];
  readonly loads: readonly Item[];
  readonly dispatches: readonly Item[];
  readonly stores: readonly Item[];
  readonly expectations: readonly Item[];
}

/** Lists under their titles, one item per line. */
export function textList(inventory: Inventory, style: Style): string {
  const items = Object.values(inventory).flat() as Item[];
  const width = Math.max(0, ...items.map(({ name }) => name.length));
  const sections = Object.entries(inventory).map(([kind, items]: [string, readonly Item[]]) => {
    const rows = items.map(({ name, summary }) => [
      name.padEnd(width),
      wrap(summary, WIDTH - width - 4).join('\n'),
    ]);
    return `${style.strong(kind)}\n${table([{ title: '' }, { title: '' }], rows, style.faint)}`;
  });
  return `${sections.join('\n\n')}\n`;
}
