import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baselineOf, readBaseline } from '../../src/cli/baseline.js';
import { type SetupOptions, setUp } from '../../src/files/gate-setup.js';
import { Findings } from '../../src/studies/gate/findings.js';
import type { ScenarioError } from '../../src/text/problems.js';
import { SMALL, workFolder } from '../cli/latsim.js';

const folder = workFolder({
  'small.yaml': `${SMALL}expect: { any: ['lost >= 0'], locked: ['lost == 0'], ./my.mjs: [] }\n`,
  'other.yaml': `${SMALL}expect: ['lost == 0']\n`,
  'silent.yaml': SMALL,
  'my.mjs': '',
});
const file = (name: string): string => join(folder, name);
const plans = (name: string, options: Partial<SetupOptions> = {}) =>
  setUp(folder, [file(name)], { fixed: false, confidence: 0.99, ...options }).plan;

describe('a plan', () => {
  const of = (options: Partial<SetupOptions>, name = 'small.yaml') =>
    plans(name, options).runs.map(({ logger, expectations }) => [
      logger,
      ...expectations.map(({ text }) => text),
    ]);

  it('has a run per logger that the file names', () => {
    expect(of({})).toEqual([
      ['locked', 'lost >= 0', 'lost == 0'],
      ['./my.mjs', 'lost >= 0'],
    ]);
  });

  it('has one run for the logger that is asked for, with what is expected of it', () => {
    expect(of({ logger: ['locked'] })).toEqual([['locked', 'lost >= 0', 'lost == 0']]);
    expect(of({ logger: ['atomic', 'unlocked', 'atomic'] })).toEqual([
      ['atomic', 'lost >= 0'],
      ['unlocked', 'lost >= 0'],
    ]);
    expect(of({ logger: [file('my.mjs')] })).toEqual([['./my.mjs', 'lost >= 0']]);
  });

  it('has what the command expects instead, under the own logger of the scenario', () => {
    expect(of({ expect: ['pending == 0'] })).toEqual([['unlocked', 'pending == 0']]);
  });

  it('is held within the limit of memory: at the first look, or at later ones', () => {
    const run = (options: Partial<SetupOptions>) =>
      plans('other.yaml', { expect: ['lost >= 0'], maxSeeds: 100_000, ...options }).runs[0];
    expect(run({ maxMemory: 200 })?.allowance).toMatch(/--max-memory \d+$/);
    expect(run({ maxMemory: 200 })?.looks.at(-1)).toBeLessThan(100_000);
    expect(run({ maxMemory: 5000 })?.looks.at(-1)).toBe(100_000);
    expect(run({ maxMemory: 5000 })?.allowance).toBeNull();
    expect(() => run({ maxMemory: 110 })).toThrow('MB of memory at once, over the limit of 110');
  });

  it('is replayed with what is expected, where the file alone does not say it', () => {
    const replay = (options: Partial<SetupOptions>) => plans('other.yaml', options).runs[0]?.replay;
    expect(replay({ expect: ['pending==0', 'explore: violation'] })).toContain(
      `--set 'expect=["pending == 0"]'`,
    );
    expect(replay({ profile: 'v1.110.2' })).toContain(`--set 'expect=["lost == 0"]'`);
    expect(replay({})).not.toContain('--set');
  });

  it('has one look where it is fixed, and none where only explorations are asked for', () => {
    const looks = (options: Partial<SetupOptions>) => plans('other.yaml', options).runs[0]?.looks;
    expect(looks({})).toEqual([10, 20, 40, 80, 160, 200]);
    expect(looks({ replications: '300' })).toEqual([300, 600, 1200, 1500]);
    expect(() => looks({ maxSeeds: 2 })).toThrow('--max-replications 2 is below the 10');
    expect(looks({ fixed: true, replications: '12' })).toEqual([12]);
    expect(looks({ expect: ['explore: violation'] })).toEqual([0]);
  });

  it('is not extended past the limit of events', () => {
    // 36 requests, about 8 events each.
    const { runs } = plans('other.yaml', { maxEvents: 15_000 });
    expect(runs[0]).toMatchObject({ looks: [10, 20, 40], allowance: '--max-events 1e5' });
    expect(() => plans('other.yaml', { maxEvents: 500 })).toThrow('over the limit');
  });
});

describe('a plan is refused', () => {
  it('where nothing is expected', () => {
    expect(() => plans('silent.yaml')).toThrow(/silent\.yaml: nothing is expected of it under/);
  });

  it('where expectations contradict one another', () => {
    const expect_ = ['share(fast) >= 80%', 'share(fast) <= 20%'];
    expect(() => plans('silent.yaml', { expect: expect_ })).toThrow('cannot hold together');
  });

  it('where a scenario is named twice', () => {
    const twice = [file('other.yaml'), file('other.yaml')];
    const options = { fixed: false, confidence: 0.99 };
    expect(() => setUp(folder, twice, options)).toThrow('two scenarios are named other');
  });

  it('once where an option is wrong, however many files there are', () => {
    const options = { fixed: false, confidence: 0.99, replications: '0' };
    const problems = (files: string[]) => {
      try {
        setUp(folder, files, options);
      } catch (error) {
        return (error as ScenarioError).problems.map(({ message }) => message);
      }
      return [];
    };
    expect(problems(['small.yaml', 'other.yaml'])).toEqual(['replications cannot be 0']);
  });

  it('with all that is wrong with all files at once', () => {
    const files = ['silent.yaml', 'nowhere.yaml'].map(file);
    const options = { fixed: false, confidence: 0.99 };
    expect(() => setUp(folder, files, options)).toThrow(/nothing is expected.*no such file/s);
  });
});

const FIGURE =
  '{"scenario":"other","logger":"unlocked","figure":"lost","unit":"count","mean":1,"sd":0,"n":3}';

describe('a baseline is refused', () => {
  const plan = plans('other.yaml');

  it.each([
    [{ profile: 'v1.110.2' } as const, 'was profile v1.82.3; is profile v1.110.2'],
    [{ margin: '5' }, 'was margin 0.1; is margin 0.05'],
  ])('of another setting: %j', (options, said) => {
    const looked = { runs: [undefined], unfinished: [], evidence: new Findings(), partial: false };
    writeFileSync(file('was.json'), baselineOf(plan, looked));
    expect(() => readBaseline('was.json', folder, plan, false)).not.toThrow();
    expect(() => readBaseline('was.json', folder, plans('other.yaml', options), false)).toThrow(
      said,
    );
  });

  const read = (text: string) => {
    writeFileSync(file('base.json'), text);
    return () => readBaseline('base.json', folder, plan, false);
  };
  const base = '{ "latsimBaseline": 1, "tool": "9", "scenarios": [], "figures": [] }\n';

  it.each([
    ['of another format', base.replace('1', '2'), /base\.json:1:3: this baseline has format 2/],
    ['that is damaged', base.replace('"9"', '9'), 'damaged at tool'],
    ['that is cut off', base.slice(0, 40), 'this baseline is cut off'],
    [
      'with a figure that is there twice',
      base.replace('"figures": []', `"figures": [${FIGURE}, ${FIGURE}]`),
      'lost of other under unlocked is there twice',
    ],
    ['that is none', '[]', 'this is not a baseline'],
    ['that is no JSON', 'share: 1', 'this is not a baseline'],
  ])('%s', (_, text, said) => {
    expect(read(base)).not.toThrow();
    expect(read(text)).toThrow(said);
  });
});
