import type { Change } from '../../scenario/change.js';
import { evenly } from './even.js';
import { impossible, type Mechanism, only, possible } from './mechanism.js';
import { OWN_PROFILE } from './own-profile.js';
import { putInForce } from './remedy.js';
import { routedBy, shuffles } from './routed-by.js';
import type { Subject } from './subject.js';
import { weighsNothing } from './weights.js';

const SHUFFLE = 'simple-shuffle';
const BY_LATENCY = 'lowest-latency';

/** What LiteLLM does where nobody has told it how to route. */
export const notInForce: Mechanism = {
  name: 'strategy not in force',
  explanation:
    'The proxy shuffles (simple-shuffle), as it does where routing_strategy stands outside of ' +
    'router_settings, or in a group that does not have this model. Nothing is looked at but ' +
    'weight, rpm or tpm, and without these every choice is as likely as any other.',
  lookAt:
    'whether routing_strategy stands under router_settings, and a key of the strategy in its cache',
  standing: (subject) => {
    if (shuffles(subject)) return { kind: 'covered' };
    if (weighsNothing(subject)) {
      return impossible('by weights that are all 0, simple-shuffle of this release fails');
    }
    return possible(only({ parameter: null, changes: shuffled(subject) }));
  },
  bearing: evenly(({ map }) =>
    map?.kind === 'there'
      ? { kind: 'excluded', because: 'simple-shuffle writes no map of latencies, and there is one' }
      : null,
  ),
  remedies: (subject) => [putInForce(subject, shuffled(subject))],
};

/** What a strategy that stands in the wrong place would do in the right one. */
export const latenciesInForce: Mechanism = {
  name: 'latency-based routing in force',
  explanation:
    'The proxy goes by latencies (latency-based-routing), and not by the weights of a shuffle. So ' +
    'it would be where routing_strategy, now in a place that is not read, stood in router_settings.',
  lookAt: 'the routing_strategy that the proxy logs at its start, and a cached map of latencies',
  standing: (subject) =>
    shuffles(subject)
      ? possible(only({ parameter: null, changes: byLatency(subject) }))
      : { kind: 'covered' },
};

function shuffled(subject: Subject): Change[] {
  return [...routedBy(subject.scenario, SHUFFLE), OWN_PROFILE];
}

function byLatency(subject: Subject): Change[] {
  return [...routedBy(subject.scenario, BY_LATENCY), OWN_PROFILE];
}
