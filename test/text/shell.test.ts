import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commandLine, shellWord, withOptions, withoutReplaced } from '../../src/text/shell.js';

it('quotes only what needs it', () => {
  expect(commandLine(['run', 'a b.yaml', '--set', 'router.ttl=60s'])).toBe(
    "latsim run 'a b.yaml' --set router.ttl=60s",
  );
});

it('a shell reads back what was written', () => {
  const word = fc.string({ maxLength: 20 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      const script = `printf '%s\\0' ${words.map(shellWord).join(' ')}`;
      const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
      expect(read.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 30 },
  );
});

it.each(['sh', 'bash'])('%s reads back what is not seen, of which nothing is written', (shell) => {
  const piece = fc.oneof(
    fc.constantFrom(...UNSEEN, "'", '"', '\\', '%', '$HOME', '`', '!', '-', '\n', ' ', '%s', '\\n'),
    fc.string({ maxLength: 3 }).filter((text) => !text.includes('\0')),
  );
  const word = fc
    .array(piece, { maxLength: 8 })
    .map((pieces) => pieces.join(''))
    // Not every sh can say what ends in a line end in one line.
    .filter((text) => shell === 'bash' || !text.endsWith('\n'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      const line = words.map(shellWord).join(' ');
      expect(line).not.toMatch(/\p{C}|\p{Default_Ignorable_Code_Point}|\u2028|\u2029/u);
      const script = `printf '%s\\0' ${line}`;
      const read = execFileSync(shell, ['-c', script], { encoding: 'utf8' });
      expect(read.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 20 },
  );
});

const UNSEEN = [
  ...'\u001b\u0007\r\u007f\u009b\u202e\u2066\u200f\u061c\u200b\ufeff\u2028\u034f\u3164\u{e0041}',
];

it('of options that say the same, the one that was added stays', () => {
  const replaced = (option: readonly [string, string], by: readonly [string, string]) =>
    withOptions([option], [by]).length === 1;
  expect(replaced(['--set', 'router.ttl=1h'], ['--set', 'router.ttl=60s'])).toBe(true);
  expect(replaced(['--set', 'samples.kind.chat=1'], ['--set', 'samples.kind=chat'])).toBe(true);
  expect(replaced(['--set', 'fleet.groups[0].rpm=1'], ['--set', 'fleet.groups=[]'])).toBe(true);
  expect(replaced(['--set', 'seeds=3'], ['--seeds', '12'])).toBe(true);
  expect(replaced(['--set', 'router.profile=v1.76.1'], ['--profile', 'v1.76.1'])).toBe(true);
  expect(replaced(['--logger', 'locked'], ['--set', 'logger={name: atomic}'])).toBe(true);
  expect(replaced(['--set', 'router={ttl: 1h}'], ['--set', 'router.ttl=60s'])).toBe(false);
  expect(replaced(['--set', 'seed=3'], ['--seeds', '12'])).toBe(false);
  expect(replaced(['--set', 'router.ttl=1h'], ['--set', 'router.ttls=1h'])).toBe(false);
});

it('of options that say the same, the last stays', () => {
  const set = (...values: string[]) => values.map((value) => ['--set', value] as const);
  expect(withoutReplaced(set('processes.count=2', 'seeds=3', 'processes.count=1'))).toEqual(
    set('seeds=3', 'processes.count=1'),
  );
});
