import { test } from 'vitest';
import { expectMeasured, MEASURED } from '../worlds/simulate/measured.js';

test.each(MEASURED)(
  'the slow share of 20 replications agrees with LiteLLM: $name, $share.0 %',
  (one) => expectMeasured(one, 20),
);
