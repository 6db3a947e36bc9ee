import { unlocked } from '../../loggers/unlocked.js';
import { Fleet } from '../../model/fleet.js';
import type { CallEnd, Moment } from '../../model/strategy.js';
import type { SeenLoad } from '../../strategies/by-load.js';
import { LeastRequest } from '../../strategies/least-request.js';
import { DEFAULT_PROFILE } from '../../strategies/lowest-latency/profile.js';
import { keepingOf } from '../../strategies/lowest-latency/recording.js';
import { luckOf, type Pair } from '../../strategies/pair.js';
import { PeakEwma } from '../../strategies/peak-ewma.js';
import type { CountSettings } from '../../strategies/request-counting.js';
import type { TwoChoices } from '../../strategies/two-choices.js';
import { type ComparedField, type Difference, Replaying, type Timed } from './compared.js';
import { Process } from './process.js';
import { ReadyList } from './ready-list.js';

/** What was recorded of tower's balancer and of the loads that it goes by. */

/** Endpoints are numbered: those of the config, then each that joins. Times are whole ns. */
export interface BalancerSettings {
  /** Of the moving average of latencies; undefined: calls under way are the load. */
  readonly ewma: { readonly default_rtt_ns: number; readonly decay_ns: number } | undefined;
  /** How many endpoints there are from the beginning. */
  readonly endpoints: number;
  /** Of all endpoints by their numbers, as they may be shown; grows as they join. */
  readonly names: readonly string[];
}

/** What happened to an endpoint, or was asked. */
export type BalancerOperation = Timed & { readonly t_ns: number } & (
    | { readonly op: 'load'; readonly endpoint: number; readonly load: number }
    | { readonly op: 'start' | 'insert' | 'remove'; readonly endpoint: number }
    | {
        readonly op: 'end';
        readonly endpoint: number;
        readonly outcome: CallEnd['outcome'];
        /** From the start of the call. */
        readonly latency_ns: number;
      }
    | BalancerChoice
  );

export interface BalancerChoice {
  readonly op: 'choose';
  /** Its two random numbers; undefined where there was a single endpoint. */
  readonly drawn: Pair | undefined;
  /** The endpoints that they drew, with the loads that were read. */
  readonly pair: readonly { readonly endpoint: number; readonly load: number }[];
  readonly chosen: number;
}

export const BALANCER_CHECKS = [
  { field: 'load', all: 'loads read' },
  { field: 'pair', all: 'endpoints drawn', one: 'endpoints drawn' },
  { field: 'loads', all: 'loads of those drawn', one: 'loads' },
  { field: 'chosen', all: 'choices', one: 'chosen' },
] as const satisfies readonly ComparedField[];

type Field = (typeof BALANCER_CHECKS)[number]['field'];

/** Loads agree up to this fraction of them: another `exp` may round otherwise. */
const TOLERANCE = 1e-9;
/** Below this, a number has lost digits. */
const SMALLEST = 1e-300;

/**
 * Feeds recorded operations to the strategy of latsim. It is told times in ns where it takes
 * seconds, and knows no difference: so none is rounded.
 */
export class BalancerReplay extends Replaying<BalancerOperation, Field> {
  private readonly strategy: TwoChoices;
  private readonly process: Process;
  private readonly list: ReadyList;

  constructor(private readonly settings: BalancerSettings) {
    super(BALANCER_CHECKS);
    this.strategy = strategyOf(settings);
    this.process = new Process({
      name: this.strategy.name,
      deployments: 0,
      keeping: keepingOf(RECORDING),
    });
    this.list = new ReadyList(Array.from({ length: settings.endpoints }, (_, i) => i));
  }

  protected override replay(operation: BalancerOperation, line: number): void {
    const { strategy, process, list } = this;
    const moment: Moment = { request: 0, now_s: operation.t_ns, minute: 0 };
    process.clock.now_s = operation.t_ns;
    switch (operation.op) {
      case 'load': {
        const { endpoint, load } = operation;
        const seen = process.call('view', strategy.look([endpoint], moment)) as readonly SeenLoad[];
        const actual = strategy.loadOf(seen[0]!);
        this.note('load', this.apart('load', [endpoint], [load], [actual]), operation, line);
        return;
      }
      case 'start':
        process.call('started', strategy.started(operation.endpoint, moment));
        return;
      case 'end': {
        const { endpoint, outcome, latency_ns } = operation;
        const ending = { outcome, latency_s: latency_ns };
        process.call('ended', strategy.ended(endpoint, moment, ending));
        return;
      }
      case 'insert': {
        const joins = strategy.joined?.(operation.endpoint, moment);
        if (joins !== undefined) process.call('chosen', joins);
        list.insert(operation.endpoint);
        return;
      }
      case 'remove':
        list.remove(operation.endpoint);
        return;
      case 'choose':
        list.update();
        this.choose(operation, moment, line);
        list.chosen(operation.chosen);
    }
  }

  private choose(
    operation: BalancerChoice & BalancerOperation,
    moment: Moment,
    line: number,
  ): void {
    const { strategy, process, list } = this;
    const { drawn, pair, chosen } = operation;
    const healthy = list.positions;
    const places = healthy.length < 2 || drawn === undefined ? [] : list.drawn(drawn);
    const expected = pair.map(({ endpoint }) => endpoint);
    const actual = places.map((place) => healthy[place]!);
    this.note('pair', this.others('pair', expected, actual), operation, line);
    const [first, second] = places;
    const luck = first === undefined ? 0.5 : luckOf([first, second!], healthy.length);
    const asking = { ...moment, fleet: NO_FLEET, healthy, inFlight: [], ...ASKED, luck };
    const view = process.call('view', strategy.view(asking)) as readonly SeenLoad[] | undefined;
    const loads = view?.map((each) => strategy.loadOf(each)) ?? [];
    const recorded = pair.map(({ load }) => load);
    this.note('loads', this.apart('loads', expected, recorded, loads), operation, line);
    const choice = strategy.choose({ ...asking, view });
    const [a = 0, b = 0] = loads;
    // Where rounding decides, either may have been chosen.
    const open = loads.length === 2 && a !== b && agree(a, b) && actual.includes(chosen);
    const difference = open ? undefined : this.others('chosen', [chosen], [choice]);
    this.note('chosen', difference, operation, line);
  }

  /** Loads that do not agree. */
  private apart(
    field: Field,
    endpoints: readonly number[],
    expected: readonly number[],
    actual: readonly number[],
  ): Difference<Field> | undefined {
    const same =
      expected.length === actual.length && expected.every((load, i) => agree(load, actual[i]!));
    if (same) return undefined;
    const shown = (loads: readonly number[]) =>
      Object.fromEntries(endpoints.map((endpoint, i) => [this.nameOf(endpoint), loads[i] ?? null]));
    return { field, expected: shown(expected), actual: shown(actual) };
  }

  /** Other endpoints than the recorded ones. */
  private others(
    field: Field,
    expected: readonly number[],
    actual: readonly number[],
  ): Difference<Field> | undefined {
    const same = expected.length === actual.length && expected.every((one, i) => one === actual[i]);
    if (same) return undefined;
    const shown = (endpoints: readonly number[]) => endpoints.map((one) => this.nameOf(one));
    return { field, expected: shown(expected), actual: shown(actual) };
  }

  private nameOf(endpoint: number): string {
    return this.settings.names[endpoint] ?? 'nobody';
  }
}

/** A start is a call of its own: the choice counts nothing. */
const COUNTS: CountSettings = { count: 'call', call_delay: 0 };
const ASKED = { stream: false, inputTokens: 0 } as const;
/** Endpoints come and go: a strategy is told which may be chosen. */
const NO_FLEET = new Fleet([]);
/** No latency is recorded. */
const RECORDING = {
  logger: unlocked,
  options: { retries: 0, lease_s: 0 },
  profile: DEFAULT_PROFILE,
  ttl_s: 1,
  listSize: 1,
};

function strategyOf({ ewma }: BalancerSettings): TwoChoices {
  const parts = [RECORDING, 'balancer', NO_FLEET] as const;
  if (ewma === undefined) return new LeastRequest(COUNTS, ...parts);
  const { decay_ns: decay, default_rtt_ns: default_rtt } = ewma;
  return new PeakEwma({ decay, default_rtt, failures: 'counted', ...COUNTS }, ...parts);
}

function agree(a: number, b: number): boolean {
  const larger = Math.max(a, b);
  return larger < SMALLEST || Math.abs(a - b) <= TOLERANCE * larger;
}
