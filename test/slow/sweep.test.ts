import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../src/kernel/random.js';
import { latsim } from '../cli/in-process.js';
import { BIN, SMALL, workFolder } from '../cli/latsim.js';
import { cellsIn } from '../cli/sweep-journal.js';

/*
 * What measured points of the real LiteLLM say, and what a sweep keeps that is killed at any moment.
 *
 * KILLS: how many (default 200); SEED: of their moments (default: of the day).
 */

const KILLS = Number(process.env.KILLS ?? 200);
const SEED = Number(process.env.SEED ?? Math.floor(Date.now() / 86_400_000));

describe('the points that were measured of 16x4 are met within 3 points of share', () => {
  it.each([
    ['dispatch.every=1s,2s,3s,5s,10s', [39, 50, 77, 80, 80]],
    ['duration=450s,600s,1800s', [53, 40, 13]],
  ])('%s', async (vary, measured) => {
    const args = ['sweep', '16x4', '--vary', vary, '-n', '100', '--json', '--threads', '1'];
    const { stdout } = await latsim(args);
    const { cells } = JSON.parse(stdout) as {
      cells: { measures: Record<string, { mean: number }> }[];
    };
    const slow = cells.map(({ measures }) => 100 - 100 * (measures['share(gpt-4.1)']?.mean ?? 0));
    console.info(`${vary}: ${slow.map((share) => share.toFixed(1)).join(', ')} % slow`);
    for (const [i, share] of slow.entries()) {
      expect(Math.abs(share - (measured[i] as number))).toBeLessThanOrEqual(3);
    }
  });
});

describe('a sweep that is killed', () => {
  const args = [
    ...['sweep', 'small.yaml', '--vary', 'dispatch.every=1s..10s:10', '--vary', 'seed=1..6:6'],
    ...['-l', 'unlocked', '-l', 'locked', '--json', '--journal', 'j.jsonl'],
  ];

  it(`at ${KILLS} random moments loses no finished cell, counts none twice, and gives the same bytes`, async () => {
    const folder = workFolder({ 'small.yaml': SMALL });
    const path = join(folder, 'j.jsonl');
    const begun_ms = Date.now();
    const whole = await latsim(args, { cwd: folder });
    const complete = readFileSync(path, 'utf8');
    const took_ms = Date.now() - begun_ms + 1500;
    const moment = new Streams(SEED, 0).stream('kill');
    let kills = 0;
    let finished: string[] = [];
    rmSync(path);
    while (kills < KILLS) {
      const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, stdio: 'ignore' });
      const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
      await Promise.race([ended, setTimeout(moment() * took_ms)]);
      child.kill('SIGKILL');
      const code = await ended;
      kills++;
      const text = readable(path);
      const keys = cellsIn(text);
      // What was there before is there still, and nothing twice.
      expect(keys.slice(0, finished.length)).toEqual(finished);
      expect(new Set(keys).size).toBe(keys.length);
      finished = keys;
      if (code !== 0 && keys.length < 120) continue;
      expect((await latsim(args, { cwd: folder })).stdout).toBe(whole.stdout);
      // Again from the beginning, now and then from a torn or damaged one.
      const kept = complete.slice(0, Math.floor(moment() * complete.length));
      writeFileSync(path, kept);
      finished = cellsIn(kept);
    }
    expect((await latsim(args, { cwd: folder })).stdout).toBe(whole.stdout);
  });
});

function readable(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
