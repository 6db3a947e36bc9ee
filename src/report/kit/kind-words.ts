import { type Kind, kindNamed, kindSetBy } from '../../kernel/kind.js';
import type {
  DistributionSettings,
  KindSettings,
  Parameter,
  QuantilePoint,
  Settings,
  Unit,
  Value,
} from '../../kernel/parameters.js';
import type { Kinds } from '../../scenario/kinds.js';
import { strategyKindOf } from '../../strategies/in-file.js';
import { count } from '../../text/figures.js';
import {
  type DurationUnit,
  formatDuration,
  formatDurationIn,
  formatRate,
  formatRateIn,
  unitOfDuration,
} from '../../text/units.js';

/** A distribution in words: `lognormal of P50 1622ms and P95 2243ms`. */
export function distributionWords(
  settings: DistributionSettings,
  unit: Unit,
  kinds: Kinds,
): string {
  return words(kindNamed(kinds.distributions, settings.distribution), settings, unit, kinds);
}

/** A strategy in words. */
export function strategyWords(settings: Settings & { strategy: string }, kinds: Kinds): string {
  return words(strategyKindOf(kinds.strategies, settings.strategy), settings, 'time', kinds);
}

/** A load, a store, ... in words. */
export function kindWords(
  of: readonly Kind<unknown>[],
  settings: KindSettings,
  kinds: Kinds,
): string {
  return words(kindNamed(of, settings.kind), settings, 'time', kinds);
}

/** The same of a load, with the sessions that its requests belong to. */
export function loadWords(load: KindSettings, kinds: Kinds): string {
  const { sessions } = load;
  const loads = kindWords(kinds.loads, load, kinds);
  return sessions === undefined ? loads : `${loads}, of ${sessions} sessions`;
}

/** What is told by its only key, in words: a capacity. */
export function setByOneWords(
  of: readonly Kind<unknown>[],
  settings: Settings,
  kinds: Kinds,
): string {
  return words(kindSetBy(of, settings), settings, 'time', kinds);
}

function words(kind: Kind<unknown>, settings: Settings, unit: Unit, kinds: Kinds): string {
  const given = Object.entries(kind.parameters).filter(([name]) => settings[name] !== undefined);
  const times = given.flatMap(([name, { type }]) => timesIn(type, settings[name] as Value));
  const quantity = unit === 'plain' ? String : alike(times);
  const texts = given.map(([name, { type }]) => [
    name,
    shown(type, settings[name] as Value, quantity, kinds),
  ]);
  return kind.words(Object.fromEntries(texts), settings);
}

/** The quantities that a parameter holds. */
function timesIn(type: Parameter['type'], value: Value): number[] {
  if (type === 'quantity') return [value as number];
  if (type !== 'quantiles') return [];
  return (value as readonly QuantilePoint[]).map((point) => point.value);
}

/** Writes times that stand beside one another in one unit, that of the shortest. */
function alike(times_s: readonly number[]): (value_s: number) => string {
  const above = times_s.filter((value_s) => value_s > 0);
  if (above.length === 0) return formatDuration;
  const unit = unitOfDuration(formatDuration(Math.min(...above))) as DurationUnit;
  return (value_s) => formatDurationIn(unit, value_s);
}

/** A parameter as a reader wants to see it. */
function shown(
  type: Parameter['type'],
  value: Value,
  quantity: (value: number) => string,
  kinds: Kinds,
): string {
  switch (type) {
    case 'duration':
      return formatDuration(value as number);
    case 'phase':
      return value === 'random' ? value : formatDuration(value as number);
    case 'quantity':
      return quantity(value as number);
    case 'rate':
      return rate(value as number);
    case 'fraction':
      return part(value as number);
    case 'whole':
      return count(value as number);
    case 'quantiles': {
      const points = value as readonly QuantilePoint[];
      const at = (i: number) => quantity(points.at(i)?.value ?? 0);
      return `from ${at(0)} to ${at(-1)}`;
    }
    case 'distribution':
      return distributionWords(value as DistributionSettings, 'time', kinds);
    default:
      return String(value);
  }
}

/** A rate per second or minute where it is a whole number so, else in the unit that suits its size. */
function rate(rate_hz: number): string {
  const texts = (['s', 'min'] as const).map((unit) => formatRateIn(unit, rate_hz));
  return texts.find((text) => /^\d+\//.test(text)) ?? formatRate(rate_hz);
}

/** A fraction in per cent, in full. */
export function part(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(12))}%`;
}
