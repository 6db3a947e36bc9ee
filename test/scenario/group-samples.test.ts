import { describe, expect, test } from 'vitest';
import { settingOf } from '../../src/report/run/setting.js';
import { allChat } from '../../src/scenario/all-kinds.js';
import { compile } from '../../src/scenario/compile.js';
import { overridesOf } from '../../src/scenario/override.js';
import { sample, scenarioOf, summaryOf } from './sample.js';

/** The sample, in which the fast group says something of its own samples. */
const own = (samples: string, more = '') =>
  `${sample.replace('value: 500ms }', `value: 500ms }\n      samples: ${samples}`)}${more}`;
const all =
  'samples: { kind: other, stream: 10%, input_tokens: 9, timeouts: { rate: 1%, after: 30s } }\n';
const ttft = (text: string) =>
  text.replaceAll(
    '      latency:',
    '      ttft: { distribution: constant, value: 1s }\n      latency:',
  );

describe('samples of a group', () => {
  test('are its own, field by field, and the scenario’s where it states none', () => {
    const text = ttft(own('{ kind: { chat: 1, no-usage: 3 }, stream: 0 }', all));
    const { samples, modelGroups } = compile(scenarioOf(text));
    const others = {
      kinds: [{ kind: 'other', weight: 1 }],
      stream: 0.1,
      inputTokens: 9,
      timeouts: { rate: 0.01, after_s: 30 },
    };
    expect(samples).toEqual(others);
    expect(modelGroups[0]?.groups.map((group) => group.samples)).toEqual([
      undefined,
      {
        ...others,
        kinds: [
          { kind: 'chat', weight: 0.25 },
          { kind: 'no-usage', weight: 0.75 },
        ],
        stream: 0,
      },
    ]);
  });

  test('can be set on the command line', () => {
    const set = [
      'fleet.groups[0].samples.kind=not-recorded',
      'fleet.groups[1].samples={stream: 0}',
    ];
    const [slow, fast] = scenarioOf(sample, set).modelGroups[0]?.groups ?? [];
    expect(slow?.samples?.kind?.['not-recorded']).toBe(1);
    expect(fast?.samples).toEqual({ stream: 0 });
  });

  test('need a first token where they stream, and only there', () => {
    const message = 'this group has no ttft, but samples.stream is above 0';
    expect(summaryOf(own('{ stream: 10% }'))).toEqual([expect.stringContaining(`6:7 ${message}`)]);
    const slow = sample.replace(
      '2243ms }',
      '2243ms }\n      ttft: { distribution: constant, value: 1s }',
    );
    const text = slow.replace('value: 500ms }', 'value: 500ms }\n      samples: { stream: 0 }');
    expect(scenarioOf(`${text}samples: { stream: 10% }\n`).samples.stream).toBe(0.1);
  });

  test('are all recorded under the changes that advice names', () => {
    const set = (text: string) => overridesOf(allChat(scenarioOf(text)), { listed: false });
    expect(set(own('{ kind: not-recorded }'))).toEqual(['fleet.groups[1].samples.kind=chat']);
    expect(set(ttft(own('{ kind: other }', all)))).toEqual([
      'samples.kind=chat',
      'fleet.groups[1].samples.kind=chat',
    ]);
    expect(set(sample)).toEqual(['samples.kind=chat']);
  });

  test('are refused as those of the scenario are', () => {
    expect(summaryOf(own('{ kind: chatt, strem: 1 }'))).toEqual([
      '9:24 fleet.groups[1].samples.kind cannot be "chatt" | did you mean "chat"?',
      '9:31 unknown key "strem" in fleet.groups[1].samples | did you mean "stream"?',
    ]);
  });

  test('stand in the heading beside their group, where groups differ', () => {
    const lines = (text: string, set: readonly string[] = []) =>
      Object.fromEntries(settingOf(scenarioOf(text, set)));
    const differ = lines(own('{ kind: not-recorded, input_tokens: 7 }'));
    expect(differ.fleet).toMatch(/^slow × 16, .*, samples: chat$/);
    expect(differ['']).toBe('fast × 4, 0.5s, samples: not-recorded, 7 input tokens');
    expect(differ.samples).toBe('kinds by group');
    const alike = lines(own('{ kind: other }'), ['fleet.groups[0].samples.kind=other']);
    expect([alike[''], alike.samples]).toEqual(['fast × 4, 0.5s', 'other']);
  });
});
