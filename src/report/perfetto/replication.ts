import { type Effect, keysRead } from '../../effects/effects.js';
import type { Experiment } from '../../model/experiment.js';
import { Fleet, type Group } from '../../model/fleet.js';
import type { CallKind } from '../../worlds/simulate/call.js';
import type { CallStep, SimulationEvent } from '../../worlds/simulate/events.js';
import { effectName } from './effect-name.js';
import { HeldLines, type OpenPlace } from './held-lines.js';
import { Routes, SHARE_OF } from './routes.js';
import {
  microseconds,
  Rows,
  shownName,
  TRACE_BETWEEN,
  TRACE_END,
  type TraceArgs,
  type TraceEvent,
  type TraceProcess,
  type TraceRow,
  told,
  traceBegin,
  traceLine,
} from './trace-event.js';

/** A lost update, to whose two requests a trace is limited: from the first arrival to the last sample. */
export interface TraceFocus {
  /** When the sample is lost, in seconds. */
  readonly t: number;
  /** Whose sample it is, and who overwrites it. */
  readonly victim: TracedRequest;
  readonly overwriter: TracedRequest;
}

interface TracedRequest {
  readonly modelGroup: string;
  readonly request: number;
}

type EventNamed<Name extends SimulationEvent['event']> = Extract<SimulationEvent, { event: Name }>;
type LossEvent = Extract<SimulationEvent, { copy: unknown }>;

/** Families of slices. An id is of one alone: viewers differ in whether the same one in another is another. */
const FAMILIES = ['request', 'call', 'service', 'lock'] as const;
type Family = (typeof FAMILIES)[number];

/** Rows of a process of the router, or of the store, from above. */
const REQUESTS = 0;
const CALLS = 1;
const LOCKS = 2;
const EFFECTS = 3;
const LOSSES = 4;

/** What a call is for. */
const CALL_NAMES: Readonly<Record<CallKind, string>> = {
  view: 'select: what it goes by',
  chosen: 'select: what a choice changes',
  started: 'before the call of the deployment',
  ended: 'after the call of the deployment',
  record: 'logger',
};

/** A slice that has begun. */
interface BegunSlice {
  readonly family: Family;
  readonly name: string;
  readonly row: TraceRow;
}

/** What a call has read: its writes under the same keys follow from it. */
interface DrawnRead {
  readonly keys: readonly string[];
  readonly place: OpenPlace;
  readonly row: TraceRow;
  readonly ts: number;
}

/** The effect that a call waits for: when it was asked for, and when it took effect, in seconds. */
interface Awaited {
  readonly effect: Effect;
  readonly asked_s: number;
  effective_s: number;
}

/** A lease that somebody has. */
interface HeldLease {
  readonly slice: number;
  readonly owner: number;
  /** When it runs out, in seconds. */
  readonly ends_s: number;
}

/**
 * A replication as a Chrome trace, which is written as the replication goes on. Requests and their
 * calls are asynchronous slices; what takes effect on a copy of the data is a slice without length in
 * a row of that copy, with an arrow from a read to each write that follows from it.
 */
export class ReplicationTrace {
  private readonly lines = new HeldLines();
  private readonly rows = new Rows((event) => this.lines.add(traceLine(event)));
  private readonly routes: ReadonlyMap<string, Routes>;
  /** Slices that have begun, by their id: each lies in the one before. */
  private readonly begun = new Map<number, BegunSlice[]>();
  /** What calls wait for, and have read, by request. */
  private readonly awaited = new Map<number, Awaited>();
  private readonly readings = new Map<number, DrawnRead[]>();
  /** Numbers of locks and leases, by name. */
  private readonly lockNumbers = new Map<string, number>();
  private readonly leases = new Map<string, HeldLease>();
  /** Who has asked for something last, or had it take effect: what is lost then is lost by it. */
  private lastToAct = 0;
  private arrows = 0;
  private now_s = 0;
  private stage: 'before' | 'live' | 'over';
  /** Of the two requests of the focus, those that are not at their end. */
  private readonly goOn: Set<number>;
  private textBegun = false;
  private textEnded = false;

  /**
   * @param heading where it comes from; its replication is added
   * @param focus the part that is told; absent: all of it
   */
  constructor(
    private readonly experiment: Experiment,
    private heading: TraceArgs,
    private readonly focus?: TraceFocus,
  ) {
    this.routes = new Map(
      experiment.modelGroups.map(({ name, groups }, i) => [
        name,
        new Routes(i, name, new Fleet(groups)),
      ]),
    );
    this.stage = focus === undefined ? 'live' : 'before';
    this.goOn = new Set(
      focus === undefined ? [] : [focus.victim, focus.overwriter].map((one) => this.numberOf(one)),
    );
  }

  /** What has come since this was last asked for, as text. */
  take(): string {
    const lines = this.lines.take().join(TRACE_BETWEEN);
    const isOver = this.stage === 'over';
    if (lines === '' && !isOver) return '';
    const { textBegun } = this;
    this.textBegun = true;
    const begin = textBegun ? TRACE_BETWEEN : traceBegin(this.heading);
    const text = lines === '' && textBegun ? '' : begin + lines;
    if (!isOver || this.textEnded) return text;
    this.textEnded = true;
    return text + TRACE_END;
  }

  /** Takes an event of the replication. */
  event(event: SimulationEvent): void {
    if (this.stage === 'over') return;
    if (!this.textBegun) this.heading = { ...this.heading, replication: event.replication };
    const request = this.numberOf(event);
    this.goOnTo(event.t);
    switch (event.event) {
      case 'arrival':
        this.arrives(event, request);
        break;
      case 'select':
        this.selects(event, request);
        break;
      case 'refused':
        this.answered(event, request);
        this.settles(request, event.event);
        break;
      case 'completion':
        this.answered(event, request);
        this.endPhase(request);
        if ('every_s' in this.experiment.dispatch) {
          this.beginPhase(event, request, 'waits to be logged');
        }
        break;
      case 'log':
        this.endPhase(request);
        this.beginPhase(event, request, 'is logged');
        break;
      case 'recorded':
      case 'abandoned':
      case 'not-recordable':
        this.settles(request, event.event);
        break;
      case 'effect':
        this.takesEffect(event, request);
        break;
      case 'lost':
        this.loses(event);
        break;
      case 'restored': {
        const { request: of, deployment, copy } = event;
        const name = `a stale write brings back the sample of request ${of}`;
        this.instant(name, this.copyRow(copy, LOSSES), { deployment: shownName(deployment) });
      }
    }
  }

  /** Takes a step of a call. */
  step({ t, modelGroup, request: of, process, call, asks }: CallStep): void {
    if (this.stage === 'over') return;
    const request = this.numberOf({ modelGroup, request: of });
    this.goOnTo(t);
    this.lastToAct = of;
    const before = this.awaited.get(request);
    if (before !== undefined) {
      this.awaited.delete(request);
      this.endSlice('call', request);
      this.isLeased(before, request);
    }
    if (asks === null) {
      this.endSlice('call', request);
      this.closeReadings(request);
      return;
    }
    this.awaited.set(request, { effect: asks, asked_s: t, effective_s: t });
    if (!this.isTold(request)) return;
    const row = this.rows.row(this.router(process), CALLS, 'calls');
    if (!this.hasBegun('call', request)) {
      this.beginSlice('call', request, CALL_NAMES[call], row, { request: of });
    }
    this.beginSlice('call', request, effectName(asks), row);
  }

  /** The replication is over, or was stopped: so is what is under way. */
  end(): void {
    if (this.stage === 'over') return;
    if (this.focus === undefined) this.goOnTo(this.experiment.duration_s);
    for (const id of this.begun.keys()) {
      while (this.begun.has(id)) this.endSliceOf(id, { unfinished: true });
    }
    for (const request of this.readings.keys()) this.closeReadings(request);
    this.stage = 'over';
  }

  private arrives(event: EventNamed<'arrival'>, request: number): void {
    if (this.stage === 'before' && this.goOn.has(request)) {
      this.stage = 'live';
      for (const [name, { fleet }] of this.routes) {
        for (const group of fleet.groups.keys()) this.tellInFlight(name, group);
      }
    }
    const { request: number, modelGroup } = event;
    const args = { request: number, 'model group': shownName(modelGroup) };
    this.beginSlice('request', request, 'request', this.requestRow(event), args);
    this.beginPhase(event, request, 'is routed');
  }

  private selects(event: EventNamed<'select'>, request: number): void {
    const { deployment, cause, seen, modelGroup } = event;
    const known = seen === null ? {} : { 'deployments with samples': seen.filter(Boolean).length };
    if (deployment === null) {
      this.endPhase(request, known);
      this.settles(request, 'every deployment is over its limits');
      return;
    }
    const name = shownName(deployment);
    const why = cause === null ? {} : { 'cause of a slower choice': cause };
    this.endPhase(request, { chosen: name, ...known, ...why });
    const routes = this.routes.get(modelGroup) as Routes;
    const group = routes.chosen(deployment);
    if (this.isTold(request)) {
      const row = this.rows.row(this.deployments(routes), routes.positionOf(deployment), name);
      this.beginSlice('service', request, name, row, { request: event.request });
      this.beginPhase(event, request, `is answered by ${name}`);
    }
    this.tellInFlight(modelGroup, group);
    for (const { group: one, percent } of routes.changedShares()) {
      this.count(routes, `share of the last ${SHARE_OF} choices`, one, { percent });
    }
  }

  /** Its deployment is done with it. */
  private answered(event: EventNamed<'completion' | 'refused'>, request: number): void {
    this.endSlice('service', request);
    const group = this.routes.get(event.modelGroup)?.answered(event.deployment);
    if (group !== undefined) this.tellInFlight(event.modelGroup, group);
  }

  /** A request is at its end. */
  private settles(request: number, outcome: string): void {
    this.endPhase(request);
    this.endSlice('request', request, { outcome });
    if (this.goOn.delete(request) && this.goOn.size === 0) this.end();
  }

  /** Something takes effect on a copy of the data, or a lock changes hands. */
  private takesEffect(event: EventNamed<'effect'>, request: number): void {
    const { effect, process, where, call, request: of, t } = event;
    this.lastToAct = of;
    if (effect.op === 'acquire') {
      const row = this.rows.row(this.router(process), LOCKS, 'locks');
      const number = this.lockNumber(`${process}/${effect.lock}`);
      this.beginSlice('lock', number, `lock ${shownName(effect.lock)}`, row, { request: of });
    } else if (effect.op === 'release') {
      this.endSlice('lock', this.lockNumber(`${process}/${effect.lock}`));
    } else if (effect.op !== 'sleep') {
      const awaited = this.awaited.get(request);
      if (awaited !== undefined) awaited.effective_s = t;
      const row = this.copyRow(where === 'shared' ? where : process, EFFECTS);
      const ts = microseconds(t);
      const name = effectName(effect);
      this.emit({ name, ph: 'X', cat: 'effect', ...row, ts, dur: 0, args: { request: of } });
      if (call !== 'view') this.relates(effect, request, row, ts);
      if (effect.op === 'release-lease') this.endLease(effect.lease, request);
    }
  }

  /** Remembers what is read, and joins what is written to that. */
  private relates(effect: Effect, request: number, row: TraceRow, ts: number): void {
    if (this.stage !== 'live') return;
    const readings = this.readings.get(request) ?? [];
    const keys = keysRead(effect);
    if (keys.length > 0) {
      this.readings.set(request, [...readings, { keys, place: this.lines.open(), row, ts }]);
      return;
    }
    if (effect.op !== 'write' && effect.op !== 'compare-and-set') return;
    const from = readings.filter((one) => one.keys.includes(effect.key)).at(-1);
    if (from?.place.isOpen !== true) return;
    const arrow = { name: 'read, then written', cat: 'effect', id: ++this.arrows } as const;
    from.place.lines.push(traceLine({ ...arrow, ph: 's', ...from.row, ts: from.ts }));
    this.emit({ ...arrow, ph: 'f', bp: 'e', ...row, ts });
  }

  /** A call has returned: nothing more follows from what it has read. */
  private closeReadings(request: number): void {
    for (const { place } of this.readings.get(request) ?? []) place.isOpen = false;
    this.readings.delete(request);
  }

  /** A call has the answer that it waited for: if that is a lease, it has it until it gives it back, or it runs out. */
  private isLeased({ effect, asked_s, effective_s }: Awaited, owner: number): void {
    if (effect.op !== 'acquire-lease') return;
    // The answer takes as long to come back as the effect took to get there.
    const granted_s = this.now_s - (effective_s - asked_s);
    const slice = this.lockNumber(effect.lease);
    const row = this.rows.row(this.store, LOCKS, 'leases');
    const request = Math.floor(owner / this.routes.size);
    this.beginSlice('lock', slice, `lease ${shownName(effect.lease)}`, row, { request });
    this.leases.set(effect.lease, { slice, owner, ends_s: granted_s + effect.lease_s });
  }

  private endLease(lease: string, owner: number, args: TraceArgs = {}): void {
    const held = this.leases.get(lease);
    if (held?.owner !== owner) return;
    this.leases.delete(lease);
    this.endSlice('lock', held.slice, args);
  }

  /** A sample is lost: with the write of another request. */
  private loses(event: LossEvent): void {
    const { request, modelGroup, deployment, copy, afterExpiry, t } = event;
    const { focus, lastToAct: by } = this;
    const name = `request ${by} overwrites the sample of request ${request}`;
    const args = {
      deployment: shownName(deployment),
      ...(afterExpiry === true && { 'had expired in its copy': true }),
    };
    this.instant(name, this.copyRow(copy, LOSSES), args);
    if (focus === undefined || focus.t !== t || focus.victim.request !== request) return;
    if (focus.victim.modelGroup !== modelGroup) return;
    const all = { pid: this.copyRow(copy, LOSSES).pid, tid: 0 };
    this.instant(`lost update: ${name}`, all, args, 'g');
  }

  private instant(name: string, row: TraceRow, args: TraceArgs, s: 't' | 'g' = 't'): void {
    const ts = microseconds(this.now_s);
    this.emit({ name, ph: 'i', cat: 'lost', ...row, ts, s, cname: 'terrible', args });
  }

  private tellInFlight(modelGroup: string, group: number): void {
    const routes = this.routes.get(modelGroup) as Routes;
    this.count(routes, 'in flight', group, { requests: routes.inFlight[group] as number });
  }

  private count(routes: Routes, what: string, group: number, args: TraceArgs): void {
    const name = `${what}: ${shownName((routes.fleet.groups[group] as Group).name)}`;
    const row = this.rows.whole(this.deployments(routes));
    this.emit({ name, ph: 'C', ...row, ts: microseconds(this.now_s), args });
  }

  /** What a request does next, within its slice. */
  private beginPhase(event: SimulationEvent, request: number, name: string): void {
    if (this.isTold(request)) this.beginSlice('request', request, name, this.requestRow(event));
  }

  private endPhase(request: number, args: TraceArgs = {}): void {
    const slices = this.begun.get(sliceId('request', request));
    if (slices !== undefined && slices.length > 1) this.endSlice('request', request, args);
  }

  private beginSlice(
    family: Family,
    number: number,
    name: string,
    row: TraceRow,
    args: TraceArgs = {},
  ): void {
    if (this.stage !== 'live') return;
    const id = sliceId(family, number);
    const slices = this.begun.get(id) ?? [];
    slices.push({ family, name, row });
    this.begun.set(id, slices);
    this.emit({
      name,
      ph: 'b',
      cat: family,
      id,
      ...row,
      ts: microseconds(this.now_s),
      ...told(args),
    });
  }

  private endSlice(family: Family, number: number, args: TraceArgs = {}): void {
    this.endSliceOf(sliceId(family, number), args);
  }

  /** Ends the innermost slice of an id, if there is one. */
  private endSliceOf(id: number, args: TraceArgs): void {
    const slices = this.begun.get(id);
    const last = slices?.pop();
    if (last === undefined) return;
    if (slices?.length === 0) this.begun.delete(id);
    const { family, name, row } = last;
    this.emit({
      name,
      ph: 'e',
      cat: family,
      id,
      ...row,
      ts: microseconds(this.now_s),
      ...told(args),
    });
  }

  private hasBegun(family: Family, number: number): boolean {
    return this.begun.has(sliceId(family, number));
  }

  /** Whether a request is told of: not one that came before the first that is. */
  private isTold(request: number): boolean {
    return this.hasBegun('request', request);
  }

  private emit(event: TraceEvent): void {
    if (this.stage === 'live') this.lines.add(traceLine(event));
  }

  /** Time passes; leases run out. */
  private goOnTo(t: number): void {
    const due = [...this.leases].filter(([, { ends_s }]) => ends_s <= t);
    for (const [lease, { owner, ends_s }] of due.sort(([, a], [, b]) => a.ends_s - b.ends_s)) {
      this.now_s = ends_s;
      this.endLease(lease, owner, { 'ran out': true });
    }
    this.now_s = t;
  }

  /** Numbers requests over all model groups. */
  private numberOf({ modelGroup, request }: TracedRequest): number {
    return request * this.routes.size + (this.routes.get(modelGroup) as Routes).number;
  }

  private lockNumber(name: string): number {
    const number = this.lockNumbers.get(name) ?? this.lockNumbers.size;
    this.lockNumbers.set(name, number);
    return number;
  }

  private requestRow({ process }: SimulationEvent): TraceRow {
    return this.rows.row(this.router(process), REQUESTS, 'requests');
  }

  /** A row of a copy of the data. */
  private copyRow(copy: 'shared' | number, number: typeof EFFECTS | typeof LOSSES): TraceRow {
    const process = copy === 'shared' ? this.store : this.router(copy);
    const what = copy === 'shared' ? 'effects' : 'effects in its memory';
    return this.rows.row(process, number, number === EFFECTS ? what : 'lost updates');
  }

  private router(process: number): TraceProcess {
    return { pid: process + 1, name: `router process ${process + 1}` };
  }

  private get store(): TraceProcess {
    const { processes, store } = this.experiment;
    return { pid: processes.count + 1, name: `${store.kind} store` };
  }

  private deployments({ number, name }: Routes): TraceProcess {
    const of = this.routes.size > 1 ? ` of ${name}` : '';
    return { pid: this.experiment.processes.count + 2 + number, name: `deployments${of}` };
  }
}

function sliceId(family: Family, number: number): number {
  return number * FAMILIES.length + FAMILIES.indexOf(family);
}
