import { describe, expect, it } from 'vitest';
import { latsim, SMALL, workFolder } from '../cli/latsim.js';

/*
 * All questions have all cores, and give the same bytes with any number of them. Each is long enough
 * here to be given to threads; that these give the same for short ones is in test/jobs.
 */

/** A logger that fails now and then, in some replications and not in others. */
const PICKY = `export default {
  *record(event) { if (event.latency_s > 5.2) throw new Error('so slow'); },
  *view(context) { return yield { op: 'read', key: context.key }; },
};`;

const cwd = workFolder({ 'small.yaml': SMALL, 'picky.mjs': PICKY });

/** 40 replications of 52,000 occurrences or so: over two million, from which on threads are used. */
const LONG = ['--seeds', '40', '--set', 'duration=3h'];

const QUESTIONS: [question: string, args: string[]][] = [
  ['run', ['run', 'small.yaml', ...LONG, '--by', 'deployment']],
  ['compare', ['compare', 'small.yaml', ...LONG, '--loggers', 'unlocked,locked']],
  ['trace', ['trace', 'small.yaml', ...LONG, '--logger', 'locked', '--json']],
  ['explore', ['explore', '--all', '--tasks', '2', '--json']],
  ['gate', ['gate', 'small.yaml', ...LONG, '--expect', 'lost == 0', '--json']],
  ['diagnose', ['diagnose', 'small.yaml', '--observed', 'slow=31,fast=29', '--json']],
];

const onThreads = async (threads: number, args: readonly string[]) => {
  const { code, stdout, stderr } = await latsim([...args, '--threads', String(threads)], { cwd });
  return { code, stdout, stderr: stderr.replace(` --threads ${threads}`, '') };
};

describe('each question gives the same bytes with 1, 2 and 8 threads', () => {
  it.each(QUESTIONS)('%s', { timeout: 180_000 }, async (_, args) => {
    const one = await onThreads(1, args);
    expect(one.stdout).not.toBe('');
    expect(await onThreads(2, args)).toEqual(one);
    expect(await onThreads(8, args)).toEqual(one);
  });

  it('of several replications that fail, the first', { timeout: 180_000 }, async () => {
    const args = ['run', 'small.yaml', ...LONG, '--logger', './picky.mjs'];
    const one = await onThreads(1, args);
    expect(one).toMatchObject({ code: 2, stderr: expect.stringContaining('so slow') });
    expect(await onThreads(2, args)).toEqual(one);
    expect(await onThreads(8, args)).toEqual(one);
  });
});
