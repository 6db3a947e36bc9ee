import type { Distribution } from './distributions/distribution.js';

/**
 * The parameters of what comes in kinds (distributions, loads, stores, ...), described as data: what
 * they are called in a scenario file, what may be written, what is taken where nothing is, and what
 * they mean. Schema, headings, lists, tables and the writer of scenarios all read this.
 */
export type Parameter =
  /** A length of time, in seconds, 0 or more. */
  | (Described<'duration', string | 0> & Positive)
  /** A length of time as above, or `random`: another one in each replication. */
  | Described<'phase', string | 0>
  /** A number per second, above 0. */
  | Described<'rate', string>
  /** 0..1. */
  | Described<'fraction', string | number>
  | (Described<'whole', number> & { readonly from: number; readonly to?: number })
  /** A number, 0 or more. */
  | (Described<'amount', number> & Positive)
  /** A value in the unit of the distribution that it belongs to: a duration, or an amount. */
  | (Described<'quantity', never> & Positive)
  | Described<'boolean', boolean>
  | (Described<'choice', string> & { readonly of: readonly string[] })
  /** The path of a file of numbers: values in the unit of the distribution, or times of arrival. */
  | (Described<'file', never> & { readonly holds: 'values' | 'arrivals' })
  /** A map from percentiles to values in the unit of the distribution. */
  | Described<'quantiles', never>
  /** A distribution of times; a single duration stands for the constant one. */
  | Described<'distribution', string>;

interface Described<Type, Preset> {
  readonly type: Type;
  /** One sentence for people. */
  readonly says: string;
  /** What is taken where nothing is written, as one would write it; without it one must. */
  readonly preset?: Preset;
}

interface Positive {
  /** Must be above 0. */
  readonly positive?: true;
}

/** By name, in the order in which people are shown them. */
export type ParameterMap = Readonly<Record<string, Parameter>>;

/** What a parameter is in a resolved scenario, by type: plain data. */
export interface Values {
  readonly duration: number;
  readonly phase: number | 'random';
  readonly rate: number;
  readonly fraction: number;
  readonly whole: number;
  readonly amount: number;
  readonly quantity: number;
  readonly boolean: boolean;
  readonly choice: string;
  readonly file: string;
  readonly quantiles: readonly QuantilePoint[];
  readonly distribution: DistributionSettings;
}

/** The same as it is handed to `create`: distributions made, files read. */
export interface MadeValues extends Omit<Values, 'file' | 'distribution'> {
  readonly file: ArrayLike<number>;
  readonly distribution: Distribution;
}

/** A known point of a distribution: a fraction 0..1 of its values lies below `value`. */
export interface QuantilePoint {
  readonly fraction: number;
  readonly value: number;
}

export type Value = Values[keyof Values];

/** The parameters of one kind in a resolved scenario, by name. */
export type Settings = Readonly<Record<string, Value>>;

/** A distribution in a resolved scenario: its name, and its parameters. */
export interface DistributionSettings {
  readonly distribution: string;
  readonly [parameter: string]: Value;
}

/** A load, a store, ... in a resolved scenario: its name, and its parameters. */
export interface KindSettings {
  readonly kind: string;
  readonly [parameter: string]: Value;
}

/** What a quantity of a distribution is: a time in seconds, or a plain number. */
export type Unit = 'time' | 'plain';
