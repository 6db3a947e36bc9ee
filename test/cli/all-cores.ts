import { expect } from 'vitest';
import { built } from './in-process.js';
import { SMALL, workFolder } from './latsim.js';

/** A logger that fails now and then, in some replications and not in others. */
const PICKY = `export default {
  *record(event) { if (event.latency_s > 5.1) throw new Error('so slow'); },
  *view(context) { return yield { op: 'read', key: context.key }; },
};`;

/** `small.yaml`, with this many replications of 52,000 occurrences or so. */
const long = (seeds: number) => ['small.yaml', '--seeds', String(seeds), '--set', 'duration=3h'];

/** Each question, over two million occurrences long, from which on threads are used. */
export const QUESTIONS = {
  run: ['run', ...long(40), '--by', 'deployment'],
  precision: ['run', ...long(40), '--precision', '0.1', '--max-replications', '90', '--json'],
  compare: ['compare', ...long(20), '--loggers', 'unlocked,locked'],
  trace: ['trace', ...long(40), '--logger', 'locked', '--json'],
  explore: ['explore', '--all', '--tasks', '2', '--max-states', '200', '--json'],
  gate: ['gate', ...long(40), '--expect', 'lost == 0', '--json'],
  diagnose: ['diagnose', 'small.yaml', '--observed', 'slow=31,fast=29', '--json'],
} as const;

/** Of its replications several fail; it is the first that is told. A user's logger has threads anyway. */
export const FAILING = ['run', ...long(12), '--seed', '2', '--logger', './picky.mjs'];

/** How a command ends, which is the same with each of these numbers of threads. */
export async function sameWithThreads(args: readonly string[], counts: readonly number[]) {
  const cwd = workFolder({ 'small.yaml': SMALL, 'picky.mjs': PICKY });
  const all = [];
  for (const count of counts) {
    const threads = ['--threads', String(count)];
    const { code, stdout, stderr } = await built([...args, ...threads], { cwd });
    // The command that is told to run again has the option, too.
    all.push({ code, stdout, stderr: stderr.replace(` ${threads.join(' ')}`, '') });
  }
  for (const one of all) expect(one).toEqual(all[0]);
  return all[0];
}
