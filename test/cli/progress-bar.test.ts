import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ProgressBar } from '../../src/cli/progress-bar.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const LABEL = 'look 1: issue-24720-in-process under ./loggers/per-deployment-compare-and-set.mjs';

function shown(isTTY: boolean, columns?: number): string {
  let written = '';
  const stream = { isTTY, columns, write: (text: string) => (written += text) };
  const progress = new ProgressBar(stream);
  progress.update(0.1, 'locked');
  expect(written).toBe('');
  vi.advanceTimersByTime(1000);
  progress.update(0.5, LABEL);
  progress.update(0.6, 'locked');
  progress.end();
  return written;
}

it('shows a long run on a terminal, and takes its line away', () => {
  const written = shown(true);
  expect(written).toContain('50 %');
  expect(written).not.toContain('60 %');
  expect(written).toContain('1.0 s left');
  expect(written.endsWith('\r\u001b[2K')).toBe(true);
});

it.each([undefined, 20, 60, 80])('is narrower than the terminal: %j columns', (columns) => {
  const lines = shown(true, columns).split('\r\u001b[2K');
  const widths = lines.map((line) => line.length);
  expect(Math.max(...widths)).toBe((columns ?? 80) - 1);
});

it('shows nothing elsewhere', () => {
  expect(shown(false)).toBe('');
});
