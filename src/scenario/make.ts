import type { Distribution } from '../kernel/distributions/distribution.js';
import { type Kind, kindNamed } from '../kernel/kind.js';
import type {
  DistributionSettings,
  MadeValues,
  Parameter,
  Settings,
  Value,
} from '../kernel/parameters.js';
import type { ModelKinds } from './model-kinds.js';

/** What making takes besides settings. */
export interface Materials {
  readonly kinds: ModelKinds;
  /** The numbers of each file that the scenario names, by the path as written there. */
  readonly numbers: ReadonlyMap<string, ArrayLike<number>>;
}

/**
 * Makes one of a kind from its settings.
 * @throws RangeError where they name a kind or a file that there is not
 */
export function made<Made>(kind: Kind<Made>, settings: Settings, materials: Materials): Made {
  const values = Object.entries(kind.parameters)
    .filter(([name]) => settings[name] !== undefined)
    .map(([name, parameter]) => [name, madeValue(parameter, settings[name] as Value, materials)]);
  return kind.create(Object.fromEntries(values));
}

export function madeDistribution(
  settings: DistributionSettings,
  materials: Materials,
): Distribution {
  return made(kindNamed(materials.kinds.distributions, settings.distribution), settings, materials);
}

function madeValue(
  { type }: Parameter,
  value: Value,
  materials: Materials,
): MadeValues[keyof MadeValues] {
  switch (type) {
    case 'file': {
      const numbers = materials.numbers.get(value as string);
      if (numbers === undefined) throw new RangeError(`the numbers of '${value}' were not given`);
      return numbers;
    }
    case 'distribution':
      return madeDistribution(value as DistributionSettings, materials);
    default:
      return value as Exclude<Value, DistributionSettings>;
  }
}
