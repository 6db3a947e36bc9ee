import { BitSet } from '../../kernel/bitset.js';
import { Clock, type Occurrence } from '../../kernel/clock.js';
import { RunningHash } from '../../kernel/hash.js';
import { Streams } from '../../kernel/random.js';
import type { Effect } from '../../loggers/effects.js';
import { OPERATIONS } from '../../loggers/effects.js';
import { LatencyMap } from '../../loggers/latency-map.js';
import { ABANDONED, type LoggerContext } from '../../loggers/logger.js';
import { addEvent, type CompletionEvent } from '../../loggers/profile.js';
import { CAUSES, type Cause, causeOf } from '../../measure/causes.js';
import { Histogram } from '../../measure/histogram.js';
import { Fate, Knowledge } from '../../measure/knowledge.js';
import {
  type ModelGroupResult,
  type ReplicationResult,
  type SampleCounts,
  TIMELINE_BUCKETS,
} from '../../measure/result.js';
import { fastestGroup } from '../../measure/verdict.js';
import type { CacheWitness } from '../../model/cache.js';
import type { Caller } from '../../model/caller.js';
import type { Experiment, ModelGroup, SampleKind } from '../../model/experiment.js';
import { Fleet, type Group } from '../../model/fleet.js';
import { Leases } from '../../model/leases.js';
import { Locks } from '../../model/locks.js';
import { leastBusy } from '../../model/policies/least-busy.js';
import { LowestLatency } from '../../model/policies/lowest-latency.js';
import type { Policy } from '../../model/policies/policy.js';
import { simpleShuffle } from '../../model/policies/simple-shuffle.js';
import type { Origin, Provenance } from '../../model/provenance.js';
import type { Store } from '../../model/stores/store.js';
import { Call, type Client, type Surroundings } from './call.js';
import type { EventDetail, SimulationEvent } from './events.js';
import { Luck } from './luck.js';

/** Is shown every event of a replication. */
export type Observer = (event: SimulationEvent) => void;

/** One replication of an experiment, advanced in slices. */
export class Replication {
  readonly clock = new Clock();
  readonly trace = new RunningHash();
  readonly decisions = new RunningHash();
  private readonly traffics: Traffic[];

  constructor(
    readonly experiment: Experiment,
    /** Its number, from 0. */
    readonly number: number,
    readonly observer?: Observer,
  ) {
    const streams = new Streams(experiment.seed, number);
    this.traffics = experiment.modelGroups.map(
      (modelGroup) => new Traffic(this, modelGroup, streams),
    );
    const locks = Array.from({ length: experiment.processes.count }, () => new Locks<Call>());
    // One lock table and one set of leases for all model groups: a lock may span them.
    const leases = new Leases<Call>();
    for (const traffic of this.traffics) traffic.open(locks, leases);
  }

  /**
   * Goes on for at most `slice` occurrences.
   * @returns whether the replication is over
   */
  advance(slice: number): boolean {
    return this.clock.run(this.experiment.duration_s, slice);
  }

  result(): ReplicationResult {
    const modelGroups = this.traffics.map((traffic) => traffic.result());
    return {
      replication: this.number,
      modelGroups,
      occurrences: this.clock.happened,
      traceHash: this.trace.digest(),
      decisionsHash: this.decisions.digest(),
    };
  }
}

/** Numbers of the events in the trace's hash. */
const CODE = { arrival: 1, select: 2, completion: 3, handled: 4, lost: 5, effect: 16 } as const;
const OPERATION_CODE = new Map(OPERATIONS.map((op, i) => [op, CODE.effect + i]));

/** The traffic of one model group: its arrivals, its router, its logger. */
class Traffic {
  readonly fleet: Fleet;
  readonly fastest: number;
  readonly context: LoggerContext;
  readonly knowledge: Knowledge;
  readonly samples: SampleCounts = {
    completed: 0,
    unrecordable: 0,
    pending: 0,
    recorded: 0,
    abandoned: 0,
    lost: 0,
    lostInMemory: 0,
  };
  readonly latency_s = new Histogram();
  readonly loggingLag_s = new Histogram();
  private readonly policy: Policy;
  private readonly fastestPositions: readonly number[];
  private readonly requests: number[];
  private readonly inFlight: Int32Array[];
  private readonly timeline: number[][];
  private readonly causes = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<
    Cause,
    number
  >;
  private readonly lostSamples = new BitSet();
  private readonly waiting: Request[][];
  private readonly luck: Luck;
  private store!: Store;
  private surroundings!: Surroundings;
  private arrived = 0;
  private rejected = 0;
  private lostSeconds = 0;

  constructor(
    readonly replication: Replication,
    readonly modelGroup: ModelGroup,
    private readonly streams: Streams,
  ) {
    const { processes, router, samples, loggerOptions } = replication.experiment;
    const fleet = new Fleet(modelGroup.groups);
    this.fleet = fleet;
    this.fastest = fastestGroup(modelGroup.groups, samples);
    this.fastestPositions = fleet.groupOf.flatMap((g, i) => (g === this.fastest ? [i] : []));
    this.knowledge = new Knowledge(processes.count, fleet.size);
    this.requests = new Array<number>(fleet.size).fill(0);
    this.inFlight = Array.from({ length: processes.count }, () => new Int32Array(fleet.size));
    this.timeline = Array.from({ length: TIMELINE_BUCKETS }, () =>
      new Array<number>(modelGroup.groups.length).fill(0),
    );
    this.waiting = Array.from({ length: processes.count }, () => []);
    this.luck = new Luck(streams, modelGroup.name);
    const { profile, listSize } = router;
    this.policy =
      router.policy === 'lowest-latency'
        ? new LowestLatency(fleet, profile, router.buffer)
        : router.policy === 'simple-shuffle'
          ? simpleShuffle
          : leastBusy;
    this.context = {
      key: `${modelGroup.name}_map`,
      ttl_s: router.ttl_s,
      listSize,
      profile,
      deployments: fleet.index.ids,
      limited: fleet.limited,
      options: loggerOptions,
      emptyMap: () => new LatencyMap(fleet.index),
      add: (map, event) => addEvent(profile, map, event, listSize),
    };
  }

  /** Makes the store and schedules the first arrivals. */
  open(locks: readonly Locks<Call>[], leases: Leases<Call>): void {
    const { experiment, clock } = this.replication;
    const { store, processes, router, logger } = experiment;
    this.store = store.create({
      processes: processes.count,
      profile: router.profile,
      listSize: router.listSize,
      witnessOf: (copy) => this.witness(copy),
    });
    const trips = this.luck.stream('round-trip');
    this.surroundings = {
      clock,
      store: this.store,
      storeKind: store.kind,
      grantsLeases: store.shared,
      locks,
      leases,
      loggerName: logger.name,
      roundTrip_s: () => experiment.roundTrip_s(trips),
      performed: (call, effect, where) => this.performed(call, effect, where),
    };
    const { load } = this.modelGroup;
    if (load.open) {
      const next_s = load.arrivals(this.luck.stream('arrivals'));
      const source: Occurrence = {
        occur: () => {
          this.arrive(this.luck);
          const time_s = next_s();
          if (time_s < experiment.duration_s) clock.at(time_s, source);
        },
      };
      const first_s = next_s();
      if (first_s < experiment.duration_s) clock.at(first_s, source);
      return;
    }
    for (let user = 0; user < load.users; user++) {
      const luck = new Luck(this.streams, `${this.modelGroup.name}/user ${user}`);
      this.think(luck);
    }
  }

  /** A user of a closed load thinks, then sends a request. */
  think(luck: Luck): void {
    const { load } = this.modelGroup;
    if (load.open) return;
    this.replication.clock.after(load.think.quantile(luck.draw('think')), {
      occur: () => this.arrive(luck),
    });
  }

  private arrive(luck: Luck): void {
    const { processes } = this.replication.experiment;
    const number = this.arrived++;
    const process =
      processes.count === 1
        ? 0
        : processes.assign === 'random'
          ? Math.floor(luck.draw('process') * processes.count)
          : number % processes.count;
    new Request(this, number, process, luck).arrive();
  }

  /** A call of the logger or of its read side, from this model group. */
  call(client: Client, process: number, own: Origin | undefined, event?: CompletionEvent): Call {
    const { experiment, clock } = this.replication;
    const { logger } = experiment;
    const generator =
      event === undefined
        ? logger.view(this.context, Math.floor(clock.now_s / 60))
        : logger.record(event, this.context);
    const kind = event === undefined ? 'view' : 'record';
    return new Call(this.surroundings, generator, client, kind, process, own, this.fleet.size);
  }

  get readsMap(): boolean {
    return this.policy.readsMap;
  }

  /** Chooses a deployment for a request, from the map that was read for it. */
  choose(request: Request, map: LatencyMap | undefined, call: Call | undefined): void {
    const { clock, experiment, decisions } = this.replication;
    const { policy, fleet } = this;
    const position = policy.choose({
      fleet,
      map,
      inFlight: this.inFlight[request.process] as Int32Array,
      minute: Math.floor(clock.now_s / 60),
      stream: request.stream,
      inputTokens: experiment.samples.inputTokens,
      luck: request.choiceLuck,
    });
    decisions.addInteger(request.number).addInteger(position);
    this.note(CODE.select, request.number, position);
    if (position < 0) {
      this.rejected++;
      this.show(request, { event: 'select', deployment: null, latency_s: 0, cause: null });
      this.think(request.luck);
      return;
    }
    const g = fleet.groupOf[position] as number;
    let cause: Cause | null = null;
    if (g !== this.fastest && policy instanceof LowestLatency) {
      cause = causeOf({
        ranking: policy.ranking,
        map,
        chosen: position,
        fastest: this.fastestPositions,
        stream: request.stream,
        buffer: experiment.router.buffer,
        knowledge: this.knowledge,
        knower: experiment.store.perProcess && call?.readShared !== true ? request.process : 'all',
      });
      this.causes[cause]++;
    }
    this.requests[position] = (this.requests[position] as number) + 1;
    const bucket = Math.floor((clock.now_s / experiment.duration_s) * TIMELINE_BUCKETS);
    const part = this.timeline[bucket] as number[];
    part[g] = (part[g] as number) + 1;
    request.serve(position, cause);
    this.latency_s.add(clock.now_s - request.arrival_s + request.latency_s);
    if (g !== this.fastest) {
      const fastest = this.modelGroup.groups[this.fastest] as Group;
      this.lostSeconds += request.latency_s - request.latencyOn(fastest);
    }
    const flying = this.inFlight[request.process] as Int32Array;
    flying[position] = (flying[position] as number) + 1;
    this.knowledge.advance(request.process, position, Fate.inFlight);
  }

  /** A request has ended: its sample is dispatched, and a user of a closed load goes on. */
  completed(request: Request): void {
    const { clock, experiment } = this.replication;
    const { process, position } = request;
    const flying = this.inFlight[process] as Int32Array;
    flying[position] = (flying[position] as number) - 1;
    this.samples.completed++;
    this.samples.pending++;
    this.note(CODE.completion, request.number, position);
    this.show(request, {
      event: 'completion',
      deployment: this.idOf(position),
      latency_s: request.latency_s,
    });
    this.think(request.luck);
    if (!request.recordable) {
      this.settled(request, 'unrecordable', Fate.notRecordable);
      return;
    }
    this.knowledge.advance(process, position, Fate.waiting);
    const { dispatch } = experiment;
    if (dispatch.kind === 'immediate') {
      request.log();
      return;
    }
    const queue = this.waiting[process] as Request[];
    queue.push(request);
    if (queue.length > 1) return;
    const lag_s = dispatch.stagger ? (dispatch.every_s * process) / experiment.processes.count : 0;
    const phase_s = dispatch.phase_s + lag_s;
    const periods = Math.max(0, Math.ceil((clock.now_s - phase_s) / dispatch.every_s));
    // Rounding can put the flush just before now; it is now, then.
    const flush_s = Math.max(clock.now_s, phase_s + periods * dispatch.every_s);
    clock.at(flush_s, { occur: () => this.flush(process) });
  }

  /** Hands everything that waits in a process to the logger, all at once. */
  private flush(process: number): void {
    const queue = this.waiting[process] as Request[];
    this.waiting[process] = [];
    for (const request of queue) request.log();
  }

  /** What became of a request's sample. */
  settled(
    request: Request,
    outcome: 'unrecordable' | 'recorded' | 'abandoned',
    fate: Fate | undefined,
  ): void {
    this.samples.pending--;
    this.samples[outcome]++;
    if (fate !== undefined) this.knowledge.settle(request.process, request.position, fate);
    this.note(CODE.handled, request.number, outcome === 'recorded' ? 1 : 0);
    this.show(request, {
      event: outcome === 'unrecordable' ? 'not-recordable' : outcome,
      deployment: this.idOf(request.position),
    });
  }

  logging(request: Request): void {
    this.show(request, { event: 'log', deployment: this.idOf(request.position) });
  }

  idOf(position: number): string {
    return this.fleet.index.ids[position] as string;
  }

  /** Shows an event to the observer, if there is one. */
  show(request: { number: number; process: number }, detail: EventDetail): void {
    const { observer, number, clock } = this.replication;
    if (observer === undefined) return;
    observer({
      t: clock.now_s,
      replication: number,
      modelGroup: this.modelGroup.name,
      request: request.number,
      process: request.process,
      ...detail,
    } as SimulationEvent);
  }

  /** Adds an event to the trace's hash. */
  note(code: number, request: number, value: number): void {
    this.replication.trace
      .addInteger(code)
      .addDouble(this.replication.clock.now_s)
      .addInteger(request)
      .addInteger(value);
  }

  private performed(call: Call, effect: Effect, where: 'process' | 'shared'): void {
    const { number } = call.client as Request;
    this.note(OPERATION_CODE.get(effect.op) as number, number, where === 'shared' ? 1 : 0);
    if (this.replication.observer === undefined) return;
    this.show(call.client as Request, {
      event: 'effect',
      call: call.kind,
      op: effect.op,
      key: keyOf(effect),
      where,
    });
  }

  /** Follows what happens to the samples of one copy of the data. */
  private witness(copy: 'shared' | number): CacheWitness {
    const { store } = this.replication.experiment;
    const counts = copy === 'shared' || !store.shared;
    const { lostSamples, samples, knowledge } = this;
    const process = copy === 'shared' ? 0 : copy;
    return {
      lost: (sample, position) => {
        if (!counts) {
          samples.lostInMemory++;
          return;
        }
        if (lostSamples.has(sample)) return;
        lostSamples.add(sample);
        samples.lost++;
        knowledge.settleCopy(copy, position, Fate.lost);
        if (!store.shared) knowledge.settleCopy('shared', position, Fate.lost);
        this.note(CODE.lost, sample, position);
        const detail = { event: 'lost', deployment: this.idOf(position), copy } as const;
        this.show({ number: sample, process }, detail);
      },
      restored: (sample, position) => {
        if (!counts || !lostSamples.has(sample)) return;
        lostSamples.delete(sample);
        samples.lost--;
        knowledge.settleCopy(copy, position, Fate.recorded);
        const detail = { event: 'restored', deployment: this.idOf(position), copy } as const;
        this.show({ number: sample, process }, detail);
      },
      expired: (provenance: Provenance) => {
        for (const [position, ids] of provenance.entries()) {
          if (ids.length > 0) knowledge.settleCopy(copy, position, Fate.expired);
        }
      },
      stored: (caller: Caller, value: unknown) => {
        const { sample, position } = caller.own as Origin;
        knowledge.settle(caller.process, position, Fate.recorded);
        const { decisions } = this.replication;
        decisions.addInteger(sample).addInteger(position);
        const stats = value instanceof LatencyMap ? value.at(position) : undefined;
        if (stats !== undefined) decisions.addDouble(stats.sum).addInteger(stats.count);
      },
    };
  }

  result(): ModelGroupResult {
    this.hashFinalMaps();
    return {
      name: this.modelGroup.name,
      requests: this.requests,
      rejected: this.rejected,
      samples: this.samples,
      causes: this.causes,
      timeline: this.timeline,
      latency_s: this.latency_s,
      lostSeconds: this.lostSeconds,
      loggingLag_s: this.loggingLag_s,
    };
  }

  private hashFinalMaps(): void {
    const { clock, decisions } = this.replication;
    for (const copy of this.store.copies()) {
      const map = copy.peek(this.context.key, clock.now_s);
      if (!(map instanceof LatencyMap)) continue;
      for (let position = 0; position < this.fleet.size; position++) {
        const stats = map.at(position);
        decisions.addInteger(stats?.count ?? -1).addDouble(stats?.sum ?? 0);
      }
    }
  }
}

/** One request, from its arrival until its sample is logged. */
class Request implements Occurrence, Client {
  readonly arrival_s: number;
  readonly choiceLuck: number;
  readonly stream: boolean;
  readonly timesOut: boolean;
  readonly kind: SampleKind;
  position = -1;
  latency_s = 0;
  private readonly serviceLuck: number;
  private readonly tokensLuck: number;
  private readonly ttftLuck: number;
  private completion_s = 0;

  constructor(
    private readonly traffic: Traffic,
    readonly number: number,
    readonly process: number,
    readonly luck: Luck,
  ) {
    const { samples } = traffic.replication.experiment;
    this.arrival_s = traffic.replication.clock.now_s;
    this.choiceLuck = luck.draw('choice');
    this.serviceLuck = luck.draw('service');
    this.tokensLuck = luck.draw('tokens');
    this.stream = samples.stream > 0 && luck.draw('stream') < samples.stream;
    this.ttftLuck = this.stream ? luck.draw('ttft') : 0;
    this.timesOut = samples.timeouts !== undefined && luck.draw('timeout') < samples.timeouts.rate;
    this.kind = kindFor(samples.kinds, luck);
  }

  get recordable(): boolean {
    return this.kind !== 'not-recorded';
  }

  arrive(): void {
    const { traffic } = this;
    traffic.note(CODE.arrival, this.number, this.process);
    traffic.show(this, { event: 'arrival' });
    if (traffic.readsMap) traffic.call(this, this.process, undefined).start();
    else traffic.choose(this, undefined, undefined);
  }

  /** A select has read the map, or the logger is done. */
  returned(call: Call, result: unknown): void {
    const { traffic } = this;
    if (call.kind === 'view') {
      traffic.choose(this, result as LatencyMap | undefined, call);
      return;
    }
    traffic.loggingLag_s.add(traffic.replication.clock.now_s - this.completion_s);
    if (result === ABANDONED) traffic.settled(this, 'abandoned', Fate.lost);
    else traffic.settled(this, 'recorded', undefined);
  }

  /** How long it takes on a deployment of a group, in seconds: its luck under the group's law. */
  latencyOn(group: Group): number {
    const { timeouts } = this.traffic.replication.experiment.samples;
    return this.timesOut && timeouts !== undefined
      ? timeouts.after_s
      : group.latency.quantile(this.serviceLuck);
  }

  serve(position: number, cause: Cause | null): void {
    const { traffic } = this;
    this.position = position;
    this.latency_s = this.latencyOn(traffic.fleet.groupAt(position));
    traffic.show(this, {
      event: 'select',
      deployment: traffic.idOf(position),
      latency_s: this.latency_s,
      cause,
    });
    traffic.replication.clock.after(this.latency_s, this);
  }

  /** The answer has come. */
  occur(): void {
    this.completion_s = this.traffic.replication.clock.now_s;
    this.traffic.completed(this);
  }

  log(): void {
    const { traffic } = this;
    traffic.logging(this);
    const own = { sample: this.number, position: this.position };
    traffic.call(this, this.process, own, this.event()).start();
  }

  private event(): CompletionEvent {
    const { traffic, latency_s, kind, stream } = this;
    const group = traffic.fleet.groupAt(this.position);
    const chat = kind === 'chat';
    const tokens = chat ? Math.round(group.tokens.quantile(this.tokensLuck)) : 0;
    const ttft_s =
      stream && group.ttft !== undefined
        ? Math.min(group.ttft.quantile(this.ttftLuck), latency_s)
        : latency_s;
    const { clock, experiment } = traffic.replication;
    return {
      type: this.timesOut ? 'timeout' : 'success',
      deployment: traffic.idOf(this.position),
      latency_s,
      kind: kind === 'not-recorded' ? 'other' : kind,
      completion_tokens: tokens,
      total_tokens: chat ? tokens + experiment.samples.inputTokens : 0,
      stream,
      ttft_s,
      minute: Math.floor(clock.now_s / 60),
    };
  }
}

function kindFor(kinds: Experiment['samples']['kinds'], luck: Luck): SampleKind {
  const only = kinds[0];
  if (only === undefined) throw new RangeError('samples need at least one kind');
  if (kinds.length === 1) return only.kind;
  let total = 0;
  for (const { weight } of kinds) total += weight;
  let left = luck.draw('kind') * total;
  for (const { kind, weight } of kinds) {
    left -= weight;
    if (left < 0) return kind;
  }
  return (kinds[kinds.length - 1] ?? only).kind;
}

function keyOf(effect: Effect): string {
  switch (effect.op) {
    case 'acquire':
    case 'release':
      return effect.lock;
    case 'acquire-lease':
    case 'release-lease':
      return effect.lease;
    case 'sleep':
      return '';
    case 'read-many':
      return effect.keys[0] ?? '';
    default:
      return effect.key;
  }
}
