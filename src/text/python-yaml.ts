import type { Scalar } from './tree.js';

/**
 * What a plain scalar is to PyYAML's `safe_load` (yaml/resolver.py), which knows YAML 1.1: `80_000`, `017`,
 * `0x1f`, `1:30` are numbers, `yes` and `off` are booleans, `1e5` and `0o17` are text. A whole number that
 * JavaScript would round stays the text of its digits, and a date stays as it is written.
 */
export function pythonScalar(text: string): Scalar {
  if (/^(?:~|null|Null|NULL|)$/.test(text)) return null;
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text)) return true;
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text)) return false;
  if (INTEGER.test(text)) return wholeOf(text);
  return FLOAT.test(text) ? floatOf(text) : text;
}

/** What Python's `int()` and `float()` make of a text; NaN where that is an error. */
export function pythonNumber(text: string): number {
  const plain = text.trim();
  return /^[-+]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[-+]?\d+)?$/i.test(plain)
    ? Number(plain.replaceAll('_', ''))
    : Number.NaN;
}

const INTEGER =
  /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

function wholeOf(text: string): number | string {
  const [sign, digits] = signed(text);
  const value = digits.includes(':') ? sexagesimal(digits) : Number(inJavaScript(digits));
  if (Number.isNaN(value)) return text; // `0b_`, which PyYAML cannot read either
  const safe = Number.isSafeInteger(value);
  return safe ? sign * value : `${sign < 0 ? '-' : ''}${digits}`;
}

/** `017` is octal, as `0o17` is in JavaScript. */
function inJavaScript(digits: string): string {
  return /^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits;
}

function floatOf(text: string): number {
  const [sign, digits] = signed(text.toLowerCase());
  if (digits === '.inf') return sign * Number.POSITIVE_INFINITY;
  if (digits === '.nan') return Number.NaN;
  return sign * (digits.includes(':') ? sexagesimal(digits) : Number(digits));
}

function signed(text: string): [sign: 1 | -1, digits: string] {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
  return [text.startsWith('-') ? -1 : 1, digits];
}

/** `1:30` is 90. */
function sexagesimal(digits: string): number {
  return digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
