import { describe, expect, it } from 'vitest';
import { latsim } from '../cli/in-process.js';
import { SMALL, workFolder } from '../cli/latsim.js';

/** Promise: reports begin with their answer, and are short; details are asked for. */

const cwd = workFolder({
  'small.yaml': SMALL,
  'holds.yaml': `${SMALL}expect: [share(fast) >= 1%, share(fast) <= 100%]\n`,
  'fails.yaml': `${SMALL}expect: [lost == 0, share(fast) <= 100%]\n`,
});
const linesOf = async (...args: string[]) =>
  (await latsim(args, { cwd })).stdout.trimEnd().split('\n');

/** Columns; a command that has to be copied is whole, on a line of its own. */
const widest = (lines: readonly string[]) =>
  Math.max(...lines.map((line) => (/^ *latsim /.test(line) ? 0 : line.length)));

describe('run', () => {
  it('fits 80 x 24, the prompt of the shell with it, with verdict and shares in its first half', async () => {
    const lines = await linesOf('run', '16x4');
    expect(lines.length).toBeLessThanOrEqual(23);
    expect(widest(lines)).toBeLessThanOrEqual(80);
    const first = lines.slice(0, 12).join('\n');
    expect(first).toContain('Degraded: the router does no better than random choice.');
    expect(first).toMatch(/claude-sonnet-4-6 +80% +[\d,]+ +78\.5% {2}\[/);
    expect(first).toMatch(/gpt-4\.1 +20% +[\d,]+ +21\.5% {2}\[/);
  });
});

describe('compare', () => {
  it('begins with its conclusion', async () => {
    const [heading, conclusion] = (await linesOf('compare', 'small.yaml')).join('\n').split('\n\n');
    expect(heading).toMatch(/^small {2}unlocked, locked, atomic · 3 deployments/);
    expect(conclusion?.replaceAll(/\s+/g, ' ')).toMatch(
      /^ locked sends [\d.]+% to fast, unlocked [\d.]+%; it saves .* a request\. atomic/,
    );
  });
});

describe('gate', () => {
  const gate = (name: string) => linesOf('gate', name, '--logger', 'unlocked');

  it('is a line per scenario and logger where it passes', async () => {
    const [conclusion, , run, , last, ...more] = await gate('holds.yaml');
    expect(conclusion).toMatch(/^The gate passes: all 2 expectations hold/);
    expect(run).toMatch(/^ {2}✓ holds under unlocked \(2\)/);
    expect(last).toMatch(/^latsim .* · seed 1 · more: --verbose$/);
    expect(more).toEqual([]);
  });

  it('tells a failure in full, with the command that shows it', async () => {
    const shown = (await gate('fails.yaml')).join('\n');
    expect(shown).toMatch(/^The gate fails: 1 failed, 1 passed\.\n\n {2}✗ .* unlocked \(2\)\n/);
    expect(shown).toMatch(/FAIL {2}lost == 0\n[\s\S]*Rerun:\n +latsim run fails.yaml /);
    expect(shown).not.toContain('pass  share');
  });
});
