import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { latsim } from './in-process.js';
import { SMALL, workFolder } from './latsim.js';

const GRID = ['sweep', 'small.yaml', '--vary', 'dispatch.every=2s..10s:2', '--threads', '1'];
const BOTH = [...GRID, '--logger', 'unlocked', '--logger', 'locked'];

let folder: string;
/** What the sweep of both prints. */
let whole: string;

const run = (...args: readonly string[]) => latsim(args, { cwd: folder });
const path = (file: string) => join(folder, file);

beforeAll(async () => {
  folder = workFolder({ 'small.yaml': SMALL });
  whole = (await run(...BOTH)).stdout;
  await run(...BOTH, '--shard', '1/2', '--output', 's1.jsonl');
  const env = { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '2' };
  await latsim([...BOTH, '--shard', 'auto', '--output', 's2.jsonl'], { cwd: folder, env });
});

describe('a sweep', () => {
  it('says what it found, then shows every cell', () => {
    const [heading = '', , finding = ''] = whole.split('\n');
    expect(heading).toBe('small  unlocked, locked · dispatch.every · 4 cells');
    expect(finding).toMatch(/^ {2}The router .+ in (both|none of 2|1 of 2) settings/);
    expect(whole).toMatch(/ {2}10s +locked +\d+\.\d% /);
  });

  it('has cells as JSON, each with its key, its setting and its measures', async () => {
    const { stdout } = await run(
      ...GRID,
      '--json',
      '--measure',
      'p95(latency)',
      '--measure',
      'lost',
    );
    const { cells, schemaVersion } = JSON.parse(stdout);
    expect(schemaVersion).toBe(1);
    expect(cells).toHaveLength(2);
    expect(cells[0].key).not.toBe(cells[1].key);
    expect(cells[0]).toMatchObject({
      set: { 'dispatch.every': '2s' },
      logger: 'unlocked',
      strategy: 'lowest-latency',
      replications: 10,
      measures: {
        'p95(latency)': { mean: expect.any(Number), ci95: expect.any(Array) },
        lost: { mean: expect.any(Number) },
      },
    });
  });

  it('measures what a run of the setting does', async () => {
    const [one] = JSON.parse((await run('merge', 's1.jsonl', 's2.jsonl', '--json')).stdout).cells;
    const alone = await run(
      'run',
      'small.yaml',
      '--set',
      'dispatch.every=2s',
      '--json',
      '--threads',
      '1',
    );
    const [, { share, ci95 }] = JSON.parse(alone.stdout).groups;
    expect(one.measures['share(fast)']).toEqual({ mean: share, ci95 });
  });

  it.each([
    ['csv', /^key,dispatch\.every,logger,strategy,replications,verdict,share\(fast\),/],
    ['jsonl', /^\{"key":"[0-9a-f]{20}","set":\{"dispatch\.every":"2s"\}/],
    ['markdown', /^## small: `dispatch\.every`\n\n\*\*The router /],
    ['svg', /^<svg .*<title id="[^"]+">The router /s],
    ['html', /^<!DOCTYPE html>.*<h1>The router .*<svg .*<code>(<span>)?latsim.*--vary/s],
  ])('has the form %s', async (form, begins) => {
    const { stdout } = await run('merge', 's1.jsonl', 's2.jsonl', '--format', form);
    expect(stdout).toMatch(begins);
  });

  it('draws a map of two fields', async () => {
    const { stdout } = await run(...GRID, '--vary', 'router.ttl=30s,60s');
    expect(stdout).toContain('share(fast) (dispatch.every across, router.ttl down)');
  });

  it('says what it added, and that islands may be missed', async () => {
    const { stdout } = await run(...BOTH, '--refine', 'locked > 1%', '--rounds', '1');
    expect(stdout).toContain('islands smaller than');
    expect(stdout).toContain('differs from that under locked by more than 1 points');
  });
});

describe('a journal', () => {
  const journal = [...BOTH, '--journal', 'j.jsonl'];

  it('holds each finished cell, and gives the same bytes whatever became of it', async () => {
    expect((await run(...journal)).stdout).toBe(whole);
    const full = readFileSync(path('j.jsonl'), 'utf8');
    const lines = full.split('\n');
    expect(lines).toHaveLength(6);

    const torn = full.slice(0, -40);
    writeFileSync(path('j.jsonl'), torn);
    const resumed = await run(...journal);
    expect(resumed.stdout).toBe(whole);
    expect(resumed.stderr).toContain('its last line was torn, and is dropped');
    expect(readFileSync(path('j.jsonl'), 'utf8')).toBe(full);

    writeFileSync(path('j.jsonl'), full.replace('10,"verdict"', '11,"verdict"'));
    const repaired = await run(...journal);
    expect(repaired.stdout).toBe(whole);
    expect(repaired.stderr).toContain('1 line of it is damaged; the cells are computed again');

    writeFileSync(path('j.jsonl'), full.replace('"seed":1', '"seed":2'));
    const headed = await run(...journal);
    expect(headed.stdout).toBe(whole);
    expect(headed.stderr).toContain('its first line is damaged, and is written again');
    expect(readFileSync(path('j.jsonl'), 'utf8').split('\n').length).toBe(6);

    writeFileSync(path('j.jsonl'), full.slice(0, 50));
    expect((await run(...journal)).stdout).toBe(whole);
    writeFileSync(path('j.jsonl'), full);
  });

  it('of another sweep, or of something else, is refused and stays as it is', async () => {
    const before = readFileSync(path('j.jsonl'), 'utf8');
    const other = await run(...journal, '--seed', '7');
    expect(other).toMatchObject({ code: 2, stdout: '' });
    expect(other.stderr).toContain('this journal is of another sweep: other seed');
    const wrong = await run(...GRID, '--journal', 'small.yaml');
    expect(wrong.code).toBe(2);
    expect(readFileSync(path('j.jsonl'), 'utf8')).toBe(before);
    expect(readFileSync(path('small.yaml'), 'utf8')).toBe(SMALL);
    const device = await run(...GRID, '--journal', '/dev/null');
    expect(device).toMatchObject({ code: 2, stdout: '' });
    expect(device.stderr).toContain('/dev/null: this is not a file');
  });

  it('keeps what was finished when a sweep is interrupted, which says how to go on', async () => {
    const args = [...BOTH, '--journal', 'cut.jsonl'];
    const stopped = await latsim(args, { cwd: folder, interruptAfter: 20 });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain('--journal cut.jsonl');
    expect(readFileSync(path('cut.jsonl'), 'utf8').split('\n').length).toBeGreaterThan(2);
    expect((await run(...args)).stdout).toBe(whole);
  });
});

it('shards put together are the same as the whole', async () => {
  expect((await run('merge', 's2.jsonl', 's1.jsonl')).stdout).toBe(whole);
  expect((await run('merge', 'small.yaml')).stderr).toContain(
    'this is not a shard of a gate, nor of a sweep',
  );
  const one = await run('merge', 's1.jsonl');
  expect(one).toMatchObject({ code: 2, stdout: '' });
  expect(one.stderr).toContain('shard 2/2 is missing');
  const text = readFileSync(path('s1.jsonl'), 'utf8');
  writeFileSync(
    path('s1.jsonl'),
    text.replace('"replications":10,"verdict"', '"replications":9,"verdict"'),
  );
  expect((await run('merge', 's1.jsonl', 's2.jsonl')).stderr).toContain('this shard was changed');
});

it.each([
  [['--vary', 'dispatch.evry=1s..2s'], 'did you mean "dispatch.every"?'],
  [['--vary', 'dispatch.every=2s..1s'], 'the range is empty'],
  [['--vary', 'dispatch.evry=1s..9s:50'], '(in 25 or more cells)'],
  [['--vary', 'dispatch.every=1s..9s:log:log'], 'there twice'],
  [['--vary', 'seed=1,2', '--shard', 'auto'], 'nothing says which shard this is'],
  [['--vary', 'dispatch.every=10%..20%'], 'is not a unit of time'],
  [['--vary', 'dispatch.every=1s,2s', '--vary', 'dispatch.every=3s'], 'is varied twice'],
  [['--vary', 'dispatch.every=1s,2s', '--set', 'dispatch.every=3s'], 'it is set as well'],
  [['--vary', 'warmup=10s,90s'], 'warmup=90s'],
  [['--vary', 'duration=10s,60s', '--set', 'warmup=20s'], 'at duration=10s: the warm-up'],
  [['--vary', 'seed=1..5', '--max-cells', '4'], '5 cells, over the limit of 4'],
  [['--vary', 'seed=1,2', '--measure', 'share(nobody)'], 'there is no group "nobody"'],
  [['--vary', 'seed=1,2', '--measure', 'lots'], 'did you mean "lost"?'],
  [['--vary', 'seed=1,2', '--measure', 'lost == 0'], 'write lost'],
  [['--vary', 'seed=1,2', '--refine'], 'a list has no values in between'],
  [['--vary', 'seed=1,2', '--rounds', '2'], 'add --refine'],
  [['--vary', 'router.ttl=1s..9s', '--refine', 'locked > 1%'], 'locked is not among'],
  [[], 'nothing is varied'],
])('%j is refused before any work', async (args, says) => {
  const { code, stdout, stderr } = await run('sweep', 'small.yaml', ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(says);
});
