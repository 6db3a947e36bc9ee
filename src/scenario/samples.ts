import type { Group, Scenario } from './schema.js';

/** What a completion hands to the logger, all of it said. */
type Samples = Scenario['samples'];

/** The samples of a group: each field that it states itself, and the scenario's of the others. */
export function samplesIn(others: Samples, { samples: own = {} }: Pick<Group, 'samples'>): Samples {
  const timeouts = own.timeouts ?? others.timeouts;
  return {
    kind: own.kind ?? others.kind,
    stream: own.stream ?? others.stream,
    input_tokens: own.input_tokens ?? others.input_tokens,
    ...(timeouts !== undefined && { timeouts }),
  };
}
