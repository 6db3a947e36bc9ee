import { afterEach, describe, expect, it } from 'vitest';
import type { Executor } from '../../src/jobs/executor.js';
import { running } from '../../src/studies/run.js';
import { inputOf, named } from '../studies/inputs.js';
import { answer, executorOf, inline } from './built.js';

const open: Executor[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((executor) => executor.close()));
});

function executor(count: number): Executor {
  const made = executorOf(count);
  open.push(made);
  return made;
}

const watch = { stopRequested: () => false, progress: () => undefined };

describe('the executor for Node', () => {
  it('carries short work out one by one, and long work side by side', () => {
    const one = executor(8);
    one.announce?.([named('a', 1e6), named('b', 0.9e6)]);
    expect(one.slots).toBe(1);
    one.announce?.([named('c', 1e6)]);
    expect(one.slots).toBe(8);
  });

  it('short work that begins a long one is carried out side by side, too', () => {
    const one = executor(8);
    one.announce?.([named('a')], 0);
    expect(one.slots).toBe(1);
    one.announce?.([named('b')], 3e6);
    expect(one.slots).toBe(8);
  });

  it('a single job is carried out here, however long', () => {
    const one = executor(8);
    one.announce?.([named('a', 1e9)]);
    expect(one.slots).toBe(1);
  });

  it('with one thread needs none', () => {
    const one = executor(1);
    one.announce?.([named('a', 1e9), named('b', 1e9)]);
    expect(one.slots).toBe(1);
  });

  it.each([1, 2])('closes, whether threads were started or not: %s', async (count) => {
    const one = executorOf(count);
    one.announce?.([named('a', 1e9), named('b', 1e9)]);
    const question = { input: inputOf(), only: undefined, expectations: [] };
    const found = await answer(running(question), one, watch);
    await one.close();
    expect(found).toEqual(await answer(running(question), inline(), watch));
  });

  it('hears what happens elsewhere between slices', async () => {
    let stop = false;
    setImmediate(() => {
      stop = true;
    });
    const question = {
      input: inputOf(['duration=20d', 'seeds=1']),
      only: undefined,
      expectations: [],
    };
    const found = await answer(running(question), executor(1), {
      ...watch,
      stopRequested: () => stop,
    });
    expect(found).toMatchObject({ partial: true, summary: { replications: [] } });
  });
});
