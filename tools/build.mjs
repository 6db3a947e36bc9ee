/*
 * Compiles src/ into dist/. The compiler writes into .build/, where it finds what it did before;
 * from there each file that has changed is put into its place by a rename. So a build that has
 * nothing to do costs next to nothing, a command that runs meanwhile always finds a whole dist/,
 * and nothing stays there of a source that is gone.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

const { status } = spawnSync(
  process.execPath,
  [at('node_modules/typescript/bin/tsc'), '--build', at('tsconfig.build.json')],
  { stdio: 'inherit' },
);
if (status !== 0) process.exit(status ?? 1);

const made = filesIn('src')
  .filter((file) => !file.endsWith('.d.ts'))
  .flatMap((file) => ['.js', '.d.ts'].map((ending) => file.replace(/\.ts$/, ending)));
for (const file of made) {
  if (!isTheSame(file)) replace(file);
}
for (const file of filesIn('dist')) {
  if (!made.includes(file)) rmSync(at('dist', file));
}
removeEmptyFolders(at('dist'));

function filesIn(folder) {
  if (!existsSync(at(folder))) return [];
  return readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(at(folder).length + 1));
}

function isTheSame(file) {
  const old = at('dist', file);
  return existsSync(old) && readFileSync(old).equals(readFileSync(at('.build/dist', file)));
}

/** In a single step: whoever reads the file finds all of the old one or all of the new one. */
function replace(file) {
  const copy = at('.build', `${process.pid}.tmp`);
  copyFileSync(at('.build/dist', file), copy);
  mkdirSync(dirname(at('dist', file)), { recursive: true });
  renameSync(copy, at('dist', file));
}

function removeEmptyFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
