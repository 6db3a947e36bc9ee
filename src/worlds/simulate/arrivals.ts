import type { Occurrence, Time } from '../../kernel/clock.js';
import type { Streams } from '../../kernel/random.js';
import type { Experiment, ModelGroup } from '../../model/experiment.js';
import { type Draws, Luck } from './luck.js';
import type { Request } from './request.js';

/** Who sends the requests of a model group. */
export interface RequestSource {
  open(): void;
  /**
   * The caller of a request has an answer, and may send another.
   * @param least_s not before so many seconds later
   * @param at_s when it has it, in seconds; by default now
   */
  answered(request: Pick<Request, 'number' | 'luck'>, least_s?: number, at_s?: number): void;
}

/** A request comes to a process of the router. */
export type Admit = (number: number, process: number, luck: Draws) => void;

/** The arrivals of one model group, as its load has them. */
export class Arrivals implements RequestSource {
  private readonly luck: Luck;
  private arrived = 0;
  /** Whether the last of an open load has come. */
  private isScheduledOut = false;
  /** How many counted requests may still arrive. */
  private admissible: number;

  constructor(
    private readonly world: {
      readonly experiment: Experiment;
      readonly clock: Time;
      readonly streams: Streams;
    },
    private readonly modelGroup: ModelGroup,
    /** Its position; keys its luck, so that a new name does not mean new figures. */
    private readonly number: number,
    private readonly admit: Admit,
  ) {
    this.luck = new Luck(world.streams, String(number));
    this.admissible = world.experiment.requestLimit ?? Number.POSITIVE_INFINITY;
  }

  /** Whether no more will come. */
  get areOver(): boolean {
    return this.admissible === 0 || this.isScheduledOut;
  }

  /** Schedules the first arrivals. */
  open(): void {
    const { load } = this.modelGroup;
    if (!load.open) {
      for (let user = 0; user < load.users; user++) {
        this.think(new Luck(this.world.streams, `${this.number}/user ${user}`));
      }
      return;
    }
    const next_s = load.arrivals(this.luck.stream('arrivals'));
    const source: Occurrence = {
      occur: () => {
        this.arrive(this.luck);
        this.schedule(source, next_s());
      },
    };
    this.schedule(source, next_s());
  }

  answered({ luck }: Pick<Request, 'luck'>, least_s?: number, at_s?: number): void {
    this.think(luck, least_s, at_s);
  }

  private schedule(source: Occurrence, time_s: number): void {
    this.isScheduledOut = time_s >= this.world.experiment.duration_s || this.admissible === 0;
    if (!this.isScheduledOut) this.world.clock.at(time_s, source);
  }

  /** A user of a closed load thinks, then sends a request. */
  private think(luck: Draws, least_s = 0, from_s = this.world.clock.now_s): void {
    const { load } = this.modelGroup;
    if (load.open) return;
    const { clock } = this.world;
    const think_s = Math.max(least_s, load.think.quantile(luck.draw('think')));
    clock.at(Math.max(clock.now_s, from_s + think_s), { occur: () => this.arrive(luck) });
  }

  private arrive(luck: Draws): void {
    if (this.admissible === 0) return;
    const { experiment, clock } = this.world;
    const { count, assign } = experiment.processes;
    const number = this.arrived++;
    let process = 0;
    if (count > 1) {
      process = assign === 'random' ? Math.floor(luck.draw('process') * count) : number % count;
    }
    if (clock.now_s >= experiment.warmup_s) this.admissible--;
    this.admit(number, process, luck);
  }
}
