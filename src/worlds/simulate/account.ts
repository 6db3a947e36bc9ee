import { BitSet } from '../../kernel/bitset.js';
import {
  type ModelGroupResult,
  type SampleCounts,
  TIMELINE_BUCKETS,
} from '../../measure/result.js';
import type { CacheWitness, SampleWitness } from '../../model/cache.js';
import type { ReadLog } from '../../model/caller.js';
import { CAUSES, type Cause } from '../../model/cause.js';
import { Fate, Knowledge, type MissingFate } from '../../model/knowledge.js';
import type { Origin } from '../../model/provenance.js';
import type { Strategy } from '../../model/strategy.js';
import type { Views } from '../../model/views.js';
import { Histogram } from '../../stats/histogram.js';
import type { Journal } from './journal.js';
import { Losses } from './losses.js';

/** Whose books they are, and where. */
export interface AccountSetup {
  readonly journal: Journal;
  /** Its name. */
  readonly modelGroup: string;
  /** Ids of its deployments, by their positions. */
  readonly ids: readonly string[];
  /** How many classes of deployments it has. */
  readonly groups: number;
  /** How many processes the router has. */
  readonly processes: number;
  /** Whether the store has a shared copy: then that is the one whose losses count. */
  readonly sharedStore: boolean;
  readonly views: Views;
  /** Times from which on requests are also counted on their own. */
  readonly cuts_s: readonly number[];
}

/** A recorded sample that is stored, and under no key that a view has read. */
interface OutOfView extends Origin {
  readonly process: number;
  readonly recorded_s: number;
}

/** The books of one model group in one replication: what is counted, and nothing else. */
export class Account {
  readonly samples: SampleCounts = {
    completed: 0,
    unrecordable: 0,
    pending: 0,
    recorded: 0,
    abandoned: 0,
    lost: 0,
    lostAfterExpiry: 0,
    lostInMemory: 0,
  };
  readonly knowledge: Knowledge;
  readonly latency_s = new Histogram();
  readonly loggingLag_s = new Histogram();
  rejected = 0;
  /** Whether what has become of recorded samples can be told: not always, in a form of a logger's own. */
  private lostKnown = true;
  lostSeconds = 0;
  private readonly journal: Journal;
  private readonly modelGroup: string;
  private readonly ids: readonly string[];
  private readonly sharedStore: boolean;
  private readonly views: Views;
  private readonly requests: number[];
  private readonly after: { readonly from_s: number; readonly requests: number[] }[];
  private readonly timeline: number[][];
  private readonly causes = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<
    Cause,
    number
  >;
  /** Samples that have been stored where views look. */
  private readonly storedSamples = new BitSet();
  /** Samples that have been stored elsewhere. */
  private readonly storedOutOfView = new BitSet();
  /** Recorded samples that count as lost because they are not stored where views look. */
  private readonly neverStored = new BitSet();
  private neverStoredCount = 0;
  /** Of those stored elsewhere, the recorded ones of which it is open whether a view will look there, oldest first. */
  private readonly outOfView: OutOfView[] = [];
  private readonly recordedSamples = new BitSet();
  /** Of the copy that counts: the shared one, else the memories. */
  private readonly losses = new Losses(this.recordedSamples);
  /** Of the processes' memories, beside a shared copy. */
  private readonly memoryLosses = new Losses(this.recordedSamples);
  /** Samples that have expired from the memory of each process. */
  private readonly expiredFrom: BitSet[] = [];

  constructor(setup: AccountSetup) {
    const { ids, groups, processes, cuts_s } = setup;
    this.journal = setup.journal;
    this.modelGroup = setup.modelGroup;
    this.ids = ids;
    this.sharedStore = setup.sharedStore;
    this.views = setup.views;
    this.knowledge = new Knowledge(processes, ids.length);
    const noRequests = (): number[] => new Array<number>(ids.length).fill(0);
    this.requests = noRequests();
    this.after = cuts_s.map((from_s) => ({ from_s, requests: noRequests() }));
    this.timeline = Array.from({ length: TIMELINE_BUCKETS }, () =>
      new Array<number>(groups).fill(0),
    );
  }

  /** A request, counted or not, went to a deployment of a group, at this fraction of the run. */
  passed(group: number, fraction: number): void {
    const part = this.timeline[Math.floor(fraction * TIMELINE_BUCKETS)] as number[];
    part[group] = (part[group] as number) + 1;
  }

  /** A counted request, which arrived at this time, went to a deployment. */
  selected(position: number, arrival_s: number, cause: Cause | null): void {
    this.requests[position] = (this.requests[position] as number) + 1;
    for (const { from_s, requests } of this.after) {
      if (arrival_s >= from_s) requests[position] = (requests[position] as number) + 1;
    }
    if (cause !== null) this.causes[cause]++;
  }

  /** What became of a completed request's sample. */
  settled(
    origin: Origin,
    process: number,
    outcome: 'unrecordable' | 'recorded' | 'abandoned',
    now_s: number,
  ): void {
    const { samples, knowledge } = this;
    const { position } = origin;
    samples.pending--;
    samples[outcome]++;
    if (outcome === 'unrecordable') knowledge.settle(process, position, Fate.notRecordable);
    else if (outcome === 'abandoned') knowledge.settle(process, position, Fate.abandoned);
    else this.recorded(origin, process, now_s);
  }

  private recorded({ sample, position }: Origin, process: number, now_s: number): void {
    this.recordedSamples.add(sample);
    this.losses.nowRecorded(sample);
    this.memoryLosses.nowRecorded(sample);
    if (!this.storedSamples.has(sample)) {
      if (this.storedOutOfView.has(sample)) {
        this.outOfView.push({ sample, position, process, recorded_s: now_s });
        this.knowledge.settle(process, position, Fate.waiting);
        return;
      }
      // Its logger says that it is recorded, and has stored nothing.
      if (!this.losses.has(sample)) this.wasNeverStored(sample);
    }
    const fate = this.losses.has(sample) ? Fate.lost : Fate.recorded;
    this.knowledge.settle(process, position, fate);
  }

  /**
   * A select that came at this time, in seconds, has read all that it reads. What was recorded before,
   * and is where it did not look, is as good as not stored, until a view looks there.
   */
  looked(asked_s: number): void {
    const { outOfView } = this;
    while (outOfView.length > 0 && outOfView[0]!.recorded_s < asked_s) {
      const { sample, position, process } = outOfView.shift() as OutOfView;
      if (this.storedSamples.has(sample) || this.losses.has(sample)) continue;
      this.wasNeverStored(sample);
      this.knowledge.settle(process, position, Fate.lost);
    }
  }

  private wasNeverStored(sample: number): void {
    this.losses.add(sample);
    this.neverStored.add(sample);
    this.neverStoredCount++;
  }

  /** A sample is stored where views look. */
  private stored(sample: number): void {
    this.storedSamples.add(sample);
    if (this.neverStoredCount === 0 || !this.neverStored.has(sample)) return;
    this.neverStored.delete(sample);
    this.neverStoredCount--;
  }

  /** Whether it matters what selects have seen. */
  get looksAtShown(): boolean {
    return this.views.inOwnForm && this.lostKnown;
  }

  /**
   * A select has seen so many samples of each deployment in what it has read. A logger's own form that
   * shows others than it derives from, up to the list's size, has dropped or joined some in a way of
   * its own: then nobody can say what a write loses.
   */
  shown(reads: ReadLog, seen: (position: number) => number, listSize: number): void {
    const read = [...reads.all()];
    for (let position = 0; position < this.ids.length; position++) {
      let held: readonly number[] = [];
      for (const provenance of read) {
        const ids = provenance[position];
        if (ids === undefined || ids === held || ids.length === 0) continue;
        held = held.length === 0 ? ids : [...new Set([...held, ...ids])];
      }
      if (held.length !== Math.min(seen(position), listSize)) {
        this.lostKnown = false;
        return;
      }
    }
  }

  /**
   * What became of a deployment's samples that a select does not see.
   * @param knower whose knowledge it went by: that of its process, or of all
   * @param asked_s when the request came, in seconds: it has read later
   * @param heldSince_s since when a copy that it could have read has had one; undefined: none has
   */
  missing(
    knower: number | 'all',
    position: number,
    asked_s: number,
    heldSince_s: number | undefined,
  ): MissingFate {
    // Stored while the select was on its way: it came too late.
    if (heldSince_s !== undefined) return heldSince_s < asked_s ? Fate.stale : Fate.waiting;
    const fate = this.knowledge.fate(knower, position);
    // Neither lost nor stored any more: nobody has looked at what has expired.
    return fate === Fate.recorded ? Fate.expired : fate;
  }

  /** Follows what happens to the samples of one copy of the data. */
  witness(copy: 'shared' | number, strategy: Strategy): CacheWitness {
    const { knowledge, journal } = this;
    const counts = copy === 'shared' || !this.sharedStore;
    const losses = counts ? this.losses : this.memoryLosses;
    const process = copy === 'shared' ? 0 : copy;
    const expired = new BitSet();
    if (copy !== 'shared') this.expiredFrom[copy] = expired;
    const show = (
      event: 'lost' | 'restored',
      sample: number,
      position: number,
      afterExpiry = false,
    ): void => {
      // Nobody that acts now has done what was done before a view looked.
      if (!journal.observed || this.views.catchingUp) return;
      const told = { event, deployment: this.ids[position] as string, copy };
      const detail = afterExpiry ? { ...told, afterExpiry } : told;
      journal.show(this.modelGroup, { number: sample, process }, detail);
    };
    const samples: SampleWitness = {
      lost: (sample, position, writer) => {
        if (losses.has(sample)) return;
        const memory = writer === undefined ? undefined : this.expiredFrom[writer];
        const afterExpiry = expired.has(sample) || memory?.has(sample) === true;
        losses.add(sample, afterExpiry);
        if (!counts) return;
        // Until its logger is done, it waits to be logged.
        if (this.recordedSamples.has(sample)) knowledge.left(copy, position, Fate.lost);
        journal.note('lost', sample, position);
        show('lost', sample, position, afterExpiry);
      },
      appeared: (sample, position) => {
        this.stored(sample);
        if (losses.remove(sample) && counts) show('restored', sample, position);
      },
      expired: (provenance) => {
        provenance.forEach((ids, position) => {
          for (const sample of ids) expired.add(sample);
          if (ids.length === 0) return;
          if (counts) knowledge.left(copy, position, Fate.expired);
          else knowledge.forgotten(process, position);
        });
      },
      unclear: () => {
        this.lostKnown = false;
      },
      held: ({ sample }) => this.stored(sample),
    };
    return {
      ...samples,
      views: this.views,
      stored: (own, value) => journal.stored(own, value, strategy),
      outOfView: (key) => this.later(key, samples),
    };
  }

  /** Tells a witness when a view reads a key. */
  private later(
    key: string,
    { lost, appeared, expired, unclear, held }: SampleWitness,
  ): SampleWitness {
    const { views } = this;
    return {
      lost: (...of) => views.wait(key, () => lost(...of)),
      appeared: (...of) => views.wait(key, () => appeared(...of)),
      expired: (provenance) => views.wait(key, () => expired(provenance)),
      unclear: () => views.wait(key, () => unclear?.()),
      held: (own, process) => {
        this.storedOutOfView.add(own.sample);
        views.wait(key, () => {
          this.losses.remove(own.sample);
          held(own, process);
          if (!this.recordedSamples.has(own.sample)) return;
          this.knowledge.settle(process, own.position, Fate.recorded);
        });
      },
    };
  }

  result(): ModelGroupResult {
    const { requests, rejected, timeline, latency_s, lostSeconds } = this;
    const { count: lost, countAfterExpiry: lostAfterExpiry } = this.losses;
    const lostInMemory = this.memoryLosses.count;
    const { neverStoredCount: neverStored } = this;
    const samples = this.lostKnown
      ? { ...this.samples, lost, lostAfterExpiry, lostInMemory, neverStored }
      : { ...this.samples, lostKnown: false as const };
    return {
      name: this.modelGroup,
      requests,
      after: this.after.map((cut) => cut.requests),
      rejected,
      samples,
      ...this.causesTold(lost),
      timeline,
      latency_s: latency_s.data(),
      lostSeconds,
      loggingLag_s: this.loggingLag_s.data(),
    };
  }

  /** Where it is not known which samples are lost, neither is whether one is still stored. */
  private causesTold(lost: number): Pick<ModelGroupResult, 'causes' | 'unexplained'> {
    const { causes } = this;
    if (this.lostKnown) return { causes: lost === 0 ? this.causesWithoutLoss() : causes };
    const unexplained = causes.lost + causes.stale;
    return { causes: { ...causes, lost: 0, stale: 0 }, unexplained };
  }

  /**
   * Where everything that was overwritten has been brought back, nothing is lost: choices made
   * meanwhile were made before the sample was there to stay.
   */
  private causesWithoutLoss(): Record<Cause, number> {
    const waiting = this.causes['waiting-to-be-logged'] + this.causes.lost;
    return { ...this.causes, 'waiting-to-be-logged': waiting, lost: 0 };
  }
}
