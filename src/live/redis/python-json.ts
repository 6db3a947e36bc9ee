/** A number that Python has as a float, so that 1 is written `1.0`. */
export class PythonFloat {
  constructor(readonly value: number) {}
}

/** What `json.dumps` refuses; the message is Python's. */
export class NoJson extends Error {
  override readonly name = 'NoJson';
}

/**
 * Writes plain data to the byte as Python's `json.dumps` does: `{"a": [0.5, 1e-07, 0]}`, in ASCII. Whole
 * numbers are ints unless they are a `PythonFloat`; one that JavaScript alone has (-0) is a float.
 * @throws NoJson for what is no plain data: functions, Maps, objects of a class, NaN outside of a `PythonFloat`
 */
export function pythonJson(value: unknown): string {
  if (value instanceof PythonFloat) return pythonFloat(value.value);
  switch (typeof value) {
    case 'string':
      return pythonString(value);
    case 'boolean':
      return String(value);
    case 'number':
      if (!Number.isFinite(value)) throw new NoJson(String(value));
      return isInt(value) ? String(value) : pythonFloat(value);
    case 'object':
      break;
    default:
      throw new NoJson(value === undefined ? 'undefined' : `a ${typeof value}`);
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    // Not by map(), which passes over holes.
    return `[${Array.from(value as readonly unknown[], pythonJson).join(', ')}]`;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new NoJson(`an object of class ${String(value.constructor?.name)}`);
  }
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${fields.map(([key, item]) => `${pythonString(key)}: ${pythonJson(item)}`).join(', ')}}`;
}

/** Larger whole numbers JavaScript writes with an exponent. */
const isInt = (value: number): boolean =>
  Number.isInteger(value) && Math.abs(value) < 1e21 && !Object.is(value, -0);

function pythonString(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** As Python's `repr`: the shortest digits that are read as the same number, as JavaScript finds them too. */
function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : infinity(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '', power = ''] = Math.abs(value).toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const digits = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
  }
  const digits = mantissa.replace('.', '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

const infinity = (value: number): string => (value > 0 ? 'Infinity' : '-Infinity');

/** What a marked number is read as: an int 0, which is no float in Python, and what no JSON has. */
export type Marked = 'int 0' | 'NaN' | 'Infinity' | '-Infinity';

/**
 * Reads what `json.dumps` writes, also where it is no JSON; a 0 that was an int, NaN and the infinities come
 * as the texts of `Marked`.
 * @throws SyntaxError for what is neither
 */
export function readMarked(text: string): unknown {
  const marked = text.replace(TOKENS, (token) => {
    if (token === '0') return '"int 0"';
    return /^(?:NaN|-?Infinity)$/.test(token) ? `"${token}"` : token;
  });
  return JSON.parse(marked);
}

/** Strings are passed over as wholes. */
const TOKENS = /"(?:[^"\\]|\\.)*"|NaN|-?Infinity|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
