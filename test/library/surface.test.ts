import { expect, it } from 'vitest';
import { surface } from './surface.js';

it('what is exported is what is written down (npm run surface writes it)', async () => {
  await expect(`${surface()}\n`).toMatchFileSnapshot('./surface.txt');
});
