import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { RunAsked } from '../../src/browser/engine.js';
import type { FromWorker, ToWorker } from '../../src/browser/serving.js';
import type { RouterPart } from '../../src/effects/fault.js';
import { carriedModule } from '../../src/files/carried-module.js';
import { loadScenario } from '../../src/files/load.js';
import { latsim } from '../cli/latsim.js';
import { bundled } from './page.js';

const examples = fileURLToPath(new URL('../../docs/examples/', import.meta.url));
const { code: bundle } = await bundled("import './own-worker.js';");
/** Without the name that a bundle has in tests, which is what the worker calls its words. */
const worker = bundle.replace('var latsim=', '');

const SHORT = ['duration=60s', 'replications=2'];
const { scenario } = loadScenario('16x4', { set: SHORT });

/** What a worker with these modules in its text says last to a question. */
function answer(code: string, asked: Partial<RunAsked> = {}): Promise<FromWorker[]> {
  return new Promise((resolve) => {
    const said: FromWorker[] = [];
    const scope = {
      MessageChannel,
      postMessage(message: FromWorker) {
        said.push(message);
        if ('done' in message || 'failed' in message) resolve(said);
      },
      onmessage: (_: { data: ToWorker }) => undefined,
    };
    const context = createContext(scope);
    runInContext(`${worker}\n${code}`, context);
    const run = { scenario, numbers: {}, maxEvents: 1e8, fields: [], replications: [0, 1] };
    scope.onmessage({ data: { id: 1, asked: { ...run, ...asked }, withOwn: true } });
  });
}

function carried(text: string, part: RouterPart = 'logger'): string {
  const made = carriedModule(part, text);
  return 'code' in made ? made.code : `not carried: ${made.why}`;
}

const hashOf = (said: FromWorker[]) =>
  said.flatMap((one) => ('seen' in one ? [one.seen.summary.traceHash] : [])).at(-1);

describe("a user's own code in a page", () => {
  it('gives the hash of the command line, a logger and a strategy together', async () => {
    const files = { logger: 'per-deployment-lock.mjs', strategy: 'expected-wait.mjs' } as const;
    const parts = Object.entries(files) as [RouterPart, string][];
    const code = parts.map(([part, file]) => carried(readFileSync(examples + file, 'utf8'), part));
    const set = SHORT.flatMap((one) => ['--set', one]);
    const given = parts.flatMap(([part, file]) => [`--${part}`, `./${file}`]);
    const { stdout } = await latsim(['run', '16x4', ...set, ...given, '--json'], {
      cwd: examples,
    });
    const said = await answer(code.join(''));
    expect(said.at(-1)).toEqual({ id: 1, done: true });
    expect(hashOf(said)).toBe(JSON.parse(stdout).traceHash);
  });

  it('is told where it throws, or is none', async () => {
    const failing = "export default { *record() { throw new Error('no'); }, *view() {} };";
    const [said] = await answer(carried(failing));
    expect(said).toMatchObject({ failed: expect.stringContaining('record() threw') });
    const [other] = await answer(carried('export default 1;'));
    expect(other).toMatchObject({
      failed: 'it is not a logger: its default export is of type number',
    });
    const [third] = await answer(carried('if (true) missing(); export default {};'));
    expect(third).toMatchObject({ failed: 'missing is not defined' });
  });

  it.each([
    ['const own = 1; export { own as default };', 'own'],
    ['const own = 1; export { own as default, own }; own;', 'own'],
    ['export default function own() {}', 'own'],
    ['export class Own {} export default new Own();', 'latsimDefault'],
  ])('is exported in any way: %s', (text, name) => {
    const code = carried(text);
    expect(code).not.toContain('export');
    expect(code).toContain(`return ${name};`);
    expect(() => new Function('latsimTakes', code)).not.toThrow();
  });

  it.each([
    ["import { read, write as put } from 'latsim';", 'const {read, write: put} = '],
    ["import * as words from 'latsim';", 'const words = '],
    ["import {\n  read, // of the store\n  write,\n} from 'latsim';", 'const {read, write,} = '],
  ])('imports from latsim in any way: %s', (text, declares) => {
    const code = carried(`${text}\nexport default { read };`);
    expect(code.replace(/ +/g, ' ')).toContain(`${declares}globalThis.latsim;`);
    expect(code.split('\n').indexOf('const latsimDefault = { read };')).toBe(
      text.split('\n').length,
    );
  });

  it.each([
    ["import { a } from './a.mjs'; export default a;", 'it imports more than latsim'],
    ["const a = await import('latsim'); export default a;", 'it imports more than latsim'],
    ['export default import.meta.url;', 'it imports more than latsim'],
    ["export { loggers as default } from 'latsim';", 'in a way that a page does not know'],
    ['module.exports = {};', 'it is not a module'],
  ])('is not carried otherwise: %s', (text, why) => {
    expect(carried(text)).toContain(why);
  });
});
