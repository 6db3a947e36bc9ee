import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { KnownOverTime } from '../../../src/measure/known.js';
import { compile } from '../../../src/scenario/compile.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { SimulationEvent } from '../../../src/worlds/simulate/events.js';
import { KnownFollower } from '../../../src/worlds/simulate/known.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';

const SCENARIO = readFileSync(new URL('../../../scenarios/16x4.yaml', import.meta.url), 'utf8');

type Select = Extract<SimulationEvent, { event: 'select' }>;

function followed(text: string, set: readonly string[]) {
  const parsed = parseScenario(text, { file: 'x.yaml', set: [...set, 'replications=1'] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const experiment = compile(parsed.scenario);
  const follower = new KnownFollower(experiment, 0);
  const selects: Select[] = [];
  simulate(experiment, {
    only: 0,
    observer: (event) => {
      follower.observe(event);
      if (event.event === 'select') selects.push(event);
    },
  });
  return { known: follower.result(), selects };
}

/** The part of a row's deployments that requests of a time saw, from the events themselves. */
function seenIn(selects: readonly Select[], [from, to]: [number, number], row: number): number {
  const own = selects.filter(({ t }) => t >= from && t < to);
  return own.filter(({ seen }) => seen?.[row] !== 0).length / own.length;
}

describe('what the router knows', () => {
  it('is what requests saw, a column for each burst', () => {
    const { known, selects } = followed(SCENARIO, []);
    const [of] = known as [KnownOverTime];
    expect(of).toMatchObject({ deployments: 20, processes: 1, column_s: 15, replication: 0 });
    expect(of.columns).toHaveLength(20);
    for (const [c, column] of of.columns.entries()) {
      const time: [number, number] = [c * 15, (c + 1) * 15];
      expect(column.selects).toBe(40);
      for (const row of [0, 7, 19]) {
        expect(column.seen[row]).toBeCloseTo(seenIn(selects, time, row), 12);
      }
      const last = selects.filter(({ t }) => t < time[1]).at(-1);
      expect(column.known).toBe(last?.seen?.filter((samples) => samples > 0).length);
    }
  });

  it('is told by group of many deployments, as the part of these', () => {
    const set = ['fleet.groups[0].deployments=100', 'duration=60s'];
    const { known, selects } = followed(SCENARIO, set);
    const [of] = known as [KnownOverTime];
    expect(of.rows).toEqual([
      { group: 0, deployments: 100 },
      { group: 1, deployments: 4 },
    ]);
    const [, second] = of.columns;
    const own = selects.filter(({ t }) => t >= 15 && t < 30);
    const slow = own.flatMap(({ seen }) => [...(seen ?? [])].slice(0, 100));
    const part = slow.filter((samples) => samples > 0).length / slow.length;
    expect(second?.seen[0]).toBeCloseTo(part, 12);
  });

  it('is nothing where no map is looked into', () => {
    const set = ['router.strategy=simple-shuffle', 'duration=30s'];
    expect(followed(SCENARIO, set).known).toEqual([]);
  });
});
