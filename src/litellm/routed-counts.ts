import { bareAddress, withoutSecrets } from '../text/addresses.js';
import type { LoggedDeployment } from './logged-deployment.js';
import { askedFor, type SpendRow } from './spend-row.js';

/** How many requests went where. */
export interface RoutedCounts {
  /** Requests that were routed, failures included; cache hits are not. */
  readonly requests: number;
  /** In the order of their first request. */
  readonly modelGroups: readonly ModelGroupCount[];
}

/** What became of requests. */
export interface OutcomeCount {
  readonly answers: number;
  readonly timeouts: number;
  /** Failures other than timeouts. */
  readonly failures: number;
}

export interface ModelGroupCount extends OutcomeCount {
  /** LiteLLM's model_name, of an address without what may be secret; empty where the log does not say. */
  readonly name: string;
  readonly requests: number;
  /** In the order of their first request. */
  readonly deployments: readonly DeploymentCount[];
}

/** Requests of a deployment, as far as the log tells it; of an address without what may be secret. */
export interface DeploymentCount extends LoggedDeployment, OutcomeCount {
  readonly requests: number;
}

/** Deployments of a model group that are told apart: a log may have a new id in each row. */
const MOST_DEPLOYMENTS = 2000;
/** Model groups that are told apart. */
const MOST_GROUPS = 10_000;

class Tally {
  answers = 0;
  timeouts = 0;
  failures = 0;

  add({ outcome }: SpendRow): void {
    if (outcome === 'success') this.answers += 1;
    else if (outcome === 'timeout') this.timeouts += 1;
    else this.failures += 1;
  }

  count(): OutcomeCount & { readonly requests: number } {
    const { answers, timeouts, failures } = this;
    return { answers, timeouts, failures, requests: answers + timeouts + failures };
  }
}

class GroupCounted extends Tally {
  private readonly deployments = new Map<
    string,
    { readonly of: LoggedDeployment; readonly counted: Tally }
  >();

  override add(row: SpendRow): void {
    super.add(row);
    this.countedOf(row).add(row);
  }

  all(): DeploymentCount[] {
    return [...this.deployments.values()].map(({ of, counted }) => ({
      modelId: withoutSecrets(of.modelId),
      apiBase: bareAddress(of.apiBase),
      model: withoutSecrets(of.model),
      ...counted.count(),
    }));
  }

  private countedOf({ modelId, apiBase, model }: LoggedDeployment): Tally {
    const key = `${modelId}\n${apiBase}\n${model}`;
    const known = this.deployments.get(key)?.counted;
    if (known !== undefined) return known;
    if (this.deployments.size >= MOST_DEPLOYMENTS && modelId !== '') {
      return this.countedOf({ modelId: '', apiBase, model });
    }
    if (this.deployments.size >= 2 * MOST_DEPLOYMENTS && (apiBase !== '' || model !== '')) {
      return this.countedOf({ modelId: '', apiBase: '', model: '' });
    }
    const counted = new Tally();
    this.deployments.set(key, { of: { modelId, apiBase, model }, counted });
    return counted;
  }
}

/** Counts the requests that `readLog` hands on, by model group and deployment. */
export class RoutedCounter {
  private readonly modelGroups = new Map<string, GroupCounted>();
  private requests = 0;

  add(row: SpendRow): void {
    const asked = withoutSecrets(askedFor(row));
    const name = this.modelGroups.size < MOST_GROUPS || this.modelGroups.has(asked) ? asked : '';
    let counted = this.modelGroups.get(name);
    if (counted === undefined) {
      counted = new GroupCounted();
      this.modelGroups.set(name, counted);
    }
    counted.add(row);
    this.requests += 1;
  }

  counts(): RoutedCounts {
    const modelGroups = [...this.modelGroups].map(([name, counted]) => {
      return { name, ...counted.count(), deployments: counted.all() };
    });
    return { requests: this.requests, modelGroups };
  }
}
