import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { built, latsim } from '../cli/in-process.js';
import { workFolder } from '../cli/latsim.js';
import { lookForSecrets } from './planted.js';
import { writtenIn } from './written.js';

test('a command that shows a line of its input is found out', async () => {
  const shows: typeof latsim = async (_, { cwd = '' } = {}) => {
    const config = join(cwd, 'c.yaml');
    const [, line = ''] = existsSync(config)
      ? (readFileSync(config, 'utf8').match(/: sk-(.*)/) ?? [])
      : [];
    return { code: 2, stdout: '', stderr: line.length.toString() + line.slice(0, 4) };
  };
  await expect(lookForSecrets(0, 20, shows, writtenIn)).rejects.toThrow(
    'other secrets give other bytes',
  );
});

test('other secrets change no byte of what comes out, and none does', async () => {
  const { looked, named } = await lookForSecrets(40, 80, latsim, writtenIn);
  expect(looked).toBeGreaterThan(5 * named);
});

const SECRETS = /hunter2|9931|postgres|llm:|pw-secret|sk-live|root|passwd/;

const LOGGER = `fleet: { groups: [{ name: a, deployments: 2, latency: { distribution: constant, value: 1s } }] }
load: { kind: uniform, rate: 1/s }
duration: 10s
logger: ./keys.mjs
`;

const SECRET_URL = 'https://user:hunter2@gw.example/b?key=sk-live';

describe('addresses', () => {
  const scenario = `name: ${SECRET_URL}
fleet:
  modelGroup: llm:hunter2@gw.example
  groups:
    - { name: a, deployments: 2, latency: { distribution: constant, value: 1s } }
    - { name: "${SECRET_URL}", deployments: 2, latency: { distribution: constant, value: 2s } }
load: { kind: uniform, rate: 1/s }
duration: 20s
dispatch: { kind: flushes, every: 5s }
seeds: 10
expect: ['share("${SECRET_URL}") >= 1%', 'share("https://gw.example/b") <= 99%']
`;
  const cwd = workFolder({
    's.yaml': scenario,
    'twice.yaml': scenario.replace('name: a,', 'name: "https://gw.example/b/",'),
    'file.yaml': scenario.replace('constant, value: 1s', `empirical, file: "${SECRET_URL}"`),
    'logger.yaml': `${scenario}logger: ${SECRET_URL}\n`,
  });

  test.each([
    ['run'],
    ['run', '--json'],
    ['compare', '--loggers', 'unlocked,atomic', '--format', 'svg'],
    ['trace', '--json'],
    ['gate', '--reporter', 'junit'],
    ['gate', '--json'],
  ])('that are names of a scenario are bare: %s', async (command, ...options) => {
    const { code, stdout, stderr } = await latsim([command, 's.yaml', ...options], { cwd });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const result = stdout.split('\n').filter((line) => !/^ *"?.*latsim /.test(line));
    expect(result.join('\n')).toContain('gw.example');
    expect(result.join('\n')).not.toMatch(SECRETS);
  });

  test.each([
    ['validate', 'file.yaml'],
    ['run', 'logger.yaml'],
    ['run', '16x4', '--logger', SECRET_URL],
    ['run', '16x4', '--set', `logger=${SECRET_URL}`],
    ['run', '16x4', '--events', SECRET_URL],
    ['validate', SECRET_URL],
    ['import', SECRET_URL, '--json'],
    ['replay', SECRET_URL],
    ['merge', SECRET_URL],
    ['diagnose', '16x4', '--logs', SECRET_URL],
    ['gate', '16x4', '--baseline', SECRET_URL],
    ['compare', '16x4', '--output', SECRET_URL],
  ])('that are no files are bare: %s %s %s', async (...args) => {
    const { code, stderr } = await latsim(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/https:\/\/gw\.example\/b(?:: this is an address| cannot be written)/);
    expect(stderr.replace(/^replay: .*$/m, '')).not.toMatch(SECRETS);
  });

  test.each([SECRET_URL, 'https://gw.example/b'])(
    'name a group by either name: %s',
    async (name) => {
      const args = ['diagnose', 's.yaml', '--model-group', 'x:hunter2@gw.example', '--observed'];
      const { stderr } = await latsim([...args, `${name}=9`], { cwd });
      expect(stderr).toContain('latsim: no count for a\n');
      expect(stderr.replace(/^replay: .*$/m, '')).not.toMatch(SECRETS);
    },
  );

  test('that are the same without them are one name', async () => {
    const { code, stderr } = await latsim(['validate', 'twice.yaml'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('gw.example/b')]);
  });
});

describe('known leaks', () => {
  test.each<[string, Readonly<Record<string, string>>, string[], string[]]>([
    [
      'a text of several lines after what ended too early',
      {
        'config.yaml':
          'model_list: []\n}\nenvironment_variables: |\n  OPENAI_API_KEY=sk-live-1234567890abcdef\n  DATABASE_URL=postgres://llm:hunter2@db/litellm\n',
      },
      ['import', 'config.yaml', '--output', '-'],
      ['config.yaml:2:1: invalid YAML', 'config.yaml:4:1: invalid YAML'],
    ],
    [
      'the rest of a password whose beginning stands on the line before it',
      {
        'config.yaml': `model_list:
  - model_name: chat
    litellm_params: { model: openai/gpt-4.1 }
router_settings:
  routing_strategy_args: { ttl: 60 }
 }
litellm_settings: { cache: true, cache_params: { type: redis, password: redis-hunter2-9931 } }
`,
      },
      ['import', 'config.yaml', '--output', '-'],
      ['config.yaml:7:73: invalid YAML'],
    ],
    [
      'credentials in the addresses of a log',
      {
        'log.csv': `startTime,endTime,model,model_group
2026-03-01T00:00:00Z,2026-03-01T00:00:01Z,https://user:pw-secret-1@gw.example/v1/gpt?key=sk-live-2,claude
2026-03-01T00:00:01Z,2026-03-01T00:00:02Z,user:pw-secret-5@gw.example,claude
`,
      },
      ['diagnose', '16x4', '--logs', 'log.csv'],
      ['by model they went to https://gw.example/v1/gpt, gw.example:'],
    ],
    [
      'the lines of a file that a scenario names',
      {
        's.yaml': `fleet: { groups: [{ name: a, deployments: 2, latency: { distribution: empirical, file: data } }] }
load: { kind: uniform, rate: 1/s }
duration: 10s
`,
        data: 'root:x:0:0:/root:/bin/sh\n5 hunter2\n9931sk-live\n',
      },
      ['validate', 's.yaml'],
      [
        'data:1:1: there is no duration in this line of 24 characters',
        'data:2:1: there is no duration in this line of 9 characters',
        'data:3:1: there is no duration in this line of 11 characters',
      ],
    ],
    [
      'what a scenario names as its logger',
      {
        's.yaml': LOGGER,
        'keys.mjs': 'export const a = 1;\nhunter2 postgres;\n',
      },
      ['run', 's.yaml', '--seeds', '1'],
      ['logger ./keys.mjs does not parse: Unexpected identifier, at ./keys.mjs:2'],
    ],
    ...(
      [
        [
          'a LiteLLM proxy configuration',
          'model_list: []\ngeneral_settings: { master_key: sk-live-1 }\nfleet: hunter2\n',
        ],
        [
          'a LiteLLM proxy configuration',
          '{"litellm_params": 1, "environment_variables": {"A": "hunter2"}\n',
        ],
        ['a recording', '{"op":"config","variant":"sk-live-1","deployments":[],"hunter2":1}'],
        ['a log', '{"at":"2026-03-01","api_key":"sk-live-1"}\n{"at":"2026-03-01","api_key":"sk-'],
        ['a log', 'startTime,endTime,user\na: hunter2\nb: "pw-secret\n'],
      ] as const
    ).map(([what, text]): [string, Readonly<Record<string, string>>, string[], string[]] => [
      `${what} in the place of a scenario`,
      { 's.yaml': text },
      ['validate', 's.yaml'],
      [`s.yaml:1:1: this is ${what}, not a scenario`],
    ]),
    ...(
      [
        ['2026-03-01T00:00:00Z,2026-03-01T00:00:01Z,gpt,hunter2\n', '1:1: this is plain text'],
        ['id|key|time\nr1: a: b|hunter2|2\n', '1:1: invalid YAML'],
        ['[\n  {\n    "api_key": "\\qhunter2"\n  }\n]\n', '3:17: invalid YAML'],
        ['{"latsimBaseline":1,"tool":"hunter2" "x"}', '1:38: invalid YAML'],
        ['"a","b":[{"id":"postgres://u:hunter2@h"}]}\n', '1:4: invalid YAML'],
        ['KEY: "hunter2\n', '2:1: invalid YAML'],
      ] as const
    ).map(([text, place]): [string, Readonly<Record<string, string>>, string[], string[]] => [
      `a text without a key of a scenario in its place: ${text}`,
      { 's.yaml': text },
      ['validate', 's.yaml'],
      [`s.yaml:${place}`],
    ]),
    [
      'text in UTF-16 in the place of a scenario',
      { 's.yaml': [...'a: hunter2 sk-live'].join('\0') },
      ['validate', 's.yaml'],
      ['s.yaml:1:2: there is a control character (0x00)'],
    ],
    ...(['.env', 'keys', 'keys.json', 'keys.mjs'] as const).map(
      (name): [string, Readonly<Record<string, string>>, string[], string[]] => [
        `a file ${name} that a scenario names as its logger`,
        { 's.yaml': LOGGER.replace('keys.mjs', name), [name]: 'KEY=hunter2\n' },
        ['run', 's.yaml', '--seeds', '1'],
        [
          name.endsWith('.mjs')
            ? 'logger ./keys.mjs cannot be loaded: ReferenceError at ./keys.mjs:1'
            : `logger ./${name} is not a module by its name`,
        ],
      ],
    ),
    [
      'a number where a recording has none',
      { 'r.jsonl': '{"op":"config","variant":99319931,"deployments":[{"id":9931}]}\n' },
      ['replay', 'r.jsonl'],
      ['"variant" must be a string, not a number'],
    ],
    [
      'the beginning of a file that is no baseline, and of one that is no recording',
      { 'b.json': 'root:hunter2\n', 'r.jsonl': 'root:hunter2\n' },
      ['replay', 'r.jsonl'],
      ['r.jsonl:1:1: this line is not JSON'],
    ],
    [
      'a baseline that is none',
      { 'b.json': 'root:hunter2\n' },
      ['gate', '16x4', '--baseline', 'b.json'],
      ['b.json:1:1: this is not a baseline of a gate'],
    ],
    [
      'the groups of an --observed',
      {},
      ['diagnose', '16x4', '--observed', 'https://u:hunter2@gw.example/v1?key=9931=3'],
      ["there is no group 'https://gw.example/v1'"],
    ],
  ])('%s', async (_, files, args, says) => {
    const { code, stdout, stderr } = await (args[0] === 'run' ? built : latsim)(args, {
      cwd: workFolder(files),
    });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    for (const text of says) expect(stderr).toContain(text);
    expect(stderr.replace(/^replay: .*$/m, '')).not.toMatch(SECRETS);
  });
});
