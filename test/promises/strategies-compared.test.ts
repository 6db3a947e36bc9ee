import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/index.js';
import type { CompareReport } from '../../src/report/compare/report.js';
import { built, latsim } from '../cli/in-process.js';
import { SMALL, workFolder } from '../cli/latsim.js';

/*
 * Which strategy to use: several side by side, on the same random numbers, and one of the user's own among
 * them, which is held to the same contract as a logger.
 */

const FIRST = 'export default { name: "first", choose: ({ candidates }) => candidates[0] };';
const cwd = workFolder({
  'small.yaml': SMALL,
  'own.yaml': SMALL.replace('router: {', 'router: { strategy: ./first.mjs,'),
  'first.mjs': FIRST,
  'throws.mjs': 'export default {\n  choose() {\n    throw new Error("boom");\n  },\n};\n',
  'counts.mjs': 'let calls = 0;\nexport default { choose: () => calls++ % 3 };\n',
  'empty.mjs': 'export default {};\n',
});
const run = (...args: string[]) => latsim(args, { cwd });
const SHUFFLED = ['--strategy', 'simple-shuffle', '--strategy', 'least-busy'];

describe('compare --strategy', () => {
  it('says what each comes to, how sure that is, and what it does not tell', async () => {
    const { stdout } = await run('compare', 'small.yaml', '-l', 'locked', ...SHUFFLED);
    expect(stdout).toMatch(/^small {2}simple-shuffle, least-busy/);
    expect(stdout).toContain('least-busy looks at load');
    expect(stdout).toMatch(/strategy +share +95% CI +verdict +extra latency\n/);
    expect(stdout).toMatch(/strategy +P50 +P95 +P99 +busiest deployment\n/);
    expect(stdout).toMatch(/latsim run small.yaml --logger locked --strategy least-busy/);
  });

  it('has each run in JSON as it is alone, on the same requests', async () => {
    const { stdout } = await run('compare', 'small.yaml', ...SHUFFLED, '--json');
    const { compared, runs, sameArrivals } = JSON.parse(stdout) as CompareReport;
    expect([compared, sameArrivals]).toEqual(['strategies', true]);
    expect(runs.map(({ variant, strategy }) => [variant, strategy])).toEqual([
      ['simple-shuffle', 'simple-shuffle'],
      ['least-busy', 'least-busy'],
    ]);
    for (const option of [['--strategy'], ['--set']]) {
      const value = option[0] === '--set' ? 'router.strategy=least-busy' : 'least-busy';
      const alone = await run('run', 'small.yaml', ...option, value, '--json');
      const { variant: _, difference: __, ...compared } = runs[1]!;
      expect(JSON.parse(alone.stdout)).toEqual(compared);
    }
  });

  it('is a picture, and Markdown that names the command', async () => {
    const picture = await run('compare', 'small.yaml', ...SHUFFLED, '--format', 'svg');
    expect(picture.stdout).toContain('least-busy');
    const { stdout } = await run('compare', 'small.yaml', ...SHUFFLED, '--format', 'markdown');
    expect(stdout).toContain('\nlatsim compare small.yaml --strategy simple-shuffle --strategy');
    expect(stdout).toContain('| latency P50, P95, P99 |');
  });

  it.each([
    [['-l', 'locked', '-l', 'atomic', ...SHUFFLED], 'give several of one kind'],
    [['--strategy', 'least-busi'], 'did you mean "least-busy"?'],
    [['--strategy', 'least-busy', '--strategy', 'least-busy'], 'is named twice'],
    [['--strategy', './frst.mjs'], 'did you mean ./first.mjs?'],
  ])('%j is refused', async (args, said) => {
    const { code, stderr } = await run('compare', 'small.yaml', ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  });
});

describe("a strategy of the user's own", () => {
  it('is a file that a command or a scenario names, or an object of a program', async () => {
    const fields = async (...args: string[]) => {
      const { stdout, stderr } = await built([...args, '--json'], { cwd });
      expect(stderr).toBe('');
      const { strategy, traceHash, groups } = JSON.parse(stdout);
      return { strategy, traceHash, groups };
    };
    const own = await fields('run', 'small.yaml', '--strategy', './first.mjs');
    expect(own.strategy).toBe('first');
    expect(await fields('run', 'own.yaml')).toEqual(own);
    const strategy = { name: 'first', choose: () => 0 };
    const report = await simulate(join(cwd, 'small.yaml'), { strategy });
    expect(report).toMatchObject(own);
  });

  it.each([
    ['throws.mjs', "strategy 'throws': choose() threw, at ./throws.mjs:3:11: Error: boom"],
    ['counts.mjs', "strategy 'counts': it is not deterministic"],
    ['empty.mjs', './empty.mjs is not a strategy: its default export has no method choose'],
  ])('is told its fault, with the place: %s', async (file, said) => {
    const { code, stderr } = await built(['run', 'small.yaml', '--strategy', `./${file}`], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  });

  it('begins with the one that init writes', async () => {
    const { stdout } = await run('init', 'strategy', 'mine.mjs');
    expect(stdout).toContain('latsim compare 16x4 --strategy lowest-latency --strategy ./mine.mjs');
    expect(readFileSync(join(cwd, 'mine.mjs'), 'utf8')).toContain("import('latsim').Strategy");
    const { code, stdout: said } = await built(
      ['compare', 'small.yaml', '--strategy', 'simple-shuffle', '--strategy', './mine.mjs'],
      { cwd },
    );
    expect([code, said]).toEqual([0, expect.stringMatching(/^small {2}simple-shuffle, mine/)]);
  });

  it('is looked at by validate', async () => {
    expect((await run('validate', 'own.yaml')).code).toBe(0);
    const cwd = workFolder({
      'lost.yaml': SMALL.replace('router: {', 'router: { strategy: ./a.mjs,'),
    });
    const { code, stderr } = await latsim(['validate', 'lost.yaml'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/lost\.yaml:\d+:\d+: strategy \.\/a\.mjs: there is no such file/);
  });
});
