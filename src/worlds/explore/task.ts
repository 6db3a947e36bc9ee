import type { Effect } from '../../effects/effects.js';
import { type Caller, ReadLog } from '../../model/caller.js';
import { Immutable } from '../../model/copy.js';
import { LatencyMap } from '../../strategies/lowest-latency/latency-map.js';
import type { Call } from './call.js';

/** What became of one sample of a task; `uncertain`: its call was hit by a crash. */
export type SampleOutcome = 'recorded' | 'abandoned' | 'uncertain';

/** An effect of a task's past with its answer, and the number of the past before it. */
export interface Answered {
  readonly effect: string;
  readonly answer: string;
  readonly value: unknown;
  readonly before: number;
}

/** A logger call, or a select, in some state of its generator. */
export class Task implements Caller {
  readonly own = undefined;
  readonly reads = new ReadLog();
  status: 'unstarted' | 'running' | 'ended' | 'crashed' = 'unstarted';
  readonly outcomes: SampleOutcome[] = [];
  effect: Effect | undefined;
  /** Canonical text of `effect`. */
  yielded = '';
  payload: unknown;
  /** Set while it waits for a lock or lease of somebody else. */
  waiting = false;
  /** The answer that came while it waited. */
  granted: { readonly answer: unknown } | undefined;
  /** What the shared copy has answered, on its way back. */
  returning: { readonly served: unknown } | undefined;
  /** Whether an exception was thrown into it. */
  hit = false;
  /** Objects of the process's own memory that it may still hold. */
  readonly held: object[] = [];
  /** Number of its past; see `Histories`. */
  history: number;
  /** The answers of its past, for finding out that it goes round in circles. */
  readonly trail: Answered[] = [];
  steps = 0;
  call!: Call;

  constructor(
    readonly number: number,
    readonly kind: 'record' | 'select',
    readonly process: number,
    readonly deployments: number,
    root: number,
  ) {
    this.history = root;
  }

  get label(): string {
    return this.kind === 'select' ? 'the select' : `task ${this.number + 1}`;
  }

  get over(): boolean {
    return this.status === 'ended' || this.status === 'crashed';
  }

  get canStep(): boolean {
    return !this.over && (!this.waiting || this.granted !== undefined);
  }

  /** Whether it is suspended at an effect that has not taken place. */
  get asks(): boolean {
    return this.status === 'running' && !this.waiting && this.returning === undefined;
  }

  /** Remembers the changeable objects in what it shares with its process's memory. */
  hold(value: unknown): void {
    for (const part of changeable(value)) if (!this.held.includes(part)) this.held.push(part);
  }
}

/** The objects in a value that a logger can change. */
export function changeable(value: unknown): readonly object[] {
  if (typeof value !== 'object' || value === null || value instanceof Immutable) return NONE;
  if (value instanceof LatencyMap) return [value];
  return [value, ...Object.values(value).flatMap(changeable)];
}

const NONE: readonly object[] = [];
