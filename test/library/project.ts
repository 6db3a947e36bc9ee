import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workFolder } from '../cli/latsim.js';
import { ROOT } from '../docs/page.js';

/** The folder of a project that has latsim and vitest installed, gone at the end of the test file. */
export function projectFolder(): string {
  const folder = workFolder();
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@types'), { recursive: true });
  symlinkSync(ROOT, join(modules, 'latsim'), 'dir');
  for (const name of ['vitest', '@types/node']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name), 'dir');
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  return folder;
}
