import { type Effect, OPERATIONS } from '../../effects/effects.js';
import type { Time } from '../../kernel/clock.js';
import { EventHash } from '../../kernel/event-hash.js';
import { RunningHash } from '../../kernel/hash.js';
import type { Origin, Provenance } from '../../model/provenance.js';
import type { Strategy } from '../../model/strategy.js';
import type { CallStep, EventDetail, SimulationEvent } from './events.js';

/**
 * Is shown every event of a replication.
 * @param look says what is stored now; not given where something is about to change
 */
export type Observer = (event: SimulationEvent, look?: Look) => void;

/** Is told every step of every call of a replication, in the same order as its events. */
export type StepObserver = (step: CallStep) => void;

/**
 * The samples that a copy of a model group's data holds: under the keys that views read, or under one.
 * What had expired at the time is not among them.
 */
export type Look = (copy: 'shared' | number, time_s: number, key?: string) => readonly Provenance[];

/** Numbers of the events in the trace's hash; effects follow from 16 on. */
const CODE = { arrival: 1, select: 2, completion: 3, handled: 4, lost: 5, refused: 6 } as const;
const EFFECT_CODE = Object.fromEntries(OPERATIONS.map((op, i) => [op, 16 + i])) as Readonly<
  Record<Effect['op'], number>
>;

/** The record of a replication: two hashes, and an observer if somebody wants to see it all. */
export class Journal {
  private readonly trace = new EventHash();
  private readonly decisions = new RunningHash();

  constructor(
    private readonly clock: Pick<Time, 'now_s'>,
    private readonly replication: number,
    private readonly observer: Observer | undefined,
    /** Absent: nobody wants to know of the steps of calls. */
    readonly steps?: StepObserver,
  ) {}

  /** An event goes into the trace's hash. */
  note(code: keyof typeof CODE, request: number, value: number): void {
    this.trace.add(CODE[code], this.clock.now_s, request, value);
  }

  noteEffect(effect: Effect, request: number, where: 'process' | 'shared'): void {
    const { now_s } = this.clock;
    this.trace.add(EFFECT_CODE[effect.op], now_s, request, where === 'shared' ? 1 : 0);
  }

  /** A deployment was chosen for a request (-1: none). */
  decided(request: number, position: number): void {
    this.decisions.addInteger(request).addInteger(position);
  }

  /** A sample was stored: what the strategy makes of its deployment is part of the decisions. */
  stored(own: Origin, value: unknown, strategy: Strategy): void {
    this.decisions.addInteger(own.sample).addInteger(own.position);
    const digested = strategy.digest?.(value, own.position);
    if (digested !== undefined) this.decisions.addDouble(digested.sum).addInteger(digested.count);
  }

  /** What the run leaves behind under the strategy's key. */
  leftBehind(value: unknown, strategy: Strategy, deployments: number): void {
    if (strategy.covers?.(value) !== true) return;
    for (let position = 0; position < deployments; position++) {
      const digested = strategy.digest?.(value, position);
      this.decisions.addInteger(digested?.count ?? -1).addDouble(digested?.sum ?? 0);
    }
  }

  /** Whether anybody looks: spares the making of event objects. */
  get observed(): boolean {
    return this.observer !== undefined;
  }

  show(
    modelGroup: string,
    request: { readonly number: number; readonly process: number },
    detail: EventDetail,
    look?: Look,
  ): void {
    const event = {
      t: this.clock.now_s,
      replication: this.replication,
      modelGroup,
      request: request.number,
      process: request.process,
      ...detail,
    } as SimulationEvent;
    this.observer?.(event, look);
  }

  /** Hash over every event. */
  get traceHash(): string {
    return this.trace.digest();
  }

  /** Hash over selections and stored maps alone. */
  get decisionsHash(): string {
    return this.decisions.digest();
  }
}
