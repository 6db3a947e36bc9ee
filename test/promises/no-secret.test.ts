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
  const { looked, named } = await lookForSecrets(0, 40, latsim, writtenIn);
  expect(looked).toBeGreaterThan(5 * named);
});

const SECRETS = /hunter2|9931|postgres|llm:|pw-secret|sk-live|root|passwd/;

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
        's.yaml': `fleet: { groups: [{ name: a, deployments: 2, latency: { distribution: constant, value: 1s } }] }
load: { kind: uniform, rate: 1/s }
duration: 10s
logger: ./keys.mjs
`,
        'keys.mjs': 'export const a = 1;\nhunter2 postgres;\n',
      },
      ['run', 's.yaml', '--seeds', '1'],
      ['logger ./keys.mjs does not parse: Unexpected identifier, at ./keys.mjs:2'],
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
