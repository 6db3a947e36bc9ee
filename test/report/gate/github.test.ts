import fc from 'fast-check';
import { expect, it } from 'vitest';
import { githubAnnotations } from '../../../src/report/gate/github.js';
import { judged, MIXED, reportOf, runOf } from './sample.js';

it('annotates the line of what fails or is open, and nothing else', () => {
  const [error, warning, ...rest] = githubAnnotations(MIXED).trimEnd().split('\n');
  expect(error).toMatch(/^::error file=scenarios\/16x4\.yaml,line=33,col=7,title=/);
  expect(warning).toMatch(/^::warning file=scenarios\/16x4\.yaml,line=33,col=7,title=/);
  expect(rest).toEqual([]);
});

it('shows an expectation of the command line at the head of the scenario', () => {
  const place = { file: '--expect', line: null, column: 1 };
  const text = githubAnnotations(reportOf([runOf([judged('fail', { place })])]));
  expect(text).toMatch(/^::error file=scenarios\/16x4\.yaml,line=1,col=1,/);
});

it('has an error for each run that was interrupted', () => {
  const text = githubAnnotations(reportOf([], { partial: true, unfinished: ['a under b'] }));
  expect(text).toBe('::error title=latsim gate::interrupted: a under b was not finished\n');
});

/** Reads a workflow command as the runner does. */
function read(line: string) {
  const [, level = '', properties = '', data = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const decoded = (text: string) =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const pairs = properties.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), decoded(pair.slice(at + 1))] as const;
  });
  return { level, properties: Object.fromEntries(pairs), data: decoded(data) };
}

it('is one line that reads back, whatever the names', () => {
  const text = fc.string({ unit: fc.constantFrom('%', ':', ',', '\n', '\r', '=', '2', '5', 'a') });
  fc.assert(
    fc.property(text, text, (file, meaning) => {
      const one = judged('fail', { meaning, place: { file: `x${file}`, line: 2, column: 3 } });
      const lines = githubAnnotations(reportOf([runOf([one])])).split('\n');
      expect(lines).toHaveLength(2);
      const { level, properties, data } = read(lines[0] as string);
      expect(level).toBe('error');
      expect(properties).toMatchObject({ file: `x${file}`, line: '2', col: '3' });
      expect(data).toContain(meaning);
    }),
  );
});
