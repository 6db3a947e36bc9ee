/*
 * Whether a change gives the same results, all of them: `node tools/same-results.mjs OTHER` simulates
 * drawn scenarios and loggers by the build of this checkout and by that of another one (each has run
 * `npm run build`), and compares all that comes out: causes, events, and which samples every copy of the
 * data holds at each of them (test/bench/whole-results.ts). `--no-hashes` leaves hashes out; `--cases`, `--seed` and `--case`
 * say which are drawn. Ends with 1 where results differ.
 */
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    case: { type: 'string' },
    'no-hashes': { type: 'boolean', default: false },
  },
});
const [other] = positionals;
if (other === undefined) throw new Error('name the folder of another checkout');

const outfile = resolve(root, '.build/whole-results.mjs');
await build({
  entryPoints: [resolve(root, 'test/bench/whole-results.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
});
const { drawn, wholeResult, difference } = await import(pathToFileURL(outfile).href);

const MODULES = [
  'scenario/parse',
  'scenario/compile',
  'loggers/contract',
  'loggers/index',
  'worlds/simulate/simulation',
];

async function buildOf(folder) {
  const modules = MODULES.map(
    (name) => pathToFileURL(resolve(folder, '.build', `${name}.js`)).href,
  );
  return Object.assign({}, ...(await Promise.all(modules.map((module) => import(module)))));
}

const [ours, theirs] = [await buildOf(root), await buildOf(other)];
const seed = Number(values.seed);
const first = Number(values.case ?? 0);
const cases = values.case === undefined ? Number(values.cases) : 1;
const hashes = !values['no-hashes'];
let lines = 0;
let differing = 0;
for (let number = first; number < first + cases; number++) {
  const one = drawn(seed, number);
  const [here, there] = [ours, theirs].map((by) => wholeResult(by, one, { hashes }));
  lines += here.length;
  const found = difference(here, there);
  if (found === undefined) continue;
  differing++;
  if (differing > 3) continue;
  console.log(`case ${number} of seed ${seed}, logger ${one.logger}:\n${one.scenario}`);
  console.log(`here:  ${found[0]}\nthere: ${found[1]}\n`);
}
console.log(`${cases} cases, ${lines} results and events compared: ${differing} cases differ`);
process.exitCode = differing === 0 ? 0 : 1;
