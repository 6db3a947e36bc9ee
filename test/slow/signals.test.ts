import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { Streams } from '../../src/kernel/random.js';
import { BIN, latsim, SMALL, workFolder } from '../cli/latsim.js';
import { USER_LOGGERS } from '../cli/loggers-of-users.js';
import { goldenText } from '../worlds/replay/recordings.js';

/*
 * Signals at random moments of a command's whole life: while Node starts, while modules are loaded, at
 * work, while reports are written, at the end. Afterwards all outputs are there or none, nothing
 * unfinished is left and nobody goes on.
 *
 * SIGNALS: how many per command (default 40); SEED: of their moments (default: of the day).
 */

const PER_COMMAND = Number(process.env.SIGNALS ?? 40);
const SEED = Number(process.env.SEED ?? Math.floor(Date.now() / 86_400_000));
const KINDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const CONFIG = `
model_list:
  - { model_name: medium, litellm_params: { model: openai/slow } }
  - { model_name: medium, litellm_params: { model: openai/fast } }
  - { model_name: other, litellm_params: { model: openai/third } }
`;

const FILES = {
  'small.yaml': SMALL,
  'config.yaml': CONFIG,
  'recording.jsonl': goldenText('v1.76.1', '05_placeholders_healthy_subsets.jsonl.gz'),
  ...USER_LOGGERS,
};

interface Case {
  readonly args: readonly string[];
  /** What it writes: all of it or none. */
  readonly outputs: readonly string[];
  /** The codes that it ends with where no signal comes in time. */
  readonly codes: readonly number[];
}

const REPORTS = ['json=a.json', 'junit=a.xml', 'markdown=a.md', 'text=a.txt'];
const gate = [
  ...['gate', '16x4', '--seeds', '4', '--fixed', '--set', 'duration=60s', '--expect', 'lost >= 0'],
  ...REPORTS.flatMap((one) => ['--reporter', one]),
];

const CASES: readonly Case[] = [
  {
    args: [...gate, '--save-baseline', 'b.json'],
    outputs: ['a.json', 'a.xml', 'a.md', 'a.txt', 'b.json'],
    codes: [0],
  },
  { args: ['run', 'small.yaml', '--events', 'e.jsonl'], outputs: ['e.jsonl'], codes: [0] },
  {
    args: ['run', 'small.yaml', '--logger', './good.mjs', '--events', 'e.jsonl'],
    outputs: ['e.jsonl'],
    codes: [0],
  },
  { args: ['compare', 'small.yaml', '--output', 'c.svg'], outputs: ['c.svg'], codes: [0] },
  {
    args: ['explore', '--logger', 'unlocked', '--output', 'x.svg'],
    outputs: ['x.svg'],
    codes: [1],
  },
  { args: ['trace', 'small.yaml', '--output', 't.mmd'], outputs: ['t.mmd'], codes: [0] },
  {
    args: ['gate', 'small.yaml', '--expect', 'lost >= 0', '--shard', '1/2', '--output', 's.jsonl'],
    outputs: ['s.jsonl'],
    codes: [0],
  },
  {
    args: ['import', 'config.yaml', '--output-dir', 'made'],
    outputs: ['made/medium.yaml', 'made/other.yaml'],
    codes: [0],
  },
  { args: ['replay', 'recording.jsonl'], outputs: [], codes: [0] },
  { args: ['list'], outputs: [], codes: [0] },
];

/** What is in a folder and was not there before. */
function newIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => !Object.hasOwn(FILES, name))
    .sort();
}

interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  readonly leader: number;
}

/** Runs a command, and sends it signals after so many milliseconds. */
async function signalled(
  args: readonly string[],
  cwd: string,
  signals: readonly (readonly [after_ms: number, kind: NodeJS.Signals])[],
): Promise<Outcome> {
  const child = spawn(process.execPath, [BIN, ...args], { cwd, detached: true });
  let stderr = '';
  child.stderr.on('data', (piece) => {
    stderr += piece;
  });
  child.stdout.resume();
  const over = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on('close', (code, signal) => resolve([code, signal]));
  });
  let ended = false;
  void over.then(() => {
    ended = true;
  });
  const start_ms = performance.now();
  for (const [after_ms, kind] of signals) {
    await setTimeout(Math.max(0, start_ms + after_ms - performance.now()));
    if (!ended) child.kill(kind);
  }
  const [code, signal] = await over;
  return { code, signal, stderr, leader: child.pid as number };
}

function goesOn(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

describe.each(CASES)('signals to latsim $args', ({ args, outputs, codes }) => {
  const cwd = () => workFolder(FILES);
  let life_ms = 0;
  beforeAll(async () => {
    const begin_ms = performance.now();
    const folder = cwd();
    const { code } = await latsim(args, { cwd: folder });
    life_ms = performance.now() - begin_ms;
    expect(codes).toContain(code);
    expect(newIn(folder)).toEqual(expect.arrayContaining([...outputs]));
  }, 600_000);

  it(`leave all outputs or none, and nothing else: ${PER_COMMAND} at random moments`, async () => {
    const streams = new Streams(SEED, 0);
    const draw = streams.stream(`signals ${args.join(' ')}`);
    const ends: Record<string, number> = {};
    for (let i = 0; i < PER_COMMAND; i++) {
      // A third of them in the last third, where the reports are written; some follow one another.
      const part = i % 3 === 0 ? 2 / 3 + draw() * 0.4 : draw() * 1.05;
      const kind = KINDS[Math.floor(draw() * KINDS.length)] as NodeJS.Signals;
      const signals: [number, NodeJS.Signals][] = [[part * life_ms, kind]];
      if (i % 4 === 0) signals.push([part * life_ms + draw() * 400, 'SIGTERM']);
      const folder = cwd();
      const { code, signal, stderr, leader } = await signalled(args, folder, signals);
      const told = `seed ${SEED}, number ${i}: ${JSON.stringify({ signals, code, signal, stderr })}`;
      // Node itself hears nothing until it has started; then nothing is written either.
      if (signal === null) expect([...codes, 130], told).toContain(code);
      else expect([stderr, newIn(folder)], told).toEqual(['', []]);
      expect(stderr, told).not.toMatch(/\n {4}at /);
      const left = newIn(folder).filter((name) => name !== 'made');
      expect(left.length === 0 || left.join() === [...outputs].sort().join(), told + left).toBe(
        true,
      );
      if (left.length === 0) expect(newIn(folder), told).toEqual([]);
      if (code !== null && code !== 130) expect(left, told).toEqual([...outputs].sort());
      expect(goesOn(leader), told).toBe(false);
      const end = `${signal ?? code}, ${left.length === 0 ? 'none' : 'all'}`;
      ends[end] = (ends[end] ?? 0) + 1;
    }
    console.log(`seed ${SEED}: latsim ${args.join(' ')}`, ends);
  });
});
