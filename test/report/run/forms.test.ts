import { expect, it } from 'vitest';
import { PLAIN } from '../../../src/report/kit/style.js';
import { markdownRun } from '../../../src/report/run/markdown.js';
import { svgRun } from '../../../src/report/run/svg.js';
import { textRun } from '../../../src/report/run/text.js';
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
  const interrupted = 'Interrupted: 9 of 10 replications were finished, and only they count.';
  expect(svgRun(sampleRun({ partial: true }))).toContain(interrupted);
  expect(markdownRun(sampleRun({ partial: true }), HEADING)).toContain(`\n**${interrupted}**\n`);
  const picture = svgRun({ ...report, requests: 0 });
  expectRoom(picture);
  expect(picture).not.toContain('random choice');
});

it('what has to be known with the answer stands beside it in every form', () => {
  const assumes = ['PLACEHOLDER latencies: nobody has measured them; see there', 'one process'];
  const busiest = report.busiest.map((one) => ({
    ...one,
    deployments: 4,
    mean: 0.8,
    uneven: true,
  }));
  const warned = { ...report, assumes, busiest };
  const picture = svgRun(warned);
  const drawn = expectRoom(picture)
    .texts.map(({ what }) => what)
    .join(' ');
  const written = markdownRun(warned, HEADING);
  for (const form of [drawn, written, textRun(warned, HEADING, {}, PLAIN)]) {
    const said = form.replaceAll(/\s+/g, ' ');
    expect(said).toContain('Assumes: PLACEHOLDER latencies: nobody has measured them');
    expect(said).not.toMatch(/see there|Assumes: one process/);
    expect(said).toContain('in each replication one deployment takes 80%');
  }
  expect(picture).toMatch(/<desc [^>]*>Assumes: PLACEHOLDER/);
  expect(markdownRun(report, HEADING)).not.toContain('in each replication one deployment');
  expect(svgRun(report)).not.toContain('in each replication one deployment');
});

it('Markdown has a table by deployment where it is asked for', () => {
  const table = markdownRun(report, HEADING, { byDeployment: true })
    .split('\n\n')
    .find((block) => block.startsWith('| deployment |'));
  expect(table?.split('\n')).toHaveLength(2 + report.deployments.length);
  expect(markdownRun(report, HEADING)).not.toContain('| deployment |');
});

it('of what was not simulated no form says that it was not served', () => {
  const none = { ...report, requests: 0, replications: [], partial: true };
  for (const form of [
    svgRun(none),
    markdownRun(none, HEADING),
    textRun(none, HEADING, {}, PLAIN),
  ]) {
    expect(form).toContain('No replication was finished: there is nothing to judge');
    expect(form).toContain('Interrupted: 0 of 10');
    expect(form).not.toMatch(/No request|no request was|undecided|random choice/);
  }
  expectRoom(svgRun(none));
});

it('a verdict that expectations judge otherwise is told in Markdown, too', () => {
  const [judged, ...others] = sampleRun({ expect: ['verdict == degraded'] }).expectations;
  const estimate = report.verdict === 'inverted' ? 'degraded' : 'inverted';
  const differs = [{ ...judged!, estimate }, ...others];
  const text = markdownRun({ ...report, expectations: differs }, HEADING);
  expect(text).toMatch(/\nThe verdict is .* at 95%, but expectations are judged at /);
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
