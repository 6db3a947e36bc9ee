import { nearest } from '../../text/problems.js';
import { quoted } from '../../text/units.js';
import type { PrecisionKind } from './kind.js';
import { kindNamed, PRECISION_KINDS, type PrecisionAsked } from './precision.js';

/**
 * Reads what is asked for: points of share, or a name and what is asked of it.
 * @throws RangeError with what to write
 */
export function readPrecision(text: string): Omit<PrecisionAsked, 'maxReplications'> {
  const at = text.indexOf('=');
  const given = text.slice(at + 1).trim();
  const name = text.slice(0, Math.max(0, at)).trim();
  const kind = PRECISION_KINDS.find((one) => (at < 0 ? one.bare : one.name === name));
  if (kind === undefined) throw new RangeError(otherName(name, given));
  const halfWidth = kind.bare === at < 0 ? kind.read(given) : undefined;
  if (halfWidth === undefined) throw new RangeError(`Write ${at < 0 ? FORMS : formOf(kind)}.`);
  return { of: kind.name, halfWidth };
}

/** Writes it as it is read. */
export function writePrecision({ of, halfWidth }: Omit<PrecisionAsked, 'maxReplications'>): string {
  const kind = kindNamed(of);
  return `${kind.bare ? '' : `${kind.name}=`}${kind.write(halfWidth)}`;
}

function formOf({ form, example }: PrecisionKind): string {
  return `${form}, such as ${example}`;
}

/** All that may be asked, in words. */
const FORMS = PRECISION_KINDS.map(formOf).join('; or ');

function otherName(name: string, given: string): string {
  const near = nearest(
    name,
    PRECISION_KINDS.map((one) => one.name),
  );
  const meant = PRECISION_KINDS.find((one) => one.name === near);
  return meant === undefined
    ? `There is no ${quoted(name)}. Write ${FORMS}.`
    : `Did you mean ${meant.bare ? meant.example : `${meant.name}=${given}`}?`;
}
