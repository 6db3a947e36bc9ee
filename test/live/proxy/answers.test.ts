import { describe, expect, it } from 'vitest';
import { INTERFACES, interfaceAt } from '../../../src/live/proxy/answers.js';

const CONTENT = { id: '1', model: 'm', inputTokens: 3, outputTokens: 2, created_s: 1 };

/** The events of a stream, by their names. */
function events(text: string): [string, Record<string, unknown>][] {
  return text
    .trimEnd()
    .split('\n\n')
    .map((one) => {
      const [, name = '', data = ''] = /^(?:event: (.*)\n)?data: (.*)$/.exec(one) ?? [];
      return [name, data === '[DONE]' ? { done: true } : JSON.parse(data)];
    });
}

describe('an answer of the provider', () => {
  it.each([
    ['/g/01/chat/completions', { name: 'chat', base: 'g/01' }],
    ['/g/01/v1/messages', { name: 'messages', base: 'g/01' }],
    ['/g/01/responses', { name: 'responses', base: 'g/01' }],
    ['/responses', undefined],
    ['/g/01/embeddings', undefined],
  ])('at %s is of its interface', (path, found) => {
    expect(interfaceAt(path)).toEqual(found);
  });

  it('says its tokens in each interface', () => {
    expect(INTERFACES.chat.whole(CONTENT)).toMatchObject({
      choices: [{ message: { content: 'ok ok' } }],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    });
    expect(INTERFACES.messages.whole(CONTENT)).toMatchObject({
      content: [{ type: 'text', text: 'ok ok' }],
      usage: { input_tokens: 3, output_tokens: 2 },
    });
    expect(INTERFACES.responses.whole(CONTENT)).toMatchObject({
      status: 'completed',
      output: [{ content: [{ text: 'ok ok' }] }],
      usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
    });
  });

  it('is streamed as chats are', () => {
    const { first, rest } = INTERFACES.chat.stream(CONTENT);
    expect(events(first)).toMatchObject([['', { choices: [{ delta: { content: 'ok ok' } }] }]]);
    expect(events(rest)).toMatchObject([
      ['', { choices: [{ finish_reason: 'stop' }] }],
      ['', { choices: [], usage: { completion_tokens: 2 } }],
      ['', { done: true }],
    ]);
  });

  it.each([
    [
      'messages',
      ['message_start', 'content_block_start', 'content_block_delta'],
      ['content_block_stop', 'message_delta', 'message_stop'],
    ],
    [
      'responses',
      [
        'response.created',
        'response.in_progress',
        'response.output_item.added',
        'response.content_part.added',
        'response.output_text.delta',
      ],
      [
        'response.output_text.done',
        'response.content_part.done',
        'response.output_item.done',
        'response.completed',
      ],
    ],
  ] as const)('is streamed as %s are, named by their types', (name, begins, ends) => {
    const { first, rest } = INTERFACES[name].stream(CONTENT);
    expect(events(first).map(([event, { type }]) => [event, type])).toEqual(
      begins.map((one) => [one, one]),
    );
    expect(events(rest).map(([event]) => event)).toEqual(ends);
  });
});
