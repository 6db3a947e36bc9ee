import { gate } from 'latsim';
import { expect, it } from 'vitest';
import logger from './per-deployment-lock.mjs';

it('my logger keeps the fast group preferred', { timeout: 60_000 }, async () => {
  const wanted = ['share(gpt-4.1) >= 85%', 'lost == 0'];
  const { runs } = await gate({ scenarios: ['16x4'], logger, expect: wanted });
  const judged = runs.flatMap(({ expectations }) => expectations);
  expect(judged.filter(({ passed }) => passed !== true)).toEqual([]);
});
