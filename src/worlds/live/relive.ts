import type { Effect, Versioned } from '../../effects/effects.js';
import { LoggerFault } from '../../effects/fault.js';
import type { Interpreter } from '../../effects/interpreter.js';
import { Leases } from '../../effects/leases.js';
import { Locks } from '../../effects/locks.js';
import type { Occurrence, Time } from '../../kernel/clock.js';
import { EventQueue } from '../../kernel/queue.js';
import { Streams } from '../../kernel/random.js';
import type { ModelGroupResult } from '../../measure/result.js';
import type { Experiment } from '../../model/experiment.js';
import type { Timings } from '../../model/timings.js';
import type { Calling } from '../simulate/call.js';
import { Journal } from '../simulate/journal.js';
import type { Draws } from '../simulate/luck.js';
import { Traffic } from '../simulate/traffic.js';
import { answerIn, answerText, type ValueTexts } from './answer-text.js';
import { GivenLuck } from './given-luck.js';
import { Timekeeper } from './timekeeper.js';
import type { Wake } from './wake.js';

/** An effect that is on its way to the shared copy, or back. */
interface Journey {
  readonly effect: Effect;
  readonly caller: Calling;
  readonly interpreter: Interpreter<Calling>;
  readonly payload: unknown;
  readonly asked_s: number;
  /** What the modelled copy has made of it, once it has. */
  served?: { readonly answer: unknown };
}

/** An effect that has a place in the order of all. */
interface ServedPlace {
  readonly past: ProcessPast;
  readonly journey: number;
  readonly answered_s: number;
}

/** One process, as far as it has been lived through. */
class ProcessPast {
  readonly wakes: Wake[] = [];
  /** All of it until then is known, in seconds: see `Relived.take`. */
  settled_s = 0;
  begun = 0;
  readonly putOff = new Map<number, Occurrence>();
  /** When what is put off until a time is due, in seconds. */
  readonly due_s = new Map<number, number>();
  readonly journeys = new Map<number, Journey>();

  constructor(readonly process: number) {}

  send(effect: Effect, caller: Calling, interpreter: Interpreter<Calling>, asked_s: number): void {
    const number = this.begun++;
    const payload = interpreter.payload(effect);
    this.journeys.set(number, { effect, caller, interpreter, payload, asked_s });
  }
}

/**
 * Lives through once more what real processes did, in one place, on a modelled store: what they do between
 * two wakes follows from their code, and what the shared copy held from the order in which it was asked. So
 * it is known what became of every sample, by the same books as of a simulation; and the modelled copy is
 * held against the real one, answer by answer.
 */
export class Relived {
  /** Answers in which the real copy and the modelled one differ, and the first of them in words. */
  differences = 0;
  firstDifference: string | undefined;
  /** Why it could not be lived through to its end; undefined: it could. */
  broken: string | undefined;
  /** Whether calls take locks of their process. */
  takesLocks = false;
  private readonly traffics: readonly Traffic[];
  private readonly timekeeper: Timekeeper;
  private readonly pasts: readonly ProcessPast[];
  /** By their order. */
  private readonly places = new EventQueue<ServedPlace>();
  private readonly duration_s: number;
  /** The last place of all that were answered before the end of the run. */
  private lastInTime = 0;
  private now_s = 0;
  private served_s = 0;
  private current: ProcessPast;

  /** @param replication its number */
  constructor(
    experiment: Experiment,
    replication: number,
    private readonly texts: ValueTexts,
  ) {
    const { count } = experiment.processes;
    this.duration_s = experiment.duration_s;
    this.pasts = Array.from({ length: count }, (_, process) => new ProcessPast(process));
    this.current = this.pasts[0] as ProcessPast;
    this.timekeeper = new Timekeeper(count);
    const now_s = (): number => this.now_s;
    const clock: Time = {
      get now_s() {
        return now_s();
      },
      at: (time_s, what) => {
        this.current.due_s.set(this.current.begun, time_s);
        this.putOff(what);
      },
      after: (_delay_s, what) => this.putOff(what),
    };
    const world = {
      experiment,
      clock,
      journal: new Journal(clock, replication, undefined, ({ asks }) => {
        if (asks?.op === 'acquire') this.takesLocks = true;
      }),
      streams: new Streams(experiment.seed, replication),
      locks: Array.from({ length: count }, () => new Locks<Calling>()),
      leases: new Leases<Calling>(),
      elsewhere: {
        send: (effect: Effect, caller: Calling, interpreter: Interpreter<Calling>) =>
          this.current.send(effect, caller, interpreter, this.now_s),
      },
      sourceOf: () => ({ open: () => undefined, answered: () => undefined }),
    };
    this.traffics = experiment.modelGroups.map((group, i) => new Traffic(world, group, i));
  }

  /** The numbers that a request of a model group draws, in this order. */
  drawn(modelGroup: number, luck: Draws): number[] {
    return this.traffics[modelGroup]!.drawn(luck);
  }

  /**
   * Takes what a process has told.
   * @param wakes in their order, each at or after the last
   * @param settled_s all that woke it until then is told, and every effect that it had asked for before then
   *   is answered, in seconds
   */
  take(process: number, wakes: readonly Wake[], settled_s: number): void {
    const past = this.pasts[process]!;
    for (const wake of wakes) {
      if (wake.at_s < this.duration_s) past.wakes.push(wake);
      if (!('answer' in wake) || wake.order === null) continue;
      if (wake.at_s < this.duration_s) {
        this.lastInTime = Math.max(this.lastInTime, wake.order);
      }
      this.places.push(wake.order, { past, journey: wake.answer, answered_s: wake.at_s });
    }
    past.settled_s = settled_s;
    this.goOn();
  }

  /** No more will come: lives through what there is, without what was never told. */
  end(): void {
    for (const past of this.pasts) past.settled_s = Number.POSITIVE_INFINITY;
    this.goOn();
    if (this.pasts.some(({ wakes }) => wakes.length > 0)) {
      this.broken ??= 'what its processes tell does not fit together';
    }
  }

  /** What its model groups have come to so far. */
  results(): ModelGroupResult[] {
    return this.traffics.map(({ account }) => account.result());
  }

  /** When things happened in its processes. */
  timings(): Timings {
    return this.timekeeper.timings();
  }

  private putOff(what: Occurrence): void {
    const { current } = this;
    current.putOff.set(current.begun++, what);
  }

  /** Lives through what is known, in the order in which it was. */
  private goOn(): void {
    if (this.broken !== undefined) return;
    const until_s = Math.min(...this.pasts.map(({ settled_s }) => settled_s));
    try {
      while (this.step(until_s));
    } catch (error) {
      if (!(error instanceof Elsewise || error instanceof LoggerFault)) throw error;
      this.broken = error.message;
    }
  }

  /**
   * What comes next, in a process or on the shared copy.
   * @param until_s whatever is not told yet was asked for later
   * @returns whether it is known
   */
  private step(until_s: number): boolean {
    const past = this.earliest(until_s);
    const wake = past?.wakes[0];
    const place = this.places.first;
    const journey = place?.past.journeys.get(place.journey);
    if (place !== undefined && journey !== undefined) {
      // In the middle of its way; and never before what came before it.
      const at_s = Math.max(this.served_s, (journey.asked_s + place.answered_s) / 2);
      const isAwaited = wake !== undefined && !isReady(past as ProcessPast, wake);
      if (isAwaited || (at_s <= (wake?.at_s ?? until_s) && place.answered_s <= until_s)) {
        this.serve(place, journey, at_s);
        return true;
      }
      if (wake !== undefined && at_s <= wake.at_s) return false;
    }
    if (past === undefined || wake === undefined || !isReady(past, wake)) return false;
    past.wakes.shift();
    this.now_s = wake.at_s;
    this.current = past;
    this.live(past, wake);
    return true;
  }

  /** The process that was woken next. */
  private earliest(until_s: number): ProcessPast | undefined {
    let earliest: ProcessPast | undefined;
    for (const past of this.pasts) {
      const at_s = past.wakes[0]?.at_s ?? Number.POSITIVE_INFINITY;
      if (at_s <= until_s && at_s < (earliest?.wakes[0]?.at_s ?? Number.POSITIVE_INFINITY)) {
        earliest = past;
      }
    }
    return earliest;
  }

  /** Lets the modelled copy do what the real one did, unless that was after the end of the run. */
  private serve({ past, answered_s }: ServedPlace, journey: Journey, at_s: number): void {
    // The middle of its way may lie after the end, and somebody who was served later be answered before.
    const isInTime = at_s < this.duration_s || this.places.earliest_s <= this.lastInTime;
    this.places.pop();
    this.served_s = at_s;
    if (!isInTime) return;
    this.now_s = Math.min(at_s, this.duration_s);
    const { effect, interpreter, payload, caller, asked_s: sent_s } = journey;
    this.timekeeper.travelled({ process: past.process, op: effect.op, sent_s, answered_s });
    journey.served = { answer: interpreter.serve(effect, payload, caller, this.now_s) };
  }

  private live(past: ProcessPast, wake: Wake): void {
    if ('arrival' in wake) {
      const [modelGroup, request, luck] = wake.arrival;
      this.traffics[modelGroup]!.arrive(request, past.process, new GivenLuck(luck));
    } else if ('due' in wake) {
      const what = past.putOff.get(wake.due);
      if (what === undefined) throw new Elsewise();
      past.putOff.delete(wake.due);
      const due_s = past.due_s.get(wake.due);
      past.due_s.delete(wake.due);
      // Nothing but flushes is put off until a time, all else for one.
      if (due_s !== undefined) this.timekeeper.flushed(past.process, due_s, wake.at_s);
      what.occur();
    } else {
      const journey = past.journeys.get(wake.answer);
      if (journey === undefined) throw new Elsewise();
      past.journeys.delete(wake.answer);
      journey.caller.answered(this.answerTo(journey, wake.text));
    }
  }

  /**
   * What the caller was answered. Where both copies say the same it is the modelled one's answer, of which
   * it is known what it derives from. Leases are granted by the real copy alone.
   */
  private answerTo({ effect, served }: Journey, text: string | undefined): unknown {
    const { texts } = this;
    if (served === undefined) return answerIn(effect, text, texts);
    const { answer } = served;
    if (answerText(effect, answer, texts) === text) return answer;
    // Sums of fractions are of more digits in Redis.
    if (effect.op === 'increment' && isClose(Number(text), answer as number)) return answer;
    this.differences++;
    this.firstDifference ??= effect.op;
    const version = effect.op === 'read-version' ? (answer as Versioned).version : undefined;
    return answerIn(effect, text, texts, version);
  }
}

const isClose = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** Whether a wake can be lived through: of an answer, the modelled copy has to have its own. */
function isReady({ journeys }: ProcessPast, wake: Wake): boolean {
  if (!('answer' in wake) || wake.order === null) return true;
  const journey = journeys.get(wake.answer);
  return journey === undefined || journey.served !== undefined;
}

/** The code has gone another way than it did. */
class Elsewise extends Error {
  constructor() {
    super('its code does not do the same again: it must go by nothing but what it is given');
  }
}
