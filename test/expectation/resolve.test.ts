import { describe, expect, it, test } from 'vitest';
import { expectationsOf } from '../../src/expectation/expectations.js';
import { readArguments } from '../../src/expectation/resolve.js';
import { contextOf } from '../../src/scenario/context.js';
import { sample, scenarioOf, summaryOf } from '../scenario/sample.js';

const LINE = sample.split('\n').length;
const expected = (yaml: string) => scenarioOf(`${sample}expect:${yaml}\n`).expect;
const problems = (yaml: string) => summaryOf(`${sample}expect:${yaml}\n`);
const texts = (list: readonly { readonly text: string }[]) => list.map(({ text }) => text);

describe('what a scenario expects', () => {
  it('is a list for any logger', () => {
    const { any, loggers } = expected(' [lost==0, explore: violation on remote]');
    expect(texts(any)).toEqual(['lost == 0', 'explore: violation with 2 tasks on remote']);
    expect(loggers).toEqual([]);
  });

  it('or lists by logger, which may be empty', () => {
    const scenario = expected(
      '\n  any: [share(fast) >= 1%]\n  locked: [lost == 0]\n  atomic: []\n  ./mine.mjs: []',
    );
    expect(scenario.loggers.map(({ logger }) => logger)).toEqual([
      'locked',
      'atomic',
      './mine.mjs',
    ]);
    expect(texts(expectationsOf(scenario, 'locked'))).toEqual(['share(fast) >= 1%', 'lost == 0']);
    expect(texts(expectationsOf(scenario, 'atomic'))).toEqual(['share(fast) >= 1%']);
    expect(texts(expectationsOf(scenario, null))).toEqual(['share(fast) >= 1%']);
  });

  it('of a logger that is not there is refused at its name', () => {
    expect(problems('\n  lockd: [lost == 0]')).toEqual([
      `${LINE + 1}:3 there is no logger "lockd" | did you mean "locked"?`,
    ]);
  });

  it('is a list, not nothing', () => {
    expect(problems('\n  locked:\n  any: [lost == 0]')).toEqual([
      `${LINE + 1}:3 expect.locked has no value | write a list of expectations`,
    ]);
  });

  it('says once what is wrong with an alias', () => {
    expect(problems('\n  locked: &a\n    - share(fsat) >= 1%\n  atomic: *a')).toHaveLength(1);
  });

  it('knows where each was written', () => {
    const { any } = expected('\n  - lost == 0\n  - explore: no violation\n  - "share(fast) >= 1%"');
    expect(any.map(({ at }) => at)).toEqual([
      { file: 'test.yaml', line: LINE + 1, column: 5 },
      { file: 'test.yaml', line: LINE + 2, column: 14 },
      { file: 'test.yaml', line: LINE + 3, column: 6 },
    ]);
  });

  it('is no part of the meaning that is hashed', async () => {
    const { canonical } = await import('../../src/scenario/canonical.js');
    expect(canonical(scenarioOf(`${sample}expect: [lost == 0]\n`))).toBe(
      canonical(scenarioOf(sample)),
    );
  });
});

describe('a problem inside a text is named at its column', () => {
  test.each([
    ['plain', ' [lost == many]', 0, 18],
    ['in single quotes', " ['lost == many']", 0, 19],
    ['in double quotes with an escape', ' ["share(\\"slwo\\") >= 1%"]', 0, 18],
    ['behind an escape that hides a character', ' ["lost\\x20== many"]', 0, 10],
    ['in a literal block', '\n  - |-\n    lost == many', 2, 13],
    ['folded', '\n  - >-\n    lost ==\n    many', 3, 5],
    ['plain over two lines', '\n  - lost ==\n    many', 2, 5],
    ['under explore', '\n  - explore: no violation on remotee', 1, 30],
    ['at its end', '\n  - lost ==', 1, 12],
  ])('%s', (_, yaml, line, column) => {
    expect(problems(yaml)[0]).toMatch(new RegExp(`^${LINE + line}:${column} `));
  });

  it('in an argument as well', () => {
    const read = readArguments(
      ['lost == many', 'share(slwo) >= 1%'],
      contextOf(scenarioOf(sample)),
    );
    expect(read.problems).toMatchObject([
      { file: '--expect', column: 9, message: '"many" is not a whole number' },
      { file: '--expect', column: 7, remedy: 'did you mean "slow"?' },
    ]);
  });

  it('where the value is set on the command line', () => {
    expect(summaryOf(sample, ['expect=[lost == many]'])[0]).toMatch(/^--set:17 /);
  });
});

describe('contradictions', () => {
  test.each([
    ['share(fast) >= 80%', 'share(fast) <= 20%', 'cannot hold together with share(fast) >= 80%'],
    ['share(fast) >= 80%', 'share(slow) >= 30%', 'more than 100% together'],
    ['share(fast) <= 20%', 'share(slow) <= 70%', 'less than 100% together'],
    ['p95(latency) <= 1s', 'p95(latency) >= 2s', 'cannot hold together'],
    ['lost == 0', 'lost >= 1', 'cannot hold together'],
    ['verdict == degraded', 'verdict == differentiated', 'cannot hold together'],
    ['verdict == degraded', 'verdict != degraded', 'cannot hold together'],
    ['lost == 0', 'lost==0', 'is given twice'],
    ['share(fast) >= 80%', 'share(fast in default) <= 20%', 'cannot hold together'],
    ['verdict == degraded', 'verdict(default) == degraded', 'is given twice'],
    ['p95(latency) <= 1s', 'p95(latency in default) >= 2s', 'cannot hold together'],
    ['p95(latency) <= 1s', 'p50(latency) >= 2s', 'cannot hold together'],
    ['share(fast) >= 4 * share(slow)', 'share(fast) <= 2 * share(slow)', 'cannot hold together'],
    ['share(fast) >= 4 * share(slow)', 'share(slow) >= share(fast)', 'cannot hold together'],
    ['share(fast) <= 10%', 'max_share(deployment in fast) >= 20%', 'cannot hold together'],
  ])('%s with %s', (one, other, message) => {
    expect(problems(` ['${one}', '${other}']`)).toEqual([expect.stringContaining(message)]);
    expect(problems(` { any: ['${one}'], locked: ['${other}'] }`)).toEqual([
      expect.stringContaining(message),
    ]);
  });

  it('of explorations', () => {
    expect(problems(' [explore: violation, explore: no violation on remote]')).toEqual([
      expect.stringContaining(
        'cannot hold together with explore: violation with 2 tasks on remote',
      ),
    ]);
    const crash = ' [explore: violation with crash, explore: no violation on remote crash task]';
    expect(problems(crash)).toEqual([expect.stringContaining('cannot hold together')]);
  });

  test.each([
    ['share(fast) >= 80%', 'share(fast) <= 80%'],
    ['share(fast) >= 80%', 'share(fast) <= 20% after 60s'],
    ['share(fast) >= 80%', 'share(slow) >= 20%'],
    ['verdict != degraded', 'verdict != inverted'],
    ['p95(latency) >= 2s', 'p50(latency) <= 1s'],
    ['share(fast) >= 3 * share(slow)', 'share(slow) >= 0.33 * share(fast)'],
    ['share(fast) >= 10%', 'max_share(deployment in fast) <= 5%'],
    ['explore: violation with 3 tasks', 'explore: no violation with 2 tasks'],
    ['explore: violation with crash', 'explore: no violation'],
    ['explore: violation with crash process', 'explore: no violation with crash task'],
    ['explore: violation with distinct deployments', 'explore: no violation'],
    ['max_share(deployment in fast) <= 10%', 'share(fast) >= 80%'],
  ])('are not %s and %s', (one, other) => {
    expect(texts(expected(`\n  - ${one}\n  - ${other}`).any)).toHaveLength(2);
  });

  it('are not found among different loggers', () => {
    const { loggers } = expected(
      ' { unlocked: [verdict == degraded], locked: [verdict != degraded] }',
    );
    expect(loggers).toHaveLength(2);
  });
});
