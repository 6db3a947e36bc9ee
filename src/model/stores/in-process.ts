import { Cache } from '../cache.js';
import { broughtBy, perform } from './perform.js';
import { type Store, type StoreModel, type StoreSetup, storeKind } from './store.js';

/**
 * LiteLLM's InMemoryCache: a memory per process, values by reference, nothing ever suspends, and
 * a map expires `ttl` after its first write. Lists and compare-and-set are plain operations here.
 */
export const inProcess: StoreModel = {
  kind: 'in-process',
  shared: false,
  perProcess: true,
  canBeReal: false,
  create({ processes, keeping, witnessOf }: StoreSetup): Store {
    const rules = { refresh: false, keeping };
    const memories = Array.from({ length: processes }, (_, p) => new Cache(rules, witnessOf?.(p)));
    return {
      begin: (effect, caller, now_s) =>
        perform(memories[caller.process] as Cache, effect, broughtBy(effect), caller, now_s),
      payload: () => undefined,
      serve: () => undefined,
      complete: (_effect, served) => served,
      copies: () => memories,
    };
  },
};

export const inProcessKind = storeKind({
  name: inProcess.kind,
  says: 'Memory of each process: by reference, without suspension.',
  parameters: {},
  timeless: inProcess,
  words: () => 'in-process, by reference',
  create: () => ({ store: inProcess, roundTrip_s: () => 0 }),
});
