import { expect, it } from 'vitest';
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
