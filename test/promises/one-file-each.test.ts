import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DISTRIBUTIONS } from '../../src/kernel/distributions/index.js';
import { CAPACITIES } from '../../src/model/capacities/index.js';
import { DISPATCHES } from '../../src/model/dispatches/index.js';
import { LOADS } from '../../src/model/loads/index.js';
import { STORES } from '../../src/model/stores/index.js';
import { STRATEGIES } from '../../src/strategies/index.js';
import { ROOT } from '../docs/page.js';

/*
 * The promise of CONTRIBUTING: what comes in kinds is one file and one line of an index. So no other
 * file of src names one, but for those that are about it.
 */

const ROWS = {
  'a distribution': DISTRIBUTIONS,
  'a capacity': CAPACITIES,
  'a load': LOADS,
  'a dispatch': DISPATCHES,
  'a store': STORES,
  'a strategy': STRATEGIES,
} as const;

/** Files that may name a kind, and why. A new kind changes none of them. */
const ABOUT_THEM: readonly (readonly [RegExp, string])[] = [
  [
    /^(litellm\/|cli\/import\.ts)/,
    'an imported scenario is made of some kinds, which are fitted to what was seen',
  ],
  [/^studies\/diagnose\//, 'a mechanism is one of a particular store, load or dispatch'],
  [/^scenario\/(schema|consistency|from-parameters)\.ts$/, 'defaults, and examples in messages'],
  [/^expectation\//, 'the language of expectations has words of its own'],
  [/^effects\/fault\.ts$/, 'a remedy names the stores that grant leases'],
  [
    /^files\/(diagnose-setup|exploration-ground)\.ts$/,
    'diagnose and explore are about one strategy',
  ],
  [/^cli\/templates\.ts$/, 'what init writes is made of some kinds, to start from'],
  [/^model\/experiment\.ts$/, 'the form of what a dispatch makes'],
];

/** These are words of many meanings in the code. */
const COMMON_WORDS = ['constant', 'closed', 'file', 'immediate', 'remote'];

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(ROOT, 'src', file), 'utf8') }));

const table = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')
  .split('\n')
  .flatMap((line) => /^\| (an? [^|]+?) \| (.+) \|$/.exec(line)?.slice(1, 3) ?? []);

describe.each(Object.entries(ROWS))('to add %s', (what, kinds) => {
  const touched = [...(table[table.indexOf(what) + 1] ?? '').matchAll(/`src\/([^`]+)`/g)].map(
    ([, path = '']) => path,
  );

  test('is one file and one line of an index', () => {
    expect(touched).toHaveLength(2);
    const [own = '', index = ''] = touched;
    expect(own).toMatch(/\/<name>\.ts$/);
    expect(index).toBe(own.replace('<name>', 'index'));
    expect(existsSync(join(ROOT, 'src', index))).toBe(true);
  });

  test.each(kinds.filter(({ name }) => !COMMON_WORDS.includes(name)).map(({ name }) => name))(
    'no other file names %s',
    (name) => {
      const folder = (touched[1] ?? '').replace('index.ts', '');
      const named = new RegExp(`['"\`]${name}['"\`]|(?:kind|distribution): ${name}\\b`);
      const naming = files.filter(({ text }) => named.test(text)).map(({ file }) => file);
      const own = naming.filter((file) => file.startsWith(folder));
      expect(own).toHaveLength(1);
      const others = naming.filter(
        (file) => !own.includes(file) && !ABOUT_THEM.some(([pattern]) => pattern.test(file)),
      );
      expect(others).toEqual([]);
    },
  );
});

test('each exception is one', () => {
  const names = Object.values(ROWS)
    .flat()
    .map(({ name }) => name);
  const named = new RegExp(
    `['"\`](${names.join('|')})['"\`]|(?:kind|distribution): (${names.join('|')})\\b`,
  );
  for (const [pattern] of ABOUT_THEM) {
    expect(files.some(({ file, text }) => pattern.test(file) && named.test(text))).toBe(true);
  }
});
