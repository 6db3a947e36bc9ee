import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { mergeShards } from '../../src/cli/shard.js';
import { tool } from '../../src/files/tool.js';
import type { GateReport } from '../../src/report/gate/report.js';
import { built, latsim } from '../cli/in-process.js';
import { SMALL, workFolder } from '../cli/latsim.js';
import { USER_LOGGERS } from '../cli/loggers-of-users.js';
import { codeOf, pages, ROOT } from '../docs/page.js';
import { structureFaults } from '../report/gate/junit-structure.js';

/** Promise: a gate fails when the distribution degrades, and its bytes hang on nothing else. */

const EXPECTS = `
expect:
  any: ['p95(latency) <= 10s']
  unlocked:
    - share(fast) >= 90%
    - explore: violation with 2 tasks on remote
  locked: ['lost == 0', 'share(fast) >= 20% after 20s']
`;
const cwd = workFolder({
  'small.yaml': `${SMALL}${EXPECTS}`,
  'other.yaml': `${SMALL}expect: ['lost == 0']\n`,
  'silent.yaml': SMALL,
  'long.yaml': `${SMALL.replace('duration: 60s', 'duration: 250h')}expect: ['lost == 0']\n`,
  'bad.yaml': `${SMALL}expect:\n  - share(fsat) >= 85%\n  - p95(latency) <= 2\n`,
  ...USER_LOGGERS,
});
const gate = (...args: string[]) => latsim(['gate', ...args], { cwd });
/** With a user's own logger. */
const gateOfOwn = (...args: string[]) => built(['gate', ...args], { cwd });
const FLAGSHIP = ['16x4', '--expect', 'share(gpt-4.1) >= 85%'];

describe.concurrent('a gate', () => {
  it('fails where the race degrades routing, in words for a newcomer', async () => {
    const { code, stdout, stderr } = await gate(...FLAGSHIP, '--logger', 'unlocked');
    expect(code).toBe(1);
    expect(stdout).toContain('FAIL  share(gpt-4.1) >= 85%');
    expect(stdout).toMatch(
      /21\.\d% \[\d+\.\d, \d+\.\d\] at 99\.5%, threshold 85\.0%, margin -6\d\.\d points/,
    );
    expect(stdout).toContain('on the wrong side of 85.0%');
    expect(stdout).toContain(
      `\n            latsim run 16x4 --logger unlocked --seed 1 --set 'expect=["share(gpt-4.1) >= 85%"]' --replications 20\n`,
    );
    expect(stderr).toContain('replay: latsim gate 16x4');
  });

  it('that an exploration fails shows how it comes to that, from a shard, too', async () => {
    const what = ['other.yaml', '--expect', 'explore: no violation', '--expect', 'lost >= 0'];
    const { code, stdout } = await gate(...what, '--fixed', '--format', 'markdown');
    expect(code).toBe(1);
    const stories = stdout.match(/^```mermaid\nsequenceDiagram\n.*?^```$/gms);
    expect(stories).toEqual([expect.stringContaining('accTitle: unlocked loses an update')]);
    expect(stdout).toContain('~~d/01: A~~ (overwritten)');
    await gate(...what, '--shard', '1/1', '--output', 'story.jsonl');
    const merged = await latsim(['merge', 'story.jsonl', '--format', 'markdown'], { cwd });
    expect(merged.stdout).toBe(stdout);
  });

  it.each(['locked', 'atomic'])('passes with %s', async (logger) => {
    expect((await gate(...FLAGSHIP, '--logger', logger)).code).toBe(0);
  });

  it("passes with a user's own logger", async () => {
    expect((await gateOfOwn(...FLAGSHIP, '--logger', './good.mjs')).code).toBe(0);
  });

  it('runs each logger that is named, with what is expected of any and of it', async () => {
    const { code, stdout } = await gate('small.yaml', '--json');
    expect(code).toBe(1);
    const { passed, runs } = JSON.parse(stdout) as GateReport;
    expect(passed).toBe(false);
    const judged = runs.map(({ logger, expectations }) => [
      logger,
      ...expectations.map((one) => [one.expectation, one.passed, one.place.line]),
    ]);
    const first = SMALL.split('\n').length + 2;
    expect(judged).toEqual([
      [
        'unlocked',
        ['p95(latency) <= 10s', true, first],
        ['share(fast) >= 90%', false, first + 2],
        ['explore: violation with 2 tasks on remote', true, first + 3],
      ],
      [
        'locked',
        ['p95(latency) <= 10s', true, first],
        ['lost == 0', true, first + 4],
        ['share(fast) >= 20% after 20s', true, first + 4],
      ],
    ]);
  });

  it('names the replication that breaks an expectation of every one, to be replayed', async () => {
    const { stdout } = await gate('other.yaml', '--json');
    const [one] = (JSON.parse(stdout) as GateReport).runs[0]?.expectations ?? [];
    const { replication, value } = one?.counterexample ?? {};
    const words = one?.replay.split(' ').slice(1) ?? [];
    const again = await latsim([...words, '--json'], { cwd });
    const report = JSON.parse(again.stdout);
    expect(report.replications).toMatchObject([{ replication, lost: value }]);
  });

  it('is inconclusive near the truth: a warning, or 4 with --strict', async () => {
    // About that over 10 replications that are 8 points apart.
    const near = ['16x4', '--expect', 'share(gpt-4.1) >= 21%', '--seeds', '10', '--fixed'];
    const { code, stdout, stderr } = await gate(...near);
    expect(code).toBe(0);
    expect(stdout).toMatch(/About \d+ replications would have/);
    expect(stderr).toContain('warning: the gate is undecided: 1 of 1 undecided');
    expect(stdout).toMatch(/\n {12}latsim gate .* --replications \d+ --fixed\n/);
    expect((await gate(...near, '--strict')).code).toBe(4);
  });

  it('extends what is inconclusive, up to a limit', async () => {
    const near = ['16x4', '--expect', 'share(gpt-4.1) >= 21%', '--seeds', '10'];
    const { stdout } = await gate(...near, '--max-seeds', '30', '--json');
    const [run] = (JSON.parse(stdout) as GateReport).runs;
    expect(run).toMatchObject({ looks: [10, 20, 30], replications: 30 });
  });
});

describe('too few replications', () => {
  const few = ['16x4', '--set', 'duration=60s', '--seeds', '9'];

  it.each([
    'share(gpt-4.1) >= 25%',
    'max_share(deployment in gpt-4.1) <= 60%',
    'share(gpt-4.1) >= 2 * share(claude-sonnet-4-6)',
    'p95(latency) <= 2s',
    'verdict == degraded',
  ])('are refused where they are judged by an interval: %s', async (expected) => {
    for (const more of [[], ['--fixed'], ['--shard', '1/2']]) {
      const { code, stdout, stderr } = await gate(...few, '--expect', expected, ...more);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('too few replications');
      expect(stderr).toContain('--replications 10');
    }
  });

  it('are enough for what must hold in every one', async () => {
    const [name = '', ...options] = few;
    const counts = ['lost >= 0', 'abandoned == 0'].flatMap((one) => ['--expect', one]);
    expect((await gate(name, ...options, '--seeds', '2', ...counts)).code).toBe(0);
  });

  it('are refused with the place, where the file expects it', async () => {
    const { code, stderr } = await gate('small.yaml', '--seeds', '3');
    expect(code).toBe(2);
    expect(stderr).toMatch(/small\.yaml:\d+:\d+: too few replications: "p95\(latency\) <= 10s"/);
  });

  it('leave a run undecided, and what it expects inconclusive', async () => {
    const run = ['run', '16x4', '--seeds', '9', '--set', 'expect=["share(gpt-4.1) >= 25%"]'];
    const { code, stdout } = await latsim([...run, '--json'], { cwd });
    const { verdict, groups, expectations } = JSON.parse(stdout);
    expect([code, verdict]).toEqual([0, 'undecided']);
    for (const { share, ci95 } of groups) expect([typeof share, ci95]).toEqual(['number', null]);
    expect(expectations).toMatchObject([{ passed: null, interval: null, level: null }]);
    const text = (await latsim(run, { cwd })).stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'Undecided: 9 replications are too few for an interval, which takes 10.',
    );
  });
});

describe.concurrent('a loss beside an exploration that finds none', () => {
  const two = ['small.yaml', '--logger', 'locked', '--set', 'processes.count=2', '--fixed'];
  const contradictory = [...two, '--expect', 'lost == 0', '--expect', 'explore: no violation'];
  const said = (text: string) => text.replaceAll(/\s+/g, ' ');
  const text =
    'explore: no violation with 2 tasks on remote passes beside it, as the two looked at different ' +
    'programs. Run: many requests at once, 3 deployments, 2 processes, remote store, lists of 10, what is ' +
    'stored expires after 1m. Explored: 2 tasks, 1 process, same deployment, remote store; lists that never fill, ' +
    'and nothing expires. Nearer to the run is, and with more --tasks nearer still:';
  const command =
    'latsim explore --logger locked --tasks 3 --processes 2 --deployments distinct --expiry 1';

  it.each(['text', 'markdown', 'junit', 'github'])('is explained, as %s', async (reporter) => {
    const { code, stdout } = await gate(...contradictory, '--reporter', reporter);
    expect(code).toBe(1);
    const plain = said(stdout.replaceAll('%0A', '\n'));
    expect(plain).toContain(text);
    expect(plain).toContain(command);
  });

  it('as JSON too, and its command finds the loss', async () => {
    const { stdout } = await gate(...contradictory, '--json');
    const [{ expectations }] = (JSON.parse(stdout) as GateReport).runs as [GateReport['runs'][0]];
    expect(expectations.map(({ decision, note }) => [decision, note])).toEqual([
      ['fail', { text, command }],
      ['pass', undefined],
    ]);
    const explored = await latsim(command.split(' ').slice(1));
    expect(explored.code).toBe(1);
    expect(explored.stdout).toContain('lost-update: ');
  });

  it('goes on with as many tasks as it explored', async () => {
    const four = [
      ...two,
      '--expect',
      'lost == 0',
      '--expect',
      'explore: no violation with 4 tasks',
    ];
    expect((await gate(...four)).stdout).toMatch(/latsim explore --logger locked --tasks 4 /);
  });

  it('is not where they agree', async () => {
    const fails = [
      ...two,
      '--expect',
      'lost == 0',
      '--expect',
      'explore: violation in 2 processes',
    ];
    expect((await gate(...fails)).stdout).not.toContain('different');
    const holds = [...two, '--expect', 'lost >= 1', '--expect', 'explore: no violation'];
    expect((await gate(...holds)).stdout).not.toContain('different');
  });

  it('on a tiered store with a select, whose late answer a memory keeps', async () => {
    const on = ['--set', 'store={kind: tiered, rtt: 1ms}', '--set', 'router.ttl=2s'];
    const { stdout } = await gate(...contradictory, ...on);
    expect(stdout).toMatch(/latsim explore .* --store tiered .*--select/);
  });

  it('what an exploration is about is said even so', async () => {
    const one = await gate(...two, '--expect', 'explore: no violation crash task');
    expect(one.code).toBe(0);
    expect(said(one.stdout)).toContain(
      'nothing expires, no list fills, no select runs beside them, and all happens within one minute unless the logger looks at the minute.',
    );
  });
});

describe.concurrent('the same bytes', () => {
  const what = ['small.yaml', 'other.yaml', '--seeds', '11'];
  const NAMES = ['json', 'junit', 'markdown', 'github'];
  const reporters = (folder: string) =>
    NAMES.flatMap((name) => ['--reporter', `${name}=${folder}.${name}`]);
  const files = (folder: string) =>
    NAMES.map((name) => readFileSync(join(cwd, `${folder}.${name}`), 'utf8'));

  it('with 1, 2 and 8 threads; --workers is their old name', async () => {
    const runs = await Promise.all(
      ['1', '2', '8'].map((n) => gate(...what, n === '2' ? '--workers' : '--threads', n)),
    );
    expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1);
  });

  it('from 1, 3 and 7 shards, of every reporter', async () => {
    const whole = await gate(...what, '--fixed', ...reporters('whole'));
    expect(whole.code).toBe(1);
    for (const of of [1, 3, 7]) {
      const names = Array.from({ length: of }, (_, i) => `part-${i + 1}-${of}.jsonl`);
      await Promise.all(
        names.map((name, i) => gate(...what, '--shard', `${i + 1}/${of}`, '--output', name)),
      );
      const merged = await latsim(['merge', ...names.reverse(), ...reporters(`of${of}`)], { cwd });
      expect(merged.code).toBe(1);
      expect(merged.stdout).toBe(whole.stdout);
      expect(files(`of${of}`)).toEqual(files('whole'));
    }
    expect(structureFaults(files('whole')[1] as string)).toEqual([]);
  });
});

describe.concurrent('bad input ends with 2, a place and a remedy', () => {
  it.each([
    [
      'a group and a unit that are none',
      ['bad.yaml'],
      [
        'bad.yaml:16:11: there is no group "fsat"',
        'did you mean "fast"',
        'bad.yaml:17:21: "2" has no unit',
      ],
    ],
    ['a shard that reports', ['other.yaml', '--shard', '1/2', '--json'], ['latsim merge']],
    ['two ways', ['other.yaml', '--fixed', '--max-seeds', '9'], ['exclude one another']],
    ['a file', ['other.yaml', '--reporter', 'json=no/x.json'], ['no such folder']],
  ])('%s', async (_, args, said) => {
    const { code, stdout, stderr } = await gate(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    for (const part of said) expect(stderr).toContain(part);
    expect(stderr).toMatch(/\nreplay: latsim .*\n$|\n {4}(?:latsim gate --help|mkdir -p no)\n$/);
  });

  it('a logger that throws', async () => {
    const { code, stdout, stderr } = await gateOfOwn('other.yaml', '--logger', './throws.mjs');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/ alone:\n {4}latsim run .*--replication 0\n/);
  });

  it('a shard that is missing, doubled, cut off, changed, or of another gate', async () => {
    const make = (name: string, ...args: string[]) => gate(...args, '--output', name);
    await Promise.all([
      make('a1', 'other.yaml', '--shard', '1/2'),
      make('a2', 'other.yaml', '--shard', '2/2'),
      make('b2', 'other.yaml', '--shard', '2/2', '--set', 'duration=30s'),
      make('c2', 'other.yaml', '--shard', '2/2', '--seeds', '4'),
    ]);
    const text = readFileSync(join(cwd, 'a2'), 'utf8');
    writeFileSync(join(cwd, 'cut'), text.slice(0, -100));
    writeFileSync(join(cwd, 'changed'), text.replace('"lost":', '"lost":9'));
    writeFileSync(join(cwd, 'old'), text.replace(/"version":"[^"]*"/, '"version":"0.0.1"'));
    const cases = [
      [['a1'], 'shard 2/2 is missing'],
      [['a1', 'a2', 'a2'], 'is there twice'],
      [['a1', 'cut'], 'this shard is not whole'],
      [['a1', 'changed'], 'its checksum does not fit'],
      [['a1', 'old'], 'this shard is of latsim 0.0.1'],
      [['a1', 'b2'], 'its scenarios are other '],
      [['a1', 'c2'], 'other seeds'],
      [['a1', 'other.yaml'], 'this is not a shard'],
      [['a1', 'nowhere'], 'there is no such file'],
    ] as const;
    for (const [names, said] of cases) {
      expect(() => mergeShards(names, tool(), cwd), said).toThrow(said);
    }
    const missing = await latsim(['merge', 'a3', 'a1', 'a2'], { cwd });
    expect(missing.stderr).not.toMatch(/did you mean "a[12]"/);
    const { code, stdout, stderr } = await latsim(['merge', 'a1', 'cut'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^cut:\d+:1: this shard is not whole/);
  });
});

describe.concurrent('a baseline', () => {
  it('is compared with, and refused where the scenario has changed', async () => {
    await gate('other.yaml', '--save-baseline', 'base.json');
    const same = await gate('other.yaml', '--seed', '5', '--baseline', 'base.json', '--verbose');
    expect(same.stdout).toMatch(/share\(fast\) +\d+\.\d% +\d+\.\d% +~ [+-]?\d/);
    const changed = ['other.yaml', '--set', 'store.rtt=2ms', '--baseline', 'base.json'];
    const refused = await gate(...changed);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/^base\.json:\d+:\d+: scenario other has changed: was store: /);
    expect(refused.stderr).toContain('rtt 2ms');
    expect(refused.stderr).toContain('--allow-changed');
    const told = await gate(...changed, '--allow-changed');
    expect(told.code).toBe(1);
    expect(told.stdout).toContain('scenario other has changed');
  });

  it('is sorted, a line per figure, and the same again', async () => {
    await gate('small.yaml', '--save-baseline', 'one.json');
    await gate('small.yaml', '--threads', '1', '--save-baseline', 'two.json');
    const text = readFileSync(join(cwd, 'one.json'), 'utf8');
    expect(readFileSync(join(cwd, 'two.json'), 'utf8')).toBe(text);
    const figures = text.split('\n').filter((line) => line.includes('"figure"'));
    expect(figures).toHaveLength(JSON.parse(text).figures.length);
    expect(figures).toHaveLength(2 * 6);
  });
});

describe.concurrent('the documentation', () => {
  const guide = pages().find(({ path }) => path === 'docs/maintainer.md')!;
  const workflows: [string, string][] = [
    ...codeOf(guide, 'yml').map(({ file = '', lines }): [string, string] => [
      file,
      lines.join('\n'),
    ]),
    ...['routing.yml', 'routing-sharded.yml'].map((name): [string, string] => [
      name,
      readFileSync(join(ROOT, 'docs/examples', name), 'utf8'),
    ]),
  ];
  const reference = readFileSync(join(ROOT, 'docs/reference/gate.md'), 'utf8');

  it.for(workflows)('has %s, complete and with options that there are', async ([, text]) => {
    const workflow = parse(text);
    expect(Object.keys(workflow)).toEqual(expect.arrayContaining(['name', 'on', 'jobs']));
    const jobs = Object.values(workflow.jobs) as { 'runs-on': string; steps: Step[] }[];
    const commands = jobs.flatMap((job) => {
      expect(job['runs-on']).toBeTypeOf('string');
      for (const step of job.steps) expect('run' in step).not.toBe('uses' in step);
      return job.steps.flatMap(({ run = '' }) => /latsim (?:gate|merge) .*/.exec(run) ?? []);
    });
    expect(commands.length).toBe(jobs.length);
    for (const command of commands) {
      const { stdout: help } = await latsim([command.split(' ')[1] as string, '--help']);
      for (const [flag] of command.matchAll(/--[a-z-]+/g))
        expect(help).toMatch(new RegExp(`^ {2}(-\\w, )?${flag} `, 'm'));
    }
  });

  it('names every field of the JSON', async () => {
    const { stdout } = await gate('other.yaml', '--json');
    const report = JSON.parse(stdout) as GateReport;
    const [run] = report.runs;
    const fields = [report, report.terms, report.scenarios[0], run, run?.expectations[0]?.place]
      .flatMap((one) => Object.keys(one ?? {}))
      .map((name) => `\`${name}\``);
    const missing = fields.filter((name) => !reference.includes(name));
    expect(missing).toEqual([]);
  });
});

interface Step {
  readonly run?: string;
  readonly uses?: string;
}

describe('interrupted', () => {
  it('a gate reports the scenarios that are finished, and marks it', async () => {
    const report = 'interrupted.json';
    const { code } = await latsim(
      ['gate', 'other.yaml', 'long.yaml', '--threads', '1', '--reporter', `json=${report}`],
      { cwd, interruptAfter: 50 },
    );
    expect(code).toBe(130);
    const { partial, unfinished, runs } = JSON.parse(readFileSync(join(cwd, report), 'utf8'));
    expect({ partial, unfinished }).toEqual({ partial: true, unfinished: ['long under unlocked'] });
    expect(runs).toMatchObject([{ scenario: 'other' }]);
    expect(readdirSync(cwd).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
