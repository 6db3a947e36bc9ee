import { expect, it } from 'vitest';
import { markdownRun } from '../../../src/report/run/markdown.js';
import { svgRun } from '../../../src/report/run/svg.js';
import { expectRoom } from '../kit/measured.js';
import { HEADING, renamed, sampleRun } from '../sample.js';

const report = sampleRun({ expect: ['share(fast) >= 0%'] });

it('a run is a picture of its shares, with what it came to as the title', () => {
  const picture = svgRun(report);
  const { texts } = expectRoom(picture);
  const said = texts.map(({ what }) => what).join(' ');
  expect(said).toMatch(/^\w[^:]*: .* small with unlocked\. /);
  expect(texts.at(-1)?.what).toBe('latsim 0.0.0 · small abc · seed 1 · unlocked, 10 replications');
  expect(svgRun(report)).toBe(picture);
});

it('odd runs have room, too', () => {
  const names = Array.from({ length: 9 }, (_, i) => `${'W'.repeat(60)}${i}`);
  const [first] = renamed({ runs: [report] }, names).runs as [typeof report];
  const none = { ...report, groups: report.groups.map((one) => ({ ...one, share: 0 })) };
  const all = { ...report, groups: report.groups.map((one) => ({ ...one, share: 1 })) };
  const one = { ...report, groups: report.groups.filter(({ fastest }) => fastest) };
  const many = renamed(
    { runs: [report] },
    Array.from({ length: 200 }, (_, i) => `g${i}`),
  ).runs;
  for (const odd of [first, none, all, one, sampleRun({ only: 0 }), ...many]) {
    expectRoom(svgRun(odd as typeof report));
  }
  const { texts } = expectRoom(svgRun(many[0] as typeof report));
  expect(texts.map(({ what }) => what).join(' ')).toContain('164 more groups are not shown');
});

it('an interrupted one says so, and one without requests has no bars', () => {
  expect(svgRun(sampleRun({ partial: true }))).toContain('Interrupted: only finished');
  const picture = svgRun({ ...report, requests: 0 });
  expectRoom(picture);
  expect(picture).not.toContain('random choice');
});

it('a run is Markdown with a finding, tables, and the command that repeats it', () => {
  const text = markdownRun({ ...report, replication: 3 }, HEADING);
  expect(text).toMatch(/^### \w[^:\n]*: [^:\n]* \(small with unlocked\)\n/);
  expect(text).toContain('```sh\nlatsim run small.yaml --replication 3\n```');
  expect(text).toContain('| `share(fast) >= 0%` | holds |');
  const tables = text.split('\n\n').filter((block) => block.startsWith('|'));
  expect(tables.length).toBeGreaterThan(3);
  for (const table of tables) {
    const widths = table.split('\n').map((row) => row.split(/(?<!\\)\|/).length);
    expect(new Set(widths).size).toBe(1);
  }
  expect(text).toMatch(/\| 95% interval \|.*\n.*\n.* \[\d/);
  const one = markdownRun(sampleRun({ only: 0 }), HEADING);
  expect(one).not.toMatch(/interval \||\| - \|/);
  expect(markdownRun({ ...report, requests: 0 }, HEADING)).not.toContain('| group |');
});
