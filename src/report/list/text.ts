import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { WIDTH, wrap } from '../kit/words.js';

export interface ListedItem {
  readonly name: string;
  readonly summary: string;
}

/** What comes with latsim, by kind. */
export interface Inventory {
  readonly scenarios: readonly ListedItem[];
  readonly loggers: readonly ListedItem[];
  readonly strategies: readonly ListedItem[];
  readonly profiles: readonly ListedItem[];
  readonly distributions: readonly ListedItem[];
  readonly capacities: readonly ListedItem[];
  readonly loads: readonly ListedItem[];
  readonly dispatches: readonly ListedItem[];
  readonly stores: readonly ListedItem[];
  readonly expectations: readonly ListedItem[];
}

/** Lists under their titles, one item per line. */
export function textList(inventory: Inventory, style: Style): string {
  const items = Object.values(inventory).flat() as ListedItem[];
  const width = Math.max(0, ...items.map(({ name }) => name.length));
  const sections = Object.entries(inventory).map(
    ([kind, items]: [string, readonly ListedItem[]]) => {
      const rows = items.map(({ name, summary }) => [
        name.padEnd(width),
        wrap(summary, WIDTH - width - 4).join('\n'),
      ]);
      return `${style.strong(kind)}\n${table([{ title: '' }, { title: '' }], rows, style.faint)}`;
    },
  );
  return `${sections.join('\n\n')}\n`;
}
