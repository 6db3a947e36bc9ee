import { type Kind, kindNamed } from '../../kernel/kind.js';
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
import { count } from '../../text/figures.js';
import { formatDuration, formatQuantity } from '../../text/units.js';

/** A distribution in words: `lognormal of P50 1622ms and P95 2243ms`. */
export function distributionWords(
  settings: DistributionSettings,
  unit: Unit,
  kinds: Kinds,
): string {
  return words(kindNamed(kinds.distributions, settings.distribution), settings, unit, kinds);
}

/** A strategy in words. */
export function strategyWords(settings: Settings & { policy: string }, kinds: Kinds): string {
  return words(kindNamed(kinds.strategies, settings.policy), settings, 'time', kinds);
}

/** A load, a store, ... in words. */
export function kindWords(
  of: readonly Kind<unknown>[],
  settings: KindSettings,
  kinds: Kinds,
): string {
  return words(kindNamed(of, settings.kind), settings, 'time', kinds);
}

function words(kind: Kind<unknown>, settings: Settings, unit: Unit, kinds: Kinds): string {
  const texts = Object.entries(kind.parameters)
    .filter(([name]) => settings[name] !== undefined)
    .map(([name, { type }]) => [name, shown(type, settings[name] as Value, unit, kinds)]);
  return kind.words(Object.fromEntries(texts), settings);
}

/** A parameter as a reader wants to see it. */
function shown(type: Parameter['type'], value: Value, unit: Unit, kinds: Kinds): string {
  switch (type) {
    case 'duration':
      return formatDuration(value as number);
    case 'quantity':
      return formatQuantity(value as number, unit);
    case 'rate':
      return rate(value as number);
    case 'fraction':
      return part(value as number);
    case 'whole':
      return count(value as number);
    case 'quantiles': {
      const points = value as readonly QuantilePoint[];
      const at = (i: number) => formatQuantity(points.at(i)?.value ?? 0, unit);
      return `from ${at(0)} to ${at(-1)}`;
    }
    case 'distribution':
      return distributionWords(value as DistributionSettings, 'time', kinds);
    default:
      return String(value);
  }
}

/** A rate in the unit that makes it shortest. */
function rate(rate_hz: number): string {
  const texts = [
    [1, 's'],
    [60, 'min'],
    [3600, 'h'],
  ].map(([factor, unit]) => `${Number((rate_hz * Number(factor)).toPrecision(12))}/${unit}`);
  return texts.reduce((best, text) => (text.length < best.length ? text : best));
}

/** A fraction in per cent, in full. */
export function part(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(12))}%`;
}
