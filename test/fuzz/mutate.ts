import type { Draw } from './draw.js';

/** What means something in one of the formats that are read, and numbers that are hard to hold. */
const TOKENS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ': ',
    ',',
    '"',
    "'",
    '#',
    '- ',
    '? ',
    '|\n',
    '>-\n',
    '&a ',
    '*a',
    '!!str ',
  ],
  ...[
    '---\n',
    '...\n',
    '%YAML 1.2\n',
    '<<: ',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '\u0000',
    '\ufeff',
    '\\',
    '\\u0000',
  ],
  ...[
    'null',
    'true',
    'NaN',
    '.nan',
    '.inf',
    'Infinity',
    '-1',
    '0',
    '1e308',
    '1e400',
    '-0',
    '1e-320',
  ],
  ...[
    '9007199254740993',
    '0x10',
    '1_000',
    '00',
    '1e',
    '__proto__',
    'constructor',
    'toString',
    'os.environ/X',
  ],
  ...[
    '\u001b[2J',
    '\u202e',
    '\u2028',
    '\ud83e\udd8a',
    'é',
    '\u009b',
    '2024-02-30T25:61:61Z',
    '1970-01-01',
  ],
  ...[
    'share(',
    '>=',
    '%',
    's',
    'ms',
    '/s',
    'lost == 0',
    '1/2',
    '../',
    '/dev/null',
    '=',
    '--',
    ';',
    '$',
    '`',
  ],
];

/** A text or its bytes with some changes by bytes. */
export function mutated(draw: Draw, original: Uint8Array, others: readonly Uint8Array[]): Buffer {
  let bytes: Buffer = Buffer.from(original);
  const many = draw.chance(0.6) ? 1 : draw.between(2, 12);
  for (let i = 0; i < many; i++) bytes = once(draw, bytes, others);
  return bytes.subarray(0, 2_000_000);
}

function once(draw: Draw, bytes: Buffer, others: readonly Uint8Array[]): Buffer {
  const at = draw.below(bytes.length + 1);
  const length = Math.min(bytes.length - at, Math.round(draw.magnitude(1, 200)));
  const [before, piece, after] = [
    bytes.subarray(0, at),
    bytes.subarray(at, at + length),
    bytes.subarray(at + length),
  ];
  switch (draw.below(14)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at] = (flipped[at] as number) ^ (1 << draw.below(8));
      return flipped;
    }
    case 1:
      return Buffer.concat([before, Buffer.from([draw.below(256)]), piece, after]);
    case 2:
      return Buffer.concat([before, after]);
    case 3:
      return Buffer.concat([before, ...draw.list(2, 4, () => piece), after]);
    case 4:
      return draw.chance(0.3) ? before : bytes;
    case 5: {
      const other = Buffer.from(draw.of(others));
      const from = draw.below(other.length);
      return Buffer.concat([before, other.subarray(from, from + length), after]);
    }
    case 6: {
      const depth = Math.round(draw.magnitude(2, 5000));
      const [open, close] = draw.of([
        ['[', ']'],
        ['{"a":', '}'],
        ['- ', ''],
        ['{a: ', '}'],
        ['(', ')'],
      ]);
      return Buffer.concat([
        before,
        Buffer.from(open!.repeat(depth)),
        piece,
        Buffer.from(close!.repeat(depth)),
        after,
      ]);
    }
    case 7: {
      const lines = bytes.toString('latin1').split('\n');
      const [one, other] = [draw.below(lines.length), draw.below(lines.length)];
      [lines[one], lines[other]] = [lines[other] as string, lines[one] as string];
      return Buffer.from(lines.join('\n'), 'latin1');
    }
    case 8:
    case 9:
    case 10: {
      // A number gives way to another.
      const text = bytes.toString('latin1');
      const numbers = [...text.matchAll(/-?\d+(\.\d+)?(e[+-]?\d+)?/g)];
      if (numbers.length === 0) return bytes;
      const { index, 0: number } = draw.of(numbers);
      const instead = draw.of([
        '0',
        '-1',
        '1e308',
        '1e-320',
        '9007199254740993',
        '0.1',
        '1e9',
        'NaN',
        '',
      ]);
      return Buffer.from(
        text.slice(0, index) + instead + text.slice(index + number.length),
        'latin1',
      );
    }
    default:
      return Buffer.concat([
        before,
        Buffer.from(draw.of(TOKENS)),
        draw.chance(0.5) ? piece : Buffer.alloc(0),
        after,
      ]);
  }
}
