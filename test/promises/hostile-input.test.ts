import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/files/load.js';
import { misnamed } from '../../src/files/unreadable.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { type Problem, ScenarioError } from '../../src/text/problems.js';
import { workFolder } from '../cli/latsim.js';
import { parse, problemsOf, sample } from '../scenario/sample.js';
import { countingWork } from '../suite/work.js';

/**
 * The promise: whatever is given as a scenario, there is a clear message with place and remedy,
 * within a second and 200 MB, and the next scenario of the same process is read as if nothing had
 * been.
 */

const folder = workFolder();

/** Drawn texts of each kind: `HOSTILE=5000 npm test` tries more. */
const RUNS = Number(process.env.HOSTILE ?? 50);

/** What is done in well under a second: most is done for a key of 900,000 characters, 7 million. */
const MUCH_WORK = 15_000_000;

const deep = 100_000;

/** Texts and the first message about each. */
const texts: [name: string, text: string, message: RegExp][] = [
  ['nothing', '', /^there is nothing in this file/],
  ['a comment only', '# nothing\n', /^there is nothing in this file/],
  ['only a document mark', '---\n', /^there is nothing in this file/],
  ['plain text', 'hello', /^this is plain text/],
  ['a list', '- a\n- b\n', /^a scenario is a map, not a list/],
  ['several documents', `${sample}---\n${sample}`, /^there is more than one document/],
  ['a duplicate key', `${sample}duration: 5s\n`, /^the key "duration" is given twice/],
  ['__proto__', `__proto__: { x: 1 }\n${sample}`, /^unknown key "__proto__"/],
  ['constructor', `constructor: { prototype: 1 }\n${sample}`, /^unknown key "constructor"/],
  ['toString as a group', `${sample}expect: [share(toString) >= 1%]`, /^there is no group "toSt/],
  ['a map as a key', `? { a: 1 }\n: 2\n${sample}`, /^a key must be a plain name/],
  ['no key', `: 2\n${sample}`, /^a key must be a plain name/],
  ['a merge key', `<<: { duration: 5s }\n${sample}`, /^unknown key "<<"/],
  ['a binary tag', `title: !!binary aGVsbG8=\n${sample}`, /^the tag tag:yaml.org,2002:binary/],
  ['a tag of a language', `title: !!js/function "x"\n${sample}`, /^the tag tag:yaml.org,2002:js/],
  ['a tag of its own', `title: !foo x\n${sample}`, /^the tag !foo has no meaning here/],
  ['a map for a name', `${sample}router: { profile: { a: { b: 1 } } }`, /profile cannot be a map/],
  ['infinity', sample.replace('16', '.inf'), /cannot be Infinity/],
  ['not a number', sample.replace('16', '.nan'), /cannot be NaN/],
  ['an overflow', sample.replace('16', '1e400'), /cannot be Infinity/],
  ['a tab as indentation', 'fleet:\n\tgroups: []\n', /^invalid YAML/],
  ['an open bracket', 'fleet: [\n', /^invalid YAML/],
  ['an open quote', 'title: "abc\n', /^invalid YAML/],
  ['an unknown alias', 'title: *nothing\n', /^there is no anchor &nothing above/],
  [
    'an alias inside itself',
    'fleet: &a { groups: *a }\n',
    /^\*a refers to the anchor that it is part of/,
  ],
  ['a NUL', 'title: a\u0000b\n', /^there is a control character \(0x00\)/],
  ['an escape sequence', 'title: \u001b[2J\n', /^there is a control character \(0x1b\)/],
  ['too many characters', `title: ${'x'.repeat(2_000_000)}`, /^more than 1 MB/],
  ['too many values', `a: [${'1,'.repeat(400_000)}1]`, /^too many values/],
  [
    'too many keys',
    Array.from({ length: 80_000 }, (_, i) => `k${i}: 1`).join('\n'),
    /^too many val/,
  ],
  ['many unknown keys', Array.from({ length: 7_000 }, (_, i) => `k${i}: 1`).join('\n'), /./],
  ['many broken lines', ']\n'.repeat(14_000), /^invalid YAML/],
  ['many broken groups', `fleet: { groups: [${'{ a: 1 },'.repeat(2_500)}] }`, /./],
  ['one very long key', `${'k'.repeat(900_000)}: 1`, /./],
  [
    'aliases by the billion',
    billionLaughs(),
    /^aliases expand this text to more than 100000 values/,
  ],
  ['deep flow lists', '['.repeat(deep), /^more than 64 levels/],
  ['deep flow maps', '{a: '.repeat(deep), /^more than 64 levels/],
  ['deep flow on lines', '[\n'.repeat(deep), /^more than 64 levels/],
  ['deep flow behind quotes', `a: ${'[ "]", '.repeat(deep)}`, /^more than 64 levels/],
  ['deep flow behind comments', `a: ${'[ # ]\n  '.repeat(deep)}`, /^more than 64 levels/],
  ['deep flow keys', '? ['.repeat(deep), /^more than 64 levels/],
  ['deep block lists', `${'- '.repeat(deep)}a`, /^more than 64 levels/],
  ['deep block keys', `${'? '.repeat(deep)}a`, /^more than 64 levels/],
  ['deep block values', `${': '.repeat(deep)}a`, /^more than 64 levels/],
  ['deep block mixed', `${'- ? : '.repeat(deep)}a`, /^more than 64 levels/],
  ['deep block behind a key', `a:\n ${'- '.repeat(deep)}a`, /^more than 64 levels/],
  ['deep indentation', deepIndentation(), /^more than 64 levels/],
  ['a run of tags', `a: ${'!t '.repeat(deep)}x`, /./],
  ['a run of anchors', `a: ${'&b '.repeat(deep)}x`, /./],
];

function billionLaughs(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 20; i += 1) {
    lines.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    );
  }
  return lines.join('\n');
}

function deepIndentation(): string {
  return Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
}

function expectClear(problem: Problem): void {
  expect(problem.message).not.toBe('');
  expect(problem.remedy).not.toBe('');
}

describe('a hostile text', () => {
  const workOf = countingWork();

  it.each(texts)('%s: is refused clearly and quickly, with its place', (name, text, message) => {
    let problems: readonly Problem[] = [];
    const work = workOf(() => {
      problems = problemsOf(text);
    });
    expect(work).toBeGreaterThan(0);
    expect(work).toBeLessThan(MUCH_WORK);
    const [problem] = problems;
    expect(problem?.message).toMatch(message);
    if (name !== 'too many characters') {
      expect(problem).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
    }
    problems.slice(0, 100).forEach(expectClear);
  });

  it('leaves the next scenario as it would be', () => {
    expect(parse(sample).ok).toBe(true);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('is held off within 200 MB, all of them in one process', () => {
    const path = join(folder, 'texts.json');
    writeFileSync(path, JSON.stringify(texts.map(([, text]) => text)));
    const parser = new URL('../../.build/scenario/parse.js', import.meta.url).href;
    const program = `
      import { readFileSync } from 'node:fs';
      import { parseScenario } from ${JSON.stringify(parser)};
      const texts = JSON.parse(readFileSync(${JSON.stringify(path)}, 'utf8'));
      for (const text of texts) parseScenario(text, { file: 'x' });
      console.log(process.resourceUsage().maxRSS);
    `;
    const kilobytes = Number(
      execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
        encoding: 'utf8',
      }),
    );
    expect(kilobytes).toBeGreaterThan(10_000);
    expect(kilobytes).toBeLessThan(200_000);
  });

  it('with CRLF or a byte order mark is no hostile text', () => {
    expect(parse(sample.replaceAll('\n', '\r\n')).ok).toBe(true);
    const path = join(folder, 'bom.yaml');
    writeFileSync(path, `\ufeff${sample}`);
    expect(loadScenario(path).scenario.duration).toBe(300);
    const [problem] = problemsOf(sample.replaceAll('\n', '\r\n').replace('16', '-16'));
    expect(problem).toMatchObject({ line: 4, column: 20, sourceLine: '      deployments: -16' });
  });

  it('cannot switch the version of YAML', () => {
    const result = parse(`%YAML 1.1\n---\ntitle: yes\n${sample}`);
    expect(result.ok && result.scenario.title).toBe('yes');
  });
});

describe('a hostile file', () => {
  const workOf = countingWork();
  const problemsOfFile = (path: string): readonly Problem[] => {
    let thrown: unknown;
    const work = workOf(() => {
      try {
        loadScenario(path);
      } catch (error) {
        thrown = error;
      }
    });
    expect(work).toBeLessThan(MUCH_WORK);
    if (thrown instanceof ScenarioError) return thrown.problems;
    throw thrown ?? new Error('nothing was thrown');
  };
  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('of 100 MB is read no further than the limit', () => {
    const path = file('large.yaml', 'a: 1\n'.repeat(300_000));
    truncateSync(path, 100_000_000);
    expect(problemsOfFile(path)).toEqual([
      { file: path, message: expect.stringMatching(/^more than 1 MB/), remedy: expect.any(String) },
    ]);
  });

  it.runIf(process.platform === 'linux')('without end is read no further either', () => {
    expect(problemsOfFile('/dev/zero')[0]?.message).toMatch(/^more than 1 MB/);
  });

  it('that is missing suggests the nearest name', () => {
    expect(problemsOfFile(join(folder, 'none.yaml'))).toMatchObject([
      {
        file: join(folder, 'none.yaml'),
        message: 'there is no such file',
        remedy: expect.any(String),
      },
    ]);
    expect(problemsOfFile('no\0thing')[0]?.message).toMatch(/null character/);
    expect(problemsOfFile('x'.repeat(10_000))[0]?.message).toMatch(/so long a name/);
    expect(problemsOfFile('')[0]?.message).toMatch(/no such file/);
  });

  it('that is a directory says so', () => {
    const path = join(folder, 'directory.yaml');
    mkdirSync(path);
    expect(problemsOfFile(path)[0]?.message).toBe('this is a directory');
    expect(problemsOfFile('.')[0]?.message).toBe('this is a directory');
  });

  it('without permission says so', () => {
    const expected = { message: 'there is no permission to read it', remedy: expect.any(String) };
    const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
    expect(misnamed('f', 'f', denied)).toEqual({ file: 'f', ...expected });
    const path = file('secret.yaml', sample);
    chmodSync(path, 0);
    // Root may read anything, and Windows knows no such permission.
    if (process.platform !== 'win32' && process.getuid?.() !== 0) {
      expect(problemsOfFile(path)).toEqual([{ file: path, ...expected }]);
    }
  });

  it.each([
    ['binary', Uint8Array.from({ length: 1000 }, (_, i) => i % 256), /not UTF-8/],
    ['UTF-16', Buffer.from(`\ufeff${sample}`, 'utf16le'), /not UTF-8/],
    ['Latin-1', Buffer.from(`title: caf\u00e9\n${sample}`, 'latin1'), /not UTF-8/],
    ['gzip', Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), /not UTF-8/],
    ['NULs', Buffer.alloc(1000), /control character/],
  ])('of %s content says so, with the place', (name, content, message) => {
    const [problem] = problemsOfFile(file(`${name}.yaml`, content));
    expect(problem?.message).toMatch(message);
    expect(problem).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
  });
});

describe('any text', () => {
  const fragment = fc.oneof(
    fc.constantFrom(
      ...sample.split('\n'),
      ...['- ', '? ', ': ', '[', ']', '{', '}', '"', "'", '|\n', '>-\n', '&a ', '*a', '!t ', '#'],
      ...['---\n', '...\n', '%YAML 1.1\n', '<<: ', '\n', '\t', '  ', ',', 'null', '~', '.inf'],
    ),
    fc.string({ unit: 'grapheme' }),
  );
  const randomText = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(''));
  const check = (text: string, set: string[]) => {
    const result = parseScenario(text, { file: 'x.yaml', set });
    if (result.ok) return;
    expect(result.problems.length).toBeGreaterThan(0);
    result.problems.forEach(expectClear);
  };

  it('is a scenario or has problems', () => {
    fc.assert(
      fc.property(randomText, (text) => check(text, [])),
      { numRuns: RUNS },
    );
  });

  it('inside a scenario is so too', () => {
    const at = fc.nat({ max: sample.length });
    fc.assert(
      fc.property(at, at, randomText, (from, length, text) =>
        check(sample.slice(0, from) + text + sample.slice(from + length), []),
      ),
      { numRuns: RUNS },
    );
  });

  it('as an override is so too', () => {
    const path = fc.constantFrom('router.ttl=', 'fleet.groups[0]=', 'fleet.groups[', 'a.b=', '');
    fc.assert(
      fc.property(path, randomText, (start, text) => check(sample, [start + text])),
      { numRuns: RUNS },
    );
  });

  it('of JSON is so too', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', 'fleet: ', 'store: ', 'samples: '), (json, key) =>
        check(`${key}${json}`, []),
      ),
      { numRuns: RUNS },
    );
  });
});
