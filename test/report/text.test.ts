import { describe, expect, it } from 'vitest';
import { textCompare } from '../../src/report/compare/text.js';
import { PLAIN } from '../../src/report/kit/style.js';
import { textRun } from '../../src/report/run/text.js';
import { HEADING, sampleComparison, sampleRun } from './sample.js';

const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
const MARKED = {
  strong: mark('b'),
  faint: (text: string) => text,
  good: mark('good'),
  bad: mark('bad'),
  unsure: mark('unsure'),
  fast: mark('fast'),
  slow: mark('slow'),
  command: mark('command'),
};

const text = (report = sampleRun(), byDeployment = false) =>
  textRun(report, HEADING, { byDeployment }, PLAIN);

describe('the text of a run', () => {
  it('fits into 80 columns', () => {
    for (const line of text(sampleRun(), true).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).toBe(line.trimEnd());
    }
  });
  it('has a table per deployment only where asked for', () => {
    expect(text()).not.toContain('slow/01');
    expect(text(sampleRun(), true)).toContain('slow/01');
  });
  it('shows the counts of samples so that they add up', () => {
    const counts = [...text().matchAll(/^ {2}(completed|- [a-z ]+?) +([\d,]+)/gm)].map(
      ([, , digits]) => Number(digits?.replaceAll(',', '')),
    );
    const [completed, ...parts] = counts;
    expect(parts).toHaveLength(4);
    expect(parts.reduce((a, b) => a + b)).toBe(completed);
  });
  it('lists the causes in their order, the leading one marked', () => {
    const report = sampleRun();
    const causes = { ...report.causes, 'never-sent-to': 2, lost: 70, expired: 1 };
    const shown = text({ ...report, causes });
    expect(shown).toMatch(/ {4}never sent to.*\n(.*\n)*? {2}> lost.*\n(.*\n)*? {4}expired/);
  });
  it('says what an interrupted run is worth', () => {
    const shown = text(sampleRun({ partial: true }));
    expect(shown).toContain('Interrupted: 9 of 10 replications were finished');
    const empty = { ...sampleRun({ partial: true }), replications: [] };
    expect(text(empty)).toContain('Interrupted: 0 of 10');
    expect(text(empty)).not.toContain('Verdict');
  });
  it('judges nothing where no request was served', () => {
    const shown = text({ ...sampleRun(), requests: 0 });
    expect(shown).toContain('No request was served');
    expect(shown).not.toContain('Verdict');
  });
  it('gives intervals with their level', () => {
    const shown = text(sampleRun({ expect: ['share(fast) >= 0%'] })).replaceAll(/\s+/g, ' ');
    expect(shown).toMatch(/share 95% interval/);
    expect(shown).toMatch(/lost per request: [\d.]+ s \[.*?\] at 95% against/);
    expect(shown).toMatch(/Verdict: .*? of the requests, \[.*?\] at 95%; blind/);
    expect(shown).toMatch(/share\(fast\) >= 0% [\d.]+% \[.*?\] at 99%, wanted/);
  });
  it('paints what holds and what does not', () => {
    const report = sampleRun({ expect: ['lost == 0', 'share(fast) >= 0%'] });
    const shown = textRun(report, HEADING, { byDeployment: false }, MARKED);
    expect(shown).toContain('<bad>does not hold</bad>  lost == 0');
    expect(shown).toContain('<good>holds        </good>  share(fast) >= 0%');
  });
});

describe('the text of a comparison', () => {
  const all = ['unlocked', 'locked', 'atomic', 'compare-and-set', 'locked-distributed'];
  it('fits into 80 columns, however many loggers there are', () => {
    const shown = textCompare(sampleComparison(all), HEADING, PLAIN);
    for (const line of shown.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const logger of all) expect(shown).toContain(logger);
  });
  it('says the level of its intervals and verdicts', () => {
    const shown = textCompare(sampleComparison(['unlocked', 'locked']), HEADING, PLAIN);
    expect(shown).toContain('Intervals and verdicts are at 95%.');
  });
  it('has no differences where there is nothing to compare with', () => {
    const shown = textCompare(sampleComparison(['unlocked']), HEADING, PLAIN);
    expect(shown).not.toContain('Difference');
  });
  it('says which loggers behave identically, and how arrivals compare', () => {
    const report = sampleComparison(['unlocked', 'locked'], { set: ['store={kind: in-process}'] });
    const shown = textCompare(report, HEADING, PLAIN);
    expect(shown).toContain('unlocked and locked behave identically');
    expect(shown).toContain('the same arrivals');
    expect(textCompare({ ...report, sameArrivals: false }, HEADING, PLAIN)).toContain(
      'closed loop',
    );
  });
  it('says how far an interrupted one came', () => {
    const report = sampleComparison(['unlocked', 'locked'], { partial: true });
    expect(textCompare(report, HEADING, PLAIN)).toContain('unlocked 9 of 10, locked 9 of 10');
  });
});
