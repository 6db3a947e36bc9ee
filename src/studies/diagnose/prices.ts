import { change } from '../../scenario/change.js';
import { type Mechanism, only, possible } from './mechanism.js';
import { weightsBySpeed } from './remedy.js';

const PRICES = ['input_cost_per_token', 'output_cost_per_token'] as const;

/** cost-based-routing without prices. */
export const pricesUnknown: Mechanism = {
  name: 'prices that are not known',
  explanation:
    'A price that is 0 or missing counts as 5 a token, that of an unknown model as 10 in all. Where no ' +
    'price is known all cost the same, and the first deployment gets everything.',
  lookAt:
    'input_cost_per_token and output_cost_per_token of each deployment, as /model/info shows them',
  standing: ({ scenario, modelGroup: { groups }, position }) => {
    if (scenario.router.strategy !== 'cost-based-routing') return { kind: 'covered' };
    const changes = groups.flatMap((group, g) =>
      PRICES.flatMap((price) =>
        group[price] === undefined
          ? []
          : [change(['modelGroups', position, 'groups', g, price], 0)],
      ),
    );
    return changes.length === 0
      ? { kind: 'covered' }
      : possible(only({ parameter: null, changes }));
  },
  remedies: (subject) => weightsBySpeed(subject),
};
