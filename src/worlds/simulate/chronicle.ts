import { type Effect, keysRead } from '../../effects/effects.js';
import type { DeploymentIndex } from '../../model/fleet.js';
import type { Provenance } from '../../model/provenance.js';
import type { SimulationEvent } from './events.js';
import type { Look } from './journal.js';

/** Samples of one deployment in a copy of the data, and what a step has changed about them. */
export interface HeldEntry {
  readonly deployment: string;
  /** Samples that are there after the step. */
  readonly samples: number;
  /** How long the answer took whose sample is the newest of these, in seconds; null: there is none. */
  readonly newest_s: number | null;
  /** Whether some came with the step. */
  readonly isNew: boolean;
  /** How long the answers took whose samples were lost with it, in seconds: what expires or makes way is not lost. */
  readonly lost_s: readonly number[];
}

/** What a copy of the data holds after a step: in numbers, and what matters of it. */
export interface Held {
  /** Deployments that have samples there. */
  readonly deployments: number;
  readonly samples: number;
  /** Of the two calls' own deployments, and of the first that the step has changed. */
  readonly entries: readonly HeldEntry[];
  /** Samples that were lost with the step, of deployments that are not among these. */
  readonly lostElsewhere: number;
}

/** What was read: samples in all, and of the deployment in question. */
export interface ReadAnswer {
  readonly deployments: number;
  readonly samples: number;
  readonly ofDeployment: number;
}

/** A row of the story of a lost update. */
export interface LossRow {
  /** Position among the events of the two calls; null: others have written meanwhile. */
  readonly event: number | null;
  readonly t: number;
  /** How many other requests have written, where it is they. */
  readonly others: number;
  /** Whether this is the step that loses the sample. */
  readonly loses: boolean;
  readonly held: Held;
  /** Of a read, what came back. */
  readonly read: ReadAnswer | null;
}

/** The same while it is made: what is held is known only after it. */
interface StepDraft {
  readonly event: number | null;
  t: number;
  /** Who has written, where it is others. */
  readonly writers: Set<number>;
  loses: boolean;
  /** Samples that were lost with it. */
  readonly lost: Set<number>;
  held: readonly Provenance[];
  read: readonly Provenance[] | null;
}

/** Changed entries of a step that are told, beside those of the two calls. */
const MOST_CHANGED = 3;

/**
 * Writes down what one copy of the data holds beside each step of two calls. An effect on a shared copy
 * is shown before it takes place, so that what it leaves is looked up at the next event; one in a
 * process is shown after it.
 */
export class Chronicle {
  private readonly drafts: StepDraft[] = [];
  private readonly latency_s = new Map<number, number>();
  private readonly own = new Set<number>();
  private look: Look | undefined;
  /** A step that has yet to take place, and the key that it reads, if it does. */
  private unsettled: { readonly draft: StepDraft; readonly keys: readonly string[] } | undefined;
  /** In a memory a loss is shown before the write that does it. */
  private losesNext = false;
  private lostNext: number[] = [];
  private over = false;

  constructor(
    private readonly copy: 'shared' | number,
    private readonly index: DeploymentIndex,
    /** Position of the deployment whose sample is lost. */
    private readonly position: number,
  ) {}

  /** Sees every event of the model group, before anything is told of it. */
  observe(event: SimulationEvent, look: Look | undefined): void {
    if (event.event === 'completion') this.latency_s.set(event.request, event.latency_s);
    if (event.event === 'lost' && event.copy === this.copy) this.noteLost(event.request);
    if (look === undefined) return;
    this.look = look;
    this.settle();
  }

  /** An event of one of the two calls, by its position among theirs. */
  step(position: number, event: SimulationEvent, whose: 'victim' | 'overwriter'): void {
    if (this.over) return;
    if (event.event === 'log') this.own.add(this.index.positionOf(event.deployment));
    const effect = event.event === 'effect' ? event : undefined;
    const loses = this.losesNext && whose === 'overwriter' && effect !== undefined;
    const draft = this.begin(position, event.t);
    draft.loses = loses;
    this.over = loses;
    const keys = effect === undefined ? [] : keysRead(effect.effect);
    this.unsettled = { draft, keys };
    if (keys.length > 0 && effect?.where === 'process') {
      draft.read = this.under(keys, event.process, event.t);
      this.unsettled = { draft, keys: [] };
    }
    this.endStep(draft);
  }

  /** An event of another request: what it writes is told in a row for all of them. */
  other(event: SimulationEvent): void {
    if (this.over || this.drafts.length === 0 || event.event !== 'effect') return;
    if (event.call !== 'record' || !isWrite(event.effect)) return;
    const here = this.copy === 'shared' ? event.where === 'shared' : event.process === this.copy;
    if (!here) return;
    const last = this.drafts.at(-1);
    const draft = last !== undefined && last.event === null ? last : this.begin(null, event.t);
    draft.writers.add(event.request);
    draft.t = event.t;
    this.unsettled = { draft, keys: [] };
    this.endStep(draft);
  }

  /** The sample is being lost: by the step that was told last, or in a memory by the next. */
  loses(): void {
    const last = this.drafts.at(-1);
    this.losesNext = this.copy !== 'shared';
    if (this.losesNext || last === undefined) return;
    last.loses = true;
    this.over = true;
  }

  /** The rows, without those of others that change nothing. */
  get rows(): readonly LossRow[] {
    this.settle();
    let before: SamplesOf | undefined;
    return this.drafts.flatMap((draft) => {
      const after = samplesOf(draft.held);
      const changed = changedIn(before ?? after, after);
      const held = this.heldIn(before ?? after, after, changed, draft.lost);
      before = after;
      const { event, t, loses, read, writers } = draft;
      if (event === null && changed.length === 0) return [];
      return [{ event, t, others: writers.size, loses, held, read: read && this.answerOf(read) }];
    });
  }

  /** In a memory a step has taken place when it is shown. */
  private endStep(draft: StepDraft): void {
    if (this.copy === 'shared') return;
    for (const sample of this.lostNext) draft.lost.add(sample);
    this.lostNext = [];
    this.settle();
  }

  private noteLost(sample: number): void {
    if (this.copy !== 'shared') this.lostNext.push(sample);
    else this.drafts.at(-1)?.lost.add(sample);
  }

  private begin(event: number | null, t: number): StepDraft {
    const writers = new Set<number>();
    const lost = new Set<number>();
    const draft = { event, t, writers, loses: false, lost, held: [], read: null };
    this.drafts.push(draft);
    return draft;
  }

  /** Looks up what the last step has left. */
  private settle(): void {
    const { unsettled, look, copy } = this;
    if (unsettled === undefined || look === undefined) return;
    const { draft, keys } = unsettled;
    this.unsettled = undefined;
    draft.held = look(copy, draft.t);
    if (keys.length > 0) draft.read = this.under(keys, copy, draft.t);
  }

  private under(keys: readonly string[], copy: 'shared' | number, t: number): Provenance[] {
    const found: Provenance[] = [];
    for (const key of keys) found.push(...(this.look?.(copy, t, key) ?? []));
    return found;
  }

  private heldIn(
    before: SamplesOf,
    after: SamplesOf,
    changed: readonly number[],
    lost: ReadonlySet<number>,
  ): Held {
    const others = changed.filter((position) => !this.own.has(position));
    const told = [...this.own, ...others.slice(0, MOST_CHANGED)].sort((a, b) => a - b);
    const gone = (position: number) =>
      (before.get(position) ?? []).filter(
        (sample) => lost.has(sample) && after.get(position)?.includes(sample) !== true,
      );
    const latencies = (samples: readonly number[]) =>
      samples.flatMap((sample) => this.latency_s.get(sample) ?? []);
    const entries = told.map((position): HeldEntry => {
      const [was, is] = [before.get(position) ?? [], after.get(position) ?? []];
      return {
        deployment: this.index.ids[position] as string,
        samples: is.length,
        newest_s: latencies(is.slice(-1))[0] ?? null,
        isNew: is.some((sample) => !was.includes(sample)),
        lost_s: latencies(gone(position)),
      };
    });
    return {
      ...sizeOf(after),
      entries: entries.filter(({ samples, lost_s }) => samples + lost_s.length > 0),
      lostElsewhere: others.slice(MOST_CHANGED).flatMap(gone).length,
    };
  }

  private answerOf(read: readonly Provenance[]): ReadAnswer {
    const samples = samplesOf(read);
    return { ...sizeOf(samples), ofDeployment: samples.get(this.position)?.length ?? 0 };
  }
}

/** Samples by the position of their deployment. */
type SamplesOf = ReadonlyMap<number, readonly number[]>;

function samplesOf(provenances: readonly Provenance[]): SamplesOf {
  const samples = new Map<number, readonly number[]>();
  for (const provenance of provenances) {
    // By its keys: there may be a list for each of many deployments.
    for (const key of Object.keys(provenance)) {
      const position = Number(key);
      const more = provenance[position] ?? [];
      const known = samples.get(position);
      if (more.length === 0) continue;
      samples.set(position, known === undefined ? more : [...new Set([...known, ...more])]);
    }
  }
  return samples;
}

/** Positions of the deployments whose samples differ, in their order. */
function changedIn(before: SamplesOf, after: SamplesOf): number[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((position) => {
      const [was, is] = [before.get(position), after.get(position)];
      return was !== is && String(was) !== String(is);
    })
    .sort((a, b) => a - b);
}

function sizeOf(samples: SamplesOf): { readonly deployments: number; readonly samples: number } {
  let all = 0;
  for (const those of samples.values()) all += those.length;
  return { deployments: samples.size, samples: all };
}

function isWrite({ op }: Effect): boolean {
  return op === 'write' || op === 'append' || op === 'increment' || op === 'compare-and-set';
}
