import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdown } from '../../../src/report/compare/markdown.js';
import { compareReport } from '../../../src/report/compare/report.js';
import { svg } from '../../../src/report/compare/svg.js';
import { escaped } from '../../../src/report/kit/svg-elements.js';
import { expectRoom } from '../kit/measured.js';
import { HEADING, renamed, sampleComparison, sampleRun } from '../sample.js';

const report = sampleComparison(['unlocked', 'locked', 'atomic', 'compare-and-set']);

describe('shares of several loggers', () => {
  it('have the conclusion as their title, and what to quote below', () => {
    const picture = svg(report);
    expect(picture).toMatch(
      /<title id="latsim-abc-title">locked sends [\d.]+% to fast, unlocked .* a request\. /,
    );
    const texts = expectRoom(picture).texts.map(({ what }) => what);
    expect(texts.at(-1)).toBe('latsim 0.0.0 · small abc · seed 1 · 10 replications');
  });

  it('are bars per group and logger, with intervals, and a labelled line for random choice', () => {
    const picture = svg(report);
    const bars = [...picture.matchAll(/height="14" fill="(#\w+)"/g)].map(([, fill]) => fill);
    expect(bars).toHaveLength(8);
    expect(new Set(bars)).toEqual(new Set(['#0072b2', '#d55e00']));
    // Three lines for each interval, and one for each group's random choice.
    expect(picture.match(/class="mark"/g)).toHaveLength(8 * 3 + 2);
    expect(picture.match(/>random choice [\d.]+%</g)).toHaveLength(2);
  });

  it('say that few replications have no intervals', () => {
    const few = compareReport([sampleRun({ only: 0 }), sampleRun({ only: 0 })], true, false);
    const picture = svg(few);
    expectRoom(picture);
    expect(picture).toContain('too few for intervals, which take 10');
    expect(picture.match(/class="mark"/g)).toHaveLength(2);
  });

  it('have room for nine groups with any names, as Markdown has', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 70 }), { minLength: 9, maxLength: 9 }),
        (names) => {
          const many = renamed(report, names);
          const named = names.map((name) => ['--logger', name] as const);
          const picture = svg(many);
          expectRoom(picture);
          expect(svg(many)).toBe(picture);
          expect(picture).not.toMatch(/NaN|Infinity|undefined/);
          const lines = markdown(many, HEADING, named).split('\n');
          const first = lines.findIndex((line) => line.startsWith('|'));
          const table = lines.slice(first, lines.indexOf('', first));
          for (const row of table) expect(row.split(/(?<!\\)\|/)).toHaveLength(7);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('mean names literally, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const text = escaped(name);
        expect(text).not.toMatch(/[<>"']/);
        expect(text).not.toMatch(/\p{C}/u);
      }),
    );
    const scenario = { ...report.scenario, name: '</svg><script>alert(1)</script>&"' };
    expectRoom(svg({ ...report, scenario }));
  });
});
