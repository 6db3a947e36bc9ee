import { expect, it } from 'vitest';
import { shownCommand } from '../../src/text/shown-command.js';

it('a command is shown without what may be secret in it', () => {
  for (const [command, shown] of [
    ['./venv/bin/litellm --detailed_debug', './venv/bin/litellm --detailed_debug'],
    ['uvx --from litellm==1.82.3 litellm', 'uvx --from litellm==1.82.3 litellm'],
    ['env OPENAI_API_KEY=sk-abc123 litellm', 'env OPENAI_API_KEY=*** litellm'],
    ["litellm --api_key 'a b' --x", 'litellm --api_key *** --x'],
    ['litellm --password="a b"', 'litellm --password=***'],
    ['DATABASE_URL=postgres://me:pw@db/x litellm', 'DATABASE_URL=postgres://db/x litellm'],
    ['litellm sk-abcdef', 'litellm sk-***'],
  ]) {
    expect(shownCommand(command as string)).toBe(shown);
  }
});
