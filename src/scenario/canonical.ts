import { FORMER_DISTRIBUTION, FORMER_REPLICATIONS, FORMER_STRATEGY } from './former-names.js';
import type { Scenario } from './schema.js';

/** What changes no result: what is for people only, and what is expected to come out. */
const besides: ReadonlySet<string> = new Set<keyof Scenario>([
  'name',
  'title',
  'shows',
  'assumes',
  'reported',
  'expect',
]);

/** A scenario as one text that is the same for the same meaning: keys sorted, prose and expectations left out. */
export function canonical(scenario: Scenario): string {
  const meaning = Object.entries(scenario).filter(([key]) => !besides.has(key));
  return write(Object.fromEntries(meaning));
}

/** Names that came in place of others after hashes had been given out: a hash is of the first ones. */
const FORMERLY: ReadonlyMap<string, string> = new Map(
  [FORMER_REPLICATIONS, FORMER_DISTRIBUTION, FORMER_STRATEGY].map(({ former, present }) => [
    present,
    former,
  ]),
);

/** Came after hashes had been given out: at 0 they mean what was meant without them. */
const LATER: ReadonlySet<string> = new Set(['responses']);

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([key, each]) => each !== undefined && !(each === 0 && LATER.has(key)))
    .map(([key, each]) => [FORMERLY.get(key) ?? key, each] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${write(each)}`);
  return `{${entries.join(',')}}`;
}
