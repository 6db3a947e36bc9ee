import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { latsim, SMALL, workFolder } from '../cli/latsim.js';

const cwd = workFolder({
  'small.yaml': SMALL,
  'mine.mjs': `import { LatencyMap } from 'latsim';
    export default {
      name: 'mine',
      *record() {},
      *view(context) {
        const map = context.emptyMap();
        if (!(map instanceof LatencyMap)) throw new Error('a class of another module');
        return map;
      },
    };`,
});

it('a file of a user meets the classes of the command that runs it', async () => {
  const words = ['run', 'small.yaml', '--logger', './mine.mjs', '--replications', '1'];
  expect(await latsim(words, { cwd })).toMatchObject({ code: 0, stderr: '' });
});

it('a fault is reported by the places of the sources', async () => {
  const fault = `String.prototype.padEnd = () => { throw new TypeError('broken') }`;
  const { code, stderr } = await latsim(['list'], {
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` },
  });
  expect(code).toBe(3);
  expect(stderr).toMatch(/^ {4}at \w+ \(src\/text\/units\.ts:\d+:\d+\)$/m);
  expect(stderr).not.toContain('/dist/');
});

describe('a command loads few files', () => {
  const start = loaded([new URL('../../dist/cli/start.js', import.meta.url).href]);

  it.each(['run', 'compare', 'explore', 'gate'])('%s', (command) => {
    const onDemand = start.flatMap((file) => addressesIn(file, /import\("(.+?)"\)/g));
    const own = onDemand.filter((file) => RegExp(`/${command}-\\w+\\.js$`).test(file));
    expect(own).toHaveLength(1);
    expect(loaded([...start, ...own]).length).toBeLessThan(35);
  });

  function loaded(files: string[]): string[] {
    const all = new Set(files);
    for (const file of all) {
      for (const next of addressesIn(file, /(?:from|^import) "(\..+?)"/gm)) all.add(next);
    }
    return [...all];
  }

  function addressesIn(file: string, statement: RegExp): string[] {
    const text = readFileSync(fileURLToPath(file), 'utf8');
    return [...text.matchAll(statement)].map(([, path]) => new URL(path as string, file).href);
  }
});
