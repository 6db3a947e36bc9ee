import { type Kind, kindNamed } from '../kernel/kind.js';
import type { DistributionSettings, Settings, Unit } from '../kernel/parameters.js';
import { strategyKindOf } from '../strategies/in-file.js';
import type { NumbersKind } from '../text/numbers.js';
import type { Path } from '../text/tree.js';
import { KINDS, type Kinds } from './kinds.js';
import type { Scenario } from './schema.js';

/** A file of numbers that a scenario names. */
export interface DataFile {
  /** As written. */
  readonly path: string;
  readonly kind: NumbersKind;
  /** Where the scenario names it. */
  readonly at: Path;
}

/**
 * The files of numbers that a scenario names, in an order that is always the same.
 * @param listed whether it was written as a list of model groups
 */
export function dataFiles(scenario: Scenario, listed: boolean, kinds: Kinds = KINDS): DataFile[] {
  const of = (kind: Kind<unknown>, settings: Settings, unit: Unit, at: Path): DataFile[] =>
    Object.entries(kind.parameters).flatMap(([name, parameter]) => {
      const value = settings[name];
      if (value === undefined) return [];
      const here = [...at, name];
      if (parameter.type === 'distribution') {
        return ofDistribution(value as DistributionSettings, 'time', here);
      }
      if (parameter.type !== 'file') return [];
      const values = unit === 'time' ? 'durations' : 'numbers';
      const holds = parameter.holds === 'values' ? values : parameter.holds;
      return [{ path: String(value), kind: holds, at: here }];
    });
  const ofDistribution = (settings: DistributionSettings | undefined, unit: Unit, at: Path) =>
    settings === undefined
      ? []
      : of(kindNamed(kinds.distributions, settings.distribution), settings, unit, at);
  const { modelGroups, store, router } = scenario;
  return [
    ...modelGroups.flatMap(({ groups, load }, i) => {
      const within: Path = listed ? ['modelGroups', i] : [];
      return [
        ...of(kindNamed(kinds.loads, load.kind), load, 'time', [...within, 'load']),
        ...groups.flatMap(({ latency, ttft, tokens }, j) => {
          const group: Path = [...within, 'fleet', 'groups', j];
          return [
            ...ofDistribution(latency, 'time', [...group, 'latency']),
            ...ofDistribution(ttft, 'time', [...group, 'ttft']),
            ...ofDistribution(tokens, 'plain', [...group, 'tokens']),
          ];
        }),
      ];
    }),
    ...of(kindNamed(kinds.stores, store.kind), store, 'time', ['store']),
    ...of(strategyKindOf(kinds.strategies, router.strategy), router, 'time', ['router']),
  ];
}
