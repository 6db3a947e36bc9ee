/** The interfaces by which a proxy calls a provider: OpenAI's two, and Anthropic's. */
export type Interface = keyof typeof INTERFACES;

/** What an answer has to say. */
export interface AnswerContent {
  /** Tells it from others. */
  readonly id: string;
  /** As it was asked for. */
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Seconds since 1970. */
  readonly created_s: number;
}

/** An answer, whole or as the events of a stream. */
interface AnswerForms {
  /** How its path ends. */
  readonly path: string;
  whole(content: AnswerContent): object;
  /** What a stream has up to its first token, and what comes at its end. */
  stream(content: AnswerContent): { readonly first: string; readonly rest: string };
}

/** Longer texts would say no more: what counts is in the usage. */
const MOST_WORDS = 100;

function words({ outputTokens }: AnswerContent): string {
  return Array.from({ length: Math.min(outputTokens, MOST_WORDS) }, () => 'ok').join(' ');
}

const chat: AnswerForms = {
  path: 'chat/completions',
  whole: (content) => ({
    ...chatHead(content, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: words(content) },
        finish_reason: 'stop',
      },
    ],
    usage: chatUsage(content),
  }),
  stream(content) {
    const chunk = (choices: readonly object[], more: object = {}) =>
      event({ ...chatHead(content, 'chat.completion.chunk'), choices, ...more });
    return {
      first: chunk([
        { index: 0, delta: { role: 'assistant', content: words(content) }, finish_reason: null },
      ]),
      rest: [
        chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]),
        chunk([], { usage: chatUsage(content) }),
        'data: [DONE]\n\n',
      ].join(''),
    };
  },
};

function chatHead({ id, model, created_s }: AnswerContent, object: string): object {
  return { id: `chatcmpl-${id}`, object, created: created_s, model };
}

function chatUsage({ inputTokens, outputTokens }: AnswerContent): object {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

const messages: AnswerForms = {
  path: 'messages',
  whole: (content) => ({
    ...message(content),
    content: [{ type: 'text', text: words(content) }],
    stop_reason: 'end_turn',
    usage: { input_tokens: content.inputTokens, output_tokens: content.outputTokens },
  }),
  stream(content) {
    const { inputTokens, outputTokens } = content;
    return {
      first: named([
        {
          type: 'message_start',
          message: {
            ...message(content),
            content: [],
            usage: { input_tokens: inputTokens, output_tokens: 1 },
          },
        },
        { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
        {
          type: 'content_block_delta',
          index: 0,
          delta: { type: 'text_delta', text: words(content) },
        },
      ]),
      rest: named([
        { type: 'content_block_stop', index: 0 },
        {
          type: 'message_delta',
          delta: { stop_reason: 'end_turn', stop_sequence: null },
          usage: { output_tokens: outputTokens },
        },
        { type: 'message_stop' },
      ]),
    };
  },
};

function message({ id, model }: AnswerContent): object {
  return {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model,
    stop_reason: null,
    stop_sequence: null,
  };
}

const responses: AnswerForms = {
  path: 'responses',
  whole: (content) => response(content, 'completed', [said(content, 'completed')]),
  stream(content) {
    const text = words(content);
    const at = { item_id: `msg_${content.id}`, output_index: 0, content_index: 0 };
    const part = (of: string) => ({ type: 'output_text', text: of, annotations: [] });
    const begun = response(content, 'in_progress', []);
    const first = [
      { type: 'response.created', response: begun },
      { type: 'response.in_progress', response: begun },
      {
        type: 'response.output_item.added',
        output_index: 0,
        item: { ...said(content, 'in_progress'), content: [] },
      },
      { type: 'response.content_part.added', ...at, part: part('') },
      { type: 'response.output_text.delta', ...at, delta: text, logprobs: [] },
    ];
    const rest = [
      { type: 'response.output_text.done', ...at, text, logprobs: [] },
      { type: 'response.content_part.done', ...at, part: part(text) },
      { type: 'response.output_item.done', output_index: 0, item: said(content, 'completed') },
      {
        type: 'response.completed',
        response: response(content, 'completed', [said(content, 'completed')]),
      },
    ];
    const numbered = [...first, ...rest].map((one, i) => ({ ...one, sequence_number: i }));
    return {
      first: named(numbered.slice(0, first.length)),
      rest: named(numbered.slice(first.length)),
    };
  },
};

function response(content: AnswerContent, status: string, output: readonly object[]): object {
  const { id, model, created_s, inputTokens, outputTokens } = content;
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: created_s,
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model,
    output,
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    usage:
      status === 'completed'
        ? {
            input_tokens: inputTokens,
            input_tokens_details: { cached_tokens: 0 },
            output_tokens: outputTokens,
            output_tokens_details: { reasoning_tokens: 0 },
            total_tokens: inputTokens + outputTokens,
          }
        : null,
  };
}

function said(content: AnswerContent, status: string): object {
  return {
    type: 'message',
    id: `msg_${content.id}`,
    status,
    role: 'assistant',
    content: [{ type: 'output_text', text: words(content), annotations: [] }],
  };
}

function event(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/** Events that are named by their type, as those of all but chats are. */
function named(events: readonly object[]): string {
  return events
    .map((one) => `event: ${(one as { readonly type: string }).type}\n${event(one)}`)
    .join('');
}

/** What each interface answers. */
export const INTERFACES = { chat, messages, responses } as const;

/** The interface that a path is of, and what stands before its end; undefined: it is of none. */
export function interfaceAt(
  path: string,
): { readonly name: Interface; readonly base: string } | undefined {
  for (const [name, { path: end }] of Object.entries(INTERFACES)) {
    const [, base] = new RegExp(`^/(.+?)(?:/v1)?/${end}$`).exec(path) ?? [];
    if (base !== undefined) return { name: name as Interface, base };
  }
  return undefined;
}
