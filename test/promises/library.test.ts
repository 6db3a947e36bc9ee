import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explore, loggers } from '../../src/index.js';
import { linksOf, pageAt, ROOT } from '../docs/page.js';

/**
 * Promise: what the command line answers a program can ask for; `test/library` has the rest. The examples
 * are tests themselves, which `npm test` runs beside this one.
 */

describe('the examples', () => {
  it('are linked where it is said how to test a logger', () => {
    const linked = linksOf(pageAt('docs/maintainer.md'));
    const tests = readdirSync(join(ROOT, 'docs/examples')).filter((name) => /\.test\./.test(name));
    expect(linked).toEqual(expect.arrayContaining(tests.map((name) => `examples/${name}`)));
  });
});

describe('explore', () => {
  it('needs a logger and nothing else', async () => {
    const { schedules, lossless, states, violation } = await explore({ logger: loggers[0]! });
    expect({ schedules, lossless, states }).toEqual({ schedules: 6, lossless: 2, states: 12 });
    expect(violation).toMatchObject({ kind: 'lost-update', schedule: '1,2,1,2' });
  });
});
