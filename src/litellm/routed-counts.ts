import { bareAddress, withoutSecrets } from '../text/addresses.js';
import type { SpendRow } from './spend-row.js';

/** How many requests went where. */
export interface RoutedCounts {
  /** Requests that were routed, failures included; cache hits are not. */
  readonly requests: number;
  /** From the first start to the last. */
  readonly span_s: number;
  /** In the order of their first request. */
  readonly modelGroups: readonly ModelGroupCount[];
}

export interface ModelGroupCount {
  /** LiteLLM's model_name, of an address without what may be secret; empty where the log does not say. */
  readonly name: string;
  readonly requests: number;
  /** In the order of their first request. */
  readonly groups: readonly { readonly name: string; readonly requests: number }[];
}

/** The column whose values name the groups. */
export type GroupColumn = 'model' | 'modelId' | 'apiBase';

/** Counts the requests that `readLog` hands on, by model group and by one of the columns. */
export class RoutedCounter {
  private readonly modelGroups = new Map<string, Map<string, number>>();
  private requests = 0;
  private first_us = Number.POSITIVE_INFINITY;
  private last_us = Number.NEGATIVE_INFINITY;

  constructor(private readonly by: GroupColumn = 'model') {}

  add(row: SpendRow): void {
    const { by, modelGroups } = this;
    const name = nameIn(by, row);
    const modelGroup = withoutSecrets(row.modelGroup);
    const groups = modelGroups.get(modelGroup) ?? new Map<string, number>();
    modelGroups.set(modelGroup, groups);
    groups.set(name, (groups.get(name) ?? 0) + 1);
    this.requests += 1;
    this.first_us = Math.min(this.first_us, row.start_us);
    this.last_us = Math.max(this.last_us, row.start_us);
  }

  counts(): RoutedCounts {
    const { requests, first_us, last_us } = this;
    const modelGroups = [...this.modelGroups].map(([name, counted]) => {
      const groups = [...counted].map(([group, count]) => ({ name: group, requests: count }));
      return { name, requests: groups.reduce((sum, group) => sum + group.requests, 0), groups };
    });
    return { requests, span_s: requests === 0 ? 0 : (last_us - first_us) / 1e6, modelGroups };
  }
}

/** What a column has for the name of a row's group. */
export function nameIn(by: GroupColumn, row: SpendRow): string {
  return NAMES[by](row);
}

/** What a group is called: addresses without what may be secret. */
const NAMES: Readonly<Record<GroupColumn, (row: SpendRow) => string>> = {
  model: ({ model }) => withoutSecrets(model),
  modelId: ({ modelId }) => withoutSecrets(modelId),
  apiBase: ({ apiBase }) => bareAddress(apiBase),
};
