import fc from 'fast-check';
import { expect, it } from 'vitest';
import { svg } from '../../../src/report/compare/svg.js';
import { escaped } from '../../../src/report/kit/svg-elements.js';
import { sampleComparison } from '../sample.js';

const report = sampleComparison(['unlocked', 'locked', 'atomic', 'compare-and-set']);

/** Checks that tags nest, which is all that this XML can get wrong. */
function expectWellFormed(text: string): void {
  const open: string[] = [];
  const rest = text.replace(
    /<(\/?)([\w-]+)((?: [\w:-]+="[^"<>]*")*)(\/?)>/g,
    (_, end, name, __, empty) => {
      if (end !== '') expect(open.pop()).toBe(name);
      else if (empty === '') open.push(name);
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
  expect(rest).not.toMatch(/&(?!(amp|lt|gt|quot|apos);)/);
}

it('is well-formed, with a title and a description', () => {
  const picture = svg(report);
  expectWellFormed(picture);
  expect(picture).toMatch(
    /<title id="latsim-abc-title">small: locked sends [\d.]+% to fast, unlocked .* a request\. /,
  );
  expect(picture).toContain('aria-labelledby="latsim-abc-title latsim-abc-desc"');
  expect(picture).toContain('prefers-color-scheme: dark');
});

it('has the fastest group in blue and the first slower one in orange', () => {
  const picture = svg(report);
  const fills = [...picture.matchAll(/height="22" fill="(#\w+)"/g)].map(([, fill]) => fill);
  expect(new Set(fills)).toEqual(new Set(['#0072b2', '#e69f00']));
  const strokes = [...picture.matchAll(/stroke="(#\w+)"/g)].map(([, stroke]) => stroke);
  expect(new Set(strokes)).toEqual(new Set(['#0072b2', '#e69f00']));
});

it('gives nine groups colours of their own', () => {
  const runs = report.runs.map((run) => {
    const [one] = run.groups;
    const groups = Array.from({ length: 9 }, (_, i) => ({
      ...one!,
      name: `group ${i}`,
      share: 1 / 9,
      fastest: i === 4,
    }));
    return { ...run, groups };
  });
  const picture = svg({ ...report, runs });
  const legend = [...picture.matchAll(/width="12" height="12" rx="2" fill="(#\w+)"/g)];
  expect(new Set(legend.map(([, fill]) => fill)).size).toBe(9);
  expect(legend[4]?.[1]).toBe('#0072b2');
});

it('has the interval of a share, what random choice would give, and what to quote', () => {
  const picture = svg(report);
  expect(picture.match(/class="error"/g)).toHaveLength(4 * 3);
  expect(picture).toContain('>random choice</text>');
  expect(picture).toContain('>latsim 0.0.0 · small abc · seed 1 · 10 replications</text>');
});

it('has no number that is none', () => {
  expect(svg(report)).not.toMatch(/NaN|Infinity|undefined|null/);
});

it('draws all of the width of each bar, and a line per group and logger', () => {
  const picture = svg(report);
  const bars = [...picture.matchAll(/<rect x="[\d.]+" y="[\d.]+" width="([\d.]+)" height="22"/g)];
  expect(bars).toHaveLength(8);
  const total = bars.reduce((sum, [, width]) => sum + Number(width), 0);
  expect(total).toBeGreaterThan(4 * 400 - 1);
  expect(total).toBeLessThan(4 * 400 + 1);
  expect(picture.match(/class="line"/g)).toHaveLength(8);
});

it('shows parts of a run in which nothing arrived as gaps', () => {
  const [run] = report.runs;
  const groups = run!.groups.map((group) => ({ ...group, timeline: [0.5, null, 0.5, 0.5] }));
  expect(svg({ ...report, runs: [{ ...run!, groups }] })).toMatch(/d="M[^M]+M[^M]+L[^M]+"/);
});

it('means names literally, whatever they hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const text = escaped(name);
      expect(text).not.toMatch(/[<>"']/);
      expect(text).not.toMatch(/\p{C}/u);
    }),
  );
  const scenario = { ...report.scenario, name: '</svg><script>alert(1)</script>&"' };
  expectWellFormed(svg({ ...report, scenario }));
});
