import * as z from 'zod';
import { always } from '../kernel/distributions/constant.js';
import type { Distribution } from '../kernel/distributions/distribution.js';
import { type Fault, type Kind, kindNamed } from '../kernel/kind.js';
import type {
  DistributionSettings,
  KindSettings,
  Parameter,
  ParameterMap,
  QuantilePoint,
  Settings,
  Unit,
  Value,
} from '../kernel/parameters.js';
import { percentOf } from '../text/units.js';
import {
  amount,
  choice,
  duration,
  flag,
  fraction,
  map,
  oneOf,
  positive,
  positiveDuration,
  rate,
  reject,
  text,
  whole,
} from './fields.js';

/** The schema of what comes in kinds, from the descriptions of the kinds and their parameters. */

/** A part of the schema: any input, checked, gives a `T`. */
export type Field<T = Value> = z.ZodType<T, unknown>;

/** What a parameter's schema depends on besides itself. */
interface Surroundings {
  /** What the quantities of a distribution are. */
  readonly unit: Unit;
  /** Of a distribution of times, where a parameter is one. */
  readonly times: Field<DistributionSettings>;
  /** Fields beside the parameters. */
  readonly common?: Readonly<Record<string, Field<unknown>>>;
}

/** The schemas of distributions: of times, and of plain numbers. */
export function distributionsOf(
  kinds: readonly Kind<Distribution>[],
): Readonly<Record<Unit, Field<DistributionSettings>>> {
  const bounded = kinds.map((kind) => ({
    ...kind,
    check: (settings: Settings) => kind.check?.(settings) ?? excessOf(kind, settings),
  }));
  const of = (unit: Unit): Field<DistributionSettings> =>
    union(
      'distribution',
      bounded,
      'a distribution such as { distribution: lognormal, p50: 500ms, p95: 800ms }',
      {
        unit,
        times: z.lazy(() => time),
      },
    );
  const time = of('time');
  return { time, plain: of('plain') };
}

/** The smallest random number that can be drawn (`kernel/random.ts`). */
const RAREST = 1 / 8589934592;

/** Values up to this, raised to the fourth power as variances of means are, are still numbers. */
const LARGEST_VALUE = 1e70;
/** A mean is compared, and divided by. */
const LARGEST_MEAN = 1e150;

/** What is wrong with a distribution of which some value, or the mean, is too large or too small to
 * calculate with. */
export function excessOf(
  { name, parameters, create }: Kind<Distribution>,
  settings: Settings,
): Fault | undefined {
  const given = Object.keys(parameters).filter((one) => settings[one] !== undefined);
  // The numbers of a file are looked at when it is read, and mean no more than the largest of them.
  if (given.some((one) => parameters[one]?.type === 'file')) return undefined;
  const { mean, quantile } = create(settings as Parameters<typeof create>[0]);
  const values = [quantile(RAREST), quantile(0.5), quantile(1 - RAREST)];
  // Of the largest values nothing may be left but 0.
  const isCarried = mean <= LARGEST_MEAN && (mean === 0 || values.some((value) => value > 0));
  if (isCarried && values.every((value) => value <= LARGEST_VALUE)) return undefined;
  const problem = `this ${name} distribution has values, or a mean, outside the range of double precision`;
  return {
    at: given.at(-1) ?? '',
    problem,
    remedy: 'choose smaller ones, or nearer to one another',
  };
}

/**
 * The schema of kinds that a map tells apart by its key `kind`.
 * @param common fields that stand beside the parameters of any of them, unless one is called so
 */
export function kindsOf(
  kinds: readonly Kind<unknown>[],
  example: string,
  times: Field<DistributionSettings>,
  common: Readonly<Record<string, Field<unknown>>> = {},
): Field<KindSettings> {
  return union('kind', kinds, `a map such as ${example}`, { unit: 'time', times, common });
}

/** The schema of kinds that a map tells apart by its only key, which is the only parameter of each. */
export function setByOne(
  kinds: readonly Kind<unknown>[],
  example: string,
  times: Field<DistributionSettings>,
): Field<Settings> {
  const forms = kinds.map(({ name }) => [name]);
  const fields = kinds.map(({ name, parameters }) => [
    name,
    fieldOf(parameters[name] as Parameter, true, { unit: 'time', times }),
  ]);
  return map(Object.fromEntries(fields) as Record<string, Field>, `a map such as ${example}`)
    .meta({ minProperties: 1, maxProperties: 1 })
    .transform((settings, ctx) => {
      // An unknown key says more than that a known one is missing.
      if (ctx.issues.length > 0 || takesOne(forms, settings)) return settings;
      reject(
        ctx,
        'it must be given in exactly one way',
        `write ${inWords(forms)}, as in ${example}`,
      );
      return z.NEVER;
    }) as unknown as Field<Settings>;
}

/** A distribution, or the single value that it always has. */
export function orSingle(
  single: Field<number>,
  distribution: Field<DistributionSettings>,
  error: string,
): Field<DistributionSettings> {
  return z
    .union([single, distribution], { error })
    .transform((value) => (typeof value === 'number' ? always(value) : value));
}

/** A single duration stands for the constant distribution. */
function durationOr(distribution: Field<DistributionSettings>): Field<DistributionSettings> {
  return orSingle(duration(), distribution, 'a duration such as 5ms, or a distribution');
}

/** A duration, or the word that stands for another one in each replication. */
function durationOrRandom(): Field<number | 'random'> {
  return z.union([z.literal('random'), duration()], {
    error: 'a duration such as 2s, or random',
  });
}

/** At its key a union expects the name of a kind, elsewhere a map. */
function union<Named extends DistributionSettings | KindSettings>(
  key: 'distribution' | 'kind',
  kinds: readonly Kind<unknown>[],
  form: string,
  surroundings: Surroundings,
): Field<Named> {
  const names = oneOf(kinds.map(({ name }) => name));
  const [first, ...rest] = kinds.map((kind) => ofKind(key, kind, surroundings));
  if (first === undefined) throw new RangeError('there are no kinds');
  return z.discriminatedUnion(key, [first, ...rest], {
    error: ({ input }) => (typeof input === 'object' && input !== null ? names : form),
  }) as unknown as Field<Named>;
}

function ofKind(key: string, kind: Kind<unknown>, surroundings: Surroundings) {
  const { name, says, parameters, forms } = kind;
  const alternatives = new Set(forms?.flat());
  const fields = Object.entries(parameters).map(([name, parameter]) => [
    name,
    fieldOf(parameter, alternatives.has(name), surroundings),
  ]);
  const whole = map({
    [key]: z.literal(name).describe(says),
    ...surroundings.common,
    ...(Object.fromEntries(fields) as Record<string, Field>),
  }).describe(says);
  if (forms === undefined && kind.check === undefined) return whole;
  return whole.transform((settings, ctx) =>
    isSound(kind, settings as Settings, ctx) ? settings : z.NEVER,
  );
}

/** Whether settings that are each right on their own are so together; reports what is wrong. */
function isSound(kind: Kind<unknown>, settings: Settings, ctx: z.RefinementCtx): boolean {
  const { name, forms, oneForm } = kind;
  if (forms !== undefined && !takesOne(forms, settings)) {
    reject(ctx, oneForm ?? `${name} must be given in exactly one way`, `write ${inWords(forms)}`);
    return false;
  }
  const fault = kind.check?.(settings);
  if (fault !== undefined) reject(ctx, fault.problem, fault.remedy, [fault.at]);
  return fault === undefined;
}

/**
 * A map with fields of its own, one of which, `key`, names a kind. The kind's parameters stand among
 * them: presets are filled in for the one that is named, and parameters of others are refused.
 * @param named the kind of a name, where there are more than these
 * @throws RangeError where kinds mean different things by the same name
 */
export function naming<Shape extends z.core.$ZodLooseShape>(
  key: string,
  kinds: readonly Kind<unknown>[],
  shape: Shape,
  times: Field<DistributionSettings>,
  says: string,
  named: (name: string) => Kind<unknown> = (name) => kindNamed(kinds, name),
): Field<z.output<z.ZodObject<Shape>> & Settings> {
  const surroundings: Surroundings = { unit: 'time', times };
  const parameters = parametersOf(kinds);
  const own = Object.entries(parameters).map(([name, parameter]) => [
    name,
    bareFieldOf(parameter, surroundings).optional().describe(parameter.says),
  ]);
  const whole = map({ ...shape, ...(Object.fromEntries(own) as Record<string, Field>) });
  return whole.describe(says).transform((written, ctx) => {
    const settings: Record<string, Value> = { ...(written as Settings) };
    const kind = named(settings[key] as string);
    const alternatives = new Set(kind.forms?.flat());
    let sound = true;
    for (const name of Object.keys(parameters)) {
      const parameter = kind.parameters[name];
      const given = settings[name] !== undefined;
      if (parameter === undefined && given) {
        const others = kinds.filter(({ parameters }) => name in parameters);
        const owners = others.map((other) => other.name).join(' and ');
        const problem = `${name} is a parameter of ${owners}, and the ${key} is ${kind.name}`;
        reject(ctx, problem, `remove it, or write ${key}: ${others[0]!.name}`, [name]);
        sound = false;
      }
      if (parameter === undefined || given || alternatives.has(name)) continue;
      if (parameter.preset === undefined) {
        reject(ctx, `${kind.name} needs it`, `add ${name}: ${parameter.says}`, [name]);
        sound = false;
      } else {
        settings[name] = fieldOf(parameter, false, surroundings).parse(undefined);
      }
    }
    return sound && isSound(kind, settings, ctx) ? settings : z.NEVER;
  }) as unknown as Field<z.output<z.ZodObject<Shape>> & Settings>;
}

/** The parameters of all kinds by name. */
function parametersOf(kinds: readonly Kind<unknown>[]): ParameterMap {
  const all: Record<string, Parameter> = {};
  for (const { parameters } of kinds) {
    for (const [name, parameter] of Object.entries(parameters)) {
      all[name] ??= parameter;
      const { type } = all[name];
      if (type === parameter.type) continue;
      throw new RangeError(`'${name}' is a ${type} and a ${parameter.type}: name one otherwise`);
    }
  }
  return all;
}

/** Whether all parameters of one form are there, and none of the others. */
function takesOne(forms: readonly (readonly string[])[], settings: object): boolean {
  const given = forms.flat().filter((name) => name in settings);
  return forms.some(
    (form) => form.length === given.length && form.every((name) => given.includes(name)),
  );
}

/** `p50 and p95, or mean and sigma`; `either quantiles or file`. */
function inWords(forms: readonly (readonly string[])[]): string {
  return forms.every(({ length }) => length === 1)
    ? `either ${forms.flat().join(' or ')}`
    : forms.map((form) => form.join(' and ')).join(', or ');
}

function fieldOf(parameter: Parameter, optional: boolean, surroundings: Surroundings): Field {
  const field = bareFieldOf(parameter, surroundings);
  const { preset, says } = parameter;
  if (optional) return field.optional().describe(says) as Field;
  return (preset === undefined ? field : field.prefault(preset)).describe(says);
}

function bareFieldOf(parameter: Parameter, { unit, times }: Surroundings): Field {
  switch (parameter.type) {
    case 'duration':
      return parameter.positive ? positiveDuration() : duration();
    case 'phase':
      return durationOrRandom();
    case 'quantity':
      return quantity(unit, parameter.positive === true);
    case 'amount':
      return parameter.positive ? positive() : amount();
    case 'rate':
      return rate();
    case 'fraction':
      return fraction();
    case 'whole':
      return whole(parameter.from, parameter.to);
    case 'boolean':
      return flag();
    case 'choice':
      return choice(parameter.of);
    case 'file':
      return text().min(1);
    case 'quantiles':
      return quantiles(quantity(unit, false));
    case 'distribution':
      return durationOr(times);
  }
}

function quantity(unit: Unit, above0: boolean): Field<number> {
  if (unit === 'time') return above0 ? positiveDuration() : duration();
  return above0 ? positive() : amount();
}

/** A map from percentiles to values, both ascending, from p0 to p100. */
function quantiles(quantity: Field<number>): Field<readonly QuantilePoint[]> {
  return z
    .record(z.string(), quantity, { error: 'a map of percentiles such as { p0: .., p100: .. }' })
    .transform((quantiles, ctx) => quantilePoints(quantiles, ctx) ?? z.NEVER);
}

function quantilePoints(
  quantiles: Readonly<Record<string, number>>,
  ctx: z.RefinementCtx,
): QuantilePoint[] | null {
  const points: QuantilePoint[] = [];
  let sound = true;
  const refuse = (problem: string, remedy: string, key?: string) => {
    reject(ctx, problem, remedy, key === undefined ? [] : [key]);
    sound = false;
  };
  for (const [key, value] of Object.entries(quantiles)) {
    const fraction = percentOf(key);
    const before = points[points.length - 1];
    if (fraction === undefined) {
      refuse(`${JSON.stringify(key)} is not a percentile`, 'write p0 to p100, such as p99.9', key);
    } else if (before !== undefined && fraction <= before.fraction) {
      refuse('percentiles must ascend', 'write each once, in ascending order', key);
    } else if (before !== undefined && value < before.value) {
      refuse(`${key} is below the percentile before it`, 'values must not descend', key);
    } else {
      points.push({ fraction, value });
    }
  }
  if (sound && (points[0]?.fraction !== 0 || points[points.length - 1]?.fraction !== 1)) {
    refuse('p0 and p100 are needed', 'add the smallest value as p0 and the largest as p100');
  }
  return sound ? points : null;
}
