import { describe, expect, it } from 'vitest';
import { firstDifference } from '../../src/browser/differences.js';
import type { RunAsked, RunSeen } from '../../src/browser/engine.js';
import type { EngineInPage, RunListener } from '../../src/browser/engine-in-page.js';
import { SettingsTrial } from '../../src/browser/trial.js';
import { loadScenario } from '../../src/files/load.js';
import { controlsOf } from '../../src/report/page/controls.js';
import type { ExperimentData } from '../../src/report/page/experiment-data.js';

interface Asked {
  readonly asked: RunAsked;
  readonly told: RunListener;
  ended: boolean;
}

/** A trial of 16x4, and what it asks an engine that answers nothing by itself. */
function tried() {
  const all: Asked[] = [];
  const engine: EngineInPage = {
    available: true,
    run(asked, told) {
      const one: Asked = { asked, told, ended: false };
      all.push(one);
      return () => {
        one.ended = true;
      };
    },
  };
  const { scenario, listed } = loadScenario('16x4', { set: ['replications=3'] });
  const replications = [0, 1, 2].map((replication) => ({ replication, traceHash: '' }));
  const result = { logger: 'unlocked', groups: [], replications };
  const experiment = {
    scenario,
    numbers: {},
    replication: null,
    maxEvents: 1e8,
    results: [result],
  };
  const loggers = ['unlocked', 'locked'].map((name) => ({
    name,
    summary: '',
    command: `latsim run 16x4 --logger ${name}`,
  }));
  const settings = { controls: controlsOf(scenario, listed), loggers, beside: 'locked' };
  const trial = new SettingsTrial(experiment as unknown as ExperimentData, settings, engine);
  return { trial, all };
}

const seenAfter = (finished: number) =>
  ({
    known: [],
    summary: { replications: Array.from({ length: finished }) },
  }) as unknown as RunSeen;

describe('a trial', () => {
  it('runs both loggers with what was changed, and waits for nothing that was asked before', () => {
    const { trial, all } = tried();
    trial.look();
    trial.moveTo(1, 0);
    expect(all.map(({ ended }) => ended)).toEqual([true, true, false, false]);
    expect(all.slice(2).map(({ asked }) => asked.replications)).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    expect(all[3]?.asked.fields).toEqual([
      { path: ['logger', 'name'], value: 'locked' },
      { path: ['dispatch', 'every'], value: 0.5 },
    ]);
  });

  it('has the command that prints what is known so far', () => {
    const { trial, all } = tried();
    expect(trial.command).toBe('latsim run 16x4 --logger unlocked --replications 3');
    trial.moveTo(1, 0);
    all[0]?.told.seen(seenAfter(2));
    expect(trial.command).toBe(
      'latsim run 16x4 --logger unlocked --set dispatch.every=0.5s --replications 2',
    );
    trial.choose('locked', 'unlocked');
    all.at(-2)?.told.seen(seenAfter(3));
    expect(trial.command).toBe(
      'latsim run 16x4 --logger locked --set dispatch.every=0.5s --replications 3',
    );
    trial.reset();
    expect(trial.command).not.toContain('--set');
  });

  it('tells why something cannot be run', () => {
    const { trial, all } = tried();
    trial.moveTo(0, 0);
    all[0]?.told.failed('it is too long');
    expect(trial.tried[0].failed).toBe('it is too long');
    expect(trial.tried[1].failed).toBeUndefined();
  });
});

describe('what differs', () => {
  it('is named by its place', () => {
    const carried = { groups: [{ share: 0.5 }], lost: 1 };
    expect(firstDifference(carried, { groups: [{ share: 0.5 }], lost: 1 })).toBeUndefined();
    expect(firstDifference(carried, { groups: [{ share: 0.25 }], lost: 1 })).toEqual({
      where: 'groups[0].share',
      carried: '0.5',
      computed: '0.25',
    });
    expect(firstDifference({ ci95: null }, { ci95: [0, 1] })?.computed).toBe('[0,1]');
    expect(firstDifference({}, { lost: 0 })).toEqual({
      where: 'lost',
      carried: 'nothing',
      computed: '0',
    });
  });
});
