import { bareAddress, withoutSecrets } from '../text/addresses.js';
import type { LoggedDeployment } from './logged-deployment.js';
import { askedFor, type LoggedCall, type SpendRow } from './spend-row.js';

/** What a log says of the rows of one deployment, as far as they name it. */
export class DeploymentTally {
  answers = 0;
  timeouts = 0;
  /** Failures other than timeouts. */
  failures = 0;
  /** Answers, by what was called. */
  readonly calls: Record<LoggedCall, number> = { chat: 0, messages: 0, other: 0 };
  /** Answers of /chat/completions without completion tokens. */
  withoutTokens = 0;
  /** Seconds of all answers. */
  latency_s = 0;
  /** Completion tokens of all answers that say some, and how many these are. */
  tokens = 0;
  withTokens = 0;
  /** What ended, by window. */
  readonly windows = new Map<number, WindowTally>();

  constructor(
    /** Of its model group, without what may be secret. */
    readonly modelGroup: string,
    readonly deployment: LoggedDeployment,
  ) {}
}

interface RequestTime {
  readonly tally: DeploymentTally;
  readonly start_us: number;
  readonly end_us: number;
}

/** What ended in a window. */
export interface WindowTally {
  answers: number;
  failures: number;
}

/** More deployments than this are not told apart: of those that come later nothing is held. */
const MOST_DEPLOYMENTS = 10_000;
/** Of a window, in seconds. */
const SHORTEST_S = 15;
/** More counts by deployment and window are not held: windows become twice as long. */
const MOST_CELLS = 100_000;
/** Requests that are looked at for whether they overlap. */
const MOST_INTERVALS = 100_000;

/** Counts the requests that `readLog` hands on, by deployment and time. Memory does not grow with the log. */
export class LogTallies {
  private readonly all = new Map<string, DeploymentTally>();
  private width_s = SHORTEST_S;
  private cells = 0;
  private readonly intervals: RequestTime[] = [];

  add(row: SpendRow): void {
    const tally = this.tallyOf(row);
    if (tally === undefined) return;
    const latency_s = (row.end_us - row.start_us) / 1e6;
    if (row.outcome === 'success') {
      tally.answers += 1;
      tally.calls[row.call] += 1;
      tally.latency_s += latency_s;
      const tokens = row.completionTokens ?? 0;
      if (tokens > 0) {
        tally.tokens += tokens;
        tally.withTokens += 1;
      } else if (row.call === 'chat') {
        tally.withoutTokens += 1;
      }
    } else if (row.outcome === 'timeout') {
      tally.timeouts += 1;
    } else {
      tally.failures += 1;
    }
    this.addToWindow(tally, row);
    if (this.intervals.length < MOST_INTERVALS) {
      this.intervals.push({ tally, start_us: row.start_us, end_us: row.end_us });
    }
  }

  /** Seconds of a window: 15, or twice that, or twice again. */
  get window_s(): number {
    return this.width_s;
  }

  /** Those of a model group, in the order of their first request. */
  of(modelGroup: string): readonly DeploymentTally[] {
    return [...this.all.values()].filter((tally) => tally.modelGroup === modelGroup);
  }

  /**
   * The part of the requests of some deployments that began while another one of theirs was under way:
   * of the first of the log, if there are very many.
   */
  overlapping(tallies: ReadonlySet<DeploymentTally>): number {
    const own = this.intervals.filter(({ tally }) => tallies.has(tally));
    own.sort((a, b) => a.start_us - b.start_us);
    let overlapping = 0;
    let until_us = Number.NEGATIVE_INFINITY;
    for (const { start_us, end_us } of own) {
      if (start_us < until_us) overlapping += 1;
      until_us = Math.max(until_us, end_us);
    }
    return own.length === 0 ? 0 : overlapping / own.length;
  }

  /** Undefined: there are too many already. */
  private tallyOf(row: SpendRow): DeploymentTally | undefined {
    const { modelId, apiBase, model } = row;
    const asked = askedFor(row);
    const key = `${asked}\n${modelId}\n${apiBase}\n${model}`;
    let tally = this.all.get(key);
    if (tally === undefined && this.all.size < MOST_DEPLOYMENTS) {
      tally = new DeploymentTally(withoutSecrets(asked), {
        modelId: withoutSecrets(modelId),
        apiBase: bareAddress(apiBase),
        model: withoutSecrets(model),
      });
      this.all.set(key, tally);
    }
    return tally;
  }

  private addToWindow(tally: DeploymentTally, row: SpendRow): void {
    const position = Math.floor(row.end_us / 1e6 / this.width_s);
    let window = tally.windows.get(position);
    if (window === undefined) {
      window = { answers: 0, failures: 0 };
      tally.windows.set(position, window);
      this.cells += 1;
    }
    if (row.outcome === 'success') window.answers += 1;
    else window.failures += 1;
    while (this.cells > MOST_CELLS) this.widen();
  }

  /** In the end one window holds all: there are more counts than deployments. */
  private widen(): void {
    this.width_s *= 2;
    this.cells = 0;
    for (const { windows } of this.all.values()) {
      const all = [...windows];
      windows.clear();
      for (const [position, { answers, failures }] of all) {
        const into = windows.get(Math.floor(position / 2)) ?? { answers: 0, failures: 0 };
        into.answers += answers;
        into.failures += failures;
        windows.set(Math.floor(position / 2), into);
      }
      this.cells += windows.size;
    }
  }
}
