import type { Occurrence, Time } from '../../kernel/clock.js';
import type { Streams } from '../../kernel/random.js';
import type { Experiment, ModelGroup } from '../../model/experiment.js';
import { Fleet } from '../../model/fleet.js';
import { Arrivals } from '../../worlds/simulate/arrivals.js';
import type { Calls } from '../../worlds/simulate/call.js';
import { Request, type Surroundings, samplePurposes } from '../../worlds/simulate/request.js';

/** Sends a request. @returns whether it was answered, once it is over */
export type Send = (request: Request) => Promise<boolean>;

/** What an error answer takes, in seconds: a user who never thinks would do nothing else. */
const ERROR_ANSWER_S = 0.001;

/** The router is a real one, so its effects are none of a request's here. */
const NO_CALLS = undefined as unknown as Calls;

/**
 * The requests of a model group in a replication, as they arrive on a real clock: the same ones at the same
 * times, with the same luck, as in the simulation.
 */
export class LiveArrivals {
  readonly fleet: Fleet;
  /** In order of arrival: each stands at its number. */
  readonly requests: Request[] = [];
  /** Resolved once no more arrive and all are over. */
  readonly ended: Promise<void>;
  private readonly arrivals: Arrivals;
  /** Arrivals that are awaited, and requests under way. */
  private open = 0;
  private resolve!: () => void;

  /** @param number its position, which keys its luck */
  constructor(
    world: { readonly experiment: Experiment; readonly clock: Time; readonly streams: Streams },
    modelGroup: ModelGroup,
    number: number,
    send: Send,
  ) {
    const { experiment, clock, streams } = world;
    this.fleet = new Fleet(modelGroup.groups);
    this.ended = new Promise((resolve) => {
      this.resolve = resolve;
    });
    const surroundings: Surroundings = {
      experiment,
      clock,
      fleet: this.fleet,
      purposes: samplePurposes(modelGroup.groups, experiment.samples),
      tags: modelGroup.tags ?? [],
    };
    const admit = async (n: number, process: number, luck: Request['luck']) => {
      const request = new Request(surroundings, n, process, NO_CALLS, luck, modelGroup.sessions);
      this.requests.push(request);
      this.open++;
      const answered = await send(request);
      this.arrivals.answered(request, answered ? 0 : ERROR_ANSWER_S);
      this.close();
    };
    this.arrivals = new Arrivals(
      { experiment, clock: this.awaited(clock), streams },
      modelGroup,
      number,
      (...arrival) => void admit(...arrival),
    );
  }

  /** Begins with the first. */
  start(): void {
    // Held open while it begins: a load may have no arrival at all.
    this.open++;
    this.arrivals.open();
    this.close();
  }

  /** The same time, which counts what it is asked for. */
  private awaited(clock: Time): Time {
    const counted = (what: Occurrence): Occurrence => {
      this.open++;
      return {
        occur: () => {
          what.occur();
          this.close();
        },
      };
    };
    return {
      get now_s() {
        return clock.now_s;
      },
      at: (time_s, what) => clock.at(time_s, counted(what)),
      after: (delay_s, what) => clock.after(delay_s, counted(what)),
    };
  }

  private close(): void {
    this.open--;
    if (this.open === 0) this.resolve();
  }
}
