import { TRAVELS } from '../../effects/store.js';
import { Cache } from '../cache.js';
import { copyOf } from '../copy.js';
import { noProvenance } from '../provenance.js';
import { broughtBy, perform, performShared } from './perform.js';
import { roundTrips, tripParameters, tripWords } from './round-trip.js';
import { type Store, type StoreModel, type StoreSetup, storeKind } from './store.js';

/**
 * LiteLLM's DualCache: a memory per process over one Redis. A plain read asks the memory and goes
 * to Redis only for what is absent there, then keeps it for `memoryTtl_s`. A `local` read never
 * leaves the process. A write goes to the memory and, serialised when called, to Redis. Atomic
 * operations go to Redis past the memory.
 */
export function tiered(memoryTtl_s: number): StoreModel {
  return {
    kind: 'tiered',
    shared: true,
    perProcess: true,
    canBeReal: true,
    create({ processes, keeping, witnessOf }: StoreSetup): Store {
      const redis = new Cache({ refresh: true, keeping }, witnessOf?.('shared'));
      const rules = { refresh: false, keeping };
      const memories = Array.from(
        { length: processes },
        (_, p) => new Cache(rules, witnessOf?.(p)),
      );
      const memoryOf = (process: number): Cache => memories[process] as Cache;
      return {
        begin(effect, caller, now_s) {
          const memory = memoryOf(caller.process);
          if (effect.op === 'write') {
            perform(memory, effect, effect.value, caller, now_s);
            return TRAVELS;
          }
          if (effect.op !== 'read' || effect.tier === 'shared') return TRAVELS;
          const known = perform(memory, effect, undefined, caller, now_s);
          return known === undefined && effect.tier !== 'local' ? TRAVELS : known;
        },
        payload: (effect) => copyOf(broughtBy(effect)),
        serve: (effect, payload, caller, now_s) =>
          performShared(redis, effect, payload, caller, now_s),
        complete(effect, served, caller, now_s) {
          if (effect.op !== 'read' || effect.tier === 'shared' || served === undefined) {
            return served;
          }
          const provenance = caller.reads.get(effect.key) ?? noProvenance(caller.deployments);
          memoryOf(caller.process).fill(effect.key, served, provenance, memoryTtl_s, now_s);
          return served;
        },
        copies: () => [redis, ...memories],
      };
    },
  };
}

export const tieredKind = storeKind({
  name: 'tiered',
  says: 'Memory of each process over one shared store, as LiteLLM’s DualCache.',
  parameters: {
    ...tripParameters(' on the shared store'),
    memory_ttl: {
      type: 'duration',
      positive: true,
      preset: '600s',
      says: 'How long a process keeps what it read from the shared store.',
    },
  },
  timeless: tiered(3600),
  words: (texts, settings) =>
    `tiered, ${tripWords(texts, settings)}, over the memory of each process (kept ${texts.memory_ttl})`,
  create: (settings) => ({
    store: tiered(settings.memory_ttl),
    roundTrip_s: roundTrips(settings),
  }),
});
