import { expect, test } from 'vitest';
import { latsim } from '../cli/in-process.js';
import { lookForSecrets } from '../promises/planted.js';
import { writtenIn } from '../promises/written.js';

/** How many inputs, and which is the first: `SECRETS=100000 SECRETS_FROM=0 npm run test:slow`. */
const { SECRETS = '100000', SECRETS_FROM = '0' } = process.env;

test(`no secret of ${SECRETS} inputs from ${SECRETS_FROM} comes out`, async () => {
  const from = Number(SECRETS_FROM);
  console.log(`inputs ${from} to ${from + Number(SECRETS) - 1}`);
  const found = await lookForSecrets(from, from + Number(SECRETS), latsim, writtenIn);
  console.log(found);
  expect(found.looked).toBeGreaterThan(5 * found.named);
}, 3_600_000);
