import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownOverTime } from '../../../src/measure/known.js';
import { svg } from '../../../src/report/compare/svg.js';
import { PLAIN } from '../../../src/report/kit/style.js';
import { knownFinding } from '../../../src/report/known/finding.js';
import type { KnownPanel } from '../../../src/report/known/panel.js';
import { knownPicture } from '../../../src/report/known/svg.js';
import { knownInText } from '../../../src/report/known/text.js';
import { expectRoom } from '../kit/measured.js';
import { sampleComparison } from '../sample.js';

const report = sampleComparison(['unlocked', 'locked']);
const [group] = report.runs[0]!.groups;

/** A panel of one model group: its groups by name and size, and how much of all is known by column. */
function panel(
  logger: string,
  sizes: readonly (readonly [string, number])[],
  known: readonly number[],
): KnownPanel {
  const apart = sizes.reduce((sum, [, size]) => sum + size, 0) <= 40;
  const deployments = sizes.reduce((sum, [, size]) => sum + size, 0);
  const rows = sizes.flatMap(([, size], g) =>
    apart
      ? Array.from({ length: size }, () => ({ group: g, deployments: 1 }))
      : [{ group: g, deployments: size }],
  );
  const of: KnownOverTime = {
    modelGroup: 'm',
    replication: 0,
    deployments,
    processes: 1,
    duration_s: 10 * known.length,
    column_s: 10,
    rows,
    columns: known.map((part) => ({
      selects: 5,
      seen: rows.map((_, r) => (r / rows.length < part ? 1 : 0)),
      known: part * deployments,
    })),
  };
  const groups = sizes.map(([name, size], g) => ({
    ...group!,
    modelGroup: 'm',
    name,
    deployments: size,
    fastest: g === 0,
  }));
  return { logger, known: [of], groups };
}

const FLEET = [
  ['fast', 4],
  ['slow', 16],
] as const;
const slowly = panel('unlocked', FLEET, [0, 0.05, 0.1, 0.15]);
const soon = panel('locked', FLEET, [0, 0.9, 1, 1]);

describe('what is known with two loggers', () => {
  it('is told at the time at which it differs the most', () => {
    expect(knownFinding([slowly, soon], (name) => name)?.says).toBe(
      'After 30 s the router knows 2 of 20 deployments with unlocked, all 20 with locked.',
    );
    expect(knownFinding([soon, { ...soon, logger: 'atomic' }], (name) => name)?.says).toBe(
      'After 10 s the router knows none of 20 deployments with locked, after 40 s all 20; at any time just as many with atomic.',
    );
    expect(knownFinding([panel('locked', FLEET, [1, 1])], (name) => name)?.says).toBe(
      'After 10 s and after 20 s the router knows all 20 deployments with locked.',
    );
  });

  it('says where no request came, and whose shares are of one replication', () => {
    const [of] = slowly.known as [(typeof slowly.known)[number]];
    const columns = of.columns.map((column, c) => (c === 2 ? { ...column, selects: 0 } : column));
    const idle = { ...slowly, known: [{ ...of, columns }], alone: true };
    const whole = knownPicture([slowly]);
    const picture = knownPicture([idle]);
    expect(whole?.legend).not.toContain('A gap');
    expect(picture?.legend).toContain('none did. A gap: no request came.');
    expect(whole?.block.body).not.toContain('in replication 0');
    expect(picture?.block.body).toContain('in replication 0');
  });

  it('is none where no map ever had one', () => {
    const never = (logger: string) => panel(logger, [['fast', 2000]], [0, 0]);
    expect(knownFinding([never('a'), never('b')], (name) => name)?.says).toBe(
      'The router knows none of 2,000 deployments at any time, with a or b.',
    );
  });

  it('is a picture with that as its title, above the shares', () => {
    const picture = svg(report, [slowly, soon]);
    const { texts } = expectRoom(picture);
    expect(texts[0]?.what).toBe(
      'After 30 s the router knows 2 of 20 deployments with unlocked, all',
    );
    const all = texts.map(({ what }) => what);
    expect(all.join('\n')).toContain('2 of 20 known after 30 s');
    expect(all.findIndex((what) => what.startsWith('After 30 s'))).toBeLessThan(
      all.findIndex((what) => what.startsWith('random choice')),
    );
    expect(svg(report, [slowly, soon])).toBe(picture);
  });

  it('is of many loggers about the two that are drawn: who knows least, and who knows most', () => {
    const middling = (logger: string) => panel(logger, FLEET, [0, 0.5, 0.5, 0.5]);
    const panels = [middling('a'), middling('b'), soon, slowly, middling('c')];
    const said = expectRoom(svg(report, panels))
      .texts.map(({ what }) => what)
      .join(' ');
    expect(said).toMatch(
      /^After 30 s the router knows 2 of 20 .* with unlocked, all 20 with locked\. /,
    );
    expect(said).toContain('Of 5 loggers, the one that knows the least and the one that knows');
  });

  it('is of many model groups about one that is drawn', () => {
    const fleet = [
      ['fast', 400],
      ['slow', 1600],
    ] as const;
    const many = (logger: string, known: (m: number) => number): KnownPanel => {
      const one = panel(logger, fleet, [0, 0]);
      const parts = Array.from({ length: 8 }, (_, m) => ({
        known: panel(logger, fleet, [0, known(m)]).known.map((of) => ({
          ...of,
          modelGroup: `m${m}`,
        })),
        groups: one.groups.map((group) => ({ ...group, modelGroup: `m${m}` })),
      }));
      return {
        logger,
        known: parts.flatMap((part) => part.known),
        groups: parts.flatMap((part) => part.groups),
      };
    };
    const picture = svg(report, [many('unlocked', () => 0.1), many('locked', (m) => (m + 1) / 8)]);
    const said = expectRoom(picture).texts.map(({ what }) => what);
    expect(said.join(' ')).toContain('2 more model groups not shown.');
    expect(said[0]).toMatch(/^Of m5: after 20 s/);
  });

  it('has room for any fleet and any names', () => {
    const name = fc.string({ unit: 'binary', maxLength: 60 });
    const fleets = fc.array(fc.tuple(name, fc.integer({ min: 1, max: 2000 })), {
      minLength: 1,
      maxLength: 9,
    });
    const parts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        fleets,
        parts,
        fc.array(name, { minLength: 2, maxLength: 6 }),
        (fleet, known, loggers) => {
          const panels = loggers.map((logger, i) =>
            panel(
              logger,
              fleet,
              known.map((part) => (i % 2 === 0 ? part : 1 - part)),
            ),
          );
          const picture = svg(report, panels);
          expectRoom(picture);
          expect(picture).not.toMatch(/NaN|Infinity|undefined/);
          for (const line of knownInText(panels[0]!, PLAIN).join('\n').split('\n')) {
            expect(line.length).toBeLessThanOrEqual(80);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('says that a fleet of thousands is told by group', () => {
    const many = [
      ['fast', 400],
      ['slow', 1600],
    ] as const;
    const picture = svg(report, [panel('unlocked', many, [0, 0.2]), panel('locked', many, [0, 1])]);
    expectRoom(picture);
    expect(picture).toContain('Each strip is a group');
  });

  it('is a few lines of text, with a line over time for each group', () => {
    const [text = ''] = knownInText(slowly, PLAIN);
    expect(text).toContain('What the router knows');
    expect(text).toMatch(/fast +\S+ +[\d.]+ of 4\n +slow/);
    expect(knownInText({ ...slowly, known: [] }, PLAIN)).toEqual([]);
  });
});
