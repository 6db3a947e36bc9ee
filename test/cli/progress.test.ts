import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Progress } from '../../src/cli/progress.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function shown(isTTY: boolean): string {
  let written = '';
  const stream = { isTTY, write: (text: string) => (written += text) };
  const progress = new Progress(stream);
  progress.update(0.1, 'locked');
  expect(written).toBe('');
  vi.advanceTimersByTime(1000);
  progress.update(0.5, 'locked');
  progress.update(0.6, 'locked');
  progress.end();
  return written;
}

it('shows a long run on a terminal, and takes its line away', () => {
  const written = shown(true);
  expect(written).toContain('50 %');
  expect(written).not.toContain('60 %');
  expect(written.endsWith('\r\u001b[K')).toBe(true);
});

it('shows nothing elsewhere', () => {
  expect(shown(false)).toBe('');
});
