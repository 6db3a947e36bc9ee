import { describe, expect, it } from 'vitest';
import { commandWords } from '../../src/text/command-words.js';

describe('the words of a command', () => {
  it.each([
    ['litellm', ['litellm']],
    ['  uv run\tlitellm ', ['uv', 'run', 'litellm']],
    [`'/my venv/bin/litellm' --debug`, ['/my venv/bin/litellm', '--debug']],
    ['/my\\ venv/litellm "a \\"b\\" \\c"', ['/my venv/litellm', 'a "b" \\c']],
    [`a''b "" 'it'"'"s`, ['ab', '', "it's"]],
    ['$HOME/* ~', ['$HOME/*', '~']],
    ['', []],
  ])('%j are as a shell splits them', (command, words) => {
    expect(commandWords(command)).toEqual(words);
  });

  it.each([`'a`, `"a`, `a "b' c`])('%j has a quote that is not closed', (command) => {
    expect(commandWords(command)).toBeUndefined();
  });
});
