import { expect, test } from 'vitest';
import { Collector } from '../../src/litellm/collect.js';
import { readConfig } from '../../src/litellm/config.js';
import { fleetOf } from '../../src/litellm/fleet.js';
import { planGroups } from '../../src/litellm/groups.js';
import { readLog } from '../../src/litellm/logs.js';
import { nothingPlaced } from '../../src/litellm/nothing-placed.js';
import { type Fields, imported, jsonLines } from './spend-logs.js';

const CONFIG = `model_list:
  - { model_name: medium, litellm_params: { model: openai/gpt-4.1 } }
  - { model_name: medium, litellm_params: { model: anthropic/claude-sonnet-4-6 } }
`;

const row = (fields: Fields): Fields => ({
  startTime: '2026-01-01T00:00:00Z',
  endTime: '2026-01-01T00:00:01Z',
  model_group: 'medium',
  ...fields,
});

async function judged(config: string, rows: readonly Fields[], allowUnplaced?: number) {
  const proxy = readConfig('c', config, { groupBy: 'model' });
  const plans = proxy.models.map((model) => planGroups(model, 'model'));
  const collector = new Collector(plans);
  async function* text() {
    yield jsonLines(rows);
  }
  const reading = await readLog([{ file: 'log', text: text() }], {}, (each) => collector.add(each));
  const fleet = fleetOf(plans, proxy, collector, true);
  return { fleet, nothing: nothingPlaced(reading, fleet, allowUnplaced) };
}

test.each<[string, Fields, RegExp]>([
  ['no column tells the group', {}, /no answer.*no column model_id, model, api_base/],
  ['other models', { model: 'gpt-5' }, /no answer.*models are gpt-5; .*openai\/gpt-4.1/],
  ['what is no name', { model: 'sk-canary' }, /no answer.*model_info.id|no column model_id/],
  ['no group at all', { model_group: '' }, /no request.*would be medium/],
  ['other model groups', { model_group: 'large' }, /no request.*would be medium/],
  ['only cache hits', { model: 'gpt-4.1', cache_hit: true }, /\(1\) are cache hits/],
])('a log with %s says nothing of the groups', async (_, fields, words) => {
  const { nothing } = await judged(CONFIG, [row(fields)]);
  expect(`${nothing?.message}: ${nothing?.remedy}`).toMatch(words);
  expect(nothing?.remedy).not.toContain('canary');
});

test('a log without a column for model groups says so', async () => {
  const { model_group, ...rest } = row({});
  const { nothing } = await judged(CONFIG, [rest]);
  expect(nothing?.remedy).toContain('no column model_group, model_id, model, api_base');
});

test('some answers of no known group are too many, unless they are allowed for', async () => {
  const rows = [row({ model: 'gpt-4.1' }), row({ model: 'gpt-5' })];
  const { nothing } = await judged(CONFIG, rows);
  expect(nothing?.message).toContain('1 of 2 answers cannot be told');
  expect(nothing?.remedy).toMatch(/its models are gpt-5; .* --allow-unplaced 50$/);
  expect((await judged(CONFIG, rows, 0.5)).nothing).toBeUndefined();
  const [made] = await imported(CONFIG, { log: jsonLines(rows) });
  expect(made?.draft.assumes.join()).toContain(
    'claude-sonnet-4-6 (no answers in the log are known',
  );
  const [single] = await imported(CONFIG, { log: jsonLines(rows.slice(0, 1)) });
  expect(single?.draft.assumes.join()).toContain('claude-sonnet-4-6 (no answers of theirs');
});

test('a model from the environment gets the answers that no other deployment can have', async () => {
  const config = CONFIG.replace('anthropic/claude-sonnet-4-6', 'os.environ/MODEL');
  const { fleet } = await judged(config, [row({ model: 'gpt-4.1' }), row({ model: 'gpt-5' })]);
  expect(fleet.logs[0]?.classes.map(({ latency_s }) => latency_s.length)).toEqual([1, 1]);
});
