import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  bar,
  clip,
  clipName,
  labelled,
  paragraph,
  sparkline,
  wrap,
} from '../../../src/report/kit/words.js';

it('wraps at spaces, within the width, and keeps every word', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,12}$/)),
      fc.integer({ min: 12, max: 60 }),
      (words, width) => {
        const lines = wrap(words.join(' '), width);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        expect(lines.join(' ')).toBe(words.join(' '));
      },
    ),
  );
  expect(paragraph('one two', 4)).toBe('    one two');
});

it('lets no text steer the terminal', () => {
  expect(wrap('a\u001b[31mb\u202ec', 20)).toEqual(['a[31mbc']);
});

it('clips names in their middle', () => {
  expect(clipName('deployment', 10)).toBe('deployment');
  expect(clipName('deployment', 6)).toBe('dep…nt');
  expect(clipName('deployment', 1)).toBe('…');
  for (const width of [2, 7, 32]) {
    expect(clipName(`${'long '.repeat(9)}/01`, width)).toHaveLength(width);
  }
});

it('leaves room beside a label of any length', () => {
  fc.assert(
    fc.property(fc.nat(120), fc.nat(120), (label, text) => {
      const lines = labelled([['l'.repeat(label), 't'.repeat(text)]], (shown) => shown).split('\n');
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
      expect(lines.join('').replaceAll(/[^t]/g, '')).toHaveLength(text);
    }),
  );
});

it('clips with a mark', () => {
  expect(clip('deployment', 10)).toBe('deployment');
  expect(clip('deployment', 5)).toBe('depl…');
});

it('draws fractions', () => {
  expect(bar(0.5, 4)).toBe('██░░');
  expect(bar(2, 4)).toBe('████');
  expect([bar(0, 4), bar(0.001, 4)]).toEqual(['░░░░', '▏░░░']);
  expect(sparkline([0, 0.5, null, 1])).toBe('▁▅ █');
});
