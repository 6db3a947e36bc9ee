import { expect, it } from 'vitest';
import { FAILING, QUESTIONS, sameWithThreads } from '../cli/all-cores.js';

/*
 * All questions have all cores, and give the same bytes with any number of them. Each is long enough
 * here to be given to threads. test/jobs has each of them, short; test/slow has all of these, long, and
 * more threads.
 */

it('explore gives the same bytes with 1 and 2 threads', async () => {
  const ended = await sameWithThreads(QUESTIONS.explore, [1, 2]);
  expect(ended?.stdout).not.toBe('');
});

it('of several replications that fail, the first is told', async () => {
  const ended = await sameWithThreads(FAILING, [1, 2]);
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('so slow') });
});
