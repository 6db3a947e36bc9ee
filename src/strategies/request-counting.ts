import { increment } from '../effects/effects.js';
import type { Steps } from '../effects/steps.js';
import type { ParameterMap } from '../kernel/parameters.js';
import type { CallEnd, Moment } from '../model/strategy.js';
import { callDelay } from './call-delay.js';
import { Records } from './lowest-latency/recording.js';

/** The parameters of a strategy that counts requests under way. */
export const COUNTING = {
  count: {
    type: 'choice',
    of: ['choice', 'call'],
    preset: 'choice',
    says: 'From when on a request counts as under way: its choice, or the call of its deployment.',
  },
  call_delay: callDelay,
} as const satisfies ParameterMap;

export interface CountSettings {
  readonly count: string;
  /** In seconds. */
  readonly call_delay: number;
}

/** Counts are kept for longer than any run lasts, in seconds. */
export const FOR_GOOD_S = Number.MAX_SAFE_INTEGER;

/** Counts the requests under way of each deployment in the store; latencies are recorded beside. */
export class RequestCounting extends Records {
  readonly callDelay_s: number;
  private readonly atCall: boolean;
  private readonly ids: readonly string[];
  private readonly requestsKeys: string[] = [];

  constructor(settings: CountSettings, ...records: ConstructorParameters<typeof Records>) {
    super(...records);
    const [, , fleet] = records;
    this.ids = fleet.index.ids;
    this.atCall = settings.count === 'call';
    this.callDelay_s = this.atCall ? settings.call_delay : 0;
  }

  *chosen(position: number, _moment: Moment): Steps<void> {
    if (!this.atCall) yield* this.add(position, 1);
  }

  *started(position: number, _moment: Moment): Steps<void> {
    if (this.atCall) yield* this.add(position, 1);
  }

  *ended(position: number, _moment: Moment, _ending: CallEnd): Steps<void> {
    yield* this.add(position, -1);
  }

  /** Where the requests under way of a deployment are counted. */
  requestsKey(position: number): string {
    // Made once: of 2,000 deployments, making them anew would take as long as reading them.
    this.requestsKeys[position] ??= `${this.key}/requests/${this.idOf(position)}`;
    return this.requestsKeys[position];
  }

  /** One that has joined since the fleet was made goes by its position. */
  protected idOf(position: number): string | number {
    return this.ids[position] ?? position;
  }

  private *add(position: number, by: number): Steps<void> {
    yield increment(this.requestsKey(position), by, FOR_GOOD_S);
  }
}
