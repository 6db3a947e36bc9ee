import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workFolder } from '../cli/latsim.js';
import { commandsIn, consoleNow, saidBy } from '../docs/commands.js';
import { pages, ROOT, textOf } from '../docs/page.js';

/* What takes long in the documentation; test/promises/docs.test.ts has the rest. */

const slow = pages().filter((page) => commandsIn(page, true).length > 0);

test.each(slow.map((page) => [page.path, page] as const))(
  '%s shows what its slow commands say (npm run docs writes it)',
  async (path, page) => {
    const said = await saidBy(commandsIn(page, true), workFolder());
    const parts = page.parts.map((part) =>
      part.kind === 'code' && part.slow ? { ...part, lines: consoleNow(part.lines, said) } : part,
    );
    await expect(textOf(parts)).toMatchFileSnapshot(join(ROOT, path));
  },
);
