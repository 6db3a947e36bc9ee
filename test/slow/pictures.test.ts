import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { latsim } from '../cli/in-process.js';

/** Pictures of the documentation that take long to draw; `npm run docs` writes them. */
const PICTURES = [
  {
    file: 'flushes-and-rate.svg',
    command:
      'sweep 16x4 --vary dispatch.every=1s..10s:10 --vary load.size=10,20,40,80 -l unlocked -l locked',
  },
  {
    file: 'ttl-and-length.svg',
    command:
      'sweep 16x4 --vary router.ttl=5s,10s,20s,60s,300s --vary duration=300s,450s,600s,900s,1800s -l unlocked -l locked',
  },
];

it.each(PICTURES)(
  'docs/pictures/$file is what latsim $command draws',
  async ({ file, command }) => {
    const { stdout } = await latsim([...command.split(' '), '--format', 'svg', '--threads', '1']);
    await expect(stdout).toMatchFileSnapshot(
      fileURLToPath(new URL(`../../docs/pictures/${file}`, import.meta.url)),
    );
  },
);
