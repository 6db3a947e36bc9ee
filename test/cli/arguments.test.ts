import { expect, it } from 'vitest';
import { percentage } from '../../src/cli/arguments.js';

const remedy = 'Write a percentage.';

it('reads a percentage as the fraction that is nearest to what is written', () => {
  const read = percentage({ bare: true, remedy });
  for (const given of ['7', '7%', '7 %']) expect(read(given)).toBe(0.07);
  expect(read('99.9')).toBe(0.999);
  expect(read('100')).toBe(1);
  for (const given of ['', '%', '101', '-1', '1e1', '7%%']) {
    expect(() => read(given), given).toThrow(remedy);
  }
});

it('asks for its sign, and for a range, where it is told to', () => {
  const read = percentage({ from: 0.5, below: 1, remedy });
  expect(read('50%')).toBe(0.5);
  expect(read('99.99%')).toBe(0.9999);
  for (const given of ['99', '49.9%', '100%']) expect(() => read(given), given).toThrow(remedy);
});
