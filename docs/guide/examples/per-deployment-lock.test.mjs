import { explore, inProcess, remote, tiered } from 'latsim';
import { describe, expect, it } from 'vitest';
import logger from './per-deployment-lock.mjs';

describe('per-deployment-lock, in every order', () => {
  it.each([inProcess, remote, tiered(60)])('is safe in one process on $kind', (store) => {
    const result = explore({ logger, store, tasks: 4 });
    expect(result).toMatchObject({ exhaustive: true, violation: null });
  });

  it('gives its lock back when an exception hits it', () => {
    const result = explore({ logger, tasks: 3, crash: 'task' });
    expect(result).toMatchObject({ exhaustive: true, violation: null });
  });

  it('is not safe with two processes on one store: known, and held to', () => {
    const { violation } = explore({ logger, processes: 2 });
    expect(violation).toMatchObject({ kind: 'lost-update', minimal: true });
  });
});
