import { Leases } from '../../effects/leases.js';
import { Locks } from '../../effects/locks.js';
import type { Steps } from '../../effects/steps.js';
import { Clock } from '../../kernel/clock.js';
import { constant } from '../../kernel/distributions/constant.js';
import { unlocked } from '../../loggers/unlocked.js';
import type { CompletionEvent } from '../../model/completion.js';
import { Fleet } from '../../model/fleet.js';
import { inProcess } from '../../model/stores/in-process.js';
import type { Store, StoreModel } from '../../model/stores/store.js';
import { type LatencyMap, PLACEHOLDER } from '../../strategies/lowest-latency/latency-map.js';
import type { Logger } from '../../strategies/lowest-latency/logger.js';
import type { Profile } from '../../strategies/lowest-latency/profile.js';
import { Ranker, type Ranking } from '../../strategies/lowest-latency/ranking.js';
import { keepingOf, Records } from '../../strategies/lowest-latency/recording.js';
import { Calling, type CallKind, Calls } from '../simulate/call.js';
import type { DumpedStats, RecordedSettings, Select, Success, Timeout } from './recording.js';
import { UsageOfMinutes } from './usage.js';

/** What a router is made of. */
export interface RouterParts {
  /** Default: LiteLLM's own. */
  readonly logger?: Logger;
  /** One on which nothing travels. Default: LiteLLM's memory of a process. */
  readonly store?: StoreModel;
}

/**
 * A router of one process that is told what to do, and when: the store, the strategy, the logger and
 * the interpreter of `run`, without its arrivals and its luck.
 */
export class Router {
  private readonly clock = new Clock();
  private readonly fleet: Fleet;
  private readonly ranker: Ranker;
  private readonly logger: Logger;
  private readonly records: Records;
  private readonly store: Store;
  private readonly calls: Calls;
  private readonly inFlight: Int32Array;
  private readonly usage = new UsageOfMinutes();

  constructor(
    settings: RecordedSettings,
    profile: Profile,
    { logger = unlocked, store = inProcess }: RouterParts = {},
  ) {
    const { ttl_s, buffer, listSize } = settings;
    this.fleet = fleetOf(settings);
    this.logger = logger;
    this.inFlight = new Int32Array(this.fleet.size);
    this.ranker = new Ranker(this.fleet, profile, buffer, settings);
    const recording = { logger, profile, ttl_s, listSize, options: { retries: 0, lease_s: 0 } };
    this.records = new Records(recording, KEY, this.fleet);
    this.store = store.create({ processes: 1, keeping: keepingOf(recording) });
    this.calls = new Calls(
      this.clock,
      this.fleet.size,
      {
        store: this.store,
        storeKind: store.kind,
        grantsLeases: false,
        locks: [new Locks()],
        leases: new Leases(),
        whose: () => ({ part: 'logger', name: logger.name }),
      },
      () => 0,
      () => undefined,
    );
  }

  /** Makes a choice. What was compared is in the ranking, until the next choice. */
  select({ t_s, healthy, stream, inputTokens }: Select): Ranking {
    this.clock.now_s = t_s;
    const map = this.read();
    this.ranker.rank({
      request: 0,
      now_s: t_s,
      fleet: this.fleet,
      healthy,
      view: map,
      inFlight: this.inFlight,
      minute: minuteOf(t_s),
      stream,
      inputTokens,
      luck: 0,
    });
    if (map !== undefined) this.usage.selected(map, healthy);
    return this.ranker.ranking;
  }

  /** Logs a success or a timeout. */
  log(operation: Success | Timeout): void {
    const { t_s, deployment } = operation;
    this.clock.now_s = t_s;
    this.call(this.records.record(this.eventOf(operation)), 'record');
    const map = this.stored();
    if (map === undefined) return;
    if (operation.op === 'success') this.usage.charged(map, deployment);
    else this.usage.timedOut(map, deployment);
  }

  /** The map as LiteLLM would dump it, by position; null where there is none. */
  dump(t_s: number): (DumpedStats | undefined)[] | null {
    this.clock.now_s = t_s;
    const map = this.read();
    if (map === undefined) return null;
    return this.fleet.index.ids.map((_, position) => {
      const stats = map.at(position);
      return (
        stats && {
          latency: stats.latency.map((sample) => (sample === PLACEHOLDER ? 0 : sample)),
          ttft: stats.ttft,
          minutes: this.usage.of(map, position),
        }
      );
    });
  }

  /** What a select reads: LiteLLM takes an empty map for none. */
  private read(): LatencyMap | undefined {
    const view = this.records.read(minuteOf(this.clock.now_s));
    const map = this.call(view, 'view') as LatencyMap | undefined;
    return map?.isEmpty() === true ? undefined : map;
  }

  private stored(): LatencyMap | undefined {
    return this.store.copies()[0]?.peek(KEY, this.clock.now_s) as LatencyMap | undefined;
  }

  private call(steps: Steps<unknown>, kind: CallKind): unknown {
    const operation = new Operation(0, this.calls);
    operation.call(kind, steps);
    if (operation.result === SUSPENDED) {
      throw new RangeError(`'${this.logger.name}' suspends here: an operation ends where it began`);
    }
    return operation.result;
  }

  private eventOf(operation: Success | Timeout): CompletionEvent {
    const deployment = this.fleet.index.ids[operation.deployment] as string;
    const minute = minuteOf(operation.t_s);
    if (operation.op === 'timeout') return { ...TIMEOUT, deployment, minute };
    const { latency_s, kind, completion_tokens, total_tokens, stream, ttft_s } = operation;
    return {
      type: 'success',
      deployment,
      latency_s,
      kind,
      completion_tokens,
      total_tokens,
      stream,
      ttft_s,
      minute,
    };
  }
}

const KEY = 'group_map';
const SUSPENDED = Symbol('suspended');

/** A recorded operation, which ends where it began. */
class Operation extends Calling {
  result: unknown = SUSPENDED;

  protected override returned(result: unknown): void {
    this.result = result;
  }

  protected override paused(): void {}
}

/** What a timeout is charged does not depend on how long it took. */
const TIMEOUT: Omit<CompletionEvent, 'deployment' | 'minute'> = {
  type: 'timeout',
  latency_s: 0,
  kind: 'other',
  completion_tokens: 0,
  total_tokens: 0,
  stream: false,
  ttft_s: 0,
};

const minuteOf = (t_s: number): number => Math.floor(t_s / 60);

/** Each deployment a group of its own, at its position; latencies are recorded, never drawn. */
function fleetOf({ deployments }: RecordedSettings): Fleet {
  const never = constant(0);
  return new Fleet(
    deployments.map(({ id, rpm, tpm }) => ({
      name: id,
      deployments: 1,
      latency: never,
      tokens: never,
      ...(rpm !== undefined && { rpm }),
      ...(tpm !== undefined && { tpm }),
    })),
  );
}
