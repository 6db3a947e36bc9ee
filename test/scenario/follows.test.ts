import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/files/load.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { SampleFractions } from '../../src/scenario/sample-kinds.js';
import { profileRemedy } from '../../src/strategies/lowest-latency/profile-remedy.js';
import { formatProblems } from '../../src/text/problems.js';
import { parse, sample, scenarioOf, summaryOf } from './sample.js';

/** The sample, the slow group of anthropic and the fast one of openai. */
const both = sample
  .replace('name: slow', 'name: slow\n      provider: anthropic')
  .replace('name: fast', 'name: fast\n      provider: openai');
const messages = `${both}path: messages\n`;

interface Outcome {
  readonly profile: string;
  /** What each group's answers are. */
  readonly kinds: readonly string[];
  readonly follows: readonly string[];
  readonly warnings: readonly string[];
}

function read(text: string, set: readonly string[] = [], profile?: string): Outcome {
  const shorthands = profile === undefined ? {} : { profile };
  const result = parseScenario(text, { file: 'test.yaml', set, shorthands });
  if (!result.ok) throw new Error(formatProblems(result.problems));
  const { scenario, follows } = result;
  const kindOf = (kinds: SampleFractions = scenario.samples.kind) =>
    Object.entries(kinds)
      .filter(([, part]) => part > 0)
      .map(([kind, part]) => (part === 1 ? kind : `${kind} ${part}`))
      .join();
  return {
    profile: scenario.router.profile,
    kinds: scenario.modelGroups.flatMap(({ groups }) =>
      groups.map((group) => kindOf(group.samples?.kind)),
    ),
    follows,
    warnings: result.warnings.map(({ line, column, message }) => `${line}:${column} ${message}`),
  };
}

const litellm = (release: string) => `router.litellm=${release}`;

describe('from the release', () => {
  test.each([
    ['1.75.0', 'v1.76.1', 1],
    ['1.76.1', 'v1.76.1', 0],
    ['1.82.3', 'v1.82.3', 0],
    ['v1.82.3', 'v1.82.3', 0],
    ['"1.82.3"', 'v1.82.3', 0],
    ['1.82.3-stable', 'v1.82.3', 0],
    ['1.88.0', 'v1.82.3', 1],
    ['1.108.7', 'v1.110.2', 1],
    ['1.110.2', 'v1.110.2', 0],
    ['1.111.0', 'v1.110.2', 1],
  ])('%s follows the profile %s, with %i warnings', (release, profile, warnings) => {
    const found = read(`${sample}router: { litellm: ${release} }\n`);
    expect(found.profile).toBe(profile);
    expect(found.warnings).toHaveLength(warnings);
    expect(read(sample, [litellm(release)]).profile).toBe(profile);
  });

  test('that was not measured: which rules differ and what is recorded is said', () => {
    const text = `${sample}router:\n  litellm: 1.88.0\n`;
    const result = parse(text);
    expect(result.ok && result.warnings).toEqual([
      expect.objectContaining({
        line: 12,
        column: 12,
        message: 'litellm 1.88.0 was not measured: the nearest profile, v1.82.3, stands for it',
        items: [
          'a full list drops its first (since 1.83.10)',
          expect.stringContaining('perhaps no average'),
          expect.stringContaining('perhaps a write'),
          'no path is stated, so every answer is taken as recorded; on /v1/messages (1.85.0 to 1.88.6) it would be: anthropic not recorded, openai recorded as chat',
        ],
      }),
    ]);
    expect(read(text).follows.join('\n')).toMatch(
      /^litellm 1\.88\.0 was not measured.*since 1\.83\.10.*\nno path is stated, so every answer is taken as recorded; on \/v1\/messages \(1\.85\.0 to 1\.88\.6\)/,
    );
  });

  test.each<[string, readonly string[], RegExp]>([
    [
      'path of messages',
      ['path=messages'],
      /^what is recorded follows.*1\.88\.6 on \/v1\/messages:/,
    ],
    ['path of chat', ['path=chat'], /^what is recorded follows.*: all releases on \/chat/],
    ['kind that is stated', ['samples.kind=chat'], /^samples\.kind is stated, and holds/],
    [
      'kind that a group states',
      ['path=messages', 'fleet.groups[0].samples.kind=chat', 'fleet.groups[1].samples.kind=other'],
      /^samples\.kind of each group is stated, and holds/,
    ],
  ])('the warning tells what is recorded by the %s', (_, set, last) => {
    const result = parse(both, [litellm('1.88.0'), ...set]);
    const [warning] = result.ok ? result.warnings : [];
    expect(warning?.items?.at(-1)).toMatch(last);
    // Three rules, and one line of what is recorded.
    expect(warning?.items).toHaveLength(4);
  });

  test('rules of latencies are left out where the strategy reads none', () => {
    const result = parse(sample, [litellm('1.88.0'), 'router.strategy=simple-shuffle']);
    const told = result.ok ? [...result.follows, ...(result.warnings[0]?.items ?? [])] : [];
    expect(told.join('\n')).toMatch(
      /those of latencies play no part, as simple-shuffle reads none/,
    );
    expect(told.join('\n')).not.toContain('full list');
  });

  test('with a suffix, that it is taken without', () => {
    expect(read(sample, [litellm('1.82.3.rc1')]).follows[0]).toBe(
      'litellm 1.82.3.rc1 is taken as 1.82.3',
    );
  });

  test('nothing is said where none is named', () => {
    expect(read(sample)).toEqual({
      profile: 'v1.82.3',
      kinds: ['chat', 'chat'],
      follows: [],
      warnings: [],
    });
  });
});

describe('a release that YAML or its writer has shortened is refused', () => {
  test.each([
    ['1.88', '13:12 router.litellm cannot be 1.88 | write the release whole, such as 1.88.0'],
    ['1.111', '13:12 router.litellm cannot be 1.111 | write the release whole, such as 1.111.0'],
    [
      '1.11',
      '13:12 router.litellm cannot be 1.11 | write the release whole, such as 1.11.0, or 1.110.0 where 1.110 was meant',
    ],
    ['1.110', '13:12 router.litellm cannot be 1.110 | write the release whole, such as 1.110.0'],
    ['1', '13:12 router.litellm cannot be 1 | write the release whole, such as 1.110.0'],
    [
      '"1.88"',
      '13:12 router.litellm: "1.88" is not a release of LiteLLM | write the release whole, such as 1.88.0',
    ],
    [
      'latest',
      '13:12 router.litellm: "latest" is not a release of LiteLLM | write the release whole, such as 1.110.0',
    ],
    ['null', '13:3 router.litellm has no value | write the release whole, such as 1.110.0'],
    ['[1.88.0]', '13:3 router.litellm cannot be a list | write the release whole, such as 1.110.0'],
  ])('%s', (release, problem) => {
    expect(summaryOf(`${sample}router:\n  ttl: 5m\n  litellm: ${release}\n`)).toEqual([problem]);
  });

  test('also on the command line', () => {
    expect(summaryOf(sample, [litellm('1.110')])).toEqual([
      '--set:16 router.litellm cannot be 1.110 | write the release whole, such as 1.110.0',
    ]);
  });
});

describe('beside a profile', () => {
  const router = (text: string) => `${sample}router: ${text}\n`;

  test('that it agrees with, it is the release', () => {
    const found = read(router('{ litellm: 1.88.0, profile: v1.82.3 }'));
    expect([found.profile, found.warnings.length]).toEqual(['v1.82.3', 1]);
  });

  test('that it contradicts, both are named', () => {
    const problem =
      'router.litellm 1.88.0 and router.profile v1.110.2 contradict one another | keep one of them: of the profiles, v1.82.3 is nearest to 1.88.0';
    expect(summaryOf(router('{ litellm: 1.88.0, profile: v1.110.2 }'))).toEqual([
      `11:20 ${problem}`,
    ]);
    expect(summaryOf(sample, [litellm('1.88.0'), 'router.profile=v1.110.2'])).toEqual([
      `--set:16 ${problem}`,
    ]);
  });

  test('what is laid over a file holds, and is said to', () => {
    const file = `${messages}router: { litellm: 1.82.3 }\n`;
    const over = read(file, ['router.profile=v1.76.1']);
    expect(over.profile).toBe('v1.76.1');
    expect(over.follows[0]).toBe('router.profile v1.76.1 stands in place of router.litellm 1.82.3');
    expect(read(`${messages}router: { profile: v1.76.1 }\n`, [litellm('1.88.0')])).toMatchObject({
      profile: 'v1.82.3',
      kinds: ['not-recorded', 'chat'],
    });
  });

  test('an option holds over --set', () => {
    expect(read(sample, [litellm('1.88.0')], 'v1.76.1').profile).toBe('v1.76.1');
  });
});

describe('a profile that is named by a release that was not measured', () => {
  const remedy =
    'write v1.82.3, the nearest, or name the release by router.litellm (--set router.litellm=1.88.0)';

  test.each(['v1.88.0', '1.88.0'])('%s: the nearest, and what names the release', (name) => {
    const problem = `router.profile cannot be "${name}" | ${remedy}`;
    expect(summaryOf(`${sample}router: { profile: ${name} }\n`)).toEqual([`11:20 ${problem}`]);
    expect(profileRemedy(name)).toBe(
      'use v1.82.3, the nearest that was measured (in a scenario, router.litellm: 1.88.0 names the release)',
    );
  });

  test('that was measured, or is misspelt, is as before', () => {
    expect(profileRemedy('1.82.3')).toBe('did you mean "v1.82.3"?');
    expect(profileRemedy('v1.82')).toBe('did you mean "v1.82.3"?');
  });
});

test('a parameter is judged by the profile in force', () => {
  const percentile = 'router.ttft_percentile=0.5';
  expect(read(sample, [percentile, litellm('1.108.7')]).profile).toBe('v1.110.2');
  expect(summaryOf(sample, [percentile, litellm('1.88.0')])).toEqual([
    expect.stringContaining('ttft_percentile has no effect: LiteLLM 1.82.3 does not know it'),
  ]);
});

describe('from release, path and provider', () => {
  test.each([
    ['1.75.0', ['not-recorded', 'not-recorded']],
    ['1.76.1', ['not-recorded', 'not-recorded']],
    ['1.82.3', ['not-recorded', 'not-recorded']],
    ['1.84.10', ['not-recorded', 'not-recorded']],
    ['1.85.0', ['not-recorded', 'chat']],
    ['1.88.6', ['not-recorded', 'chat']],
    ['1.109.0', ['chat', 'responses']],
    ['1.110.2', ['chat', 'responses']],
    ['1.111.0', ['chat', 'responses']],
  ])('what is recorded follows on messages of %s: %j', (release, kinds) => {
    const found = read(messages, [litellm(release)]);
    expect(found.kinds).toEqual(kinds);
    expect(found.follows.join('\n')).toContain(`what is recorded follows from litellm ${release}`);
    // The same where the load says it, and holds over the scenario.
    const load = both.replace('rate: 160/min', 'rate: 160/min, path: messages');
    expect(read(`${load}path: chat\n`, [litellm(release)]).kinds).toEqual(kinds);
  });

  test.each(['1.75.0', '1.76.1', '1.84.11', '1.88.7', '1.95.0', '1.110.2', '1.111.0'])(
    'on chat of %s all is recorded',
    (release) => {
      const found = read(both, ['path=chat', litellm(release)]);
      expect(found.kinds).toEqual(['chat', 'chat']);
      const measured = ['1.76.1', '1.82.3', '1.110.2'].includes(release);
      expect(found.follows.some((text) => text.includes('taken so for'))).toBe(!measured);
    },
  );

  test.each<[release: string, problems: readonly string[]]>([
    ['1.84.11', ['slow', 'fast']],
    ['1.88.7', ['slow', 'fast']],
    ['1.89.0', ['fast']],
    ['1.108.14', ['fast']],
  ])('what was not measured in %s is to be stated', (release, groups) => {
    const problems = summaryOf(messages, [litellm(release)]);
    const lines = { slow: '4:17', fast: '8:17' };
    const providers = { slow: 'anthropic', fast: 'openai' };
    expect(problems).toEqual(
      groups.map((group) => {
        const name = group as keyof typeof lines;
        return expect.stringContaining(
          `${lines[name]} what litellm ${release} records of ${providers[name]} on /v1/messages was not measured; state samples.kind |`,
        );
      }),
    );
    const stated = groups.map(
      (group) => `fleet.groups[${group === 'slow' ? 0 : 1}].samples.kind=other`,
    );
    expect(read(messages, [litellm(release), ...stated]).kinds[1]).toBe('other');
    expect(read(messages, [litellm(release), 'samples.kind=no-usage']).kinds).toEqual([
      'no-usage',
      'no-usage',
    ]);
  });

  test('a provider is needed only where it matters', () => {
    const unknown = `${sample}path: messages\n`;
    expect(read(unknown, [litellm('1.82.3')]).kinds).toEqual(['not-recorded', 'not-recorded']);
    expect(summaryOf(unknown, [litellm('1.88.0')])).toEqual(
      [3, 6].map((line) =>
        expect.stringContaining(
          `${line}:7 provider is missing: litellm 1.88.0 does not record the same of all on /v1/messages | add provider: anthropic or openai`,
        ),
      ),
    );
    expect(summaryOf(unknown, [litellm('1.88.7')])[0]).toContain(
      'what litellm 1.88.7 records on /v1/messages was not measured; state samples.kind',
    );
  });

  test('without a release, from the one that the profile names', () => {
    expect(read(messages).kinds).toEqual(['not-recorded', 'not-recorded']);
    expect(read(messages, [], 'v1.110.2').kinds).toEqual(['chat', 'responses']);
    expect(read(messages, [litellm('1.88.0')], 'v1.110.2').kinds).toEqual(['chat', 'responses']);
  });

  test('of a group that says more of its samples, the kind alone follows', () => {
    const set = [litellm('1.88.0'), 'fleet.groups[0].samples={input_tokens: 7}'];
    const [slow] = scenarioOf(messages, set).modelGroups[0]?.groups ?? [];
    expect(slow?.samples).toMatchObject({ input_tokens: 7, kind: { 'not-recorded': 1 } });
  });

  test('samples.kind is stated, and holds', () => {
    const found = read(messages, [litellm('1.88.0'), 'samples.kind=chat']);
    expect(found.kinds).toEqual(['chat', 'chat']);
    const note = 'samples.kind is stated, and holds whatever the release';
    expect(found.follows).toContain(note);
    expect(read(sample, [litellm('1.110.2'), 'samples.kind=not-recorded']).follows).toEqual([note]);
    const group = 'fleet.groups[1].samples.kind=chat';
    expect(read(messages, [litellm('1.95.0'), group]).follows).toContain(
      note.replace('is', 'of fast is'),
    );
    expect(read(sample, [litellm('1.110.2'), group]).follows).toEqual([
      note.replace('is', 'of fast is'),
      expect.stringMatching(/^no path is stated, so answers of slow are taken as recorded; on/),
    ]);
    expect(read(sample, [group]).follows).toEqual([]);
  });

  test('of several model groups each by the path of its own load', () => {
    const [fleet = ''] = both.split('load:');
    const inList = fleet.replace(/^/gm, '    ').trimEnd();
    const item = (name: string, path: string) =>
      `  - name: ${name}\n${inList.replaceAll(/name: (slow|fast)/g, `name: $1-${name}`)}\n    load: { kind: poisson, rate: 1/s, path: ${path} }\n`;
    const text = `modelGroups:\n${item('a', 'messages')}${item('b', 'chat')}duration: 5m\n`;
    expect(read(text, [litellm('1.88.0')]).kinds).toEqual(['not-recorded', 'chat', 'chat', 'chat']);
    expect(summaryOf(text, [litellm('1.89.0')])).toHaveLength(1);
  });

  test('the path of recorded arrivals is a file, so theirs stands at the top', () => {
    const recorded = messages.replace(
      '{ kind: poisson, rate: 160/min }',
      '{ kind: file, path: a.txt }',
    );
    const scenario = scenarioOf(recorded, [litellm('1.88.0')]);
    expect(scenario.modelGroups[0]?.load).toEqual({ kind: 'file', path: 'a.txt' });
    expect(read(recorded, [litellm('1.88.0')]).kinds).toEqual(['not-recorded', 'chat']);
  });

  test.each([
    ['path', 'path=message', 'path cannot be "message" | did you mean "messages"?'],
    ['provider', 'fleet.groups[0].provider=bedrock', 'one of anthropic, openai'],
  ])('what else %s says is refused', (_, set, problem) => {
    expect(summaryOf(messages, [set])[0]).toContain(problem);
  });
});

test('what follows is in the hash, how it was said is not', () => {
  const explicit = [
    'router.profile=v1.82.3',
    'fleet.groups[0].samples.kind=not-recorded',
    'fleet.groups[1].samples.kind=chat',
  ];
  const scenario = loadScenario('recorded-for-some').scenario;
  expect(scenario.modelGroups[0]?.groups.map(({ name }) => name)).toEqual([
    'claude-sonnet-4-6',
    'gpt-4.1',
  ]);
  const set = [...explicit, 'router.ttl=1h'];
  expect(scenarioOf(messages, set)).toEqual(scenarioOf(messages, [litellm('1.88.0')]));
});

test('what is recorded is in the hash also where it follows from --profile', () => {
  const hashOf = (text: string, profile?: string) =>
    loadScenario({ text }, { shorthands: profile === undefined ? {} : { profile } }).hash;
  const named = `${messages}router: { litellm: 1.88.0 }\n`;
  expect(hashOf(named, 'v1.82.3')).not.toBe(hashOf(named));
  expect(hashOf(messages, 'v1.110.2')).not.toBe(hashOf(messages));
  expect(hashOf(`${messages}samples: { kind: chat }\n`, 'v1.110.2')).toBe(
    hashOf(`${messages}samples: { kind: chat }\n`),
  );
  // The profile itself is reported beside the hash.
  expect(hashOf(sample, 'v1.110.2')).toBe(hashOf(sample));
});
