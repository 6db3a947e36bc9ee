import type { Clock } from '../../kernel/clock.js';
import type { CompletionEvent } from '../../model/completion.js';
import type { Experiment, SampleKind } from '../../model/experiment.js';
import type { Fleet, Group } from '../../model/fleet.js';
import { Calling, type Calls } from './call.js';
import type { Luck } from './luck.js';

/** The life of a request: each `yield` waits for what was just begun, and is given its result. */
export type Life = Generator<unknown, void, unknown>;

/** Where a request is under way. */
export interface Surroundings {
  readonly experiment: Experiment;
  readonly clock: Clock;
  readonly fleet: Fleet;
}

/** Whether a request waits, is at work, or has been told to go on while it is. */
type Turn = typeof IDLE | typeof BUSY | typeof DUE;
const IDLE = 0;
const BUSY = 1;
const DUE = 2;

/** One request under way, and the luck that it brings along. */
export class Request extends Calling {
  readonly arrival_s: number;
  /** Whether it came after the warm-up. */
  readonly counted: boolean;
  readonly choiceLuck: number;
  readonly stream: boolean;
  readonly kind: SampleKind;
  /** Where it goes; -1: not chosen yet. */
  position = -1;
  latency_s = 0;
  completion_s = 0;
  private readonly timesOut: boolean;
  private readonly serviceLuck: number;
  private readonly tokensLuck: number;
  private readonly ttftLuck: number;
  private life!: Life;
  private turn: Turn = IDLE;
  /** What it goes on with. */
  private result: unknown;

  constructor(
    private readonly at: Surroundings,
    readonly number: number,
    process: number,
    calls: Calls,
    readonly luck: Luck,
  ) {
    super(process, calls);
    const { samples } = at.experiment;
    this.arrival_s = at.clock.now_s;
    this.counted = this.arrival_s >= at.experiment.warmup_s;
    this.choiceLuck = luck.draw('choice');
    this.serviceLuck = luck.draw('service');
    this.tokensLuck = luck.draw('tokens');
    this.stream = samples.stream > 0 && luck.draw('stream') < samples.stream;
    this.ttftLuck = samples.stream > 0 ? luck.draw('ttft') : 0;
    this.timesOut = samples.timeouts !== undefined && luck.draw('timeout') < samples.timeouts.rate;
    this.kind = kindFor(samples.kinds, luck);
  }

  /** Begins its life. */
  live(life: Life): void {
    this.life = life;
    this.goOn();
  }

  /** Goes on with the answer to what it waited for, until it has to wait again. */
  goOn(result?: unknown): void {
    this.result = result;
    const alive = this.turn !== IDLE;
    this.turn = DUE;
    // What takes no time comes while it is still being begun.
    if (alive) return;
    while (this.turn === DUE) {
      this.turn = BUSY;
      this.life.next(this.taken());
    }
    this.turn = IDLE;
  }

  /** Not kept: a map that is kept for as long as a request is served is much. */
  private taken(): unknown {
    const { result } = this;
    this.result = undefined;
    return result;
  }

  protected override returned(result: unknown): void {
    this.goOn(result);
  }

  protected override paused(): void {
    this.goOn();
  }

  /** How long it takes on a deployment of a group, in seconds: its luck under the group's law. */
  latencyOn(group: Group): number {
    const { timeouts } = this.at.experiment.samples;
    return this.timesOut && timeouts !== undefined
      ? timeouts.after_s
      : group.latency.quantile(this.serviceLuck);
  }

  /** What the recorder is handed. @param minute floor(now / 60 s) */
  event(minute: number): CompletionEvent {
    const { at, latency_s, kind, stream, position } = this;
    const { fleet, experiment } = at;
    const group = fleet.groupAt(position);
    const chat = kind === 'chat';
    const tokens =
      chat || kind === 'responses' ? Math.round(group.tokens.quantile(this.tokensLuck)) : 0;
    return {
      type: this.timesOut ? 'timeout' : 'success',
      deployment: fleet.index.ids[position]!,
      latency_s,
      kind: kind === 'not-recorded' ? 'other' : kind,
      completion_tokens: tokens,
      total_tokens: chat ? tokens + experiment.samples.inputTokens : 0,
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
