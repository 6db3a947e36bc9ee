import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../src/scenario/compile.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { ROOT } from '../docs/page.js';
import { csv, type Fields, spendLogOf } from './spend-logs.js';

const SCENARIO = `
fleet:
  modelGroup: medium
  groups:
    - name: claude-sonnet-4-6
      deployments: 16
      latency: { distribution: lognormal, p50: 1622ms, p95: 2243ms }
    - name: gpt-4.1
      deployments: 4
      latency: { distribution: lognormal, p50: 514ms, p95: 790ms }
load: { kind: poisson, rate: 30/min }
duration: 10m
router: { ttl: 300s, lowest_latency_buffer: 0.1 }
samples: { kind: not-recorded, input_tokens: 40 }
`;
const COLUMNS = [
  'startTime',
  'endTime',
  'model_group',
  'model',
  'completion_tokens',
  'total_tokens',
  'call_type',
  'cache_hit',
  'status',
];

/** As LiteLLM 1.82.3 logs /v1/messages: openai deployments answer it by way of /v1/responses. */
const CALL_TYPES: Readonly<Record<string, string>> = {
  'claude-sonnet-4-6': 'anthropic_messages',
  'gpt-4.1': 'acompletion',
};

test('the example log is what a simulation gave (vitest --update writes it)', async () => {
  const parsed = parseScenario(SCENARIO, { file: 'example', set: [] });
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const rows = spendLogOf(compile(parsed.scenario)).map((row, i): Fields => {
    const picked = Object.fromEntries(COLUMNS.map((column) => [column, row[column]]));
    picked.call_type = CALL_TYPES[String(row.model)];
    if (i === 100) return { ...picked, endTime: row.startTime, startTime: row.endTime };
    return { ...picked, cache_hit: i % 30 === 29 ? 'True' : 'False' };
  });
  const text = csv(rows).replaceAll('"', '');
  await expect(text).toMatchFileSnapshot(join(ROOT, 'docs/examples/spend-log.csv'));
});
