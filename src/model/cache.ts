import type { Append, CompareAndSet, Increment, Versioned } from '../effects/effects.js';
import { beyondNumbers, misfit } from '../effects/fault.js';
import { BitSet } from '../kernel/bitset.js';
import type { Caller } from './caller.js';
import { Copyable } from './copy.js';
import type { Full } from './full-list.js';
import { Holdings } from './holdings.js';
import {
  appended,
  compareProvenance,
  derived,
  type LossWitness,
  leavesOut,
  noProvenance,
  type Origin,
  type Provenance,
  shownIn,
} from './provenance.js';
import { isCollection, type Views } from './views.js';

/** How what is stored is kept: what its lists make of a new sample, so that its provenance can follow. */
export interface Keeping {
  readonly full: Full;
  /** Samples kept per deployment. */
  readonly listSize: number;
  /** Whether a write at exactly the expiry begins a new ttl, or only one after it. */
  readonly renewsAtExpiry: boolean;
  /** How many samples of a deployment a value shows; undefined: it does not say. */
  placesFor(value: unknown, position: number): number | undefined;
}

/** How one copy of the data behaves. */
export interface CacheRules {
  /**
   * Whether a write extends the expiry (Redis: SET EX) or leaves it where the first write put it
   * (LiteLLM's InMemoryCache).
   */
  readonly refresh: boolean;
  readonly keeping: Keeping;
}

/** Told what happens to the samples of a copy, under a key that views read. */
export interface SampleWitness extends LossWitness {
  /** A map or list with these samples has expired. */
  expired(provenance: Provenance): void;
  /**
   * Something of the logger's own form was written over samples that its writer had not read: that
   * may be a lost update, or a slot of a ring that comes round.
   */
  unclear?(): void;
  /** What a caller has stored has its sample. @param process the caller's */
  held(own: Origin, process: number): void;
}

/** Told what happens in a copy. */
export interface CacheWitness extends SampleWitness {
  readonly views: Views;
  /** A caller has stored something for its sample, under any key. */
  stored(own: Origin, value: unknown): void;
  /** What happens under a key that no view has read; it may read it later. */
  outOfView(key: string): SampleWitness;
}

interface Entry {
  readonly key: string;
  value: unknown;
  provenance: Provenance;
  expiry_s: number;
  version: number;
  /** Whether a view is known to read its key: spares a look at the keys. */
  viewed: boolean;
}

/** The provenance of what holds no samples. */
const NOTHING: Provenance = [];

/** Whether what is written for no sample can hold none: it is no map, and comes from where none were. */
function isOfNoSamples(
  entry: Entry | undefined,
  value: unknown,
  { own, reads }: Caller,
  key: string,
): boolean {
  if (own !== undefined || value instanceof Copyable || hasSamples(entry?.provenance)) return false;
  return !hasSamples(reads.get(key) ?? reads.elsewhere(value));
}

const hasSamples = (provenance: Provenance | undefined): boolean =>
  provenance !== undefined && provenance.length > 0;

/** Keys from which on it is worth looking for expired ones. */
const SWEEP_FROM = 1024;

/**
 * One copy of the data: a process's memory, or the shared store. Every method takes effect at
 * once and wholly; when that is, and who gets a copy of what, is the store's business.
 */
export class Cache {
  private readonly entries = new Map<string, Entry>();
  /** Versions are of the copy, so that a key that expired and came back has a new one. */
  private lastVersion = 0;
  private sweepFrom = SWEEP_FROM;
  private readonly holdings: Holdings<Entry> | undefined;
  /** Samples that made way for newer ones of their list. */
  private readonly pushedOut = new BitSet();

  constructor(
    private readonly rules: CacheRules,
    /** None: what becomes of samples is not looked at. */
    private readonly witness?: CacheWitness,
  ) {
    this.holdings = witness && new Holdings<Entry>();
  }

  read(key: string, caller: Caller, now_s: number): unknown {
    const entry = this.live(key, now_s);
    caller.reads.set(key, entry?.provenance, entry?.value);
    if (caller.looks === true && entry?.viewed !== true) this.lookedAt(key, entry);
    return entry?.value;
  }

  readVersion(key: string, caller: Caller, now_s: number): Versioned {
    return { value: this.read(key, caller, now_s), version: this.versionOf(key) };
  }

  write(key: string, value: unknown, ttl_s: number, caller: Caller, now_s: number): void {
    const entry = this.live(key, now_s);
    const { own } = caller;
    if (own !== undefined) this.note(key, entry, value);
    if (!this.holdsSamples(value) || isOfNoSamples(entry, value, caller, key)) {
      this.writePlain(key, entry, value, ttl_s, caller, now_s);
      return;
    }
    // By reference, the map in the caller's hands is the stored one, with all that others added.
    const read =
      entry !== undefined && entry.value === value && isCollection(value)
        ? entry.provenance
        : caller.reads.get(key);
    const elsewhere = read === undefined ? caller.reads.elsewhere(value) : undefined;
    const base = read ?? elsewhere ?? noProvenance(caller.deployments);
    const derived = own === undefined ? base : this.derivedFrom(base, own, value);
    const after = this.shownIn(derived, value, base);
    const kept = after === derived;
    // Where there is nothing any more, a writer with an old map can still bring samples back.
    const before = this.samplesIn(entry) ?? noProvenance(caller.deployments);
    const witness = this.witnessOf(key, entry);
    const ownForm = this.isOwnForm(key, value, own);
    const unread = ownForm && read === undefined && elsewhere === undefined;
    const blind = unread && !caller.reads.has(key) && leavesOut(before, after);
    if (blind && witness?.unclear !== undefined) {
      witness.unclear();
    } else if (witness !== undefined) {
      const told = elsewhere ? this.sparing(witness, elsewhere, after, own) : witness;
      compareProvenance(before, after, base, caller, told, kept);
    }
    // Nobody wrote since the writer read, so that no other deployment's samples can differ.
    const only = before === base && kept ? own?.position : undefined;
    this.put(key, entry, value, after, ttl_s, now_s, only);
    if (own === undefined) return;
    this.witness?.stored(own, value);
    if (after[own.position]!.includes(own.sample)) witness?.held(own, caller.process);
  }

  /** Whether a value that is written for a sample is no map of ours; notes that there are such. */
  private isOwnForm(key: string, value: unknown, own: Origin | undefined): boolean {
    const { witness } = this;
    if (witness === undefined || own === undefined) return false;
    if (this.rules.keeping.placesFor(value, 0) !== undefined) return false;
    // Of a form that no view reads nothing is seen.
    if (witness.views.include(key)) witness.views.inOwnForm = true;
    return true;
  }

  /** Whether samples are kept in a form of the logger's own, so that it matters what a select reads. */
  get keepsOwnForm(): boolean {
    return this.witness?.views.inOwnForm === true;
  }

  /** Where samples are kept in maps or lists, this holds none: what a map there held is lost. */
  private writePlain(
    key: string,
    entry: Entry | undefined,
    value: unknown,
    ttl_s: number,
    caller: Caller,
    now_s: number,
  ): void {
    const witness = this.witnessOf(key, entry);
    const before = this.samplesIn(entry);
    if (witness !== undefined && before !== undefined) {
      compareProvenance(before, NOTHING, NOTHING, caller, witness);
    }
    this.put(key, entry, value, NOTHING, ttl_s, now_s);
    if (caller.own !== undefined) this.witness?.stored(caller.own, value);
  }

  compareAndSet(effect: CompareAndSet, value: unknown, caller: Caller, now_s: number): boolean {
    this.live(effect.key, now_s);
    if (this.versionOf(effect.key) !== effect.version) return false;
    this.write(effect.key, value, effect.ttl_s, caller, now_s);
    return true;
  }

  append(effect: Append, item: unknown, caller: Caller, now_s: number): void {
    const entry = this.live(effect.key, now_s);
    const before = entry === undefined ? [] : entry.value;
    if (!Array.isArray(before)) throw misfit('appends to', effect.key, 'list');
    const list: unknown[] = [...before, item];
    if (list.length > effect.limit) list.splice(0, list.length - effect.limit);
    const { own } = caller;
    if (own !== undefined) this.note(effect.key, entry, list);
    const base = entry?.provenance ?? NOTHING;
    const after = own === undefined ? base : appended(base, own, effect.limit);
    const stored = this.put(effect.key, entry, list, after, effect.ttl_s, now_s, own?.position);
    if (own === undefined) return;
    this.witness?.stored(own, list);
    this.witnessOf(effect.key, stored)?.held(own, caller.process);
  }

  increment(effect: Increment, caller: Caller, now_s: number): number {
    const entry = this.live(effect.key, now_s);
    const before = entry === undefined ? 0 : entry.value;
    if (typeof before !== 'number') throw misfit('increments', effect.key, 'number');
    const sum = before + effect.by;
    if (!Number.isFinite(sum)) throw beyondNumbers(effect.key);
    const { own } = caller;
    const base = entry?.provenance ?? NOTHING;
    const stored = this.put(effect.key, entry, sum, base, effect.ttl_s, now_s);
    if (own !== undefined) {
      this.holdings?.holds(stored, own.position, now_s);
      this.witness?.stored(own, sum);
      if (this.holdsSamples(sum)) this.witnessOf(effect.key, stored)?.held(own, caller.process);
    }
    return sum;
  }

  /**
   * Since when there has been a sample of a deployment under some key that views read, without a
   * break, in seconds; undefined: there is none now, or nobody follows samples.
   */
  heldSince(position: number, now_s: number): number | undefined {
    // The first of them has been there for longest.
    for (const { value: entry, since_s } of this.holdings?.of(position) ?? []) {
      if (!this.holdsSamples(entry.value) || now_s > entry.expiry_s) continue;
      if (this.witness?.views.include(entry.key) === false) continue;
      if (this.rules.keeping.placesFor(entry.value, position) === 0) continue;
      return since_s;
    }
    return undefined;
  }

  /** A view reads a key that it has not read in this copy. */
  private lookedAt(key: string, entry: Entry | undefined): void {
    this.witness?.views.lookedAt(key);
    if (entry !== undefined) entry.viewed = true;
  }

  /** Whoever is told of the samples under a key. */
  private witnessOf(key: string, entry: Entry | undefined): SampleWitness | undefined {
    const { witness } = this;
    if (witness === undefined || entry?.viewed === true) return witness;
    if (!witness.views.include(key)) return witness.outOfView(key);
    if (entry !== undefined) entry.viewed = true;
    return witness;
  }

  /** Notes where samples are kept, by what is written for one. A list that no view reads says nothing. */
  private note(key: string, entry: Entry | undefined, value: unknown): void {
    const views = this.witness?.views;
    if (views === undefined || views.inCollections || !isCollection(value)) return;
    const isMap = this.rules.keeping.placesFor(value, 0) !== undefined;
    if (isMap || entry?.viewed === true || views.include(key)) views.inCollections = true;
  }

  private holdsSamples(value: unknown): boolean {
    return this.witness?.views.holdsSamples(value) ?? true;
  }

  /** The samples in an entry; undefined: it holds none. */
  private samplesIn(entry: Entry | undefined): Provenance | undefined {
    return entry !== undefined && this.holdsSamples(entry.value) ? entry.provenance : undefined;
  }

  /** A view reads these keys. */
  looked(keys: readonly string[]): void {
    this.witness?.views.lookedAtAll(keys);
  }

  /** What is stored under a key, without counting as a read. */
  peek(key: string, now_s: number): unknown {
    return this.live(key, now_s)?.value;
  }

  /** The samples that what is stored under a key derives from. */
  provenanceOf(key: string): Provenance | undefined {
    return this.entries.get(key)?.provenance;
  }

  /**
   * The samples that are stored where views look, or under one key alone. Asking changes nothing: what
   * has expired is passed over, and not dropped.
   */
  held(now_s: number, key?: string): Provenance[] {
    const asked = key === undefined ? this.entries.values() : [this.entries.get(key)];
    const found: Provenance[] = [];
    for (const entry of asked) {
      if (entry === undefined || now_s > entry.expiry_s) continue;
      if (key === undefined && this.witness?.views.include(entry.key) === false) continue;
      const samples = this.samplesIn(entry);
      if (samples !== undefined) found.push(samples);
    }
    return found;
  }

  /** Keeps a value that was fetched from another copy, with its provenance. */
  fill(key: string, value: unknown, provenance: Provenance, ttl_s: number, now_s: number): void {
    const entry = this.live(key, now_s);
    const before = this.samplesIn(entry);
    const witness = this.witnessOf(key, entry);
    if (before !== undefined && witness !== undefined) {
      compareProvenance(before, provenance, provenance, undefined, witness);
    }
    this.put(key, entry, value, provenance, ttl_s, now_s);
  }

  /** What is stored, in the order of the keys; whatever its expiry. */
  contents(): { readonly key: string; readonly value: unknown; readonly version: number }[] {
    return [...this.entries]
      .map(([key, { value, version }]) => ({ key, value, version }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Lets a key expire now. */
  expire(key: string): void {
    const entry = this.entries.get(key);
    if (entry !== undefined) this.drop(key, entry);
  }

  /** What a map derives from that a sample was added to; a placeholder in it may take a place. */
  private derivedFrom(base: Provenance, own: Origin, value: unknown): Provenance {
    const { full, listSize, placesFor } = this.rules.keeping;
    const after = derived(full, base, own, placesFor(value, own.position) ?? listSize);
    const was = base[own.position];
    const is = after[own.position]!;
    if (was === undefined || was === is) return after;
    // In the order of before: what is missing was pushed out.
    for (let i = 0, kept = 0; i < was.length; i++) {
      if (was[i] === is[kept]) kept++;
      else this.pushedOut.add(was[i]!);
    }
    return after;
  }

  /**
   * A witness of a write whose writer has read under another key: what made way there is not lost
   * here, and what makes way now has come through.
   */
  private sparing(
    witness: SampleWitness,
    base: Provenance,
    after: Provenance,
    own: Origin | undefined,
  ): LossWitness {
    const { pushedOut } = this;
    if (own !== undefined) {
      for (const sample of base[own.position] ?? []) {
        if (!after[own.position]!.includes(sample)) witness.appeared(sample, own.position);
      }
    }
    return {
      lost: (sample, position, writer) => {
        if (!pushedOut.has(sample)) witness.lost(sample, position, writer);
      },
      appeared: (sample, position) => witness.appeared(sample, position),
    };
  }

  /** Without the samples that are not in what was written, where it shows which are. */
  private shownIn(provenance: Provenance, value: unknown, base: Provenance): Provenance {
    const { placesFor } = this.rules.keeping;
    if (this.witness === undefined || !(value instanceof Copyable)) return provenance;
    const { shows } = value;
    // As a rule it is what the writer had read, and its own sample: that is not looked through again.
    const after =
      shows === base
        ? provenance
        : shownIn(provenance, shows, (position) => placesFor(value, position) !== 0);
    value.shows = after;
    return after;
  }

  private versionOf(key: string): number {
    return this.entries.get(key)?.version ?? 0;
  }

  /** The entry, unless it has expired: LiteLLM drops it when now > expiry, strictly. */
  private live(key: string, now_s: number): Entry | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined || now_s <= entry.expiry_s) return entry;
    this.drop(key, entry);
    return undefined;
  }

  private drop(key: string, entry: Entry): void {
    this.entries.delete(key);
    this.holdings?.gone(entry, entry.provenance);
    const samples = this.samplesIn(entry);
    if (samples !== undefined) this.witnessOf(key, entry)?.expired(samples);
  }

  private put(
    key: string,
    entry: Entry | undefined,
    value: unknown,
    provenance: Provenance,
    ttl_s: number,
    now_s: number,
    /** Position of the deployment whose samples alone differ; undefined: any may. */
    only?: number,
  ): Entry {
    const version = ++this.lastVersion;
    if (entry === undefined) {
      this.sweep(now_s);
      const viewed = false;
      const made: Entry = { key, value, provenance, expiry_s: now_s + ttl_s, version, viewed };
      this.entries.set(key, made);
      this.holdings?.moved(made, [], provenance, now_s, only);
      return made;
    }
    this.holdings?.moved(entry, entry.provenance, provenance, now_s, only);
    entry.value = value;
    entry.provenance = provenance;
    entry.version = version;
    const { refresh, keeping } = this.rules;
    const renewed = keeping.renewsAtExpiry && now_s >= entry.expiry_s;
    if (refresh || renewed) entry.expiry_s = now_s + ttl_s;
    return entry;
  }

  /** Drops what has expired and is asked for no more; now and then, so that it costs next to nothing. */
  private sweep(now_s: number): void {
    if (this.entries.size < this.sweepFrom) return;
    for (const key of [...this.entries.keys()]) this.live(key, now_s);
    this.sweepFrom = Math.max(SWEEP_FROM, 2 * this.entries.size);
  }
}
