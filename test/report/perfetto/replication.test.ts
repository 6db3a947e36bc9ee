import { describe, expect, it } from 'vitest';
import { acquire } from '../../../src/effects/effects.js';
import type { Experiment } from '../../../src/model/experiment.js';
import { ReplicationTrace, type TraceFocus } from '../../../src/report/perfetto/replication.js';
import { compile } from '../../../src/scenario/compile.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { SimulationEvent } from '../../../src/worlds/simulate/events.js';
import { replicating } from '../../../src/worlds/simulate/simulation.js';
import { toItsEnd } from '../../../src/worlds/slices.js';
import { SMALL } from '../../cli/latsim.js';
import { bursts } from '../../worlds/simulate/bursts.js';
import { faultsOfTrace } from './format.js';

function traced(experiment: Experiment, focus?: TraceFocus) {
  const trace = new ReplicationTrace(experiment, { seed: 1 }, focus);
  const events: SimulationEvent[] = [];
  let text = '';
  const result = toItsEnd(
    replicating(experiment, 0, {
      observer: (event) => {
        events.push(event);
        trace.event(event);
        text += trace.take();
      },
      steps: (step) => trace.step(step),
    }),
  );
  trace.end();
  text += trace.take();
  const { traceEvents, otherData } = JSON.parse(text);
  return { text, events, result, told: traceEvents as Told[], otherData };
}

interface Told {
  readonly name: string;
  readonly ph: string;
  readonly cat?: string;
  readonly ts: number;
  readonly pid: number;
  readonly id?: number;
  readonly s?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

const small = (...set: string[]) => {
  const parsed = parseScenario(SMALL, { file: 'small.yaml', set });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return compile(parsed.scenario);
};

/** Begin and length in milliseconds of the slices of these names. */
function slices(told: readonly Told[], named: RegExp): (readonly [string, number, number])[] {
  return told.flatMap((one, i) => {
    if (one.ph !== 'b' || !named.test(one.name)) return [];
    let depth = 0;
    const end = told.slice(i).find(({ id, ph }) => {
      if (id !== one.id || (ph !== 'b' && ph !== 'e')) return false;
      depth += ph === 'b' ? 1 : -1;
      return depth === 0;
    });
    return [[one.name, one.ts / 1000, ((end?.ts ?? Number.NaN) - one.ts) / 1000] as const];
  });
}

describe('the trace of a replication', () => {
  it.each([
    ['flushes over a remote store', small()],
    ['a memory in each process', small('store={kind: in-process}', 'processes.count=3')],
    ['tiers', small('store={kind: tiered, rtt: 1ms}', 'processes.count=2')],
    ['locks that are waited for', small('logger=locked')],
    ['leases that run out', small('logger={ name: locked-distributed, lease: 1ms }')],
    ['retries', small('logger=compare-and-set')],
    ['a list for each deployment', small('logger=atomic')],
    ['counts when a call starts and ends', small('router.strategy=least-busy')],
    ['nothing at all', small('load={kind: bursts, size: 1, every: 10s, phase: 59.9s}')],
  ])('is as the format wants it: %s', (_, experiment) => {
    const { text, events, told, otherData } = traced(experiment);
    expect(faultsOfTrace(text)).toEqual([]);
    expect(otherData).toEqual({ seed: 1, replication: 0 });
    const count = (event: string) => events.filter((one) => one.event === event).length;
    expect(told.filter(({ ph, name }) => ph === 'b' && name === 'request')).toHaveLength(
      count('arrival'),
    );
    expect(told.filter(({ name }) => name.includes('overwrites'))).toHaveLength(count('lost'));
    expect(traced(experiment).text).toBe(text);
  });

  it('tells what a request waits for, in virtual time', () => {
    const { told } = traced(bursts('locked'));
    const [first, second] = slices(told, /^acquire/).filter(([, begin]) => begin === 5000);
    expect([first?.[2], second?.[2]]).toEqual([0, 20]);
    expect(slices(told, /^lock /).slice(0, 2)).toEqual([
      [expect.stringMatching('lock'), 5000, 20],
      [expect.stringMatching('lock'), 5020, 20],
    ]);
    expect(slices(told, /^read/).at(-1)?.[2]).toBe(10);
    expect(slices(told, /^waits to be logged/)[0]).toEqual(['waits to be logged', 1010, 3990]);
  });

  it('joins each write to the read that it follows from', () => {
    const { told, result } = traced(bursts('unlocked'));
    const ends = told.filter(({ ph }) => ph === 'f');
    expect(ends).toHaveLength(18);
    for (const end of ends) {
      const begin = told.find(({ ph, id }) => ph === 's' && id === end.id);
      expect(end.ts - (begin?.ts ?? 0)).toBe(10_000);
    }
    expect(result?.modelGroups[0]?.samples.recorded).toBe(18);
  });

  it('counts what is under way, and how many of the last choices a group got', () => {
    const { told } = traced(bursts('unlocked'));
    const counted = (name: string) =>
      told.filter((one) => one.name === name).map(({ args }) => Object.values(args ?? {})[0]);
    expect(Math.max(...counted('in flight: slow').map(Number))).toBeGreaterThan(1);
    expect(counted('in flight: slow').at(-1)).toBe(0);
    const shares = ['slow', 'fast'].map((group) =>
      Number(counted(`share of the last 100 choices: ${group}`).at(-1)),
    );
    expect(shares[0]! + shares[1]!).toBeCloseTo(100, 0);
  });

  it('is of the two requests of a lost update alone, where that is asked for', () => {
    const experiment = bursts('unlocked');
    const lost = traced(experiment).events.filter((one) => one.event === 'lost')[2]!;
    const [victim, overwriter] = [lost.request, 5].map((request) => ({
      modelGroup: lost.modelGroup,
      request,
    })) as [TraceFocus['victim'], TraceFocus['overwriter']];
    const { text, told } = traced(experiment, { t: lost.t, victim, overwriter });
    expect(faultsOfTrace(text)).toEqual([]);
    const fatal = told.filter(({ s }) => s === 'g');
    expect(fatal.map(({ name, ts }) => [name, ts])).toEqual([
      [expect.stringMatching(new RegExp(`^lost update: .* request ${lost.request}$`)), 15_015_000],
    ]);
    expect(told.find(({ ph }) => ph === 'b')?.ts).toBe(10_000_000);
    expect(told.at(-1)?.ts).toBeLessThan(16_000_000);
  });

  it('is harmless whatever things are called', () => {
    const name = `"</script>\u202e\\${'x'.repeat(10_000)}`;
    const experiment = bursts('unlocked');
    const trace = new ReplicationTrace(experiment, { scenario: name });
    const modelGroup = experiment.modelGroups[0]!.name;
    const at = { t: 1, replication: 0, modelGroup, request: 0, process: 0 };
    const call = 'record';
    trace.event({ ...at, event: 'arrival' });
    trace.step({ ...at, call, asks: acquire(name) });
    trace.event({ ...at, event: 'effect', call, effect: acquire(name), where: 'process' });
    trace.end();
    const text = trace.take();
    const told: readonly Told[] = JSON.parse(text).traceEvents;
    expect(faultsOfTrace(text)).toEqual([]);
    expect(text).not.toContain('\u202e');
    expect(Math.max(...told.map((one) => one.name.length))).toBeLessThan(200);
  });
});
