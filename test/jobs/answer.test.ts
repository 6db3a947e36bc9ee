import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer, type StudyProgress } from '../../src/jobs/answer.js';
import type { Executor } from '../../src/jobs/executor.js';
import { JobFailure } from '../../src/studies/job.js';
import { carriedOut, type Study, together } from '../../src/studies/study.js';
import { named } from '../studies/inputs.js';
import { Hands, resultOf } from './hands.js';

/** Asks for jobs one after the other. */
function* inTurn(...labels: string[]): Study<string[]> {
  const found: string[] = [];
  for (const label of labels) found.push(...(yield* atOnce(label)));
  return found;
}

/** Asks for jobs all at once. @returns the labels that came back; '-' for what was not begun */
function* atOnce(...labels: string[]): Study<string[]> {
  const results = yield* carriedOut(labels.map((label) => named(label)));
  return results.map((result) => result?.logger ?? '-');
}

/** A study that is being answered. */
function begin<Found>(study: Study<Found>, slots: number) {
  const hands = new Hands(slots);
  const shown: StudyProgress[] = [];
  const wish = { stop: false };
  const found = answer(study, hands, {
    stopRequested: () => wish.stop,
    progress: (progress) => shown.push(progress),
  });
  found.catch(() => undefined);
  return { found, hands, shown, wish };
}

/** Lets happen all that can. */
const settle = () => vi.advanceTimersByTimeAsync(100);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the results of jobs', () => {
  it('come in the order of the jobs, whenever they end', async () => {
    const { found, hands } = begin(atOnce('a', 'b', 'c'), 3);
    await settle();
    for (const label of ['c', 'a', 'b']) hands.end(label);
    await settle();
    expect(await found).toEqual(['a', 'b', 'c']);
  });

  it('come in it with any number of slots, of studies within studies, too', async () => {
    vi.useRealTimers();
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        fc.nat(9),
        fc.record({ studies: fc.array(tie('node'), { maxLength: 4 }) }),
      ),
    })).node as fc.Arbitrary<Tree>;
    const slots = fc.integer({ min: 1, max: 4 });
    await fc.assert(
      fc.asyncProperty(tree, slots, fc.infiniteStream(fc.nat(5)), async (one, count, ticks) => {
        const executor: Executor = {
          slots: count,
          carryOut: async ({ label }) => {
            for (let i = ticks.next().value as number; i > 0; i--) await undefined;
            return resultOf(label);
          },
          close: async () => undefined,
        };
        const watch = { stopRequested: () => false, progress: () => undefined };
        expect(await answer(studyOf(one), executor, watch)).toEqual(one);
      }),
      { numRuns: 60 },
    );
  });
});

/** A number stands for a job, a list for studies that go on side by side. */
type Tree = number | { readonly studies: readonly Tree[] };

function* studyOf(tree: Tree): Study<Tree> {
  if (typeof tree === 'number') return Number((yield* atOnce(String(tree)))[0]);
  return { studies: yield* together(tree.studies.map(studyOf)) };
}

describe('studies side by side', () => {
  it('the earlier one goes first: with what it asks next, too', async () => {
    const { found, hands } = begin(together([inTurn('a1', 'a2'), inTurn('b1', 'b2')]), 1);
    for (const label of ['a1', 'a2', 'b1', 'b2']) {
      await settle();
      hands.end(label);
    }
    expect(await found).toEqual([
      ['a1', 'a2'],
      ['b1', 'b2'],
    ]);
    expect(hands.begun).toEqual(['a1', 'a2', 'b1', 'b2']);
  });

  it('fill all slots', async () => {
    const { hands } = begin(together([inTurn('a1', 'a2'), atOnce('b1', 'b2')]), 2);
    await settle();
    expect(hands.atWork).toEqual(['a1', 'b1']);
  });

  it('may be none, as jobs may', async () => {
    expect(await begin(together([]), 1).found).toEqual([]);
    expect(await begin(atOnce(), 1).found).toEqual([]);
  });
});

describe('a job that fails', () => {
  it('is the first in their order, whichever fails first', async () => {
    const { found, hands } = begin(atOnce('a', 'b', 'c', 'd', 'e'), 4);
    await settle();
    hands.fail('c');
    await settle();
    expect(['a', 'b', 'd'].map((label) => hands.isToStop(label))).toEqual([false, false, true]);
    hands.end('d');
    hands.fail('b');
    hands.end('a');
    await settle();
    await expect(found).rejects.toMatchObject({ failure: { message: 'b' } });
    expect(hands.begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('lets earlier studies go on to their end, and later ones wind up', async () => {
    const studies = [inTurn('a1', 'a2'), inTurn('b1'), inTurn('c1', 'c2')];
    const { found, hands } = begin(together(studies), 3);
    await settle();
    hands.fail('b1');
    hands.end('a1');
    hands.end('c1');
    await settle();
    expect(hands.atWork).toEqual(['a2']);
    hands.end('a2');
    await expect(found).rejects.toMatchObject({ failure: { message: 'b1' } });
  });

  it('may be dealt with by the study, which then goes on, as its neighbours do', async () => {
    const brave = function* (): Study<string[]> {
      try {
        return yield* atOnce('bad');
      } catch (error) {
        if (!(error instanceof JobFailure)) throw error;
        return [error.message, ...(yield* atOnce('better'))];
      }
    };
    const { found, hands } = begin(together([brave(), inTurn('a1', 'a2')]), 2);
    await settle();
    hands.fail('bad');
    await settle();
    expect(hands.isToStop('a1')).toBe(false);
    hands.end('better');
    hands.end('a1');
    await settle();
    hands.end('a2');
    expect(await found).toEqual([
      ['bad', 'better'],
      ['a1', 'a2'],
    ]);
  });
});

it('a study that fails itself does so when what goes on beside it has ended', async () => {
  const faulty = function* (): Study<string[]> {
    yield* atOnce('a');
    throw new Error('my own fault');
  };
  const { found, hands } = begin(together([faulty(), inTurn('b1', 'b2')]), 2);
  await settle();
  hands.end('a');
  await settle();
  expect(hands.isToStop('b1')).toBe(true);
  hands.end('b1');
  await settle();
  await expect(found).rejects.toThrow('my own fault');
  expect(hands.begun).toEqual(['a', 'b1']);
});

describe('a wish to stop', () => {
  it('reaches what is at work; nothing more is begun, and the study has what is finished', async () => {
    const { found, hands, wish } = begin(atOnce('a', 'b', 'c', 'd'), 2);
    await settle();
    hands.end('a');
    await settle();
    wish.stop = true;
    expect(['b', 'c'].map((label) => hands.isToStop(label))).toEqual([true, true]);
    hands.end('b');
    hands.end('c');
    expect(await settled(found)).toEqual(['a', 'b', 'c', '-']);
  });

  it('from the beginning begins nothing', async () => {
    const { found, hands, wish } = begin(together([inTurn('a1', 'a2'), atOnce('b')]), 1);
    wish.stop = true;
    expect(await settled(found)).toEqual([['-', '-'], ['-']]);
    expect(hands.begun).toEqual([]);
  });
});

async function settled<T>(promise: Promise<T>): Promise<T> {
  await settle();
  return promise;
}

describe('progress', () => {
  const parts = (shown: readonly StudyProgress[]) => shown.map(({ part }) => part);

  it('is weighed by the sizes of the jobs, and ends at 1', async () => {
    const study = (function* () {
      return yield* carriedOut([named('a', 3), named('b', 1)]);
    })();
    const { hands, shown } = begin(study, 2);
    await settle();
    hands.tell('a', { part: 0.5 });
    hands.end('b');
    await settle();
    hands.end('a');
    await settle();
    expect(parts(shown)).toEqual([0.375, 0.625, 1]);
    expect(shown.map(({ label }) => label)).toEqual(['a', 'b', 'a']);
  });

  it('never goes back, nor over 1, whatever a job tells', async () => {
    const { hands, shown } = begin(together([atOnce('a', 'b'), inTurn('c', 'd')]), 3);
    await settle();
    for (const part of [0.5, 1.2, 0.1]) hands.tell('a', { part });
    hands.tell('c', { part: 0.9 });
    hands.end('c');
    await settle();
    for (const part of [0.2, 0.3]) hands.tell('d', { part });
    for (const label of ['b', 'a', 'd']) hands.end(label);
    await settle();
    const all = parts(shown);
    expect([...all].sort((x, y) => x - y)).toEqual(all);
    expect(all.at(-1)).toBe(1);
  });

  it('is within the span that a study gives', async () => {
    const study = (function* () {
      yield* carriedOut([named('a')], [0, 0.7]);
      yield* together([atOnce('b')], [0.7, 1]);
    })();
    const { hands, shown } = begin(study, 1);
    await settle();
    hands.tell('a', { part: 0.5 });
    hands.end('a');
    await settle();
    hands.tell('b', { part: 0.5 });
    await settle();
    expect(parts(shown).map((part) => Number(part.toFixed(9)))).toEqual([0.35, 0.7, 0.85]);
  });

  it('is in states where a single job tells these', async () => {
    const { hands, shown } = begin(atOnce('a'), 1);
    await settle();
    hands.tell('a', { states: 1000 });
    expect(shown).toEqual([{ part: 0, label: 'a', states: 1000 }]);
  });
});
