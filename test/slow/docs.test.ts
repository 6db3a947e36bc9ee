import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workFolder } from '../cli/latsim.js';
import { commandsIn, consoleNow, reportsOf, saidBy } from '../docs/commands.js';
import { figureCommands, figuresNow } from '../docs/figures.js';
import { fillFolder, type Page, pages, proseOf, ROOT, textOf } from '../docs/page.js';

/* What takes long in the documentation; test/promises/docs.test.ts has the rest. */

const all = pages();
const figuresOf = (page: Page): string[] => figureCommands(proseOf(page), true);
/** What they write is read by others. */
const imports = all
  .flatMap((page) => commandsIn(page, false))
  .filter((command) => command.startsWith('latsim import '));
const slow = all.filter((page) => commandsIn(page, true).length + figuresOf(page).length > 0);

test.each(slow.map((page) => [page.path, page] as const))(
  '%s shows what its slow commands say (npm run docs writes it)',
  async (path, page) => {
    const folder = workFolder();
    fillFolder(folder, all);
    await saidBy(imports, folder);
    const said = await saidBy(commandsIn(page, true), folder);
    const reports = await reportsOf(figuresOf(page), folder);
    const parts = page.parts.map((part) => {
      if (part.kind === 'prose') return { ...part, lines: figuresNow(part.lines, reports) };
      return part.slow ? { ...part, lines: consoleNow(part.lines, said) } : part;
    });
    await expect(textOf(parts)).toMatchFileSnapshot(join(ROOT, path));
  },
);
