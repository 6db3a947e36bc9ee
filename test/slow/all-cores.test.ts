import { expect, it } from 'vitest';
import { FAILING, QUESTIONS, sameWithThreads } from '../cli/all-cores.js';

/* test/promises/all-cores.test.ts has the quickest of them with 1 and 2 threads. */

const all = { ...QUESTIONS, failing: FAILING };

it.each(Object.entries(all))('%s gives the same bytes with 1, 2 and 8 threads', async (_, args) => {
  const ended = await sameWithThreads(args, [1, 2, 8]);
  expect(`${ended?.stdout}${ended?.stderr}`).not.toBe('');
});
