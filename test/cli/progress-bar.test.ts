import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProgressBar } from '../../src/cli/progress-bar.js';
import { Screen } from './screen.js';

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
  expect(written).toContain('50%');
  expect(written).not.toContain('60%');
  expect(written).toContain('1 s left');
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

describe.each([80, 40])('on a terminal of %j columns', (columns) => {
  it.each([
    LABEL,
    '回放: 一个名字很长的场景，'.repeat(6),
    `combined: ${'e\u0301'.repeat(80)}`,
    '🚀'.repeat(60),
    'short',
  ])('it stays in its line, and leaves nothing behind: %s', (label) => {
    const screen = new Screen(columns);
    screen.write('$ latsim run\n');
    const progress = new ProgressBar(screen);
    for (let part = 0; part < 1; part += 0.05) {
      vi.advanceTimersByTime(400);
      progress.update(part, label);
      progress.updateCount(part * 1e6, 'states', label);
      expect(screen.rows.length).toBeLessThanOrEqual(2);
    }
    expect(screen.rows[1]).toMatch(/% {2}1 s left/);
    progress.end();
    screen.write('report\n');
    expect(screen.rows).toEqual(['$ latsim run', 'report']);
  });

  it('follows it when it grows or shrinks', () => {
    const screen = new Screen(columns);
    const progress = new ProgressBar(screen);
    const width = (): number => {
      vi.advanceTimersByTime(500);
      progress.update(0.5, LABEL);
      return screen.rows[0]?.length ?? 0;
    };
    const before = width();
    screen.columns = 60;
    expect(width()).toBe(59);
    screen.columns = columns;
    expect(width()).toBe(before);
  });
});

it('says how long it takes in minutes where it takes some', () => {
  const screen = new Screen(80);
  const progress = new ProgressBar(screen);
  vi.advanceTimersByTime(10_000);
  progress.update(0.1, 'locked');
  expect(screen.rows[0]).toContain('10%  1 min 30 s left  locked');
});

it('the terminal of these tests does wrap', () => {
  const screen = new Screen(10);
  screen.write('\r\u001b[2K12345678901');
  screen.write('\r\u001b[2Kx');
  expect(screen.rows).toEqual(['1234567890', 'x']);
});
