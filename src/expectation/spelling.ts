import { formatDuration } from '../text/units.js';
import { type GroupName, writeName } from './names.js';

/** Parts that several kinds of expectation write alike. */

export function groupText({ group, modelGroup }: GroupName): string {
  return `${writeName(group)}${inModelGroup(modelGroup)}`;
}

export function inModelGroup(name: string | null): string {
  return name === null ? '' : ` in ${writeName(name)}`;
}

export function afterText(after_s: number): string {
  return after_s === 0 ? '' : ` after ${formatDuration(after_s)}`;
}

export function percentageText(fraction: number): string {
  return `${decimal(fraction, 2)}%`;
}

/**
 * A number without an exponent, times a power of ten: the decimal point is moved in the text, so
 * that nothing is rounded.
 */
export function decimal(value: number, power = 0): string {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', decimals = ''] = mantissa.split('.');
  const point = whole.length + Number(exponent) + power;
  const zeros = Math.max(0, 1 - point);
  const digits = `${'0'.repeat(zeros)}${whole}${decimals}`.padEnd(point + zeros, '0');
  const integer = digits.slice(0, point + zeros).replace(/^0+(?=\d)/, '');
  const rest = digits.slice(point + zeros).replace(/0+$/, '');
  return rest === '' ? integer : `${integer}.${rest}`;
}
