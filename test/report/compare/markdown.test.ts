import { expect, it } from 'vitest';
import { markdown } from '../../../src/report/compare/markdown.js';
import { svg } from '../../../src/report/compare/svg.js';
import { expectRoom } from '../kit/measured.js';
import { HEADING, sampleComparison } from '../sample.js';

const report = sampleComparison(['unlocked', 'locked']);
const LOGGERS = ['unlocked', './my logger.mjs'].map((name) => ['--logger', name] as const);

it('has the conclusion, a column per logger, and the command that repeats it', () => {
  const lines = markdown(report, HEADING, LOGGERS).split('\n');
  expect(lines[0]).toMatch(/^### small: locked sends .* a request\.$/);
  const first = lines.findIndex((line) => line.startsWith('|'));
  const table = lines.slice(first, lines.indexOf('', first));
  expect(table[0]).toBe('|  | unlocked | locked |');
  for (const row of table) expect(row.split(/(?<!\\)\|/)).toHaveLength(5);
  expect(table.join('\n')).toMatch(/\| samples overwritten \|.*\n\| latency P50, P95 \|/);
  const labels = table.map((row) => row.split('|')[1]);
  expect(new Set(labels).size).toBe(labels.length);
  expect(lines[lines.indexOf('```sh') + 1]).toBe(
    "latsim compare small.yaml --logger unlocked --logger './my logger.mjs'",
  );
});

it('says beside the answer what is not measured, as the picture does', () => {
  const assumes = ['PLACEHOLDER latencies; see there', 'one process'];
  const warned = { ...report, runs: report.runs.map((run) => ({ ...run, assumes })) };
  expect(markdown(warned, HEADING, LOGGERS)).toMatch(
    /^###.*\n\n\*\*Assumes: PLACEHOLDER latencies\*\*\n/,
  );
  const { texts } = expectRoom(svg(warned));
  expect(texts.map(({ what }) => what)).toContain('Assumes: PLACEHOLDER latencies');
});

it('says how far an interrupted one came, as the picture does', () => {
  const [first, ...others] = report.runs;
  const { seeds, replications } = first!;
  const some = { ...first!, replications: replications.slice(0, 3) };
  const partial = { ...report, partial: true, runs: [some, ...others] };
  const said = `Interrupted: unlocked 3 of ${seeds}, locked ${seeds} of ${seeds}. Only these count.`;
  expect(markdown(partial, HEADING, LOGGERS)).toContain(`\n**${said}**\n`);
  expect(svg(partial)).toContain(said);
});

it('means names literally', () => {
  const text = markdown(report, { ...HEADING, title: '<img src=x> *a* | b\n# c' }, LOGGERS);
  expect(text).toContain('| title | \\<img src=x\\> \\*a\\* \\| b \\# c |');
});

it('of too few replications has figures without intervals', () => {
  const few = sampleComparison(['unlocked', 'locked'], { set: ['replications=1'] });
  expect(markdown(few, HEADING, LOGGERS)).not.toMatch(/ - \||\[/);
});
