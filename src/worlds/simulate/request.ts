import type { Time } from '../../kernel/clock.js';
import type { Cause } from '../../model/cause.js';
import type { CompletionEvent } from '../../model/completion.js';
import type { Experiment, TagShare } from '../../model/experiment.js';
import { type Fleet, type Group, samplesOf } from '../../model/fleet.js';
import type { SampleKind, SampleModel } from '../../model/samples.js';
import type { CallEnd } from '../../model/strategy.js';
import { Calling, type Calls } from './call.js';
import type { Draws } from './luck.js';

/** The life of a request: each `yield` waits for what was just begun, and is given its result. */
export type Life = Generator<unknown, void, unknown>;

/** Where a request is under way. */
export interface Surroundings {
  readonly experiment: Experiment;
  readonly clock: Pick<Time, 'now_s'>;
  readonly fleet: Fleet;
  readonly purposes: SamplePurposes;
  readonly tags: readonly TagShare[];
}

/** Which luck the samples of a request need, wherever it may go: what nobody needs is not drawn. */
export interface SamplePurposes {
  readonly stream: boolean;
  readonly timeout: boolean;
  readonly kind: boolean;
}

/** @param others samples of groups that have none of their own */
export function samplePurposes(groups: readonly Group[], others: SampleModel): SamplePurposes {
  const all = [others, ...groups.map((group) => samplesOf(group, others))];
  return {
    stream: all.some(({ stream }) => stream > 0),
    timeout: all.some(({ timeouts }) => timeouts !== undefined),
    kind: all.some(({ kinds }) => kinds.length > 1),
  };
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
  /** Whether it asks for a stream, as the router sees it. */
  readonly stream: boolean;
  /** The session that it belongs to, from 0; undefined: it belongs to none. */
  readonly session: number | undefined;
  /** The tag that it has; undefined: none. */
  readonly tag: string | undefined;
  /** Where it goes; -1: not chosen yet. */
  position = -1;
  /** Why a slower group's deployment was chosen; null: there is no cause to tell. */
  cause: Cause | null = null;
  /** What its deployment takes for it at full speed, in seconds. */
  work_s = 0;
  /** When it was sent to its deployment, in seconds. */
  sent_s = 0;
  /** What its deployment has taken for it, in seconds. */
  latency_s = 0;
  /** How much of that it waited there before it was served. */
  private wait_s = 0;
  completion_s = 0;
  private readonly streamLuck: number;
  private readonly timeoutLuck: number;
  private readonly kindLuck: number;
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
    readonly luck: Draws,
    sessions?: number,
  ) {
    super(process, calls);
    const { experiment, purposes } = at;
    this.arrival_s = at.clock.now_s;
    this.counted = this.arrival_s >= experiment.warmup_s;
    this.choiceLuck = luck.draw('choice');
    this.session = sessions === undefined ? undefined : Math.floor(luck.draw('session') * sessions);
    this.serviceLuck = luck.draw('service');
    this.tokensLuck = luck.draw('tokens');
    this.streamLuck = purposes.stream ? luck.draw('stream') : NEVER;
    this.ttftLuck = purposes.stream ? luck.draw('ttft') : 0;
    this.timeoutLuck = purposes.timeout ? luck.draw('timeout') : NEVER;
    this.kindLuck = purposes.kind ? luck.draw('kind') : 0;
    this.stream = this.streamLuck < experiment.samples.stream;
    this.tag = at.tags.length === 0 ? undefined : tagFor(at.tags, luck.draw('tag'));
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

  /** Its deployment has served it. @param wait_s the part of the latency before it began to */
  took(latency_s: number, wait_s: number): void {
    this.latency_s = latency_s;
    this.wait_s = wait_s;
  }

  /** How long it takes on a deployment of a group at full speed, in seconds: its random number under the group's distribution. */
  latencyOn(group: Group): number {
    const { timeouts } = this.samplesOn(group);
    return timeouts !== undefined && this.timeoutLuck < timeouts.rate
      ? timeouts.after_s
      : group.latency.quantile(this.serviceLuck);
  }

  /** Completion tokens of an answer from a group: its random number under the group's distribution. */
  tokensOn(group: Group): number {
    return Math.round(group.tokens.quantile(this.tokensLuck));
  }

  /** After how much of its work a stream from a group has its first token, in seconds: all of it, where the group has no TTFT. */
  firstTokenOn(group: Group, work_s: number): number {
    return group.ttft === undefined ? work_s : Math.min(group.ttft.quantile(this.ttftLuck), work_s);
  }

  /** What its completion is to the logger: its luck under the samples of its deployment's group. */
  get kind(): SampleKind {
    return kindFor(this.samplesOn(this.at.fleet.groupAt(this.position)).kinds, this.kindLuck);
  }

  /** How it has ended at its deployment. */
  get ending(): CallEnd {
    return { outcome: this.timedOut ? 'timeout' : 'success', latency_s: this.latency_s };
  }

  private get timedOut(): boolean {
    const { timeouts } = this.samplesOn(this.at.fleet.groupAt(this.position));
    return this.timeoutLuck < (timeouts?.rate ?? 0);
  }

  private samplesOn(group: Group): SampleModel {
    return samplesOf(group, this.at.experiment.samples);
  }

  /** What the recorder is handed. @param minute floor(now / 60 s) */
  event(minute: number): CompletionEvent {
    const { latency_s, kind, position } = this;
    const { fleet } = this.at;
    const group = fleet.groupAt(position);
    const samples = this.samplesOn(group);
    const stream = this.streamLuck < samples.stream;
    const chat = kind === 'chat';
    const tokens = chat || kind === 'responses' ? this.tokensOn(group) : 0;
    return {
      type: this.timedOut ? 'timeout' : 'success',
      deployment: fleet.index.ids[position]!,
      latency_s,
      kind: kind === 'not-recorded' ? 'other' : kind,
      completion_tokens: tokens,
      total_tokens: chat ? tokens + samples.inputTokens : 0,
      stream,
      ttft_s:
        stream && group.ttft !== undefined
          ? this.servedFor(this.firstTokenOn(group, this.work_s))
          : latency_s,
      minute,
    };
  }

  /** How long after it was sent a part of its work was done, in seconds; all of it went at one speed. */
  private servedFor(work_s: number): number {
    const { latency_s, wait_s } = this;
    return this.work_s === 0 ? latency_s : wait_s + work_s * ((latency_s - wait_s) / this.work_s);
  }
}

/** The tag whose part of all requests the luck falls into; undefined: the rest. */
function tagFor(tags: readonly TagShare[], luck: number): string | undefined {
  let left = luck;
  for (const { tag, share } of tags) {
    left -= share;
    if (left < 0) return tag;
  }
  return undefined;
}

/** Luck of what never comes about: not below any fraction. */
const NEVER = 1;

/** Takes a kind by weight; a single kind needs no luck. */
function kindFor(kinds: SampleModel['kinds'], luck: number): SampleKind {
  const last = kinds[kinds.length - 1];
  if (last === undefined) throw new RangeError('samples need at least one kind');
  if (kinds.length === 1) return last.kind;
  let total = 0;
  for (const { weight } of kinds) total += weight;
  let left = luck * total;
  for (const { kind, weight } of kinds) {
    left -= weight;
    if (left < 0) return kind;
  }
  return last.kind;
}
