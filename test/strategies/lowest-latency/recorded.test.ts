import { describe, expect, test } from 'vitest';
import {
  bandWords,
  type Provider,
  recordedAs,
  recordedFrom,
  wouldBeWords,
} from '../../../src/strategies/lowest-latency/recorded.js';

describe('what is recorded on /v1/messages', () => {
  test.each([
    ['1.75.0', 'not-recorded', 'not-recorded'],
    ['1.76.1', 'not-recorded', 'not-recorded'],
    ['1.82.3', 'not-recorded', 'not-recorded'],
    ['1.84.10', 'not-recorded', 'not-recorded'],
    // Between two bands nobody has looked.
    ['1.84.11', null, null],
    ['1.85.0', 'not-recorded', 'chat'],
    ['1.88.0', 'not-recorded', 'chat'],
    ['1.88.6', 'not-recorded', 'chat'],
    ['1.88.7', null, null],
    ['1.89.0', 'chat', null],
    ['1.96.2', 'chat', null],
    ['1.108.14', 'chat', null],
    ['1.108.99', 'chat', null],
    ['1.109.0', 'chat', 'responses'],
    ['1.110.2', 'chat', 'responses'],
    ['1.111.0', 'chat', 'responses'],
  ])('in %s: anthropic %s, openai %s', (release, anthropic, openai) => {
    expect(recordedAs(release, 'anthropic', 'messages')).toBe(anthropic);
    expect(recordedAs(release, 'openai', 'messages')).toBe(openai);
  });

  test.each([
    ['1.0.0', 'up to 1.84.10 on /v1/messages: anthropic not recorded, openai not recorded'],
    ['1.84.11', '1.84.11 on /v1/messages: not measured'],
    ['1.88.0', '1.85.0 to 1.88.6 on /v1/messages: anthropic not recorded, openai recorded as chat'],
    [
      '1.95.0',
      'from 1.89.0, before 1.109.0 on /v1/messages: anthropic recorded as chat, openai not measured',
    ],
    [
      '1.110.2',
      'from 1.109.0 on /v1/messages: anthropic recorded as chat, openai recorded as responses',
    ],
  ])('is said of %s in words', (release, words) => {
    expect(bandWords(release, 'messages')).toBe(words);
  });

  test('may be what was meant', () => {
    expect(wouldBeWords('1.88.0', 'messages')).toBe(
      'on /v1/messages (1.85.0 to 1.88.6) it would be: anthropic not recorded, openai recorded as chat',
    );
    expect(wouldBeWords('1.88.7', 'messages')).toBe(
      'on /v1/messages that of 1.88.7 was not measured',
    );
  });
});

test('on /chat/completions it is the same in all releases', () => {
  expect(bandWords('1.88.7', 'chat')).toBe(
    'all releases on /chat/completions: anthropic recorded as chat, openai recorded as chat',
  );
});

test.each(['1.75.0', '1.76.1', '1.84.11', '1.88.0', '1.88.7', '1.110.2', '1.111.0'])(
  'on /chat/completions %s records answers of all',
  (release) => {
    expect(recordedAs(release, 'anthropic', 'chat')).toBe('chat');
    expect(recordedAs(release, 'openai', 'chat')).toBe('chat');
  },
);

test.each<[readonly (Provider | undefined)[], string, string]>([
  [['anthropic', 'anthropic'], '1.89.0', '1.89.0'],
  [['openai'], '1.109.0', '1.109.0'],
  [['openai', 'anthropic'], '1.109.0', '1.89.0 for anthropic, 1.109.0 for openai'],
  [['anthropic', undefined], '1.109.0', '1.89.0 for anthropic, 1.109.0 for openai'],
  [[], '1.109.0', '1.89.0 for anthropic, 1.109.0 for openai'],
])('on /v1/messages answers of %j are recorded from %s on', (providers, release, words) => {
  expect(recordedFrom(providers)).toEqual({ release, words });
});
