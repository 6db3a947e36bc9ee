import type { Effect } from '../../effects/effects.js';
import { Leases } from '../../effects/leases.js';
import { Locks } from '../../effects/locks.js';
import { isData } from '../../effects/store.js';
import type { Occurrence, Time } from '../../kernel/clock.js';
import { Streams } from '../../kernel/random.js';
import type { ModelGroupResult } from '../../measure/result.js';
import type { Experiment } from '../../model/experiment.js';
import type { Calling } from '../simulate/call.js';
import { Journal } from '../simulate/journal.js';
import type { Draws } from '../simulate/luck.js';
import { Traffic } from '../simulate/traffic.js';
import { answerText, type ValueTexts } from './answer-text.js';
import { GivenLuck } from './given-luck.js';
import type { Wake } from './wake.js';

/** What a process has of the machine that it runs on. */
export interface Machine {
  /** Reads the clock: seconds of the scenario since the start of the run. */
  now_s(): number;
  /** Does something so many seconds of the scenario later. */
  wait(delay_s: number, then: () => void): void;
  /**
   * Carries an effect out on the shared copy; what it brings along is read before this returns.
   * @param then is told its answer, and its place in the order of all, not before this has returned
   */
  perform(
    effect: Effect,
    caller: Calling,
    then: (answer: unknown, order: number | null) => void,
  ): void;
  /** How answers are told. */
  readonly texts: ValueTexts;
  /** Is told of everything that sets the process to work, before it does. */
  told(wake: Wake): void;
}

/** What a process can do without while the shared copy is real: nobody else is told. */
const NOBODY = { open: () => undefined, answered: () => undefined };

/** One process of the router, on a real clock and over a real shared copy. */
export class RouterProcess {
  private readonly traffics: readonly Traffic[];
  /** When what is at work now was set to work, in seconds. */
  private now_s = 0;
  /** How many things it has put off or sent away. */
  private begun = 0;
  private underWay = 0;
  /** When effects on stored data were sent that are not answered yet, by their numbers; oldest first. */
  private readonly asked = new Map<number, number>();

  constructor(
    private readonly experiment: Experiment,
    /** The number of its replication: of the luck that it does not share. */
    replication: number,
    /** Its number among the processes. */
    private readonly number: number,
    private readonly machine: Machine,
    /** Is told of a request whose caller has an answer: by its model group and its number there. */
    answered: (modelGroup: number, request: number, least_s: number, at_s: number) => void = () =>
      undefined,
  ) {
    const clock: Time = timeOf(this, () => this.now_s);
    const world = {
      experiment,
      clock,
      journal: new Journal(clock, replication, undefined),
      streams: new Streams(experiment.seed, replication),
      locks: Array.from({ length: experiment.processes.count }, () => new Locks<Calling>()),
      leases: new Leases<Calling>(),
      elsewhere: { send: (effect: Effect, caller: Calling) => this.send(effect, caller) },
      sourceOf: (modelGroup: number) => ({
        ...NOBODY,
        answered: ({ number: request }: { readonly number: number }, least_s = 0) =>
          answered(modelGroup, request, least_s, this.now_s),
      }),
    };
    this.traffics = experiment.modelGroups.map((group, i) => new Traffic(world, group, i));
  }

  /** Whether there is nothing that it waits for. */
  get isIdle(): boolean {
    return this.underWay === 0;
  }

  /** Until when all that it has done on stored data is told, in seconds: see `Relived.take`. */
  get settled_s(): number {
    const [oldest_s] = this.asked.values();
    return oldest_s ?? this.machine.now_s();
  }

  /** The numbers that a request of a model group draws, in this order. */
  drawn(modelGroup: number, luck: Draws): number[] {
    return this.traffics[modelGroup]!.drawn(luck);
  }

  /** A request comes, when it is due. */
  expect(due_s: number, modelGroup: number, request: number, luck: readonly number[]): void {
    this.underWay++;
    this.machine.wait(Math.max(0, due_s - this.machine.now_s()), () =>
      this.wake({ arrival: [modelGroup, request, luck] }, () =>
        this.traffics[modelGroup]!.arrive(request, this.number, new GivenLuck(luck)),
      ),
    );
  }

  /** What its model groups have come to so far; of losses it knows nothing. */
  results(): ModelGroupResult[] {
    return this.traffics.map(({ account }) => account.result());
  }

  /** Lets something happen later. */
  putOff(delay_s: number, what: Occurrence): void {
    const due = this.begun++;
    this.underWay++;
    this.machine.wait(delay_s, () => this.wake({ due }, () => what.occur()));
  }

  private send(effect: Effect, caller: Calling): void {
    const answer = this.begun++;
    this.underWay++;
    // A lease changes nothing stored, and may be waited for.
    const isOfData = isData(effect);
    if (isOfData) this.asked.set(answer, this.now_s);
    this.machine.perform(effect, caller, (served, place) => {
      this.asked.delete(answer);
      const order = isOfData ? place : null;
      const text = answerText(effect, served, this.machine.texts);
      this.wake({ answer, order, ...(text !== undefined && { text }) }, () =>
        caller.answered(served),
      );
    });
  }

  /** Works, unless the run is over; what has been done on the shared copy is told even then. */
  private wake(by: Unplaced, work: () => void): void {
    this.underWay--;
    // A clock that is set back does not set the process back.
    const now_s = Math.max(this.now_s, this.machine.now_s());
    this.now_s = now_s;
    const isOver = now_s >= this.experiment.duration_s;
    if (isOver && !('answer' in by)) return;
    this.machine.told({ at_s: now_s, ...by } as Wake);
    if (!isOver) work();
  }
}

/** The time of a process: stands still while it works. */
function timeOf(process: RouterProcess, now_s: () => number): Time {
  return {
    get now_s() {
      return now_s();
    },
    at: (time_s, what) => process.putOff(Math.max(0, time_s - now_s()), what),
    after: (delay_s, what) => process.putOff(delay_s, what),
  };
}

/** Without its time. */
type Unplaced = Wake extends infer W ? (W extends Wake ? Omit<W, 'at_s'> : never) : never;
