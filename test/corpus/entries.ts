import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Entry } from './entry.js';

/** The loggers of a folder of the corpus, by the names of their files. */
export function entriesOf(folder: 'correct' | 'faulty'): Promise<[string, Entry][]> {
  const path = fileURLToPath(new URL(`./${folder}/`, import.meta.url));
  const files = readdirSync(path).sort();
  return Promise.all(
    files.map(async (file): Promise<[string, Entry]> => {
      const module = (await import(/* @vite-ignore */ join(path, file))) as { default: Entry };
      return [file, module.default];
    }),
  );
}
