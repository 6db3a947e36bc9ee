import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coloursOf } from '../../../src/report/kit/palette.js';
import { linesOf, type Picture, picture } from '../../../src/report/kit/picture.js';
import { footerOf } from '../../../src/report/kit/source.js';
import { fitted, textWidth, wrapped } from '../../../src/report/kit/text-width.js';
import { expectRoom, measured } from './measured.js';

const SIMPLE: Picture = {
  id: 'p',
  title: 'A sentence.',
  subtitle: 'How to read it.',
  description: 'In words.',
  footer: footerOf({
    tool: { name: 'latsim', version: '1.2.3' },
    scenario: { name: '16x4', hash: 'abc' },
    seed: 1,
    runs: 'replication 0',
  }),
  parts: [linesOf(['one', 'two'], 'text')],
};

/** Names of letters of any width, and long ones. */
const letters = fc.constantFrom(...'iWm .-/_&<\'"', 'é', '中', '😀', '‰', '\u202e', '\n');
const texts = fc.oneof(
  fc.string({ unit: letters, maxLength: 80 }),
  fc.integer({ min: 1, max: 300 }).map((length) => 'W'.repeat(length)),
  fc.constantFrom('', '</svg>', '&amp;', '🇪🇺'.repeat(30), 'é'.repeat(90)),
);

describe('a picture', () => {
  it('has a sentence, how to read it, its parts and what to quote, in this order', () => {
    const { texts } = expectRoom(picture(SIMPLE));
    expect(texts.map(({ what }) => what)).toEqual([
      'A sentence.',
      'How to read it.',
      'one',
      'two',
      'latsim 1.2.3 · 16x4 abc · seed 1 · replication 0',
    ]);
    const down = texts.map(({ y }) => y);
    expect(down).toEqual([...down].sort((a, b) => a - b));
  });

  it('says what it is to those who cannot see it, and asks for nothing from elsewhere', () => {
    const drawn = picture(SIMPLE);
    expect(drawn).toContain('role="img" aria-labelledby="p-title p-desc"');
    expect(drawn).toContain('<title id="p-title">A sentence.</title>');
    expect(drawn).toContain('<desc id="p-desc">In words.</desc>');
    expect(drawn.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /http|url\(|@import|script/,
    );
    expect(picture(SIMPLE)).toBe(drawn);
  });

  it('has room for whatever is written on it', () => {
    fc.assert(
      fc.property(texts, texts, texts, fc.integer({ min: 300, max: 900 }), (a, b, c, width) => {
        const footer = ['latsim 1.2.3', a, b, c];
        const drawn = picture({ ...SIMPLE, title: a, subtitle: `${b} ${c}`, footer, width });
        expect(expectRoom(drawn).view.width).toBe(width);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the check of room', () => {
  const at = (x: number, y: number, text: string) =>
    `<text class="text" x="${x}" y="${y}">${text}</text>`;
  const drawn = (...parts: string[]) => `<svg viewBox="0 0 100 50">${parts.join('')}</svg>`;

  it('finds a text on another, and one that is cut', () => {
    expect(() => expectRoom(drawn(at(0, 20, 'one'), at(0, 40, 'two')))).not.toThrow();
    expect(() => expectRoom(drawn(at(0, 20, 'one'), at(20, 24, 'two')))).toThrow(/lies on/);
    expect(() => expectRoom(drawn(at(80, 20, 'one')))).toThrow(/leaves the picture/);
    expect(() => expectRoom(drawn(at(50, 60, 'one')))).toThrow(/leaves the picture/);
  });

  it('goes by where the groups around it are', () => {
    const moved = `<g transform="translate(10 5)"><g transform="translate(1 2)">${at(1, 20, 'a')}</g></g>`;
    expect(measured(drawn(moved)).texts[0]).toMatchObject({ x: 12, what: 'a' });
    expect(() => measured('<svg viewBox="0 0 1 1"><g></svg>')).toThrow();
    expect(() => measured(drawn('<rect x="NaN" y="0" width="1" height="1"/>'))).toThrow(/nowhere/);
  });
});

describe('room for a text', () => {
  it('is never exceeded by what is made to fit, and keeps both ends', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 20, max: 400 }), (text, width) => {
        expect(textWidth(fitted(text, width, 'name'), 'name')).toBeLessThanOrEqual(width);
        for (const line of wrapped(text, width, 'text')) {
          expect(textWidth(line, 'text')).toBeLessThanOrEqual(width);
        }
      }),
    );
    expect(fitted('a-long-group-of-deployments/17', 120, 'text')).toMatch(/^a-lo.*….*\/17$/);
    expect(fitted('short', 120, 'text')).toBe('short');
  });

  it('leaves out no word of a text that fits', () => {
    const words = 'The quick brown fox jumps over the lazy dog';
    expect(wrapped(words, 120, 'text').join(' ')).toBe(words);
  });

  it('is more for capitals and in bold, and the same for letters with marks', () => {
    expect(textWidth('WWW', 'text')).toBeGreaterThan(textWidth('iii', 'text'));
    expect(textWidth('abc', 'name')).toBeGreaterThan(textWidth('abc', 'text'));
    expect(textWidth('é', 'text')).toBe(textWidth('e', 'text'));
    expect(textWidth('iW', 'mono')).toBe(textWidth('mm', 'mono'));
  });
});

describe('colours', () => {
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const nine = Array.from({ length: 9 }, (_, i) => ({ modelGroup: 'm', fastest: i === 4 }));

  it('are different for nine groups, blue for the fastest, orange for the first slower one', () => {
    const colours = coloursOf(nine);
    expect(new Set(colours).size).toBe(9);
    expect(colours[4]).toBe('#0072b2');
    expect(colours[0]).toBe('#d55e00');
  });

  it('begin again in each model group', () => {
    const groups = ['a', 'b'].flatMap((modelGroup) => [
      { modelGroup, fastest: false },
      { modelGroup, fastest: true },
    ]);
    expect(coloursOf(groups)).toEqual(['#d55e00', '#0072b2', '#d55e00', '#0072b2']);
  });

  it('stand out from a light and from a dark page', () => {
    for (const colour of coloursOf(nine)) {
      expect(contrast(colour, '#ffffff'), colour).toBeGreaterThan(3);
      expect(contrast(colour, '#161b22'), colour).toBeGreaterThan(3);
    }
  });
});
