import { increment, read, readMany, write } from '../../effects/effects.js';
import type { Steps } from '../../effects/steps.js';
import type { Cause } from '../../model/cause.js';
import { Immutable } from '../../model/copy.js';
import type { Fleet } from '../../model/fleet.js';
import type { Choice, Moment, Situation, Strategy } from '../../model/strategy.js';
import { causeByScore } from '../explain.js';
import { healthyAt, healthyCount } from '../healthy.js';
import type { Kept } from '../kind.js';
import { type Recording, Records } from '../lowest-latency/recording.js';
import { FOR_GOOD_S } from '../request-counting.js';

/** How long a count is kept, in seconds. */
const TTL_S = 3600;
/** How long a reservation holds whose call is not made, in seconds. */
const RESERVED_S = 30;

interface Reservation {
  readonly request: number;
  readonly position: number;
  readonly since_s: number;
}

/** Choices whose calls are still to be made. */
export class Reservations extends Immutable {
  constructor(readonly all: readonly Reservation[] = []) {
    super();
  }

  live(now_s: number): readonly Reservation[] {
    return this.all.filter(({ since_s }) => now_s - since_s < RESERVED_S);
  }

  /** Without one of a request's own. */
  without(request: number, position: number, now_s: number): Reservations {
    const live = this.live(now_s);
    const own = live.findIndex((each) => each.request === request && each.position === position);
    return new Reservations(live.filter((_, i) => i !== own));
  }
}

interface LoadsSeen {
  readonly counts: readonly (number | undefined)[];
  readonly reserved: Reservations | undefined;
}

const countKey = (key: string, position: number): string => `${key}:under-way:${position}`;

/**
 * least-busy as in LiteLLM 1.110.2: a count per deployment, never below 0, and a reservation from the
 * choice to its call, which only its own process knows. The first of the smallest sums is chosen, in
 * the order of those that are healthy.
 */
export class Reserving extends Records implements Strategy<LoadsSeen> {
  readonly callDelay_s: number;
  private readonly reserve: boolean;
  private readonly countKeys: readonly string[];
  private readonly reserved: string;
  /** Of the latest choice, by position. */
  private readonly sums: Float64Array;

  constructor(
    readonly name: string,
    recording: Recording,
    key: string,
    fleet: Fleet,
    { callDelay_s, reserve }: { readonly callDelay_s: number; readonly reserve: boolean },
  ) {
    super(recording, key, fleet);
    this.callDelay_s = callDelay_s;
    this.reserve = reserve;
    this.countKeys = fleet.groupOf.map((_, position) => countKey(key, position));
    this.reserved = `${key}:reserved`;
    this.sums = new Float64Array(fleet.size);
  }

  *view(): Steps<LoadsSeen> {
    const counts = yield readMany(this.countKeys);
    return { counts, reserved: this.reserve ? yield read(this.reserved, 'local') : undefined };
  }

  choose(situation: Situation<LoadsSeen>): number {
    const { sums } = this;
    this.add(situation);
    let least = -1;
    for (let i = 0; i < healthyCount(situation); i++) {
      const position = healthyAt(situation, i);
      if (least < 0 || sums[position]! < sums[least]!) least = position;
    }
    return least;
  }

  *chosen(position: number, { request, now_s }: Moment): Steps<void> {
    if (!this.reserve) return;
    const before: Reservations = (yield read(this.reserved, 'local')) ?? new Reservations();
    const all = [...before.live(now_s), { request, position, since_s: now_s }];
    yield write(this.reserved, new Reservations(all), FOR_GOOD_S);
  }

  *started(position: number, { request, now_s }: Moment): Steps<void> {
    if (this.reserve) {
      const before: Reservations = (yield read(this.reserved, 'local')) ?? new Reservations();
      yield write(this.reserved, before.without(request, position, now_s), FOR_GOOD_S);
    }
    yield* this.count(position, 1);
  }

  *ended(position: number): Steps<void> {
    yield* this.count(position, -1);
  }

  explain(choice: Choice<LoadsSeen>): Cause {
    this.add(choice);
    return causeByScore(choice, (position) => this.sums[position]!, { byLoad: true });
  }

  /** Counts and reservations of every deployment, as they were read. */
  private add({ view, now_s }: Situation<LoadsSeen>): void {
    const { sums } = this;
    for (let position = 0; position < sums.length; position++) {
      sums[position] = view?.counts[position] ?? 0;
    }
    for (const { position } of view?.reserved?.live(now_s) ?? []) sums[position]!++;
  }

  private *count(position: number, by: number): Steps<void> {
    const key = this.countKeys[position]!;
    const sum = yield increment(key, by, TTL_S);
    if (sum < 0) yield increment(key, -sum, TTL_S);
  }
}

/** As LiteLLM's cache has it: reservations are elsewhere. */
export function reservedInLiteLLM({ key, modelGroup, ids, read }: Kept): Record<string, unknown> {
  const entries = ids.map((id, i) => [`${modelGroup}_request_count:${id}`, read(countKey(key, i))]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
