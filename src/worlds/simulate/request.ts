import type { Clock, Occurrence } from '../../kernel/clock.js';
import type { Experiment, SampleKind } from '../../model/experiment.js';
import type { Fleet, Group } from '../../model/fleet.js';
import type { LatencyMap } from '../../model/latency-map.js';
import { ABANDONED } from '../../model/logger.js';
import type { CompletionEvent } from '../../model/profile.js';
import type { Call, Client } from './call.js';
import type { Luck } from './luck.js';

/** The traffic that a request is part of, and tells what happens to it. */
export interface RequestHost {
  readonly experiment: Experiment;
  readonly clock: Clock;
  readonly fleet: Fleet;
  /** The map has been read for it; `sharedView`: from the shared copy, past any memory. */
  choose(request: Request, map: LatencyMap | undefined, sharedView: boolean): void;
  /** The answer has come. */
  completed(request: Request): void;
  /** The logger is done with its sample. */
  logged(request: Request, outcome: 'recorded' | 'abandoned'): void;
}

/** One request, from its arrival until its sample is logged, and the luck that it brings along. */
export class Request implements Occurrence, Client {
  readonly arrival_s: number;
  /** Whether it came after the warm-up. */
  readonly counted: boolean;
  readonly choiceLuck: number;
  readonly stream: boolean;
  readonly kind: SampleKind;
  /** Where it went; -1: not chosen yet. */
  position = -1;
  latency_s = 0;
  completion_s = 0;
  private readonly timesOut: boolean;
  private readonly serviceLuck: number;
  private readonly tokensLuck: number;
  private readonly ttftLuck: number;

  constructor(
    private readonly host: RequestHost,
    readonly number: number,
    readonly process: number,
    readonly luck: Luck,
  ) {
    const { samples } = host.experiment;
    this.arrival_s = host.clock.now_s;
    this.counted = this.arrival_s >= host.experiment.warmup_s;
    this.choiceLuck = luck.draw('choice');
    this.serviceLuck = luck.draw('service');
    this.tokensLuck = luck.draw('tokens');
    this.stream = samples.stream > 0 && luck.draw('stream') < samples.stream;
    this.ttftLuck = samples.stream > 0 ? luck.draw('ttft') : 0;
    this.timesOut = samples.timeouts !== undefined && luck.draw('timeout') < samples.timeouts.rate;
    this.kind = kindFor(samples.kinds, luck);
  }

  /** A select has read the map, or the logger is done. */
  returned(call: Call, result: unknown): void {
    if (call.kind === 'view') {
      this.host.choose(this, result as LatencyMap | undefined, call.readShared);
    } else {
      this.host.logged(this, result === ABANDONED ? 'abandoned' : 'recorded');
    }
  }

  /** How long it takes on a deployment of a group, in seconds: its luck under the group's law. */
  latencyOn(group: Group): number {
    const { timeouts } = this.host.experiment.samples;
    return this.timesOut && timeouts !== undefined
      ? timeouts.after_s
      : group.latency.quantile(this.serviceLuck);
  }

  /** Goes to a deployment. Gives its latency there, in seconds. */
  serve(position: number): number {
    this.position = position;
    this.latency_s = this.latencyOn(this.host.fleet.groupAt(position));
    this.host.clock.after(this.latency_s, this);
    return this.latency_s;
  }

  occur(): void {
    this.completion_s = this.host.clock.now_s;
    this.host.completed(this);
  }

  /** What the logger is handed. @param minute floor(now / 60 s) */
  event(minute: number): CompletionEvent {
    const { host, latency_s, kind, stream, position } = this;
    const group = host.fleet.groupAt(position);
    const chat = kind === 'chat';
    const tokens = chat ? Math.round(group.tokens.quantile(this.tokensLuck)) : 0;
    return {
      type: this.timesOut ? 'timeout' : 'success',
      deployment: host.fleet.index.ids[position] as string,
      latency_s,
      kind: kind === 'not-recorded' ? 'other' : kind,
      completion_tokens: tokens,
      total_tokens: chat ? tokens + host.experiment.samples.inputTokens : 0,
      stream,
      ttft_s:
        stream && group.ttft !== undefined
          ? Math.min(group.ttft.quantile(this.ttftLuck), latency_s)
          : latency_s,
      minute,
    };
  }
}

/** Draws a kind by weight; a single kind needs no luck. */
function kindFor(kinds: Experiment['samples']['kinds'], luck: Luck): SampleKind {
  const last = kinds[kinds.length - 1];
  if (last === undefined) throw new RangeError('samples need at least one kind');
  if (kinds.length === 1) return last.kind;
  let total = 0;
  for (const { weight } of kinds) total += weight;
  let left = luck.draw('kind') * total;
  for (const { kind, weight } of kinds) {
    left -= weight;
    if (left < 0) return kind;
  }
  return last.kind;
}
