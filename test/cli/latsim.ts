import { type ChildProcess, execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command, as it is installed. */
export const BIN = fileURLToPath(new URL('../../bin/latsim.js', import.meta.url));
const BATCH = fileURLToPath(new URL('batch.mjs', import.meta.url));

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  /** On top of an environment that says nothing of colour, nor of GitHub Actions. */
  readonly env?: Readonly<Record<string, string>>;
  /** Is given the process as soon as it has started. */
  readonly started?: (child: ChildProcess) => unknown;
}

/** Runs the built command to its end, in a process of its own; see `in-process.ts`. */
export function latsim(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  return spawned([BIN, ...args], surroundings);
}

/** How commands end, each given as its words, all run in one process: by `batch.mjs`. */
export async function batch(
  commands: readonly (readonly string[])[],
  surroundings: Surroundings = {},
): Promise<Ended[]> {
  const { code, stdout, stderr } = await spawned([BATCH, JSON.stringify(commands)], surroundings);
  if (code !== 0) throw new Error(`the batch ends with ${code}:\n${stderr}`);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Ended);
}

/** Starts Node, and waits for its end. */
function spawned(words: readonly string[], surroundings: Surroundings): Promise<Ended> {
  const { NO_COLOR, FORCE_COLOR, GITHUB_ACTIONS, GITHUB_STEP_SUMMARY, ...env } = process.env;
  const { cwd = process.cwd(), started } = surroundings;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      words,
      { cwd, env: { ...env, ...surroundings.env }, maxBuffer: 1e9 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
    started?.(child);
  });
}

const folders: string[] = [];

/** At the end of each test file; see `test/suite/work-folders.ts`. */
export function removeWorkFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A new folder with some files, gone at the end of the test file. */
export function workFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'latsim-test-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** The last line of an error about what was mistyped: how the command is used. */
export const HELP = /\n {2}= how it is used:\n {4}latsim .*--help\n$/;

/** A scenario that runs in milliseconds and loses updates. */
export const SMALL = `
title: Two slow and one fast
assumes: a shared store
reported: nowhere
fleet:
  groups:
    - { name: slow, deployments: 2, latency: { distribution: lognormal, p50: 2s, p95: 3s } }
    - { name: fast, deployments: 1, latency: { distribution: lognormal, p50: 500ms, p95: 800ms } }
load: { kind: bursts, size: 6, every: 10s }
duration: 60s
dispatch: { kind: flushes, every: 5s }
store: { kind: remote, rtt: 1ms, jitter: 10% }
router: { ttl: 60s }
replications: 10
`;
