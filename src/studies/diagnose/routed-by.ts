import { kindNamed } from '../../kernel/kind.js';
import { type Change, change } from '../../scenario/change.js';
import { KINDS } from '../../scenario/kinds.js';
import { presetsOf } from '../../scenario/presets.js';
import type { Scenario } from '../../scenario/schema.js';

/** Routes by another strategy: its own parameters are as preset, those of the scenario's are left out. */
export function routedBy({ router }: Scenario, name: string): Change[] {
  const { parameters } = kindNamed(KINDS.strategies, router.strategy);
  const wanted = kindNamed(KINDS.strategies, name);
  const presets = presetsOf(wanted);
  const foreign = new Set(Object.keys(parameters));
  if (!wanted.readsLatencies) foreign.add('ttft_percentile');
  const kept = Object.entries(router).filter(
    ([field, value]) => value !== undefined && !foreign.has(field),
  );
  if (kept.length === Object.values(router).filter((value) => value !== undefined).length) {
    return [
      change(['router', 'strategy'], name),
      ...Object.entries(presets).map(([field, value]) => change(['router', field], value)),
    ];
  }
  const all = { ...Object.fromEntries(kept), ...presets, strategy: name };
  return [change(['router'], all as Scenario['router'])];
}

/** Whether it draws deployments at random, by their weights. */
export function shuffles({ scenario }: { readonly scenario: Scenario }): boolean {
  return scenario.router.strategy === 'simple-shuffle';
}
