import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Interrupt } from '../../src/cli/interrupt.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function listening() {
  const said: string[] = [];
  const exit = vi.fn();
  const interrupt = new Interrupt({ say: () => said.push('interrupted'), exit });
  return { interrupt, exit, said, signal: () => interrupt.signalled() };
}

it('asks attended work to stop, once: an echo of the same Ctrl-C is no second one', () => {
  const { interrupt, exit, signal } = listening();
  interrupt.attend();
  expect(interrupt.signal.aborted).toBe(false);
  signal();
  vi.advanceTimersByTime(200);
  signal();
  expect(interrupt.signal.aborted).toBe(true);
  expect(exit).not.toHaveBeenCalled();
});

it('ends the command at once where it is asked again', () => {
  const { interrupt, exit, said, signal } = listening();
  interrupt.attend();
  signal();
  vi.advanceTimersByTime(500);
  signal();
  expect(exit.mock.calls).toEqual([[130]]);
  expect(said).toEqual(['interrupted']);
});

it('ends the command after some seconds, whatever it is at', () => {
  const { interrupt, exit, signal } = listening();
  interrupt.attend();
  signal();
  vi.advanceTimersByTime(4000);
  expect(exit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(exit).toHaveBeenCalledWith(130);
});

it('ends at once what nobody attends: before the work, and after it', () => {
  const before = listening();
  before.signal();
  expect(before.exit).toHaveBeenCalledWith(130);
  const after = listening();
  after.interrupt.attend()();
  after.signal();
  expect(after.exit).toHaveBeenCalledWith(130);
  expect(after.said).toEqual(['interrupted']);
});

it('lets work that has wound up write what it has, unless it is asked again', () => {
  const { interrupt, exit, signal } = listening();
  const leave = interrupt.attend();
  signal();
  leave();
  vi.advanceTimersByTime(200);
  signal();
  vi.advanceTimersByTime(10_000);
  expect(exit).not.toHaveBeenCalled();
  signal();
  expect(exit).toHaveBeenCalledWith(130);
});

it('comes too late once all is in its place: the process ends with the code of the command', () => {
  const { interrupt, exit, signal } = listening();
  interrupt.settle();
  signal();
  expect(exit).not.toHaveBeenCalled();
  interrupt.end(1);
  expect(exit.mock.calls).toEqual([[1]]);
});
