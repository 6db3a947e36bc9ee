import { explore } from 'latsim';
import { describe, expect, it } from 'vitest';
import logger from './per-deployment-lock.mjs';

describe('per-deployment-lock, in every order', () => {
  it.each(['in-process', 'remote', 'tiered'])('is right in one process on %s', async (store) => {
    const result = await explore({ logger, store, tasks: 4 });
    expect(result).toMatchObject({ exhaustive: true, violation: null });
  });

  it('goes through the small matrix', async () => {
    const { violation, programs } = await explore({ logger });
    expect(violation).toBeNull();
    expect(programs.every(({ exhaustive }) => exhaustive)).toBe(true);
  });

  it('releases its lock when an exception hits it', async () => {
    const result = await explore({ logger, tasks: 3, crash: 'task' });
    expect(result).toMatchObject({ exhaustive: true, violation: null });
  });

  it('loses updates with two processes on one store: known, and held to', async () => {
    const { violation } = await explore({ logger, processes: 2 });
    expect(violation).toMatchObject({ kind: 'lost-update', minimal: true });
  });
});
