import { describe, expect, it } from 'vitest';
import { faultsOfTrace } from './format.js';

const row = { pid: 1, tid: 2 };
const names = [
  { name: 'process_name', ph: 'M', pid: 1, tid: 0, args: { name: 'p' } },
  { name: 'thread_name', ph: 'M', ...row, args: { name: 't' } },
];
const arrow = { name: 'arrow', cat: 'c', id: 7, ...row };

/** A trace of these events, which have names unless it is said otherwise. */
const faults = (events: readonly object[], before: readonly object[] = names) =>
  faultsOfTrace(JSON.stringify({ traceEvents: [...before, ...events] }));

const sound = [
  { name: 'b', ph: 'b', cat: 'c', id: 1, ...row, ts: 0 },
  { name: 'X', ph: 'X', ...row, ts: 1, dur: 0 },
  { ...arrow, ph: 's', ts: 1 },
  { name: 'X', ph: 'X', ...row, ts: 2.5, dur: 1 },
  { ...arrow, ph: 'f', bp: 'e', ts: 2.5 },
  { name: 'i', ph: 'i', s: 'g', ...row, ts: 3 },
  { name: 'C', ph: 'C', ...row, ts: 3, args: { n: 1 } },
  { name: 'b', ph: 'e', cat: 'c', id: 1, ...row, ts: 4 },
];

describe('the rules of the trace event format', () => {
  it('hold of a sound trace', () => {
    expect(faults(sound)).toEqual([]);
  });

  it.each([
    ['that it is JSON', faultsOfTrace('{"traceEvents":['), 'no JSON'],
    ['that it has events', faultsOfTrace('[]'), 'no JSON object with traceEvents'],
    ['a begin without its end', faults(sound.slice(0, -1)), 'b without e'],
    ['an end without its begin', faults(sound.slice(1)), 'e without its b: b'],
    [
      'slices that cross',
      faults([...sound.slice(0, 1), { ...sound[0], name: 'x' }, sound[7]!]),
      'e without its b',
    ],
    ['an id of two kinds', faults([sound[0]!, { ...sound[0], cat: 'd' }]), 'id 1 is of c and of d'],
    ['an arrow without end', faults(sound.filter((one) => !('bp' in one))), 's without f: id 7'],
    ['an arrow without start', faults(sound.filter(({ ph }) => ph !== 's')), 'f without its s'],
    [
      'two arrows of one id',
      faults([...sound, sound[1]!, sound[2]!].map((one) => ({ ...one, ts: 9, dur: 0 }))),
      'two arrows have id 7',
    ],
    ['an arrow that begins nowhere', faults(sound.slice(2)), 'begins outside of slices'],
    ['time that goes back', faults([...sound, { ...sound[6], ts: 1 }]), 'ts decreases'],
    ['no time', faults([{ ...sound[6], ts: undefined }]), 'no ts'],
    ['no process', faults([{ ...sound[6], pid: undefined }]), 'no pid'],
    ['a process without a name', faults(sound, names.slice(1)), 'its process has no name'],
    ['a process with two', faults([], [...names, names[0]!]), 'two names'],
    ['a row without a name', faults(sound, names.slice(0, 1)), 'its row has no name'],
    ['a phase that there is not', faults([{ ...sound[6], ph: 'Q' }]), 'no such phase: Q'],
    ['a slice without length', faults([{ ...sound[1], dur: undefined }]), 'X without dur'],
    ['a count that is no number', faults([{ ...sound[6], args: { n: 'x' } }]), 'no number'],
    ['an instant of no scope', faults([{ ...sound[5], s: 'x' }]), 'no such scope'],
    [
      'slices of a row that cross',
      faults([
        { ...sound[1], dur: 2 },
        { ...sound[3], ts: 2, dur: 5 },
      ]),
      'ends after',
    ],
  ])('find %s', (_, found, message) => {
    expect(found.join('\n')).toContain(message);
  });
});
