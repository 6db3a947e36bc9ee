import { expect, it } from 'vitest';
import { Solitude } from '../../src/jobs/queued/solitude.js';

it('a job that has killed a worker waits for the others, and none begins beside it', async () => {
  const said: string[] = [];
  const fetching = {
    pause: async () => void said.push('pause'),
    resume: async () => void said.push('resume'),
  };
  const solitude = new Solitude(() => fetching);
  const ends = new Map<string, () => void>();
  const carryOut = (name: string, hasKilled = false) =>
    solitude.carryOut(hasKilled, async () => {
      said.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      return name;
    });
  const first = carryOut('first');
  const deadly = carryOut('deadly', true);
  expect(await carryOut('late')).toBeUndefined();
  expect(await carryOut('deadly, too', true)).toBeUndefined();
  ends.get('first')?.();
  expect(await first).toBe('first');
  await Promise.resolve();
  expect(said).toEqual(['first', 'pause', 'deadly']);
  ends.get('deadly')?.();
  expect(await deadly).toBe('deadly');
  const last = carryOut('last');
  ends.get('last')?.();
  expect(await last).toBe('last');
  expect(said.slice(3)).toEqual(['resume', 'last']);
});
