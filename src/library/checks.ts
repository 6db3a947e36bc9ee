import { usageError } from '../text/failure.js';
import { suggest } from '../text/problems.js';
import { quoted } from '../text/units.js';

/** Says what to give instead of a value that will not do. */
export type OptionCheck = (value: unknown) => string | undefined;

export const text: OptionCheck = (value) =>
  typeof value === 'string' ? undefined : 'give a string';

export const texts: OptionCheck = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')
    ? undefined
    : 'give an array of strings';

export const flag: OptionCheck = (value) =>
  typeof value === 'boolean' ? undefined : 'give true or false';

export const callback: OptionCheck = (value) =>
  typeof value === 'function' ? undefined : 'give a function';

/** A number from one to another; by default from 0. */
export function number(from = 0, to = Number.MAX_VALUE): OptionCheck {
  return (value) =>
    typeof value === 'number' && value >= from && value <= to
      ? undefined
      : `give a number, ${range(from, to, Number.MAX_VALUE)}`;
}

/** A whole number from one to another. */
export function whole(from: number, to: number = Number.MAX_SAFE_INTEGER): OptionCheck {
  return (value) =>
    Number.isSafeInteger(value) && Number(value) >= from && Number(value) <= to
      ? undefined
      : `give a whole number, ${range(from, to, Number.MAX_SAFE_INTEGER)}`;
}

function range(from: number, to: number, most: number): string {
  return to === most ? `${from} or more` : `from ${from} to ${to}`;
}

/** One of some words. */
export function oneOf(words: readonly string[]): OptionCheck {
  return (value) => {
    if (typeof value !== 'string') return `use one of ${words.join(', ')}`;
    return words.includes(value) ? undefined : suggest(value, words);
  };
}

/** What passes one of two checks. */
export function either(one: OptionCheck, other: OptionCheck): OptionCheck {
  return (value) => (one(value) === undefined ? undefined : other(value));
}

/** One that passes a check, or a list of such. */
export function oneOrMore(check: OptionCheck): OptionCheck {
  return (value) => (Array.isArray(value) ? value.map(check).find(Boolean) : check(value));
}

/**
 * Looks options over before work begins: types do not reach programs in JavaScript.
 * @param what the function that was given them
 * @param needed those that have to be given
 * @throws CommandError for one that is not there, or has a value that will not do
 */
export function requireOptions(
  what: string,
  options: object,
  checks: Readonly<Record<string, OptionCheck>>,
  needed: readonly string[] = [],
): void {
  if (typeof options !== 'object' || options === null) {
    throw usageError(`${what} was given ${shown(options)}`, `give it options: ${what}({ ... })`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) {
      throw usageError(`${what} has no option '${name}'`, suggest(name, Object.keys(checks)));
    }
    const remedy = check(value);
    if (remedy !== undefined) throw usageError(`${name} cannot be ${shown(value)}`, remedy);
  }
  for (const name of needed) {
    if (options[name as keyof typeof options] !== undefined) continue;
    throw usageError(`${what} was given no ${name}`, `name one: ${what}({ ${name}: ... })`);
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'object' && value !== null
    ? Array.isArray(value)
      ? 'such a list'
      : 'such an object'
    : String(value);
}
