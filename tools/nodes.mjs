/*
 * Same scenario, seed and version, same bytes: on every version of Node too. Compares what
 * tools/golden.mjs says under the Node that runs this with what it says under others: those named
 * as arguments or in the environment variable NODES (paths, separated as in PATH), and those on
 * the PATH that are called node22, node-24 and the like.
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const GOLDEN = fileURLToPath(new URL('golden.mjs', import.meta.url));

const list = (text = '') => text.split(delimiter).filter((part) => part !== '');

function onPath() {
  return list(process.env.PATH)
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /^node-?\d+(\.exe)?$/.test(name))
        .map((name) => join(folder, name)),
    );
}

/** A binary per version, this Node's first. */
function versions() {
  const found = new Map([[process.version, process.execPath]]);
  for (const binary of [...process.argv.slice(2), ...list(process.env.NODES), ...onPath()]) {
    const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
    if (!found.has(version)) found.set(version, binary);
  }
  return found;
}

async function golden(binary) {
  const { stdout } = await promisify(execFile)(binary, [GOLDEN], { maxBuffer: 1e9 });
  return new Map(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t')),
  );
}

const [[first, binary], ...others] = versions();
if (others.length === 0) {
  console.log(`skipped: only ${first} is here; give other binaries as arguments or in NODES`);
  process.exit();
}
const wanted = await golden(binary);
for (const [version, binary] of others) {
  const got = await golden(binary);
  const names = new Set([...wanted.keys(), ...got.keys()]);
  const differing = [...names].filter((name) => wanted.get(name) !== got.get(name));
  const outcome = differing.length === 0 ? 'agree' : `of which ${differing.length} differ`;
  console.log(`${version} and ${first}: ${names.size} results compared, ${outcome}`);
  for (const name of differing) {
    console.log(`  ${name}\n    ${first}  ${wanted.get(name)}\n    ${version}  ${got.get(name)}`);
    process.exitCode = 1;
  }
}
