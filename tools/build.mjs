/*
 * Makes dist/ of src/: the compiler checks the sources and writes each file and its types into
 * .build/, where it finds what it did before; esbuild bundles the sources, as a command that loads
 * few files starts sooner (see docs/decisions/0032). What entries have in common stands in files of
 * its own, so every module is there once: a user's file that imports latsim meets the one that runs
 * it. Of the types, those are there that the library's refer to. Each file that has changed is put into its place by a rename, and what the build before has
 * made stays until the next: a command that runs meanwhile always finds a whole dist/.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { layered } from './layers.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

/** What is loaded by its name, from outside of dist/ or by a thread. */
const ENTRIES = ['index', 'cli/signals', 'cli/start', 'jobs/thread', 'live/forced', 'live/process'];

const { status } = spawnSync(
  process.execPath,
  [at('node_modules/typescript/bin/tsc'), '--build', at('tsconfig.build.json')],
  { stdio: 'inherit' },
);
if (status !== 0) process.exit(status ?? 1);

const made = new Map([...types(), ...(await page()), ...(await bundles())]);
for (const [file, contents] of made) {
  if (!isTheSame(file, contents)) replace(at('dist', file), contents);
}
removeFormer();
removeEmptyFolders(at('dist'));

/** The declarations that whoever imports the library sees, from its own on. */
function types() {
  const files = new Set(['index.d.ts']);
  const texts = new Map();
  for (const file of files) {
    texts.set(file, readFileSync(at('.build', file)));
    for (const [, path] of texts
      .get(file)
      .toString()
      .matchAll(/["'](\.[^"']*)\.js["']/g)) {
      files.add(join(dirname(file), `${path}.d.ts`));
    }
  }
  return texts;
}

/** What a page carries, as texts: its style, its script, and the engine's, which is compressed. */
async function page() {
  const text = async (file, plugins = []) => {
    const { outputFiles } = await build({
      absWorkingDir: root,
      entryPoints: [`src/browser/${file}`],
      bundle: true,
      minify: true,
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
      charset: 'utf8',
      write: false,
      plugins,
      ...(file.endsWith('.css') && { format: undefined, target: 'safari16' }),
    });
    return outputFiles[0].text.trim();
  };
  const [style, loader, script, worker, ownWorker, narrow] = await Promise.all([
    text('page.css'),
    text('loader.ts'),
    text('page.ts'),
    text('worker.ts'),
    text('own-worker.ts'),
    text('worker.ts', [{ name: 'one strategy', setup: withOneStrategy }]),
  ]);
  const packed = (of) => Buffer.from(gzipSync(of, { level: 9 }).toString('base64'));
  return [
    ['browser/license.txt', Buffer.from(noticeOf('seedrandom/lib/alea.js'))],
    ['browser/page.css', Buffer.from(style)],
    ['browser/loader.js', Buffer.from(loader)],
    ['browser/page.js', Buffer.from(script)],
    ['browser/page.js.gz.b64', packed(script)],
    ['browser/worker.js.gz.b64', packed(worker)],
    ['browser/own-worker.js.gz.b64', packed(ownWorker)],
    ['browser/worker-one-strategy.js.gz.b64', packed(narrow)],
  ];
}

/** What the file of a package begins with: its licence, in comments. */
function noticeOf(file) {
  const lines = readFileSync(at('node_modules', file), 'utf8').split('\n');
  const end = lines.findIndex((line) => line !== '' && !line.startsWith('//'));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^\/\/ ?/, ''))
    .join('\n')
    .trim();
}

/** Most pages offer the strategy that learns latencies, and no other. */
function withOneStrategy({ onResolve }) {
  onResolve({ filter: /\/strategies\/index\.js$/ }, () => ({
    path: at('src/browser/one-strategy.ts'),
  }));
}

/** Entries come last: what they load is there before. */
async function bundles() {
  const entryPoints = ENTRIES.map((entry) => `src/${entry}.ts`);
  const common = {
    absWorkingDir: root,
    entryPoints,
    outbase: 'src',
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    metafile: true,
    write: false,
  };
  const modules = await build({ ...common, packages: 'external' });
  const alsoLoaded = layered(modules.metafile.inputs, entryPoints, ['src/cli/signals.ts']);
  const { outputFiles, metafile } = await build({
    ...common,
    // As deep as the folders of src/: addresses that files build of their own hold there too.
    chunkNames: 'chunks/[name]-[hash]',
    // piscina starts threads with files of its own; the others are large, and seldom needed, or
    // installed by whoever wants a queue.
    external: ['piscina', 'xmlbuilder2', 'csv-parse', 'bullmq', 'ioredis', 'redis'],
    plugins: [
      { name: 'modules of Node', setup: importBuiltins },
      { name: 'layers', setup: (hooks) => importLayers(hooks, alsoLoaded) },
    ],
    // Calls of a fault are shown by the sources: see src/cli/by-sources.ts.
    sourcemap: true,
    sourcesContent: false,
  });
  const files = outputFiles.map(({ path, contents }) => [
    path.slice(at('dist').length + 1),
    Buffer.from(contents),
  ]);
  const isChunk = ([file]) => file.startsWith('chunks');
  return [
    ['licenses.txt', Buffer.from(licenses(Object.keys(metafile.inputs)))],
    ...files.filter(isChunk),
    ...files.filter((file) => !isChunk(file)),
  ];
}

/** Lets an entry load what is in one file with what it needs; after all else, so no line moves. */
function importLayers({ onLoad }, alsoLoaded) {
  onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const files = alsoLoaded.get(path.slice(root.length));
    if (files === undefined) return undefined;
    const imports = files.map((file) => `import ${JSON.stringify(at(file))};`);
    return { contents: [readFileSync(path, 'utf8'), ...imports].join('\n'), loader: 'ts' };
  });
}

/**
 * Lets packages that `require` a module of Node import it: a bundle of modules has no `require`. Two
 * of them cost more than they give: to import `process` opens the three standard streams, and
 * commander starts programs only for commands in files of their own, which latsim has none of.
 */
function importBuiltins({ onResolve, onLoad }) {
  const namespace = 'builtin';
  const instead = new Map([
    ['process', 'module.exports = process;'],
    ['child_process', 'module.exports = {};'],
  ]);
  onResolve({ filter: /^[a-z_:/]+$/ }, ({ kind, path, importer }) => {
    const name = path.replace('node:', '');
    const isOfPackage = importer.includes('node_modules');
    return builtinModules.includes(name) &&
      (kind === 'require-call' || (isOfPackage && instead.has(name)))
      ? { path: name, namespace }
      : undefined;
  });
  onLoad({ filter: /.*/, namespace }, ({ path }) => ({
    contents:
      instead.get(path) ??
      `import all from ${JSON.stringify(`node:${path}`)}; module.exports = all;`,
  }));
}

/** What the packages in the bundles ask to be passed on with them. */
function licenses(inputs) {
  const packages = inputs.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]);
  return [...new Set(packages)]
    .filter((name) => name !== undefined)
    .sort()
    .map((name) => {
      const folder = at('node_modules', name);
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const text = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
      const says =
        text === undefined ? '' : `\n${readFileSync(join(folder, text), 'utf8').trim()}\n`;
      return `${name} ${version} (${license})\n${says}`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function isTheSame(file, contents) {
  const old = at('dist', file);
  return existsSync(old) && readFileSync(old).equals(contents);
}

/** In a single step: whoever reads the file finds all of the old one or all of the new one. */
function replace(path, contents) {
  const copy = at('.build', `${process.pid}.tmp`);
  writeFileSync(copy, contents);
  mkdirSync(dirname(path), { recursive: true });
  renameSync(copy, path);
}

/** Removes what neither this build has made nor the last one that made other files. */
function removeFormer() {
  const list = at('.build/made.json');
  const files = [...made.keys()].sort();
  const before = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  if (JSON.stringify(files) === JSON.stringify(before)) return;
  for (const file of filesIn('dist')) {
    if (!files.includes(file) && !before.includes(file)) rmSync(at('dist', file));
  }
  replace(list, JSON.stringify(files));
}

function filesIn(folder) {
  if (!existsSync(at(folder))) return [];
  return readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(at(folder).length + 1));
}

function removeEmptyFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
