import type { Clock, Occurrence } from '../../kernel/clock.js';
import type { Streams } from '../../kernel/random.js';
import { type Cause, causeOf } from '../../measure/causes.js';
import { Fate } from '../../measure/knowledge.js';
import type { ModelGroupResult } from '../../measure/result.js';
import { fastestGroup } from '../../measure/verdict.js';
import type { Experiment, ModelGroup } from '../../model/experiment.js';
import { Fleet, type Group } from '../../model/fleet.js';
import { LatencyMap } from '../../model/latency-map.js';
import type { Leases } from '../../model/leases.js';
import type { Locks } from '../../model/locks.js';
import type { LoggerContext } from '../../model/logger.js';
import { loggerContext } from '../../model/logger-context.js';
import type { CompletionEvent } from '../../model/profile.js';
import type { Origin } from '../../model/provenance.js';
import type { Store } from '../../model/stores/store.js';
import { leastBusy } from '../../strategies/least-busy.js';
import { LowestLatency } from '../../strategies/lowest-latency.js';
import type { Policy } from '../../strategies/policy.js';
import { simpleShuffle } from '../../strategies/simple-shuffle.js';
import { Account } from './account.js';
import { Call, type Client, type Surroundings } from './call.js';
import type { EventDetail } from './events.js';
import type { Journal } from './journal.js';
import { Luck } from './luck.js';
import { Request, type RequestHost } from './request.js';

/** What the model groups of a replication have in common. */
export interface World {
  readonly experiment: Experiment;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly streams: Streams;
  /** The locks of each process. */
  readonly locks: readonly Locks<Call>[];
  readonly leases: Leases<Call>;
}

/** What an error answer takes: without it, a user who never thinks would stop virtual time. */
const ERROR_ANSWER_S = 0.001;

/** The traffic of one model group: its arrivals, its router, the dispatch to its logger. */
export class Traffic implements RequestHost {
  readonly fleet: Fleet;
  readonly experiment: Experiment;
  readonly clock: Clock;
  readonly account: Account;
  private readonly journal: Journal;
  private readonly policy: Policy;
  private readonly context: LoggerContext;
  private readonly store: Store;
  private readonly surroundings: Surroundings;
  private readonly luck: Luck;
  private readonly fastest: number;
  private readonly fastestPositions: readonly number[];
  /** Requests under way, per process and deployment. */
  private readonly inFlight: readonly Int32Array[];
  /** Completions that wait for the next flush, per process. */
  private readonly waiting: Request[][];
  private arrived = 0;
  /** How many counted requests may still arrive. */
  private admissible: number;

  constructor(
    private readonly world: World,
    private readonly modelGroup: ModelGroup,
    /** Its position; keys its luck, so that a new name does not mean new figures. */
    private readonly number: number,
  ) {
    const { experiment, clock, journal } = world;
    const { processes, router, samples, store } = experiment;
    const { groups, name } = modelGroup;
    const fleet = new Fleet(groups);
    this.fleet = fleet;
    this.experiment = experiment;
    this.clock = clock;
    this.journal = journal;
    this.fastest = fastestGroup(groups, samples);
    this.fastestPositions = fleet.groupOf.flatMap((g, i) => (g === this.fastest ? [i] : []));
    const { ids } = fleet.index;
    this.account = new Account({
      clock,
      journal,
      modelGroup: name,
      ids,
      groups: groups.length,
      processes: processes.count,
      sharedStore: store.shared,
      cuts_s: experiment.cuts_s,
    });
    this.admissible = experiment.requestLimit ?? Number.POSITIVE_INFINITY;
    this.inFlight = Array.from({ length: processes.count }, () => new Int32Array(fleet.size));
    this.waiting = Array.from({ length: processes.count }, () => []);
    this.luck = new Luck(world.streams, String(number));
    this.policy = policyOf(experiment, fleet);
    this.context = loggerContext(`${name}_map`, fleet, router, experiment.loggerOptions);
    this.store = store.create({
      processes: processes.count,
      profile: router.profile,
      listSize: router.listSize,
      witnessOf: (copy) => this.account.witness(copy),
    });
    const trips = this.luck.stream('round-trip');
    this.surroundings = {
      clock,
      store: this.store,
      storeKind: store.kind,
      grantsLeases: store.shared,
      locks: world.locks,
      leases: world.leases,
      loggerName: experiment.logger.name,
      roundTrip_s: () => experiment.roundTrip_s(trips),
      performed: (call, effect, where) => {
        const request = call.client as Request;
        journal.noteEffect(effect, request.number, where);
        if (!journal.observed) return;
        this.show(request, { event: 'effect', call: call.kind, effect, where });
      },
    };
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

  private schedule(source: Occurrence, time_s: number): void {
    if (time_s >= this.experiment.duration_s || this.admissible === 0) return;
    this.clock.at(time_s, source);
  }

  /**
   * A user of a closed load thinks, then sends a request.
   * @param least_s shortest pause in seconds
   */
  private think(luck: Luck, least_s = 0): void {
    const { load } = this.modelGroup;
    if (load.open) return;
    const think_s = Math.max(least_s, load.think.quantile(luck.draw('think')));
    this.clock.after(think_s, { occur: () => this.arrive(luck) });
  }

  private arrive(luck: Luck): void {
    if (this.admissible === 0) return;
    const { count, assign } = this.experiment.processes;
    const number = this.arrived++;
    let process = 0;
    if (count > 1) {
      process = assign === 'random' ? Math.floor(luck.draw('process') * count) : number % count;
    }
    const request = new Request(this, number, process, luck);
    if (request.counted) this.admissible--;
    this.journal.note('arrival', number, process);
    this.show(request, { event: 'arrival' });
    if (this.policy.readsMap) this.call(request, process).start();
    else this.choose(request, undefined, false);
  }

  /** A call of the read side (without an event) or of the logger, for a request. */
  private call(client: Client, process: number, own?: Origin, event?: CompletionEvent): Call {
    const { logger } = this.experiment;
    const { surroundings, context } = this;
    const size = this.fleet.size;
    if (event === undefined) {
      const view = logger.view(context, this.minute);
      return new Call(surroundings, view, client, 'view', process, own, size);
    }
    const record = logger.record(event, context);
    return new Call(surroundings, record, client, 'record', process, own, size);
  }

  get minute(): number {
    return Math.floor(this.clock.now_s / 60);
  }

  choose(request: Request, map: LatencyMap | undefined, sharedView: boolean): void {
    const { clock, experiment, fleet, journal, account, policy } = this;
    const { process } = request;
    const inFlight = this.inFlight[process] as Int32Array;
    const position = policy.choose({
      fleet,
      map,
      inFlight,
      minute: this.minute,
      stream: request.stream,
      inputTokens: experiment.samples.inputTokens,
      luck: request.choiceLuck,
    });
    journal.decided(request.number, position);
    journal.note('select', request.number, position);
    if (position < 0) {
      if (request.counted) account.rejected++;
      this.showSelect(request, map, null, 0, null);
      this.think(request.luck, ERROR_ANSWER_S);
      return;
    }
    const group = fleet.groupOf[position] as number;
    const slower = group !== this.fastest;
    const cause = slower ? this.causeOf(request, position, map, sharedView) : null;
    account.passed(group, clock.now_s / experiment.duration_s);
    const latency_s = request.serve(position);
    this.showSelect(request, map, this.idOf(position), latency_s, cause);
    if (request.counted) {
      account.selected(position, request.arrival_s, cause);
      account.latency_s.add(clock.now_s - request.arrival_s + latency_s);
      if (slower) {
        const fastest = this.modelGroup.groups[this.fastest] as Group;
        account.lostSeconds += latency_s - request.latencyOn(fastest);
      }
    }
    inFlight[position] = (inFlight[position] as number) + 1;
    account.knowledge.advance(process, position, Fate.inFlight);
  }

  /** Why the router chose a slower group's deployment; null if it looks at no latencies. */
  private causeOf(
    request: Request,
    chosen: number,
    map: LatencyMap | undefined,
    sharedView: boolean,
  ): Cause | null {
    const { policy, experiment } = this;
    if (!(policy instanceof LowestLatency)) return null;
    return causeOf({
      ranking: policy.ranking,
      map,
      chosen,
      fastest: this.fastestPositions,
      stream: request.stream,
      buffer: experiment.router.buffer,
      asked_s: request.arrival_s,
      knowledge: this.account.knowledge,
      knower: experiment.store.perProcess && !sharedView ? request.process : 'all',
    });
  }

  completed(request: Request): void {
    const { account } = this;
    const { process, position } = request;
    const inFlight = this.inFlight[process] as Int32Array;
    inFlight[position] = (inFlight[position] as number) - 1;
    account.samples.completed++;
    account.samples.pending++;
    this.journal.note('completion', request.number, position);
    const deployment = this.idOf(position);
    this.show(request, { event: 'completion', deployment, latency_s: request.latency_s });
    this.think(request.luck);
    if (request.kind === 'not-recorded') {
      this.settled(request, 'unrecordable');
      return;
    }
    account.knowledge.advance(process, position, Fate.waiting);
    this.dispatch(request);
  }

  /** Hands a completion to the logger: at once, or with the process's next flush. */
  private dispatch(request: Request): void {
    const { clock, experiment } = this;
    const { dispatch } = experiment;
    if (dispatch.kind === 'immediate') {
      this.log(request);
      return;
    }
    const { process } = request;
    const queue = this.waiting[process] as Request[];
    queue.push(request);
    if (queue.length > 1) return;
    const { every_s, stagger } = dispatch;
    const offset_s = stagger ? (every_s * process) / experiment.processes.count : 0;
    const phase_s = dispatch.phase_s + offset_s;
    const periods = Math.max(0, Math.ceil((clock.now_s - phase_s) / every_s));
    // Rounding can put the flush just before now; it is now, then.
    const flush_s = Math.max(clock.now_s, phase_s + periods * every_s);
    clock.at(flush_s, { occur: () => this.flush(process) });
  }

  /** Hands everything that waits in a process to the logger, all at once. */
  private flush(process: number): void {
    const queue = this.waiting[process] as Request[];
    this.waiting[process] = [];
    for (const request of queue) this.log(request);
  }

  private log(request: Request): void {
    this.show(request, { event: 'log', deployment: this.idOf(request.position) });
    const own = { sample: request.number, position: request.position };
    this.call(request, request.process, own, request.event(this.minute)).start();
  }

  logged(request: Request, outcome: 'recorded' | 'abandoned'): void {
    this.account.loggingLag_s.add(this.clock.now_s - request.completion_s);
    this.settled(request, outcome);
  }

  private settled(request: Request, outcome: 'unrecordable' | 'recorded' | 'abandoned'): void {
    const { number: sample, position, process } = request;
    this.account.settled({ sample, position }, process, outcome);
    this.journal.note('handled', request.number, outcome === 'recorded' ? 1 : 0);
    const event = outcome === 'unrecordable' ? 'not-recordable' : outcome;
    this.show(request, { event, deployment: this.idOf(request.position) });
  }

  private idOf(position: number): string {
    return this.fleet.index.ids[position] as string;
  }

  private show(request: Request, detail: EventDetail): void {
    if (this.journal.observed) this.journal.show(this.modelGroup.name, request, detail);
  }

  private showSelect(
    request: Request,
    map: LatencyMap | undefined,
    deployment: string | null,
    latency_s: number,
    cause: Cause | null,
  ): void {
    if (!this.journal.observed) return;
    const { ids } = this.fleet.index;
    const seen = this.policy.readsMap ? ids.map((_, i) => map?.at(i)?.samples ?? 0) : null;
    this.show(request, { event: 'select', deployment, latency_s, cause, seen });
  }

  /** Closes the books. */
  close(): ModelGroupResult {
    for (const copy of this.store.copies()) {
      const map = copy.peek(this.context.key, this.clock.now_s);
      if (map instanceof LatencyMap) this.journal.leftBehind(map);
    }
    return this.account.result();
  }
}

function policyOf({ router }: Experiment, fleet: Fleet): Policy {
  switch (router.policy) {
    case 'lowest-latency':
      return new LowestLatency(fleet, router.profile, router.buffer);
    case 'simple-shuffle':
      return simpleShuffle;
    case 'least-busy':
      return leastBusy;
  }
}
