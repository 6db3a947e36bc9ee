import { type Kind, kindOf } from '../../kernel/kind.js';

/** How much a deployment does at once, and how requests beyond that fare. */
export interface Capacity {
  /** Requests that it serves at full speed at once: it does so many seconds of work a second at most. */
  readonly atFullSpeed: number;
  /** A deployment that has nothing to do yet. */
  create<Job>(): Server<Job>;
}

/** A deployment at work. Times are virtual, in seconds, and do not descend from one call to the next. */
export interface Server<Job> {
  /** When the next request is done, should none enter before; Infinity: there is none. */
  readonly due_s: number;
  /**
   * A request comes in, at a time that is not after `due_s`.
   * @param work_s what it takes at full speed, in seconds
   */
  enter(job: Job, work_s: number, now_s: number): void;
  /** The next request is done, at `due_s`, and leaves. Call only where there is one. */
  leave(): Served<Job>;
}

/** What a request has had of a deployment. */
export interface Served<Job> {
  readonly job: Job;
  /** From entering to leaving, in seconds; its work, to the last bit, where nothing held it up. */
  readonly latency_s: number;
  /** How much of that it waited before it was served at all, in seconds. */
  readonly wait_s: number;
}

/** Requests that a deployment has room for at first: as a rule there are few, and many deployments. */
export const FIRST_ROOM = 4;

/** A kind of capacity. It has one parameter, which bears its name: `{ slots: 4 }`. */
export type CapacityKind = Kind<Capacity>;

/** Describes a kind of capacity. */
export const capacityKind = kindOf<Capacity>();
