import type { Append, CompareAndSet, Increment, Versioned } from '../effects/effects.js';
import type { Caller } from './caller.js';
import { Copyable } from './copy.js';
import type { Full } from './full-list.js';
import { Holdings } from './holdings.js';
import {
  appended,
  compareProvenance,
  derived,
  type LossWitness,
  noProvenance,
  type Origin,
  type Provenance,
  shownIn,
} from './provenance.js';

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

/** Told what happens to the samples of a copy. */
export interface CacheWitness extends LossWitness {
  /** A map or list with these samples has expired. */
  expired(provenance: Provenance): void;
  /** A caller has stored something for its sample. @param held whether that has the sample */
  stored(caller: Caller, value: unknown, held: boolean): void;
}

interface Entry {
  value: unknown;
  provenance: Provenance;
  expiry_s: number;
  version: number;
}

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
  /** Whether samples are kept in maps or lists here: then a number is no sample, but a usage count. */
  private keepsLists = false;

  constructor(
    private readonly rules: CacheRules,
    /** None: what becomes of samples is not looked at. */
    private readonly witness?: CacheWitness,
  ) {
    this.holdings = witness && new Holdings<Entry>();
  }

  read(key: string, caller: Caller, now_s: number): unknown {
    const entry = this.live(key, now_s);
    caller.reads.set(key, entry?.provenance);
    return entry?.value;
  }

  readVersion(key: string, caller: Caller, now_s: number): Versioned {
    return { value: this.read(key, caller, now_s), version: this.versionOf(key) };
  }

  write(key: string, value: unknown, ttl_s: number, caller: Caller, now_s: number): void {
    const entry = this.live(key, now_s);
    // By reference, the map in the caller's hands is the stored one, with all that others added.
    const base =
      entry !== undefined && entry.value === value
        ? entry.provenance
        : (caller.reads.get(key) ?? noProvenance(caller.deployments));
    const { own } = caller;
    const derived = own === undefined ? base : this.derivedFrom(base, own, value);
    const after = this.shownIn(derived, value, base);
    const kept = after === derived;
    // Where there is nothing any more, a writer with an old map can still bring samples back.
    const before = entry?.provenance ?? noProvenance(caller.deployments);
    if (this.witness !== undefined) {
      compareProvenance(before, after, base, caller, this.witness, kept);
    }
    // Nobody wrote since the writer read, so that no other deployment's samples can differ.
    const only = before === base && kept ? own?.position : undefined;
    this.put(key, entry, value, after, ttl_s, now_s, only);
    if (own === undefined) return;
    this.stored(caller, value, after[own.position]?.includes(own.sample) === true);
  }

  compareAndSet(effect: CompareAndSet, value: unknown, caller: Caller, now_s: number): boolean {
    this.live(effect.key, now_s);
    if (this.versionOf(effect.key) !== effect.version) return false;
    this.write(effect.key, value, effect.ttl_s, caller, now_s);
    return true;
  }

  append(effect: Append, item: unknown, caller: Caller, now_s: number): void {
    const entry = this.live(effect.key, now_s);
    const list = [...((entry?.value as readonly unknown[] | undefined) ?? []), item];
    if (list.length > effect.limit) list.splice(0, list.length - effect.limit);
    const { own } = caller;
    const base = entry?.provenance ?? [];
    const after = own === undefined ? base : appended(base, own, effect.limit);
    this.put(effect.key, entry, list, after, effect.ttl_s, now_s, own?.position);
    if (own !== undefined) this.stored(caller, list, true);
  }

  increment(effect: Increment, caller: Caller, now_s: number): number {
    const entry = this.live(effect.key, now_s);
    const sum = ((entry?.value as number | undefined) ?? 0) + effect.by;
    const { own } = caller;
    const stored = this.put(effect.key, entry, sum, entry?.provenance ?? [], effect.ttl_s, now_s);
    if (own !== undefined) {
      this.holdings?.holds(stored, own.position, now_s);
      this.stored(caller, sum, true);
    }
    return sum;
  }

  /**
   * Since when there has been a sample of a deployment under some key without a break, in seconds;
   * undefined: there is none now, or nobody follows samples.
   */
  heldSince(position: number, now_s: number): number | undefined {
    let earliest_s: number | undefined;
    for (const { value: entry, since_s } of this.holdings?.of(position) ?? []) {
      const counts = typeof entry.value !== 'number' || !this.keepsLists;
      if (!counts || now_s > entry.expiry_s) continue;
      if (this.rules.keeping.placesFor(entry.value, position) === 0) continue;
      if (earliest_s === undefined || since_s < earliest_s) earliest_s = since_s;
    }
    return earliest_s;
  }

  private stored(caller: Caller, value: unknown, held: boolean): void {
    if (typeof value !== 'number') this.keepsLists = true;
    this.witness?.stored(caller, value, held);
  }

  /** What is stored under a key, without counting as a read. */
  peek(key: string, now_s: number): unknown {
    return this.live(key, now_s)?.value;
  }

  /** The samples that what is stored under a key derives from. */
  provenanceOf(key: string): Provenance | undefined {
    return this.entries.get(key)?.provenance;
  }

  /** Keeps a value that was fetched from another copy, with its provenance. */
  fill(key: string, value: unknown, provenance: Provenance, ttl_s: number, now_s: number): void {
    const entry = this.live(key, now_s);
    if (entry !== undefined && this.witness !== undefined) {
      compareProvenance(entry.provenance, provenance, provenance, undefined, this.witness);
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
    return derived(full, base, own, placesFor(value, own.position) ?? listSize);
  }

  /** Without the samples that are not in what was written, where it shows which are. */
  private shownIn(provenance: Provenance, value: unknown, base: Provenance): Provenance {
    const { placesFor } = this.rules.keeping;
    if (this.witness === undefined || !(value instanceof Copyable)) return provenance;
    const { shows } = value;
    // As a rule it is what the writer had read, and its own sample: that is not looked through again.
    const after =
      shows === base || placesFor(value, 0) === undefined
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
    this.witness?.expired(entry.provenance);
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
      const made: Entry = { value, provenance, expiry_s: now_s + ttl_s, version };
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
