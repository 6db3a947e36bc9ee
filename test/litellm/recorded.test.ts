import { describe, expect, test } from 'vitest';
import { statedKinds } from '../../src/litellm/import.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { type Fields, type ImportCase, imported, jsonLines } from './spend-logs.js';

const config = (...models: readonly string[]) =>
  [
    'model_list:',
    ...models.map((model) => `  - { model_name: m, litellm_params: { model: ${model} } }`),
    'router_settings: { routing_strategy: latency-based-routing }',
    '',
  ].join('\n');

const BOTH = config('anthropic/claude', 'openai/gpt');

/** Rows of a model, of a call type, in the order of time. */
function rows(...of: readonly (readonly [model: string, call_type: string, count: number])[]) {
  const all = of.flatMap(([model, call_type, count]) =>
    Array.from({ length: count }, () => ({ model, call_type })),
  );
  const time = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + 1000 * seconds).toISOString();
  return all.map(
    (row, i): Fields => ({
      ...row,
      model_group: 'm',
      startTime: time(i),
      endTime: time(i + 1 + (i % 7) / 10),
      completion_tokens: 20,
      total_tokens: 30,
    }),
  );
}

async function made(log: readonly Fields[], options: ImportCase = {}, from = BOTH) {
  const [one] = await imported(from, { ...options, log: jsonLines(log) });
  if (one === undefined) throw new Error('nothing was imported');
  const text = [...one.scenario.text].join('');
  const read = parseScenario(text, { file: 'made.yaml' });
  if (!read.ok) {
    const problems = read.problems.map(({ message }) => message);
    const unknown = one.draft.samples?.recording.unknown ?? [];
    return { text, assumes: one.draft.assumes, problems, unknown, kinds: [] };
  }
  const [modelGroup] = read.scenario.modelGroups;
  return {
    text,
    assumes: one.draft.assumes,
    problems: [],
    unknown: [],
    kinds: modelGroup?.groups.map(({ samples }) => samples?.kind ?? read.scenario.samples.kind),
  };
}

const onMessages = rows(['claude', 'anthropic_messages', 9], ['gpt', 'anthropic_messages', 9]);
const only = (kind: string) => expect.objectContaining({ [kind]: 1 });

describe('what is recorded of an imported log', () => {
  test.each<[string | undefined, readonly string[]]>([
    [undefined, ['not-recorded', 'not-recorded']],
    ['1.76.1', ['not-recorded', 'not-recorded']],
    ['1.88.0', ['not-recorded', 'chat']],
    ['1.110.2', ['chat', 'responses']],
  ])('on messages follows from release %s: %j', async (litellm, kinds) => {
    const { text, kinds: found } = await made(onMessages, litellm === undefined ? {} : { litellm });
    expect(text).toContain('\npath: messages\n');
    expect(text).toMatch(/provider: anthropic.*provider: openai/s);
    expect(text).not.toContain('kind: not-recorded');
    expect(found).toEqual(kinds.map(only));
  });

  test('on chat is all of it', async () => {
    const { text, kinds } = await made(rows(['claude', '', 9], ['gpt', 'acompletion', 9]));
    expect(text).toContain('\npath: chat\n');
    expect(kinds).toEqual([only('chat'), only('chat')]);
  });

  test('on both is counted, by group where that differs', async () => {
    const log = rows(
      ['claude', 'anthropic_messages', 4],
      ['gpt', 'anthropic_messages', 2],
      ['claude', 'acompletion', 4],
    );
    const alike = await made(log);
    expect(alike.text).toContain('\nsamples:\n  kind: { chat: 4, not-recorded: 6 }\n');
    const differ = await made(log, { litellm: '1.88.0' });
    expect(differ.text).toContain('      samples: { kind: { chat: 4, not-recorded: 6 } }\n');
    expect(differ.text).toContain('      samples: { kind: chat }\n');
    expect(differ.assumes.join('\n')).toContain(
      'what is recorded of 6 in 10 answers follows from litellm 1.88.0: 1.85.0 to 1.88.6 on /v1/messages',
    );
  });

  test('of openai on messages is logged as acompletion', async () => {
    const log = rows(['claude', 'anthropic_messages', 9], ['gpt', 'acompletion', 9]);
    const { text, assumes } = await made(log);
    expect(text).toContain('\npath: messages\n');
    expect(assumes[1]).toMatch(/^requests came in on \/v1\/messages: answers of openai/);
    const swapped = rows(['claude', 'acompletion', 9], ['gpt', 'anthropic_messages', 9]);
    expect((await made(swapped)).text).not.toContain('\npath:');
  });

  test.each([
    ['on messages', onMessages, 'kind: chat', 'kind: not-recorded'],
    [
      'on both',
      [...onMessages, ...rows(['claude', 'acompletion', 4])],
      'kind: chat',
      'kind: { chat: 4, not-recorded: 18 }',
    ],
  ])('that was not measured, %s, has to be stated', async (_, log, recorded, notRecorded) => {
    const { text, assumes, problems, unknown } = await made(log, { litellm: '1.95.0' });
    expect(problems).toEqual([
      'what litellm 1.95.0 records of openai on /v1/messages was not measured; state samples.kind',
    ]);
    expect(assumes.join('\n')).toContain(
      'what litellm 1.95.0 records of gpt on /v1/messages was not measured: samples.kind has to be stated there',
    );
    expect(assumes.join('\n')).not.toContain('is stated');
    // Either of the comments, as it stands, makes it valid.
    for (const kind of [recorded, notRecorded]) {
      const stated = text.replace(`# samples: { ${kind} }`, `samples: { ${kind} }`);
      expect(stated).not.toBe(text);
      expect(parseScenario(stated, { file: 'made.yaml' }).ok).toBe(true);
    }
    // So does what the summary suggests.
    for (const as of ['recorded', 'notRecorded'] as const) {
      const set = statedKinds(unknown, as);
      expect(parseScenario(text, { file: 'made.yaml', set }).ok).toBe(true);
    }
  });

  test('of Claude on another cloud is that of anthropic', async () => {
    const bedrock = config('bedrock/anthropic.claude', 'openai/gpt');
    const { text } = await made(onMessages, {}, bedrock);
    expect(text).toContain('provider: anthropic');
    expect(text).not.toContain('bedrock');
  });

  test('of other providers was not measured on messages, and has to be stated', async () => {
    const groq = config('groq/claude', 'openai/gpt');
    const { text, problems, assumes } = await made(onMessages, {}, groq);
    expect(text).toContain('provider: other');
    expect(problems).toEqual([
      'what litellm 1.82.3 records of other providers on /v1/messages was not measured; state samples.kind',
    ]);
    expect(assumes.join('\n')).toContain(
      'what litellm 1.82.3 records of claude on /v1/messages was not measured',
    );
  });

  test('has its tokens, on either path', async () => {
    const { text, assumes } = await made(onMessages);
    expect(text).toContain('tokens: { distribution: constant, value: 20 }');
    expect(text).toContain('input_tokens: 10');
    expect(assumes.join('\n')).not.toContain('one completion token where the log does not say');
  });

  test('goes by the profile that is listed as assumed', async () => {
    const { assumes, text } = await made(onMessages);
    expect(assumes[0]).toMatch(/^what is recorded follows from litellm 1\.82\.3: up to 1\.84\.10/);
    expect(assumes).toContain(
      'LiteLLM 1.82.3, as nothing says which release runs (--litellm-version does)',
    );
    expect(text).toContain('  profile: v1.82.3\n');
    const stated = await made(onMessages, { litellm: '1.88.0' });
    expect(stated.text).toContain('  litellm: 1.88.0\n');
    expect(stated.assumes[0]).toMatch(/^litellm 1\.88\.0 was not measured/);
  });
});

describe('ttft_percentile of a configuration', () => {
  const given = (strategy: string, value = 0.95) =>
    BOTH.replace(
      'latency-based-routing',
      `${strategy}, routing_strategy_args: { ttft_percentile: ${value} }`,
    );

  test.each([
    ['1.110.2', true],
    ['1.102.0', true],
    // The nearest profile knows it, this release does not.
    ['1.100.0', false],
    ['1.82.3', false],
  ])('is written where %s knows it: %j', async (litellm, known) => {
    const chat = rows(['claude', '', 9], ['gpt', 'acompletion', 9]);
    const { text, assumes, problems } = await made(
      chat,
      { litellm },
      given('latency-based-routing'),
    );
    expect(problems).toEqual([]);
    expect(text.includes('\n  ttft_percentile: 0.95\n')).toBe(known);
    expect(
      assumes.includes(
        `ttft_percentile 0.95 is left out: LiteLLM ${litellm} is not known to have it`,
      ),
    ).toBe(!known);
  });

  test('has no effect where the strategy compares no TTFTs', async () => {
    const { text } = await made(onMessages, { litellm: '1.110.2' }, given('simple-shuffle'));
    expect(text).not.toContain('ttft_percentile');
  });

  test('is refused where it is no fraction', async () => {
    const from = given('latency-based-routing', 95);
    await expect(made(onMessages, {}, from)).rejects.toThrow('ttft_percentile is not a fraction');
  });
});
