import { BitSet } from '../../kernel/bitset.js';
import { CAUSES, type Cause } from '../../measure/causes.js';
import { Histogram } from '../../measure/histogram.js';
import { Fate, Knowledge } from '../../measure/knowledge.js';
import {
  type ModelGroupResult,
  type SampleCounts,
  TIMELINE_BUCKETS,
} from '../../measure/result.js';
import type { CacheWitness } from '../../model/cache.js';
import type { Origin } from '../../model/provenance.js';
import type { Journal } from './journal.js';

/** The books of one model group in one replication: what is counted, and nothing else. */
export class Account {
  readonly samples: SampleCounts = {
    completed: 0,
    unrecordable: 0,
    pending: 0,
    recorded: 0,
    abandoned: 0,
    lost: 0,
    lostInMemory: 0,
  };
  readonly knowledge: Knowledge;
  readonly latency_s = new Histogram();
  readonly loggingLag_s = new Histogram();
  rejected = 0;
  lostSeconds = 0;
  private readonly requests: number[];
  private readonly timeline: number[][];
  private readonly causes = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<
    Cause,
    number
  >;
  private readonly lostSamples = new BitSet();
  private readonly recordedSamples = new BitSet();

  constructor(
    private readonly journal: Journal,
    private readonly modelGroup: string,
    private readonly ids: readonly string[],
    groups: number,
    processes: number,
    /** Whether the store has a shared copy: then that is the one whose losses count. */
    private readonly sharedStore: boolean,
  ) {
    this.knowledge = new Knowledge(processes, ids.length);
    this.requests = new Array<number>(ids.length).fill(0);
    this.timeline = Array.from({ length: TIMELINE_BUCKETS }, () =>
      new Array<number>(groups).fill(0),
    );
  }

  /** A request went to a deployment, at this fraction of the run. */
  selected(position: number, group: number, fraction: number, cause: Cause | null): void {
    this.requests[position] = (this.requests[position] as number) + 1;
    const part = this.timeline[Math.floor(fraction * TIMELINE_BUCKETS)] as number[];
    part[group] = (part[group] as number) + 1;
    if (cause !== null) this.causes[cause]++;
  }

  /** What became of a completed request's sample. */
  settled(sample: number, outcome: 'unrecordable' | 'recorded' | 'abandoned'): void {
    const { samples } = this;
    samples.pending--;
    samples[outcome]++;
    if (outcome !== 'recorded') return;
    this.recordedSamples.add(sample);
    if (this.lostSamples.has(sample)) samples.lost++;
  }

  /** Follows what happens to the samples of one copy of the data. */
  witness(copy: 'shared' | number): CacheWitness {
    const { samples, knowledge, journal, lostSamples, recordedSamples } = this;
    const counts = copy === 'shared' || !this.sharedStore;
    const process = copy === 'shared' ? 0 : copy;
    const settle = (position: number, fate: Fate): void => {
      knowledge.settleCopy(copy, position, fate);
      if (!this.sharedStore) knowledge.settleCopy('shared', position, fate);
    };
    const show = (event: 'lost' | 'restored', sample: number, position: number): void => {
      const detail = { event, deployment: this.ids[position] as string, copy };
      journal.show(this.modelGroup, { number: sample, process }, detail);
    };
    return {
      lost: (sample, position) => {
        if (!counts) {
          samples.lostInMemory++;
          return;
        }
        if (lostSamples.has(sample)) return;
        lostSamples.add(sample);
        // A sample can be overwritten while its logger still waits for the write's answer.
        if (recordedSamples.has(sample)) samples.lost++;
        settle(position, Fate.lost);
        journal.note('lost', sample, position);
        show('lost', sample, position);
      },
      appeared: (sample, position) => {
        if (!counts || !lostSamples.has(sample)) return;
        lostSamples.delete(sample);
        if (recordedSamples.has(sample)) samples.lost--;
        settle(position, Fate.recorded);
        show('restored', sample, position);
      },
      expired: (provenance) => {
        for (const [position, ids] of provenance.entries()) {
          if (ids.length > 0) knowledge.settleCopy(copy, position, Fate.expired);
        }
      },
      stored: (caller, value) => {
        const own = caller.own as Origin;
        knowledge.settle(caller.process, own.position, Fate.recorded);
        journal.stored(own, value);
      },
    };
  }

  result(): ModelGroupResult {
    const { requests, rejected, samples, causes, timeline, latency_s, lostSeconds } = this;
    return {
      name: this.modelGroup,
      requests,
      rejected,
      samples,
      causes,
      timeline,
      latency_s,
      lostSeconds,
      loggingLag_s: this.loggingLag_s,
    };
  }
}
