import { type Effect, objectOf } from '../../effects/effects.js';
import type { DeploymentIndex } from '../../model/fleet.js';
import { LatencyMap } from '../../strategies/lowest-latency/latency-map.js';
import { Chronicle, type LossRow } from './chronicle.js';
import type { SimulationEvent } from './events.js';
import type { Look } from './journal.js';

/** A request, by model group and number. */
interface RequestName {
  readonly modelGroup: string;
  readonly request: number;
}

/** A lost update that was found, to be followed in a second run of the same replication. */
export interface Sighting {
  readonly replication: number;
  /** Its number among the lost updates, from 1. */
  readonly nth: number;
  readonly t: number;
  readonly victim: RequestName;
  readonly overwriter: RequestName;
  readonly deployment: string;
  readonly copy: 'shared' | number;
  /** Whether it had expired in the overwriter's copy. */
  readonly afterExpiry: boolean;
}

/** Finds the n-th lost update of the replications that it is shown, in their order. */
export class LossFinder {
  found: Sighting | undefined;
  /** Lost updates so far. */
  seen = 0;
  private lastEffect: SimulationEvent | undefined;
  /** Removed from a process's memory: there the write is shown after what it does. */
  private pending: Omit<Sighting, 'overwriter'> | undefined;

  constructor(private readonly nth: number) {}

  observe(event: SimulationEvent): void {
    if (this.found !== undefined) return;
    if (event.event === 'effect') {
      this.lastEffect = event;
      if (this.pending !== undefined) this.found = { ...this.pending, overwriter: nameOf(event) };
      return;
    }
    if (event.event !== 'lost' || ++this.seen !== this.nth) return;
    const { replication, t, deployment, copy } = event;
    const sighting = {
      replication,
      nth: this.nth,
      t,
      victim: nameOf(event),
      deployment,
      copy,
      afterExpiry: event.afterExpiry === true,
    };
    if (copy === 'shared' && this.lastEffect !== undefined) {
      this.found = { ...sighting, overwriter: nameOf(this.lastEffect) };
    } else {
      this.pending = sighting;
    }
  }
}

/** Something that one of the two logger calls did. */
export interface CallEvent {
  readonly t: number;
  readonly whose: 'victim' | 'overwriter';
  readonly effect: Effect['op'] | 'log';
  /** What it is about: a key, a lock, a lease. */
  readonly object: string;
  readonly where: 'process' | 'shared';
  /** Of a write: samples of the deployment in what is written; null where that is no map. */
  readonly samples: number | null;
}

/** A lost update, told from its beginning to its end. Plain data. */
export interface LostUpdate extends Sighting {
  readonly victimProcess: number;
  readonly overwriterProcess: number;
  /** What the overwriter recorded itself. */
  readonly overwriterDeployment: string;
  readonly events: readonly CallEvent[];
  /** Requests after it whose select saw no sample of the deployment, until one did again. */
  readonly unknownTo: number;
  /** Samples that the first of the selects after it saw of the deployment; null: there was none. */
  readonly seenFirst: number | null;
  /** When a select saw the deployment sampled again; null: none did before the run ended. */
  readonly knownAgain_s: number | null;
  /** When the sample came back, by somebody who had read it before; null: it did not. */
  readonly restored_s: number | null;
  /** The events once more, each beside what the copy then holds, up to the one that loses the sample. */
  readonly rows: readonly LossRow[];
}

/** Follows one lost update through the replication in which it was found. */
export class LossFollower {
  private readonly events: CallEvent[] = [];
  private victimProcess = 0;
  private overwriterProcess = 0;
  private overwriterDeployment = '';
  private unknownTo = 0;
  private seenFirst: number | null = null;
  private knownAgain_s: number | null = null;
  private restored_s: number | null = null;
  /** When each select under way has read. */
  private readonly readAt_s = new Map<number, number>();
  private lost = false;
  /** Position of the deployment in its fleet. */
  private readonly position: number;
  private readonly chronicle: Chronicle;

  constructor(
    private readonly sighting: Sighting,
    index: DeploymentIndex,
  ) {
    this.position = index.positionOf(sighting.deployment);
    this.chronicle = new Chronicle(sighting.copy, index, this.position);
  }

  observe(event: SimulationEvent, look?: Look): void {
    const { sighting, chronicle } = this;
    if (event.modelGroup !== sighting.victim.modelGroup) return;
    chronicle.observe(event, look);
    if (event.event === 'lost' && event.t === sighting.t && isOf(sighting.victim, event)) {
      this.lost = true;
      chronicle.loses();
    }
    if (event.event === 'restored' && this.lost && isOf(sighting.victim, event)) {
      this.restored_s ??= event.t;
    }
    if (event.event === 'effect' && event.call === 'view') {
      this.readAt_s.set(event.request, event.t);
    }
    if (event.event === 'select') this.select(event);
    if (isOf(sighting.victim, event)) this.followCall(event, 'victim');
    else if (isOf(sighting.overwriter, event)) this.followCall(event, 'overwriter');
    else if (event.t <= sighting.t) chronicle.other(event);
  }

  /** Counts who chooses without the sample; a select that read before the loss tells nothing. */
  private select(event: Extract<SimulationEvent, { event: 'select' }>): void {
    const read_s = this.readAt_s.get(event.request);
    this.readAt_s.delete(event.request);
    if (!this.lost || this.knownAgain_s !== null || event.seen === null) return;
    if (read_s === undefined || read_s < this.sighting.t) return;
    const samples = event.seen[this.position] ?? 0;
    this.seenFirst ??= samples;
    if (samples === 0) this.unknownTo++;
    else this.knownAgain_s = event.t;
  }

  private followCall(event: SimulationEvent, whose: CallEvent['whose']): void {
    if (event.t > this.sighting.t) return;
    const { t } = event;
    if (event.event === 'log') {
      if (whose === 'victim') {
        this.victimProcess = event.process;
      } else {
        this.overwriterProcess = event.process;
        this.overwriterDeployment = event.deployment;
      }
      const { deployment: object } = event;
      this.add(event, { t, whose, effect: 'log', object, where: 'process', samples: null });
    }
    if (event.event === 'effect' && event.call === 'record') {
      const { effect, where } = event;
      const samples = this.samplesWritten(effect);
      this.add(event, { t, whose, effect: effect.op, object: objectOf(effect), where, samples });
    }
  }

  private add(event: SimulationEvent, told: CallEvent): void {
    this.chronicle.step(this.events.length, event, told.whose);
    this.events.push(told);
  }

  private samplesWritten(effect: Effect): number | null {
    if (!('value' in effect) || !(effect.value instanceof LatencyMap)) return null;
    return effect.value.get(this.sighting.deployment)?.samples ?? 0;
  }

  get result(): LostUpdate {
    const { sighting, events, victimProcess, overwriterProcess, overwriterDeployment } = this;
    const { unknownTo, seenFirst, knownAgain_s, restored_s } = this;
    return {
      ...sighting,
      victimProcess,
      overwriterProcess,
      overwriterDeployment,
      events,
      unknownTo,
      seenFirst,
      knownAgain_s,
      restored_s,
      rows: this.chronicle.rows,
    };
  }
}

function nameOf({ modelGroup, request }: SimulationEvent): RequestName {
  return { modelGroup, request };
}

function isOf(name: RequestName, event: SimulationEvent): boolean {
  return event.request === name.request && event.modelGroup === name.modelGroup;
}
