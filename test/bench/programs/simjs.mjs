/**
 * simjs 2.0.3, from the folder in SIMJS. It is no dependency: it is made for pages, and not kept any
 * more. Its file is a script that takes a page's `window` for granted, so it is run as one.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';

const path = createRequire(join(process.env.SIMJS, 'index.js')).resolve('simjs');
globalThis.window = globalThis;
// Without these it believes that it is a module of another kind.
const none = 'var require, module, exports, define;';
runInThisContext(`${none}${readFileSync(path, 'utf8')}`);

export const { Sim, Entity, Random, Facility } = {
  ...globalThis.Sim,
  Sim: globalThis.Sim.Sim ?? globalThis.Sim,
};
