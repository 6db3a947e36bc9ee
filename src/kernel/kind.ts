import type { MadeValues, ParameterMap, Settings, Values } from './parameters.js';

/**
 * One kind of something (a distribution, a load, a store, ...), all in one place: what it is called,
 * what it says of itself, which parameters it has, and what it does.
 */
export interface Kind<Made> {
  /** As it stands in a scenario file. */
  readonly name: string;
  /** One line for lists, editors and tables. */
  readonly says: string;
  readonly parameters: ParameterMap;
  /** Where there are several ways to say it: the parameters of each. One of them is to be taken. */
  readonly forms?: Forms;
  /** What is wrong where none of the forms is taken, or more than one. */
  readonly oneForm?: string;
  /** What is wrong with parameters that are each right on their own. */
  check?(settings: Settings): Fault | undefined;
  /** What a heading says of it. The texts are its parameters as a reader wants to see them. */
  words(texts: Readonly<Record<string, string>>, settings: Settings): string;
  /** Makes what can be run. */
  create(settings: Readonly<Record<string, MadeValues[keyof MadeValues]>>): Made;
}

export interface Fault {
  readonly problem: string;
  readonly remedy: string;
  /** The parameter at fault. */
  readonly at: string;
}

/** Alternatives: the names of the parameters that go together. */
export type Forms = readonly (readonly string[])[];

/** A kind whose functions know their parameters by name and type. */
export interface TypedKind<Made, Ps extends ParameterMap, F extends Forms>
  extends Omit<Kind<Made>, 'parameters' | 'forms' | 'check' | 'words' | 'create'> {
  readonly parameters: Ps;
  readonly forms?: F;
  check?(settings: Of<Ps, F, Values>): Fault | undefined;
  words(
    texts: Of<Ps, F, Readonly<Record<keyof Values, string>>>,
    settings: Of<Ps, F, Values>,
  ): string;
  create(settings: Of<Ps, F, MadeValues>): Made;
}

/** The settings that parameters describe: each by its type, and of several forms only one. */
type Of<
  Ps extends ParameterMap,
  F extends Forms,
  ByType extends Record<keyof Values, unknown>,
> = InOneForm<{ readonly [Name in keyof Ps]: ByType[Ps[Name]['type']] }, F>;

type InOneForm<All, F extends Forms> = F extends readonly []
  ? All
  : Omit<All, F[number][number]> & Taken<All, F[number]>;

type Taken<All, Form> = Form extends readonly string[]
  ? Pick<All, Form[number] & keyof All>
  : never;

/**
 * Describes a kind of `Made`; the types of the parameters follow from their description.
 * `More` is what such a kind has besides.
 */
export function kindOf<Made, More = unknown>() {
  return <const Ps extends ParameterMap, const F extends Forms = []>(
    kind: TypedKind<Made, Ps, F> & More,
  ): TypedKind<Made, Ps, F> & More => kind;
}

/** @throws RangeError where there is none */
export function kindNamed<K extends { readonly name: string }>(
  kinds: readonly K[],
  name: string,
): K {
  const found = kinds.find((kind) => kind.name === name);
  if (found === undefined) throw new RangeError(`there is no kind named '${name}'`);
  return found;
}

/**
 * The kind that settings name by its one parameter, which bears its name: `{ slots: 4 }`.
 * @throws RangeError where there is none
 */
export function kindSetBy<K extends { readonly name: string }>(
  kinds: readonly K[],
  settings: Settings,
): K {
  return kindNamed(kinds, Object.keys(settings).join(' and '));
}
