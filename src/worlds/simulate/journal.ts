import { type Effect, OPERATIONS } from '../../effects/effects.js';
import type { Clock } from '../../kernel/clock.js';
import { RunningHash } from '../../kernel/hash.js';
import { LatencyMap } from '../../model/latency-map.js';
import type { Origin } from '../../model/provenance.js';
import type { EventDetail, SimulationEvent } from './events.js';

/** Is shown every event of a replication. */
export type Observer = (event: SimulationEvent) => void;

/** Numbers of the events in the trace's hash; effects follow from 16 on. */
const CODE = { arrival: 1, select: 2, completion: 3, handled: 4, lost: 5 } as const;
const EFFECT_CODE = new Map(OPERATIONS.map((op, i) => [op, 16 + i]));

/** The record of a replication: two hashes, and an observer if somebody wants to see it all. */
export class Journal {
  private readonly trace = new RunningHash();
  private readonly decisions = new RunningHash();

  constructor(
    private readonly clock: Clock,
    private readonly replication: number,
    private readonly observer: Observer | undefined,
  ) {}

  /** An event goes into the trace's hash. */
  note(code: keyof typeof CODE, request: number, value: number): void {
    this.hash(CODE[code], request, value);
  }

  noteEffect(effect: Effect, request: number, where: 'process' | 'shared'): void {
    this.hash(EFFECT_CODE.get(effect.op) as number, request, where === 'shared' ? 1 : 0);
  }

  private hash(code: number, request: number, value: number): void {
    this.trace.addInteger(code).addDouble(this.clock.now_s).addInteger(request).addInteger(value);
  }

  /** A deployment was chosen for a request (-1: none). */
  decided(request: number, position: number): void {
    this.decisions.addInteger(request).addInteger(position);
  }

  /** A sample was stored: what the map says of its deployment is part of the decisions. */
  stored(own: Origin, value: unknown): void {
    this.decisions.addInteger(own.sample).addInteger(own.position);
    const stats = value instanceof LatencyMap ? value.at(own.position) : undefined;
    if (stats !== undefined) this.decisions.addDouble(stats.sum).addInteger(stats.count);
  }

  /** A map as the run leaves it. */
  leftBehind(map: LatencyMap): void {
    for (let position = 0; position < map.index.ids.length; position++) {
      const stats = map.at(position);
      this.decisions.addInteger(stats?.count ?? -1).addDouble(stats?.sum ?? 0);
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
  ): void {
    this.observer?.({
      t: this.clock.now_s,
      replication: this.replication,
      modelGroup,
      request: request.number,
      process: request.process,
      ...detail,
    } as SimulationEvent);
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
