import { expect, it } from 'vitest';
import { exampleFolder, helpExamples, runExample } from '../cli/help-examples.js';

/* The examples in the help of the commands, as they are there (see test/cli/help.test.ts). */

it('all work', async () => {
  const folder = await exampleFolder();
  const all = [...(await helpExamples()).values()].flat();
  // What one writes, another reads.
  all.sort((a, b) => Number(b[0] === 'import') - Number(a[0] === 'import'));
  for (const args of all) expect(await runExample(args, folder)).toBe('');
}, 600_000);
