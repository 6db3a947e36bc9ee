import * as z from 'zod';
import { chosenName } from '../text/addresses.js';
import {
  forms,
  parseDuration,
  parsePercent,
  parseRate,
  patterns,
  SMALLEST_DIVISOR,
  uncarried,
} from '../text/units.js';

/**
 * Building blocks of the schema.
 *
 * Convention: the message of a schema error is the phrase of what is expected ("a whole number from
 * 1 to 20"); `explain.ts` makes sentences of it, as only it knows the value and its place. Where a
 * field knows better what is wrong, it says so in `params.problem`, and its message is the remedy.
 */

/** Adds an error of the second kind. */
export function reject(
  ctx: Pick<z.RefinementCtx, 'addIssue'>,
  problem: string,
  remedy: string,
  path: (string | number)[] = [],
): void {
  ctx.addIssue({ code: 'custom', message: remedy, path, params: { problem } });
}

/** The separator is what `choices` splits at. */
export function oneOf(names: readonly string[]): string {
  return `one of ${names.join(', ')}`;
}

/** The names in a phrase made by `oneOf`. */
export function choices(phrase: string): string[] {
  return phrase.startsWith('one of ') ? phrase.slice('one of '.length).split(', ') : [];
}

/** A map with these keys and no others. The error of an unknown key lists the known ones. */
export function map<Shape extends z.core.$ZodLooseShape>(shape: Shape, form = 'a map') {
  const known = oneOf(Object.keys(shape));
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? known : form),
  });
}

export function choice<const Names extends readonly string[]>(names: Names) {
  return z.enum(names, { error: oneOf(names) });
}

export function text() {
  return z.string({ error: 'text, in quotes if it looks like a number' });
}

/** A name: one line, as it stands in tables and on the command line. An address loses its secrets. */
export function name() {
  const phrase = 'a name: one line of up to 100 characters, in quotes if it looks like a number';
  const pattern = /^[^\s\p{C}](?:[^\p{C}]{0,98}[^\s\p{C}])?$/u;
  return z.string({ error: phrase }).regex(pattern, { error: phrase }).transform(chosenName);
}

/** Text or a list of texts; read as a list. */
export function texts() {
  const error = 'text, or a list of texts';
  return z
    .union([z.string(), z.array(text(), { error })], { error })
    .transform((value) => (typeof value === 'string' ? [value] : value))
    .prefault([]);
}

export function whole(min: number, max: number = Number.MAX_SAFE_INTEGER) {
  const error =
    max === Number.MAX_SAFE_INTEGER
      ? `a whole number, ${min} or more`
      : `a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

export function flag() {
  return z.boolean({ error: 'true or false' });
}

/** A finite number, not negative. */
export function amount() {
  const error = 'a number, 0 or more';
  return z.number({ error }).min(0, { error }).superRefine(refuseUncarried);
}

export function positive() {
  const error = 'a number above 0';
  return z
    .number({ error })
    .positive({ error })
    .superRefine(refuseUncarried)
    .refine(divides, TOO_SMALL);
}

function refuseUncarried(value: number, ctx: z.RefinementCtx): void {
  const fault = uncarried(value);
  if (fault !== undefined) reject(ctx, `${value} ${fault}`, `write a number up to 1e50`);
}

function divides(value: number): boolean {
  return value <= 0 || value >= SMALLEST_DIVISOR;
}

const TOO_SMALL = {
  error: `write ${SMALLEST_DIVISOR} or more`,
  params: { problem: 'this is too small to calculate with' },
};

/** Runs a reader of `units.ts`; what it throws becomes an error of this field. */
function read<T>(
  parse: (value: T) => number,
  form: string,
): (value: T, ctx: z.RefinementCtx) => number {
  return (value, ctx) => {
    try {
      return parse(value);
    } catch (error) {
      reject(ctx, (error as Error).message, `write ${form}`);
      return z.NEVER;
    }
  };
}

/** A duration, read in seconds, 0 or more. A bare number has no unit, so only 0 is taken. */
export function duration() {
  const form = `a duration: ${forms.duration}`;
  const parse = (value: string | number) => {
    if (value !== 0 && typeof value === 'number') {
      throw new RangeError(value < 0 ? 'a duration cannot be negative' : `${value} has no unit`);
    }
    return value === 0 ? 0 : parseDuration(value as string);
  };
  return z
    .union(
      [z.string().meta({ pattern: patterns.duration.source }), z.number().meta({ const: 0 })],
      { error: form },
    )
    .transform(read(parse, form));
}

/** A duration above zero, read in seconds. */
export function positiveDuration() {
  return duration()
    .refine((value_s) => value_s > 0, {
      error: `write a duration above zero: ${forms.duration}`,
      params: { problem: 'this duration must be above zero' },
    })
    .refine(divides, TOO_SMALL);
}

/** A rate above zero, read per second. */
export function rate() {
  const form = `a rate: ${forms.rate}`;
  return z
    .string({ error: form })
    .meta({ pattern: patterns.rate.source })
    .transform(read(parseRate, form))
    .refine((perSecond) => perSecond > 0, {
      error: 'write a rate above zero',
      params: { problem: 'this rate must be above zero' },
    })
    .refine(divides, TOO_SMALL);
}

/** A fraction, read as 0..1. */
export function fraction() {
  const form = `a fraction: ${forms.fraction}`;
  const parse = (value: string | number) => {
    if (typeof value === 'string') return parsePercent(value);
    if (value < 0) throw new RangeError('a fraction cannot be negative');
    if (value > 1) throw new RangeError(`${value} is more than 1`);
    return value;
  };
  return z
    .union(
      [
        z.number().meta({ minimum: 0, maximum: 1 }),
        z.string().meta({ pattern: patterns.percent.source }),
      ],
      { error: form },
    )
    .transform(read(parse, form));
}
