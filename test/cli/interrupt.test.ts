import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Interrupt } from '../../src/cli/interrupt.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function listening() {
  const exit = vi.fn();
  let signal = (): void => undefined;
  const interrupt = new Interrupt({
    exit,
    onSignal(listener) {
      signal = listener;
      return () => {
        signal = () => undefined;
      };
    },
  });
  return { interrupt, exit, signal: () => signal() };
}

it('asks to stop, once: an echo of the same Ctrl-C is no second one', () => {
  const { interrupt, exit, signal } = listening();
  expect(interrupt.signal.aborted).toBe(false);
  signal();
  vi.advanceTimersByTime(200);
  signal();
  expect(interrupt.signal.aborted).toBe(true);
  expect(exit).not.toHaveBeenCalled();
});

it('ends the command at once where it is asked again', () => {
  const { exit, signal } = listening();
  signal();
  vi.advanceTimersByTime(500);
  signal();
  expect(exit).toHaveBeenCalledWith(130);
});

it('ends the command within a second, whatever it is at', () => {
  const { exit, signal } = listening();
  signal();
  vi.advanceTimersByTime(1000);
  expect(exit).toHaveBeenCalledWith(130);
});

it('is gone when it is disposed of', () => {
  const { interrupt, exit, signal } = listening();
  signal();
  interrupt.dispose();
  signal();
  vi.advanceTimersByTime(10_000);
  expect(exit).not.toHaveBeenCalled();
});
