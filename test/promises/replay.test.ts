import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Cell } from '../../src/report/explore/cell.js';
import { textAll } from '../../src/report/explore-all/text.js';
import { PLAIN } from '../../src/report/kit/style.js';
import { built, latsim, type Surroundings } from '../cli/in-process.js';
import { type Ended, latsim as spawned, workFolder } from '../cli/latsim.js';
import { USER_LOGGERS } from '../cli/loggers-of-users.js';

const folder = workFolder({
  ...USER_LOGGERS,
  'random.mjs': `import { write } from 'latsim';
export default {
  *record() { yield write('k', Math.random(), 60); },
  *view(context) { return yield { op: 'read', key: context.key }; },
};`,
  'spin.mjs': `import { read, sleep } from 'latsim';
export default {
  *record() { while ((yield read('flag')) === undefined) yield sleep(0.1); },
  *view(context) { return yield read(context.key); },
};`,
});

/** A user's own logger has to be built. */
function run(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  const isUsers = args.some((arg) => arg.endsWith('.mjs'));
  return (isUsers ? built : latsim)(args, { cwd: folder, ...surroundings });
}
const explore = (...args: string[]): Promise<Ended> => run(['explore', ...args]);

/** The command that reruns a violation, as arguments. */
function replayOf({ stdout }: Ended): string[] {
  const [, command = ''] = /\nNext: Rerun this order.*:\n {4}latsim (.*)\n/.exec(stdout) ?? [];
  return command.split(' ');
}

/** From the name of the violation to before what comes next. */
function storyOf({ stdout }: Ended): string {
  const start = stdout.search(/^[a-z-]+: .*\n +who /m);
  return stdout.slice(start, stdout.indexOf('\nNext: '));
}

describe('every violation ends with the command that replays it, to the byte', () => {
  it.each([
    ['--logger unlocked', 'lost-update'],
    ['--logger unlocked --tasks 4 --samples distinct', 'lost-update'],
    ['--logger unlocked --tasks 20 --strategy random --schedules 50', 'lost-update'],
    ['--logger locked --processes 2', 'lost-update'],
    ['--logger locked-distributed --store tiered --processes 2', 'lost-update'],
    ['--logger locked-distributed --processes 2 --lease-expiry', 'lost-update'],
    ['--logger locked --expiry', 'not-serializable'],
    ['--logger compare-and-set --tasks 3 --retries 1', 'abandoned'],
    ['--logger unlocked --select --crash task', 'lost-update'],
    ['--logger ./spin.mjs --tasks 2', 'endless-loop'],
  ])('%s', async (args, kind) => {
    const found = await explore(...args.split(' '));
    expect(found.code).toBe(1);
    expect(found.stderr).toBe('');
    const story = storyOf(found);
    expect(story.startsWith(`${kind}: `)).toBe(true);
    const replayed = await run(replayOf(found));
    expect(replayed.code).toBe(1);
    expect(storyOf(replayed)).toBe(story);
    expect(replayOf(replayed)).toEqual(replayOf(found));
  });

  it('as JSON too', async () => {
    const found = JSON.parse((await explore('--logger', 'unlocked', '--json')).stdout);
    expect(found).toMatchObject({
      schemaVersion: 1,
      tool: { name: 'latsim' },
      logger: 'unlocked',
      store: 'remote',
      tasks: 2,
      schedules: 6,
      lossless: 2,
      states: 12,
      exhaustive: true,
      bound: null,
      samples: [
        { samples: 1, schedules: 4 },
        { samples: 2, schedules: 2 },
      ],
      violation: { kind: 'lost-update', tasks: 2, schedule: '1,2,1,2', minimal: true, cycle: null },
    });
    expect(found.violation.steps).toHaveLength(4);
    const args = found.violation.replay.split(' ').slice(1);
    const again = JSON.parse((await latsim([...args, '--json'])).stdout);
    expect(again.steps).toEqual(found.violation.steps);
    expect(again.violation.kind).toBe('lost-update');
  });
});

it('numbers of schedules are decimal strings where they would be rounded', async () => {
  const args = ['--logger', 'atomic', '--tasks', '3', '--samples-per-task', '13', '--json'];
  const { schedules, lossless } = JSON.parse((await explore(...args)).stdout);
  const factorial = (n: bigint): bigint => (n <= 1n ? 1n : n * factorial(n - 1n));
  const exact = factorial(39n) / (factorial(13n) * factorial(13n) * factorial(13n));
  expect({ schedules, lossless }).toEqual({ schedules: `${exact}`, lossless: `${exact}` });
});

describe('a schedule that is given', () => {
  it('exits 0 where nothing is wrong with it', async () => {
    const { code, stdout } = await explore('--logger', 'unlocked', '--schedule', '1,1,2,2');
    expect(code).toBe(0);
    expect(stdout.startsWith('No violation of unlocked in this order')).toBe(true);
  });

  it('exits 0 where it stops half-way, and says what could come next', async () => {
    const { code, stdout } = await explore('--logger', 'unlocked', '--schedule', '1,2,1');
    expect(code).toBe(0);
    expect(stdout).toContain('not at its end: next could be 2');
  });

  it.each([
    ['1,2,3', "move 3 of the schedule, '3', is not possible there", 'use one of 1, 2'],
    ['1,1,1', "move 3 of the schedule, '1', is not possible there", 'use one of 2'],
    ['1,1,2,2,1', "move 5 of the schedule, '1', is not possible there", 'all tasks have ended'],
    ['crash:1', "move 1 of the schedule, 'crash:1', is not possible there", 'use one of 1, 2'],
  ])('%s exits 2 and names the move', async (schedule, message, remedy) => {
    const { code, stdout, stderr } = await explore('--logger', 'unlocked', '--schedule', schedule);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(remedy);
  });
});

describe('verdicts and exit codes', () => {
  it('no violation: 0, and what was tried and what was not', async () => {
    const { code, stdout } = await explore('--logger', 'locked', '--tasks', '3');
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'No violation found: locked, 84 of 84 orders, 3 tasks, 1 process, same deployment, remote ' +
        'store. Not tried: distinct deployments',
    );
  });

  it.each([
    ['--max-states 5', 0, '--max-states 5'],
    ['--max-states 5 --strict', 4, '--max-states 5'],
    ['--strategy random --schedules 20', 0, '--schedules 20'],
    ['--strategy pct --schedules 20', 0, '--schedules 20'],
  ])('%s: no violation within, and never "proved"', async (args, code, bound) => {
    const ended = await explore('--logger', 'atomic', '--tasks', '8', ...args.split(' '));
    expect(ended.code).toBe(code);
    expect(ended.stdout.replaceAll(/\s+/g, ' ')).toContain(
      `No violation of atomic within ${bound}.`,
    );
    expect(ended.stdout).not.toMatch(/safe|proved|violation found/i);
  });

  it.each([
    [['--logger', 'unlockd'], 'did you mean "unlocked"?'],
    [[], 'there is nothing to explore'],
    [['--logger', 'atomic', '--tasks', '65'], 'from 1 to 64'],
    [['--logger', 'atomic', '--tasks', '0'], 'from 1 to 64'],
    [['--logger', 'atomic', '--store', 'disk'], 'in-process, remote, tiered'],
    [['--logger', 'locked-distributed', '--store', 'in-process'], "cannot do 'acquire-lease'"],
    [
      ['--all', '--lease-expiry'],
      '--all has programs of its own, and --lease-expiry describes one',
    ],
    [['--logger', 'atomic', '--format', 'svg'], 'there is no violation, so there is no diagram'],
    [['--logger', './missing.mjs'], 'there is no such file'],
    [['--logger', './random.mjs'], 'it is not deterministic: in step 1 of task'],
    [['--logger', './nonsense.mjs'], 'in step 1 of record(), it yielded 5'],
    [['--logger', './throws.mjs'], 'threw in step 1, at ./throws.mjs:'],
    [['--logger', './no-view.mjs'], 'has no method view'],
  ])('%j exits 2', async (args, message) => {
    const { code, stdout, stderr } = await explore(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\nreplay: latsim explore .*\n$|\n {4}latsim explore --help\n$/);
  });

  it.each(['unlocked', './good.mjs'])(
    'interrupted, %s prints what it has covered: 130',
    async (logger) => {
      const large = ['--tasks', '9', '--samples', 'distinct'];
      const ended = await run(['explore', '--logger', logger, ...large], {
        interruptAfter: 10,
      });
      expect(ended.code).toBe(130);
      expect(ended.stdout.replaceAll(/\s+/g, ' ')).toMatch(
        /stopped by an interrupt, after [\d,]+ states/,
      );
      expect(ended.stdout).not.toMatch(/^Safe|No violation found/m);
      expect(ended.stderr).toContain('interrupted: only what was finished is reported');
    },
  );

  it('--max-seconds and --max-memory stop it', async () => {
    const large = ['--logger', 'locked', '--tasks', '12', '--samples', 'distinct'];
    const time = await explore(...large, '--max-seconds', '1');
    expect(time.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'No violation of locked within --max-seconds 1.',
    );
    const memory = await explore(...large, '--max-memory', '60');
    expect(memory.stdout.replaceAll(/\s+/g, ' ')).toContain('within --max-memory 60 (MB).');
  });
});

describe('the same bytes', () => {
  it('twice, and in another process, locale and time zone', async () => {
    const args = ['explore', '--logger', 'unlocked', '--tasks', '3'];
    const first = await latsim(args);
    const env = { LANG: 'de_DE.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' };
    expect(await spawned(args, { env })).toEqual(first);
  });

  it('in a file, which is there in full or not at all', async () => {
    const { stdout } = await explore('--logger', 'unlocked', '--format', 'mermaid');
    await explore('--logger', 'unlocked', '--format', 'mermaid', '--output', 'race.mmd');
    expect(readFileSync(join(folder, 'race.mmd'), 'utf8')).toBe(stdout);
    await explore('--logger', 'atomic', '--format', 'svg', '--output', 'none.svg');
    expect(readdirSync(folder).filter((name) => /none|tmp/.test(name))).toEqual([]);
  });
});

describe('explore --all', () => {
  let ended: Ended;
  let cells: Record<string, unknown>[];
  beforeAll(async () => {
    ended = await latsim(['explore', '--all', '--threads', '1', '--json']);
    cells = JSON.parse(ended.stdout).cells;
  });

  it('shows every shipped logger on every store', () => {
    expect(ended.code).toBe(0);
    const of = (logger: string, store: string) =>
      [1, 2].map(
        (processes) =>
          cells.find(
            (cell) =>
              cell.logger === logger &&
              cell.store === store &&
              cell.processes === processes &&
              cell.special === '',
          )?.verdict,
      );
    expect(of('unlocked', 'in-process')).toEqual(['safe', 'safe']);
    expect(of('unlocked', 'remote')).toEqual(['lost-update', 'lost-update']);
    expect(of('unlocked', 'tiered')).toEqual(['lost-update', 'lost-update']);
    expect(of('locked', 'remote')).toEqual(['safe', 'lost-update']);
    expect(of('locked-global', 'remote')).toEqual(['safe', 'lost-update']);
    expect(of('locked-distributed', 'in-process')).toEqual(['not supported', 'not supported']);
    expect(of('locked-distributed', 'remote')).toEqual(['safe', 'safe']);
    expect(of('locked-distributed', 'tiered')).toEqual(['safe', 'lost-update']);
    for (const store of ['in-process', 'remote', 'tiered']) {
      expect(of('atomic', store)).toEqual(['safe', 'safe']);
      expect(of('compare-and-set', store)).toEqual(['safe', 'safe']);
    }
    const special = cells.filter((cell) => cell.special !== '');
    expect(special.map((cell) => [cell.logger, cell.verdict])).toEqual([
      ['locked-distributed', 'lost-update'],
      ['compare-and-set', 'abandoned'],
      ['locked', 'not-serializable'],
      ['locked', 'safe'],
      ['locked-distributed', 'safe'],
    ]);
    for (const cell of cells) {
      const violated = !['safe', 'not supported'].includes(String(cell.verdict));
      expect(cell.replay === null).toBe(!violated);
    }
  });

  it('as text, 80 columns wide', () => {
    // A cell of the JSON holds the fields of its program. docs.test.ts has the command itself.
    const TOOL = { name: 'latsim', version: '0.0.0' } as const;
    const matrix = cells.map((cell) => ({ ...cell, program: cell }) as unknown as Cell);
    const text = textAll(matrix, { tasks: 3, all: matrix.length, tool: TOOL }, PLAIN, true);
    expect(text).toContain('loses updates');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
