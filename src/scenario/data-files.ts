import { type Kind, kindNamed } from '../kernel/kind.js';
import type { DistributionSettings, Settings, Unit } from '../kernel/parameters.js';
import type { NumbersKind } from '../text/numbers.js';
import { KINDS, type Kinds } from './kinds.js';
import type { Scenario } from './schema.js';

/** A file of numbers that a scenario names. */
export interface DataFile {
  /** As written. */
  readonly path: string;
  readonly kind: NumbersKind;
}

/** The files of numbers that a scenario names, in an order that is always the same. */
export function dataFiles(scenario: Scenario, kinds: Kinds = KINDS): DataFile[] {
  const of = (kind: Kind<unknown>, settings: Settings, unit: Unit): DataFile[] =>
    Object.entries(kind.parameters).flatMap(([name, parameter]) => {
      const value = settings[name];
      if (value === undefined) return [];
      if (parameter.type === 'distribution') return ofDistribution(value as DistributionSettings);
      if (parameter.type !== 'file') return [];
      const values = unit === 'time' ? 'durations' : 'numbers';
      return [
        { path: String(value), kind: parameter.holds === 'values' ? values : parameter.holds },
      ];
    });
  const ofDistribution = (settings: DistributionSettings | undefined, unit: Unit = 'time') =>
    settings === undefined
      ? []
      : of(kindNamed(kinds.distributions, settings.distribution), settings, unit);
  const { modelGroups, store, router } = scenario;
  return [
    ...modelGroups.flatMap(({ groups, load }) => [
      ...of(kindNamed(kinds.loads, load.kind), load, 'time'),
      ...groups.flatMap(({ latency, ttft, tokens }) => [
        ...ofDistribution(latency),
        ...ofDistribution(ttft),
        ...ofDistribution(tokens, 'plain'),
      ]),
    ]),
    ...of(kindNamed(kinds.stores, store.kind), store, 'time'),
    ...of(kindNamed(kinds.strategies, router.policy), router, 'time'),
  ];
}
