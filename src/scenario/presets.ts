import { always } from '../kernel/distributions/constant.js';
import { type Kind, kindNamed } from '../kernel/kind.js';
import type { KindSettings, Parameter, Settings, Value } from '../kernel/parameters.js';
import { parseDuration, parsePercent, parseRate } from '../text/units.js';

/** What is taken of a logger where only its name is written, as one would write it. */
export const LOGGER_PRESETS = { retries: 64, lease: '10s' } as const;

/** A logger of which only the name is written. */
export function loggerOf(name: string) {
  const { retries, lease } = LOGGER_PRESETS;
  return { name, retries, lease: parseDuration(lease) };
}

/**
 * One of a kind of which only some parameters are written.
 * @throws RangeError where there is no such kind
 */
export function withPresets(kinds: readonly Kind<unknown>[], given: KindSettings): KindSettings {
  return { ...presetsOf(kindNamed(kinds, given.kind)), ...given };
}

/** What a kind takes where nothing is written, resolved. Of alternatives nothing is taken. */
export function presetsOf({ parameters, forms }: Kind<unknown>): Settings {
  const alternatives = new Set(forms?.flat());
  const presets: Record<string, Value> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const preset = alternatives.has(name) ? undefined : presetOf(parameter);
    if (preset !== undefined) presets[name] = preset;
  }
  return presets;
}

function presetOf({ type, preset }: Parameter): Value | undefined {
  if (typeof preset !== 'string') return preset;
  switch (type) {
    case 'duration':
      return parseDuration(preset);
    case 'rate':
      return parseRate(preset);
    case 'fraction':
      return parsePercent(preset);
    case 'distribution':
      return always(parseDuration(preset));
    default:
      return preset;
  }
}
