import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { junitGate } from '../../../src/report/gate/junit.js';
import { parsedXml, structureFaults } from './junit-structure.js';
import { judged, MIXED, reportOf, runOf } from './sample.js';

const xml = await junitGate(MIXED);

describe('a gate as JUnit XML', () => {
  it('has the structure that readers of JUnit expect', () => {
    expect(structureFaults(xml)).toEqual([]);
  });

  it('has a case per expectation: inconclusive ones are skipped', () => {
    const [suite] = parsedXml(xml).getElementsByTagName('testsuite');
    expect(['tests', 'failures', 'errors', 'skipped'].map((a) => suite?.getAttribute(a))).toEqual([
      '3',
      '1',
      '0',
      '1',
    ]);
    const failure = parsedXml(xml).getElementsByTagName('failure')[0];
    expect(failure?.getAttribute('message')).toContain('threshold 85.0%');
    expect(failure?.textContent).toContain('scenarios/16x4.yaml:33: share(gpt-4.1) >= 85%');
    expect(failure?.textContent).toContain('rerun: latsim run');
  });

  it('has an error for each run that was interrupted', async () => {
    const open = runOf([judged('inconclusive')], { partial: true });
    const unfinished = ['16x4 under unlocked', 'long under locked'];
    const text = await junitGate(reportOf([open], { partial: true, unfinished }));
    expect(structureFaults(text)).toEqual([]);
    const suites = [...parsedXml(text).getElementsByTagName('testsuite')];
    const told = suites.map((one) => ['name', 'tests', 'errors'].map((a) => one.getAttribute(a)));
    expect(told).toEqual([
      ['16x4 unlocked', '2', '1'],
      ['long under locked', '1', '1'],
    ]);
  });

  it('is well-formed, whatever the names', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (name) => {
        const expectation = `x${name}x`;
        const one = judged('fail', { expectation, meaning: name, replay: name });
        const text = await junitGate(reportOf([runOf([one], { logger: `l${name}l` })]));
        expect(() => parsedXml(text)).not.toThrow();
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['an attribute that is missing', (text: string) => text.replace(/ hostname="[^"]*"/, '')],
    ['one that is unknown', (text: string) => text.replace('<testcase ', '<testcase line="3" ')],
    ['a number that is none', (text: string) => text.replace(/tests="\d+"/, 'tests="many"')],
    [
      'another order',
      (text: string) =>
        text.replace(/(<properties>.*<\/properties>)\s*(<testcase .*?\/>)/s, '$2\n$1'),
    ],
    ['an unknown element', (text: string) => text.replaceAll('skipped', 'ignored')],
    ['text where there is none', (text: string) => text.replace('<properties>', '<properties>x')],
  ])('the check of the structure finds %s', (_, plant) => {
    const planted = plant(xml);
    expect(planted).not.toBe(xml);
    expect(structureFaults(planted)).not.toEqual([]);
  });
});
