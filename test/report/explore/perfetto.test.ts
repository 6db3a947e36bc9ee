import { describe, expect, it } from 'vitest';
import { latsim } from '../../cli/in-process.js';
import { faultsOfTrace } from '../perfetto/format.js';

interface Told {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly s?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

async function traced(...args: string[]) {
  const { code, stdout } = await latsim(['explore', ...args, '--format', 'perfetto']);
  expect(faultsOfTrace(stdout)).toEqual([]);
  const { traceEvents, otherData } = JSON.parse(stdout);
  const told: readonly Told[] = traceEvents;
  const at = (ph: string, name: RegExp) =>
    told.filter((one) => one.ph === ph && name.test(one.name)).map(({ ts }) => ts / 1000);
  return { code, told, otherData, at };
}

describe('the trace of a violation', () => {
  it('has a millisecond for each step, arrows from reads to writes, and the fatal write marked', async () => {
    const { code, told, otherData, at } = await traced('--logger', 'unlocked', '--tasks', '2');
    expect(code).toBe(1);
    expect(otherData).toMatchObject({ schedule: '1,2,1,2', time: 'step n begins at n ms' });
    expect(at('X', /^reads map/)).toEqual([1, 2]);
    expect(at('X', /^writes map/)).toEqual([3, 4]);
    expect([at('s', /./), at('f', /./)]).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(at('i', /overwrites sample A/)).toEqual([4, 4]);
    expect(told.filter(({ s }) => s === 'g')).toHaveLength(1);
    expect(told.filter(({ ph }) => ph === 'C').map(({ args }) => args?.tasks)).toEqual([
      1, 2, 1, 0,
    ]);
  });

  it('shows who has a lock, and who waits for it', async () => {
    const order = ['--logger', 'locked', '--schedule', '1,2,1,1,2,2,2'];
    const { at, told } = await traced(...order);
    expect([at('b', /^lock map/), at('e', /^lock map/)]).toEqual([
      [1, 5],
      [5, 8],
    ]);
    expect([at('b', /^waits for lock map/), at('e', /^waits for lock map/)]).toEqual([[2], [5]]);
    expect(told.some(({ ph }) => ph === 'i')).toBe(false);
  });

  it.each([
    ['a deadlock, across processes', '--logger', 'locked', '--processes', '2', '--crash', 'task'],
    ['a lease that runs out', '--logger', 'locked-distributed', '--lease-expiry'],
    ['memories of processes', '--logger', 'unlocked', '--store', 'tiered', '--processes', '2'],
    ['a select beside it', '--logger', 'unlocked', '--select'],
  ])('is as the format wants it: %s', async (_, ...args) => {
    expect((await traced(...args)).code).toBe(1);
  });
});
