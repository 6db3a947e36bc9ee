import { describe, expect, it } from 'vitest';
import type { SimulationEvent } from '../../../src/worlds/simulate/events.js';
import { LossFinder, LossFollower } from '../../../src/worlds/simulate/lost-update.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { BURST_DEPLOYMENTS, burstIndex, bursts } from './bursts.js';

function eventsOf(logger: string, set?: readonly string[]): SimulationEvent[] {
  const events: SimulationEvent[] = [];
  simulate(bursts(logger, set), { only: 0, observer: (event) => events.push(event) });
  return events;
}

function followed(events: readonly SimulationEvent[], nth: number) {
  const finder = new LossFinder(nth);
  for (const event of events) finder.observe(event);
  if (finder.found === undefined) return { seen: finder.seen, loss: undefined };
  const follower = new LossFollower(finder.found, burstIndex());
  for (const event of events) follower.observe(event);
  return { seen: finder.seen, loss: follower.result };
}

describe('a lost update', () => {
  const events = eventsOf('unlocked');

  it('is told with its own times: who read what when, who overwrote whom', () => {
    const { loss } = followed(events, 1);
    const own = events.filter((e) => e.event === 'log' && e.t === 5);
    expect(own.length).toBeGreaterThan(1);
    expect(loss?.t).toBeCloseTo(5.015, 9);
    const steps = (whose: string) =>
      loss?.events
        .filter((event) => event.whose === whose)
        .map(({ t, effect, samples }) => [effect, Number(t.toFixed(6)), samples]);
    expect(steps('victim')?.map(([effect, t]) => [effect, t])).toEqual([
      ['log', 5],
      ['read', 5.005],
      ['write', 5.015],
    ]);
    expect(steps('overwriter')).toEqual([
      ['log', 5, null],
      ['read', 5.005, null],
      ['write', 5.015, expect.any(Number)],
    ]);
    expect(loss?.victim.request).not.toBe(loss?.overwriter.request);
  });

  it('the overwriting call is the one whose write stands', () => {
    const lost = events.flatMap((e) => (e.event === 'lost' ? [e] : []));
    for (const [i, event] of lost.entries()) {
      const { loss } = followed(events, i + 1);
      expect(loss).toMatchObject({ nth: i + 1, t: event.t, deployment: event.deployment });
      const write = events.find(
        (e) =>
          e.event === 'effect' &&
          e.effect.op === 'write' &&
          e.t === event.t &&
          e.request === loss?.overwriter.request,
      );
      expect(write).toBeDefined();
    }
  });

  it('counts who sees the deployment as never sampled, until it is known again', () => {
    const lost = events.flatMap((e) => (e.event === 'lost' ? [e] : []));
    for (const [i, event] of lost.entries()) {
      const { loss } = followed(events, i + 1);
      const position = BURST_DEPLOYMENTS.indexOf(event.deployment);
      // Bursts come every 10 s, long after a flush: whoever selects later has read later.
      const later = events.flatMap((e) => (e.event === 'select' && e.t > event.t ? [e] : []));
      const until = later.findIndex(({ seen }) => (seen?.[position] ?? 0) > 0);
      expect(loss?.unknownTo).toBe(until === -1 ? later.length : until);
      expect(loss?.knownAgain_s).toBe(until === -1 ? null : later[until]?.t);
    }
  });

  it('is not found where there is none, or not so many', () => {
    expect(followed(eventsOf('locked'), 1)).toEqual({ seen: 0, loss: undefined });
    const { seen } = followed(events, 1_000_000);
    expect(seen).toBe(events.filter((e) => e.event === 'lost').length);
  });

  it('of a tiered store is one of the shared copy', () => {
    const set = ['store={kind: tiered, rtt: 10ms}', 'processes.count=2'];
    const { loss } = followed(eventsOf('unlocked', set), 1);
    expect(loss).toMatchObject({ copy: 'shared' });
  });
});
