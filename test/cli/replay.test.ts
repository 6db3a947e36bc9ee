import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { goldenText } from '../worlds/replay/recordings.js';
import { latsim } from './in-process.js';
import { workFolder } from './latsim.js';

const plain = goldenText('v1.76.1', '05_placeholders_healthy_subsets.jsonl.gz');
const overflow = goldenText('v1.76.1', '04_overflow_drift.jsonl.gz');
const lines = plain.trimEnd().split('\n');
const OPS = lines.length - 1;

/** Longer than a piece of a stream, packed too: times differ, the rest is the same again. */
function repeated(times: number): string {
  const [config, ...operations] = lines.map((line) => JSON.parse(line));
  const again = operations.filter(({ op }) => op !== 'state');
  const parts = [JSON.stringify(config)];
  for (let i = 0; i < times; i++) {
    // More than a ttl apart, so that each begins with nothing.
    for (const one of again) parts.push(JSON.stringify({ ...one, t: one.t + i * 1000 }));
  }
  return `${parts.join('\n')}\n`;
}

const folder = workFolder({
  'plain.jsonl': plain,
  'overflow.jsonl': overflow,
  'long.jsonl': repeated(200),
  'empty.jsonl': '',
  'torn.jsonl': [...lines.slice(0, 9), '{"op":"select"'].join('\n'),
  'unknown.jsonl': plain.replace('"v1.76.1"', '"v1.77"'),
});
writeFileSync(join(folder, 'packed'), gzipSync(plain));
writeFileSync(join(folder, 'long.jsonl.gz'), gzipSync(repeated(200)));
writeFileSync(join(folder, 'short.gz'), gzipSync(plain).subarray(0, 2000));
writeFileSync(
  join(folder, 'binary.jsonl'),
  Buffer.concat([Buffer.from(plain), Buffer.from([0xff])]),
);
mkdirSync(join(folder, 'folder'));

const replay = (args: readonly string[], stdin: string | Buffer = '') =>
  latsim(['replay', ...args], { cwd: folder, stdin });

describe.concurrent('latsim replay', () => {
  test('plain, packed, long, from a pipe: all agree', async () => {
    const files = ['plain.jsonl', 'packed', 'long.jsonl', 'long.jsonl.gz', '-'];
    const { code, stdout, stderr } = await replay([...files, '--json'], gzipSync(plain));
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    const long = 200 * (OPS - plain.split('"op":"state"').length + 1);
    expect(report).toMatchObject({
      schemaVersion: 1,
      tool: { name: 'latsim' },
      ops: 3 * OPS + 2 * long,
      mismatches: 0,
      partial: false,
    });
    expect(report.files).toMatchObject(
      [OPS, OPS, long, long, OPS].map((ops, i) => ({
        file: files[i],
        variant: 'v1.76.1',
        profile: 'v1.76.1',
        ops,
        mismatches: 0,
        details: [],
        detailsLeftOut: 0,
      })),
    );
  });

  test('another version: what differs, where, and the command that shows it again', async () => {
    const args = ['overflow.jsonl', 'plain.jsonl', '--profile', 'v1.110.2'];
    const { code, stdout, stderr } = await replay(args);
    expect(code).toBe(1);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /^By the rules of v1\.110\.2, latsim agrees with 2 recordings in [\d,]+ of [\d,]+ checks, /,
    );
    expect(stdout).toContain('recorded v1.76.1, replayed as v1.110.2');
    expect(stdout).toMatch(/averages of selects +600 +582 +38/);
    expect(stdout).toMatch(/line 38, select at 3.37 s, averages\n {4}expected +b 0.25\d+\n/);
    expect(stdout).toMatch(/and 863 more/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(stderr).toMatch(/^latsim: [\d,]+ checks of the recordings differ\nreplay: /);
    expect(stderr).toContain(`replay: latsim replay ${args.join(' ')}\n`);
  });

  test('the problems of all files at once, each with place, reason and remedy', async () => {
    const files = ['plain.jsonl', 'empty.jsonl', 'torn.jsonl', 'unknown.jsonl', 'short.gz'];
    const more = ['binary.jsonl', 'folder', 'nowhere'];
    const { code, stdout, stderr } = await replay([...files, ...more]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.split('\n').filter((line) => /^\S/.test(line))).toEqual([
      'empty.jsonl: there is nothing in this file',
      'torn.jsonl:10:1: this line is not JSON',
      expect.stringMatching(/^unknown\.jsonl:1:\d+: no profile is called "v1\.77"$/),
      expect.stringMatching(/^short\.gz:\d+:1: the gzip stream ends too early$/),
      `binary.jsonl:${lines.length + 1}:1: this is not UTF-8 text`,
      'folder: this is a directory',
      'nowhere: there is no such file',
      `replay: latsim replay ${[...files, ...more].join(' ')}`,
    ]);
    expect(stderr.match(/^ {2}= /gm)).toHaveLength(7);
  });

  test('interrupted: what is finished is reported', async () => {
    let interrupt = (): void => undefined;
    const pieces = [plain];
    const stdin = new Readable({
      read() {
        const piece = pieces.pop();
        if (piece !== undefined) this.push(piece);
        // It waits for the rest of its input, which never comes.
        else interrupt();
      },
    });
    const { code, stdout } = await latsim(['replay', 'plain.jsonl', '-', '--json'], {
      cwd: folder,
      stdin,
      listening: (press) => {
        interrupt = press;
      },
    });
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ partial: true, files: [{ file: 'plain.jsonl' }] });
  });
});
