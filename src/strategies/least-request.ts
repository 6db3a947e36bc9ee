import { readMany } from '../effects/effects.js';
import type { Steps } from '../effects/steps.js';
import type { StrategyModel } from '../model/strategy.js';
import type { SeenLoad } from './by-load.js';
import { strategyKind } from './kind.js';
import { keepingOf, type Recording } from './lowest-latency/recording.js';
import { COUNTING, type CountSettings } from './request-counting.js';
import { TwoChoices } from './two-choices.js';

const NAME = 'least-request';

/**
 * The power of two choices (Mitzenmacher 2001): of two drawn at random, the one with fewer requests
 * under way, as Envoy's least request and tower's PendingRequests have it.
 */
export function leastRequest(settings: CountSettings, recording: Recording): StrategyModel {
  return {
    name: NAME,
    keeping: keepingOf(recording),
    create: (key, fleet) => new LeastRequest(settings, recording, key, fleet),
  };
}

export class LeastRequest extends TwoChoices {
  readonly name = NAME;

  *look(positions: readonly number[]): Steps<readonly SeenLoad[]> {
    const counts = yield readMany(positions.map((position) => this.requestsKey(position)));
    return positions.map((position, i) => ({ position, requests: counts[i] ?? 0 }));
  }

  loadOf({ requests }: SeenLoad): number {
    return requests;
  }
}

export const leastRequestKind = strategyKind({
  name: NAME,
  says: 'Of two drawn at random, the one with fewer requests under way.',
  parameters: COUNTING,
  readsLatencies: false,
  looksAtLoad: true,
  words: (texts, { count }) =>
    count === 'call' ? `${NAME}, counted ${texts.call_delay} after a choice` : NAME,
  create: (settings) => (recording) => leastRequest(settings, recording),
});
