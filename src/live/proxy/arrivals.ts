import type { Streams } from '../../kernel/random.js';
import type { Experiment, ModelGroup } from '../../model/experiment.js';
import { Fleet } from '../../model/fleet.js';
import type { Calls } from '../../worlds/simulate/call.js';
import { Luck } from '../../worlds/simulate/luck.js';
import { Request, type Surroundings, samplePurposes } from '../../worlds/simulate/request.js';
import type { ScaledClock } from './clock.js';

/** Sends a request. @returns whether it was answered, once it is over */
export type Send = (request: Request) => Promise<boolean>;

/** What an error answer takes, in seconds: a user who never thinks would do nothing else. */
const ERROR_ANSWER_S = 0.001;

/** The router is a real one, so its effects are no requests' here. */
const NO_CALLS = undefined as unknown as Calls;

/**
 * The requests of a model group in a replication, as they arrive on a real clock: the same ones at the same
 * times, with the same luck, as in the simulation.
 */
export class Arrivals {
  readonly fleet: Fleet;
  /** In order of arrival: each stands at its number. */
  readonly requests: Request[] = [];
  private readonly surroundings: Surroundings;
  /** The time of the arrival that is at hand: a timer may be late, a request is not. */
  private readonly moment = { now_s: 0 };
  /** How many counted requests may still arrive. */
  private admissible: number;
  /** Arrivals that are awaited, and requests under way. */
  private open = 0;
  private resolve!: () => void;
  /** Resolved once no more arrive and all are over. */
  readonly ended: Promise<void>;

  constructor(
    private readonly experiment: Experiment,
    private readonly modelGroup: ModelGroup,
    /** Its position, which keys its luck. */
    private readonly number: number,
    private readonly streams: Streams,
    private readonly clock: ScaledClock,
    private readonly send: Send,
  ) {
    this.fleet = new Fleet(modelGroup.groups);
    this.admissible = experiment.requestLimit ?? Number.POSITIVE_INFINITY;
    this.surroundings = {
      experiment,
      clock: this.moment,
      fleet: this.fleet,
      purposes: samplePurposes(modelGroup.groups, experiment.samples),
      tags: modelGroup.tags ?? [],
    };
    this.ended = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  /** Begins with the first. */
  start(): void {
    const { load } = this.modelGroup;
    // Held open while it begins: a load may have no arrival at all.
    this.open++;
    if (load.open) {
      const luck = new Luck(this.streams, String(this.number));
      this.goOn(load.arrivals(luck.stream('arrivals')), luck);
    } else {
      for (let user = 0; user < load.users; user++) {
        this.think(new Luck(this.streams, `${this.number}/user ${user}`), 0);
      }
    }
    this.close();
  }

  /** How many arrive at most, where that is known. */
  get most(): number {
    return this.admissible;
  }

  private goOn(next_s: () => number, luck: Luck): void {
    const time_s = next_s();
    this.await(time_s, () => {
      void this.arrive(time_s, luck);
      this.goOn(next_s, luck);
    });
  }

  private think(luck: Luck, least_s: number): void {
    const { load } = this.modelGroup;
    if (load.open) return;
    const time_s = this.clock.now_s + Math.max(least_s, load.think.quantile(luck.draw('think')));
    this.await(time_s, () => void this.arrive(time_s, luck));
  }

  private await(time_s: number, what: () => void): void {
    if (time_s >= this.experiment.duration_s || this.admissible === 0) return;
    this.open++;
    this.clock.at(time_s, () => {
      what();
      this.close();
    });
  }

  private async arrive(time_s: number, luck: Luck): Promise<void> {
    if (this.admissible === 0) return;
    this.open++;
    this.moment.now_s = time_s;
    const { sessions } = this.modelGroup;
    const number = this.requests.length;
    const request = new Request(this.surroundings, number, 0, NO_CALLS, luck, sessions);
    if (request.counted) this.admissible--;
    this.requests.push(request);
    const answered = await this.send(request);
    this.think(luck, answered ? 0 : ERROR_ANSWER_S);
    this.close();
  }

  private close(): void {
    this.open--;
    if (this.open === 0) this.resolve();
  }
}
