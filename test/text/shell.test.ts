import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commandLine, shellWord } from '../../src/text/shell.js';

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
