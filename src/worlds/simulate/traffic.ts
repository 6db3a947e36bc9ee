import type { Effect } from '../../effects/effects.js';
import type { Leases } from '../../effects/leases.js';
import type { Locks } from '../../effects/locks.js';
import type { Time } from '../../kernel/clock.js';
import type { Streams } from '../../kernel/random.js';
import type { ModelGroupResult } from '../../measure/result.js';
import { fastestGroup } from '../../measure/verdict.js';
import type { Cache } from '../../model/cache.js';
import type { Served } from '../../model/capacities/capacity.js';
import type { Cause } from '../../model/cause.js';
import type { Dispatch, Experiment, ModelGroup, TagShare } from '../../model/experiment.js';
import { Fleet } from '../../model/fleet.js';
import { Fate } from '../../model/knowledge.js';
import type { Pace } from '../../model/pace.js';
import type { Store } from '../../model/stores/store.js';
import type { Moment, Situation, Strategy } from '../../model/strategy.js';
import { Views } from '../../model/views.js';
import { Account } from './account.js';
import { Arrivals, type RequestSource } from './arrivals.js';
import { type Calling, Calls, type Elsewhere } from './call.js';
import type { EventDetail } from './events.js';
import type { Journal, Look } from './journal.js';
import { life, type Route } from './life.js';
import { type Draws, Luck } from './luck.js';
import { Request, type SamplePurposes, samplePurposes } from './request.js';
import { Station } from './station.js';

/** What the model groups of a replication have in common. */
export interface World {
  readonly experiment: Experiment;
  readonly clock: Time;
  readonly journal: Journal;
  readonly streams: Streams;
  /** The locks of each process. */
  readonly locks: Locks<Calling>[];
  readonly leases: Leases<Calling>;
  /** How fast its processes are; absent: as fast as the experiment says. */
  readonly pace?: Pace;
  /** Carries out what travels to the shared copy; absent: it is modelled here. */
  readonly elsewhere?: Elsewhere;
  /** Sends the requests of the model group of this number; absent: its load does. */
  readonly sourceOf?: (modelGroup: number) => RequestSource;
}

/** What an error answer takes: without it, a user who never thinks would stop virtual time. */
const ERROR_ANSWER_S = 0.001;

/** The traffic of one model group: its arrivals, its router, the dispatch to its logger. */
export class Traffic implements Route {
  readonly fleet: Fleet;
  readonly tags: readonly TagShare[];
  readonly purposes: SamplePurposes;
  readonly experiment: Experiment;
  readonly clock: Time;
  readonly account: Account;
  private readonly journal: Journal;
  readonly strategy: Strategy;
  private readonly store: Store;
  /** The store's copies, the shared one first. */
  private readonly copies: readonly Cache[];
  private readonly calls: Calls;
  /** By tag, which deployments may be chosen; undefined: all. */
  private readonly candidates: ReadonlyMap<string | undefined, readonly number[] | undefined>;
  private readonly pace: Pace | undefined;
  private readonly source: RequestSource;
  private readonly fastest: number;
  private readonly fastestPositions: readonly number[];
  /** Requests under way, per process and deployment. */
  private readonly inFlight: readonly Int32Array[];
  /** Per deployment, from all processes, and from their choice on. */
  private readonly underWay: Int32Array;
  /** Deployments with a capacity, by position, from their first request on. */
  private readonly stations: (Station | undefined)[] = [];
  /** Completions that wait for the next flush, per process. */
  private readonly waiting: Request[][];
  /** When the first flush is due. */
  private readonly phase_s: number;

  constructor(
    world: World,
    private readonly modelGroup: ModelGroup,
    /** Its position. */
    number: number,
  ) {
    const { experiment, clock, journal } = world;
    const { processes, samples, store, strategy } = experiment;
    const { groups, name } = modelGroup;
    const fleet = new Fleet(groups);
    this.fleet = fleet;
    this.purposes = samplePurposes(groups, samples);
    this.experiment = experiment;
    this.clock = clock;
    this.journal = journal;
    this.tags = modelGroup.tags ?? [];
    this.candidates = new Map(
      [undefined, ...this.tags.map(({ tag }) => tag)].map((tag) => [
        tag,
        experiment.candidates?.(fleet, tag),
      ]),
    );
    this.fastest = fastestGroup(groups, samples);
    this.fastestPositions = fleet.groupOf.flatMap((g, i) => (g === this.fastest ? [i] : []));
    this.strategy = strategy.create(`${name}_map`, fleet);
    const { ids } = fleet.index;
    this.account = new Account({
      journal,
      modelGroup: name,
      ids,
      groups: groups.length,
      processes: processes.count,
      sharedStore: store.shared,
      views: new Views(this.strategy.seen === undefined),
      cuts_s: experiment.cuts_s,
    });
    this.inFlight = Array.from({ length: processes.count }, () => new Int32Array(fleet.size));
    this.underWay = new Int32Array(fleet.size);
    this.waiting = Array.from({ length: processes.count }, () => []);
    this.source =
      world.sourceOf?.(number) ??
      new Arrivals(world, modelGroup, number, (...of) => this.arrive(...of));
    this.pace = world.pace;
    this.phase_s = phaseOf(experiment.dispatch, world.streams);
    this.store = store.create({
      processes: processes.count,
      keeping: strategy.keeping,
      witnessOf: (copy) => this.account.witness(copy, this.strategy),
    });
    const trips = new Luck(world.streams, String(number)).stream('round-trip');
    this.copies = this.store.copies();
    this.calls = new Calls(
      clock,
      fleet.size,
      {
        store: this.store,
        storeKind: store.kind,
        grantsLeases: store.shared,
        locks: world.locks,
        leases: world.leases,
        whose: ({ callKind }) =>
          strategy.isUsers && callKind !== 'record'
            ? { part: 'strategy', name: strategy.name }
            : { part: 'logger', name: experiment.logger.name },
      },
      () => experiment.roundTrip_s(trips),
      (caller, effect, where) => {
        const request = caller as Request;
        journal.noteEffect(effect, request.number, where);
        if (!journal.observed) return;
        this.show(request, { event: 'effect', call: request.callKind, effect, where });
      },
      journal.steps && ((caller, asks) => this.showStep(caller as Request, asks)),
      world.elsewhere,
      world.pace,
    );
  }

  /** Lets requests come. */
  open(): void {
    this.source.open();
  }

  /** A request comes to a process. */
  arrive(number: number, process: number, luck: Draws): void {
    const request = this.request(number, process, luck);
    this.journal.note('arrival', number, process);
    this.show(request, { event: 'arrival' });
    request.live(life(request, this));
  }

  /** The numbers that a request draws, in this order: whoever gives it these gives it the same luck. */
  drawn(luck: Draws): number[] {
    const numbers: number[] = [];
    const noted: Draws = {
      draw: (purpose) => {
        const number = luck.draw(purpose);
        numbers.push(number);
        return number;
      },
    };
    this.request(0, 0, noted);
    return numbers;
  }

  private request(number: number, process: number, luck: Draws): Request {
    return new Request(this, number, process, this.calls, luck, this.modelGroup.sessions);
  }

  view(request: Request): void {
    request.call('view', this.strategy.view!(this.situation(request, undefined)));
  }

  call(request: Request, kind: 'chosen' | 'started' | 'ended'): void {
    const { strategy } = this;
    const moment = this.moment(request);
    const steps =
      kind === 'ended'
        ? strategy.ended!(request.position, moment, request.ending)
        : strategy[kind]!(request.position, moment);
    request.call(kind, steps);
  }

  record(request: Request): void {
    const { number: sample, position } = request;
    this.show(request, { event: 'log', deployment: this.idOf(position) });
    request.call('record', this.strategy.record(request.event(this.minute)), { sample, position });
  }

  get minute(): number {
    return Math.floor(this.clock.now_s / 60);
  }

  private moment({ number, session }: Request): Moment {
    return { request: number, now_s: this.clock.now_s, minute: this.minute, session };
  }

  /** Field by field: made for each request, where spreading one object into another takes longer than the choice. */
  private situation(request: Request, view: unknown): Situation<unknown> {
    const { experiment, fleet, clock } = this;
    return {
      request: request.number,
      session: request.session,
      now_s: clock.now_s,
      minute: this.minute,
      fleet,
      healthy: this.candidates.get(request.tag),
      view,
      inFlight: this.inFlight[request.process]!,
      stream: request.stream,
      inputTokens: experiment.samples.inputTokens,
      luck: request.choiceLuck,
    };
  }

  /** The strategy chooses: the request goes to a deployment, or its caller gets an error at once. */
  choose(request: Request, view: unknown): boolean {
    const { fleet, journal, account, strategy } = this;
    const situation = this.situation(request, view);
    const position = strategy.choose(situation);
    request.position = position;
    journal.decided(request.number, position);
    journal.note('select', request.number, position);
    if (position < 0) {
      this.showSelect(request, view, null, null);
      this.reject(request);
      return false;
    }
    account.looked(request.arrival_s);
    if (account.looksAtShown) this.noteShown(request, view);
    request.cause = this.isSlower(position) ? this.causeOf(request, situation) : null;
    this.underWay[position]!++;
    request.work_s = request.latencyOn(fleet.groupAt(position));
    this.showSelect(request, view, this.idOf(position), request.cause);
    return true;
  }

  private isSlower(position: number): boolean {
    return this.fleet.groupOf[position] !== this.fastest;
  }

  /** The caller gets an error at once. */
  private reject(request: Request): void {
    if (request.counted) this.account.rejected++;
    this.source.answered(request, ERROR_ANSWER_S);
  }

  /** What a select has read shows samples; of a form of the logger's own they have to be these. */
  private noteShown(request: Request, view: unknown): void {
    const { strategy, account, experiment } = this;
    if (strategy.seen === undefined) return;
    const { listSize } = experiment.strategy.keeping;
    account.shown(request, (position) => strategy.seen!(view, position), listSize);
  }

  delay(request: Request): void {
    const { callDelay_s = 0 } = this.strategy;
    if (callDelay_s === 0) request.goOn();
    else request.pause(callDelay_s);
  }

  refuse(request: Request): void {
    this.underWay[request.position]!--;
    this.journal.note('refused', request.number, request.position);
    this.show(request, { event: 'refused', deployment: this.idOf(request.position) });
    this.reject(request);
  }

  /** A request goes to its deployment, which takes its time. */
  serve(request: Request): void {
    const { clock, account, fleet, experiment } = this;
    const { process, position, work_s } = request;
    request.sent_s = clock.now_s;
    if (this.strategy.started !== undefined) {
      this.show(request, { event: 'sent', deployment: this.idOf(position) });
    }
    account.passed(fleet.groupOf[position]!, clock.now_s / experiment.duration_s);
    if (request.counted) {
      account.selected(position, request.arrival_s, request.cause);
      if (this.isSlower(position)) {
        const fastest = this.modelGroup.groups[this.fastest]!;
        account.lostSeconds += work_s - request.latencyOn(fastest);
      }
    }
    const station = this.stationAt(position);
    if (station === undefined) {
      this.took(request, work_s, 0);
      request.pause(work_s);
    } else station.enter(request);
    this.inFlight[process]![position]!++;
    account.knowledge.advance(process, position, Fate.inFlight);
  }

  /** A deployment with a capacity; undefined: it has none. */
  private stationAt(position: number): Station | undefined {
    const { capacity } = this.fleet.groupAt(position);
    if (capacity === undefined) return undefined;
    this.stations[position] ??= new Station(capacity, this.clock, this.served);
    return this.stations[position];
  }

  /** A deployment with a capacity has served a request. */
  private readonly served = ({ job, latency_s, wait_s }: Served<Request>): void => {
    this.took(job, latency_s, wait_s);
    job.goOn();
  };

  /** It is known how long a request has been, or will have been, with its deployment. */
  private took(request: Request, latency_s: number, wait_s: number): void {
    request.took(latency_s, wait_s);
    if (!request.counted) return;
    this.account.latency_s.add(request.sent_s - request.arrival_s + latency_s);
  }

  /** Why the strategy chose a slower group's deployment; null: it does not say. */
  private causeOf(request: Request, situation: Situation<unknown>): Cause | null {
    const { strategy, account } = this;
    if (strategy.explain === undefined) return null;
    const { perProcess } = this.experiment.store;
    const knower = perProcess && !request.readShared ? request.process : 'all';
    // Added to the situation, which nobody else needs any more: spreading it takes longer than the choice.
    return strategy.explain(
      Object.assign(situation, {
        chosen: request.position,
        fastest: this.fastestPositions,
        underWay: this.underWay,
        missing: (position: number) => {
          // Where no answer has come yet there is nothing to look up.
          const answered = account.knowledge.fate('all', position) >= Fate.waiting;
          const since_s = answered ? this.heldSince(knower, position) : undefined;
          return account.missing(knower, position, request.arrival_s, since_s);
        },
      }),
    );
  }

  /**
   * Since when there has been a sample of a deployment where a select could have read it: in the
   * shared copy, or in the memory of the process that it goes by; undefined: there is none.
   */
  private heldSince(knower: number | 'all', position: number): number | undefined {
    const { shared } = this.experiment.store;
    const { now_s } = this.clock;
    const inShared = shared ? this.copies[0]?.heldSince(position, now_s) : undefined;
    const memory = knower === 'all' ? undefined : this.copies[shared ? knower + 1 : knower];
    const inMemory = memory?.heldSince(position, now_s);
    return inShared === undefined || (inMemory ?? inShared) < inShared ? inMemory : inShared;
  }

  /** The answer has come. */
  complete(request: Request): void {
    const { account } = this;
    const { process, position } = request;
    request.completion_s = this.clock.now_s;
    this.inFlight[process]![position]!--;
    this.underWay[position]!--;
    account.samples.completed++;
    account.samples.pending++;
    this.journal.note('completion', request.number, position);
    const deployment = this.idOf(position);
    this.show(request, { event: 'completion', deployment, latency_s: request.latency_s });
    this.source.answered(request);
  }

  /** Hands a completion to the recorder: at once, or with the process's next flush. */
  dispatch(request: Request): void {
    const { clock, experiment, account } = this;
    const { dispatch } = experiment;
    const { process } = request;
    account.knowledge.advance(process, request.position, Fate.waiting);
    if (dispatch.kind === 'immediate') {
      request.goOn();
      return;
    }
    const queue = this.waiting[process] as Request[];
    queue.push(request);
    if (queue.length > 1) return;
    const { every_s, stagger } = dispatch;
    const offset_s = stagger ? (every_s * process) / experiment.processes.count : 0;
    const phase_s = this.phase_s + offset_s;
    const periods = Math.max(0, Math.ceil((clock.now_s - phase_s) / every_s));
    // Rounding can put the flush just before now; it is now, then.
    const flush_s = Math.max(clock.now_s, phase_s + periods * every_s);
    const late_s = this.pace?.lateness_s(process, flush_s) ?? 0;
    clock.at(flush_s + late_s, { occur: () => this.flush(process) });
  }

  /** Hands everything that waits in a process to the recorder, all at once. */
  private flush(process: number): void {
    const queue = this.waiting[process] as Request[];
    this.waiting[process] = [];
    for (const request of queue) request.goOn();
  }

  /** The recorder is done with a sample. */
  logged(request: Request, outcome: 'recorded' | 'abandoned'): void {
    this.account.loggingLag_s.add(this.clock.now_s - request.completion_s);
    this.settle(request, outcome);
  }

  /** What became of a sample. */
  settle(request: Request, outcome: 'unrecordable' | 'recorded' | 'abandoned'): void {
    const { number: sample, position, process } = request;
    this.account.settled({ sample, position }, process, outcome, this.clock.now_s);
    this.journal.note('handled', request.number, outcome === 'recorded' ? 1 : 0);
    const event = outcome === 'unrecordable' ? 'not-recordable' : outcome;
    this.show(request, { event, deployment: this.idOf(request.position) });
  }

  private idOf(position: number): string {
    return this.fleet.index.ids[position] as string;
  }

  private show(request: Request, detail: EventDetail): void {
    const { journal, modelGroup } = this;
    if (journal.observed) journal.show(modelGroup.name, request, detail, this.look);
  }

  private showStep(request: Request, asks: Effect | null): void {
    const { number, process, callKind: call } = request;
    const { name: modelGroup } = this.modelGroup;
    this.journal.steps?.({ t: this.clock.now_s, modelGroup, request: number, process, call, asks });
  }

  /** What a copy of the data holds. */
  private readonly look: Look = (copy, time_s, key) => {
    const { shared } = this.experiment.store;
    const at = copy === 'shared' ? 0 : shared ? copy + 1 : copy;
    return this.copies[at]?.held(time_s, key) ?? [];
  };

  private showSelect(
    request: Request,
    view: unknown,
    deployment: string | null,
    cause: Cause | null,
  ): void {
    if (!this.journal.observed) return;
    const { strategy, fleet } = this;
    const seen =
      strategy.seen === undefined
        ? null
        : fleet.index.ids.map((_, position) => strategy.seen!(view, position));
    const { work_s: latency_s } = request;
    this.show(request, { event: 'select', deployment, latency_s, cause, seen });
  }

  /** Closes the books. */
  close(): ModelGroupResult {
    for (const station of this.stations) {
      if (station === undefined) continue;
      for (const { job, latency_s, wait_s } of station.rest()) this.took(job, latency_s, wait_s);
    }
    const { key } = this.strategy;
    if (key !== undefined) {
      for (const copy of this.copies) {
        this.journal.leftBehind(copy.peek(key, this.clock.now_s), this.strategy, this.fleet.size);
      }
    }
    return this.account.result();
  }
}

/** When the first flush is due; the same for all model groups of a replication. */
function phaseOf(dispatch: Dispatch, streams: Streams): number {
  if (!('phase_s' in dispatch)) return 0;
  const { phase_s, every_s } = dispatch;
  return phase_s === 'random' ? every_s * streams.stream('flush-phase')() : phase_s;
}
