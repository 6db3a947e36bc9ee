import { type DataEffect, TRAVELS } from '../../effects/store.js';
import { Cache } from '../cache.js';
import type { Caller } from '../caller.js';
import { copyOf } from '../copy.js';
import type { Provenance } from '../provenance.js';
import { broughtBy, performShared } from './perform.js';
import { remote } from './remote.js';
import { roundTrips, tripParameters, tripWords } from './round-trip.js';
import { type Store, type StoreModel, type StoreSetup, storeKind } from './store.js';

const NAME = 'snapshot';

/** A value as it was at the last refresh, where it has been written since. */
interface Former {
  readonly value: unknown;
  readonly provenance: Provenance | undefined;
}

/**
 * A remote store of which every process has a snapshot, refreshed every so many seconds: what a
 * select reads is what the shared copy held at the last refresh, and takes no time. All else goes to
 * the shared copy, and so does a read of that.
 */
export function snapshot(every_s: number): StoreModel {
  return {
    kind: NAME,
    shared: true,
    perProcess: false,
    canBeReal: false,
    create({ keeping, witnessOf }: StoreSetup): Store {
      const server = new Cache({ refresh: true, keeping }, witnessOf?.('shared'));
      // Of the keys that have been written since the last refresh: all others are as they were.
      const former = new Map<string, Former>();
      let period = 0;
      const refresh = (now_s: number): void => {
        const latest = Math.floor(now_s / every_s);
        if (latest === period) return;
        period = latest;
        former.clear();
      };
      const look = (key: string, caller: Caller, now_s: number): unknown => {
        const value = server.read(key, caller, now_s);
        const kept = former.get(key);
        if (kept === undefined) return copyOf(value);
        caller.reads.set(key, kept.provenance, kept.value);
        return copyOf(kept.value);
      };
      return {
        begin(effect, caller, now_s) {
          if (caller.looks !== true) return TRAVELS;
          refresh(now_s);
          if (effect.op === 'read-many') return effect.keys.map((key) => look(key, caller, now_s));
          if (effect.op !== 'read' || effect.tier === 'shared') return TRAVELS;
          return look(effect.key, caller, now_s);
        },
        payload: (effect) => copyOf(broughtBy(effect)),
        serve(effect, payload, caller, now_s) {
          refresh(now_s);
          const key = written(effect);
          if (key !== undefined && !former.has(key)) {
            // A list or a map is never changed in place here: what is stored came as a copy.
            const value = server.peek(key, now_s);
            former.set(key, { value, provenance: server.provenanceOf(key) });
          }
          return performShared(server, effect, payload, caller, now_s);
        },
        complete: (_effect, served) => served,
        copies: () => [server],
      };
    },
  };
}

/** The key that an effect may write. */
function written(effect: DataEffect): string | undefined {
  switch (effect.op) {
    case 'write':
    case 'append':
    case 'increment':
    case 'compare-and-set':
      return effect.key;
    default:
      return undefined;
  }
}

export const snapshotKind = storeKind({
  name: NAME,
  says: 'One shared store; selects read a snapshot of it, refreshed periodically.',
  parameters: {
    ...tripParameters(' on the shared store'),
    every: {
      type: 'duration',
      positive: true,
      preset: '5s',
      says: 'From one refresh of the snapshot to the next: so old it gets.',
    },
  },
  // Without time there is no age.
  timeless: remote,
  words: (texts, settings) =>
    `a snapshot every ${texts.every} of a remote store, ${tripWords(texts, settings)}`,
  create: (settings) => ({
    store: snapshot(settings.every),
    roundTrip_s: roundTrips(settings),
  }),
});
