import { TRAVELS } from '../../effects/store.js';
import { Cache } from '../cache.js';
import { copyOf } from '../copy.js';
import { broughtBy, performShared } from './perform.js';
import { roundTrips, tripParameters, tripWords } from './round-trip.js';
import { type Store, type StoreModel, type StoreSetup, storeKind } from './store.js';

/**
 * One store for all processes, and nothing but it: every operation is a round trip, values are
 * copies, and a write refreshes the expiry (Redis SET EX).
 */
export const remote: StoreModel = {
  kind: 'remote',
  shared: true,
  perProcess: false,
  canBeReal: true,
  create({ keeping, witnessOf }: StoreSetup): Store {
    const server = new Cache({ refresh: true, keeping }, witnessOf?.('shared'));
    return {
      begin: () => TRAVELS,
      payload: (effect) => copyOf(broughtBy(effect)),
      serve: (effect, payload, caller, now_s) =>
        performShared(server, effect, payload, caller, now_s),
      complete: (_effect, served) => served,
      copies: () => [server],
    };
  },
};

export const remoteKind = storeKind({
  name: remote.kind,
  says: 'One shared store: copies, a round trip per operation.',
  parameters: tripParameters(''),
  timeless: remote,
  words: (texts, settings) => `remote, ${tripWords(texts, settings)}`,
  create: (settings) => ({ store: remote, roundTrip_s: roundTrips(settings) }),
});
