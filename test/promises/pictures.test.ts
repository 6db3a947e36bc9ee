import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { latsim } from '../cli/in-process.js';

/** The pictures of the documentation, and the command that draws each; `npm run docs` writes them. */
const PICTURES = [
  { file: 'what-the-router-knows.svg', command: 'compare 16x4 -l unlocked -l locked --format svg' },
  { file: 'one-lost-update.svg', command: 'trace 16x4 --format svg' },
  { file: 'shares.svg', command: 'run 16x4 --format svg' },
  { file: 'lesson.svg', command: 'compare lesson/3-flushes -l unlocked -l locked --format svg' },
];

it.each(PICTURES)(
  'docs/pictures/$file is what latsim $command draws',
  async ({ file, command }) => {
    const { stdout } = await latsim(command.split(' '));
    await expect(stdout).toMatchFileSnapshot(
      fileURLToPath(new URL(`../../docs/pictures/${file}`, import.meta.url)),
    );
  },
);
