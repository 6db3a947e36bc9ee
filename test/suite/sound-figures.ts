import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { latsim } from '../cli/in-process.js';
import type { Ended } from '../cli/latsim.js';

/** Runs a scenario by its text, briefly, for its JSON. */
export function ran(folder: string, text: string, command = 'run'): Promise<Ended> {
  const file = 'extreme.yaml';
  writeFileSync(join(folder, file), text);
  const args = [command, file, '--json', '--max-events', '20000', '--threads', '1'];
  return latsim(args, { cwd: folder });
}

/** Holds that a scenario is refused, or that all its figures are numbers where there is something to measure. */
export async function figuresAreSound(folder: string, text: string): Promise<void> {
  const { code, stdout, stderr } = await ran(folder, text);
  expect(stderr).not.toMatch(/NaN|Infinity/);
  if (code === 2) return;
  expect(code, stderr).toBe(0);
  expect(stdout).not.toMatch(/NaN|Infinity/);
  const { requests, samples, latency, logging, groups } = JSON.parse(stdout);
  // An interval takes two replications with requests.
  const { lostPerRequestCi95: _, ...means } = latency;
  const measured = [
    ...(requests > 0 ? [...Object.values(means), ...groups.map(shareOf)] : []),
    ...(samples.recorded > 0 ? Object.values(logging) : []),
  ];
  expect(measured).not.toContain(null);
}

function shareOf({ share }: { readonly share: number | null }): number | null {
  return share;
}
