import { describe, expect, it } from 'vitest';
import { forcedSchedule } from '../../src/studies/explore/forced.js';
import type { ScenarioGround } from '../../src/studies/explore/question.js';
import { driven, stoppedAfter } from './drive.js';

const ground = (changes: Partial<ScenarioGround> = {}): ScenarioGround => ({
  scenario: { name: 'small', hash: '' },
  store: 'remote',
  processes: 1,
  profile: 'v1.82.3',
  listSize: 10,
  retries: 64,
  ...changes,
});
const shipped = (name: string) => ({ kind: 'shipped', name }) as const;
const scheduleOf = (logger: string, on = ground(), moves?: readonly string[]) =>
  driven(forcedSchedule(shipped(logger), on, moves));

describe('the schedule that is forced', () => {
  it('is the shortest in which the logger loses an update', () => {
    expect(scheduleOf('unlocked')).toMatchObject({
      moves: ['1', '2', '1', '2'],
      of: 'own',
      program: { tasks: 2, processes: 1, store: 'remote' },
    });
    expect(scheduleOf('locked', ground({ processes: 4 }))).toMatchObject({
      of: 'own',
      program: { tasks: 2, processes: 2 },
    });
  });

  it('is that of unlocked for a logger that loses none', () => {
    for (const logger of ['locked', 'atomic']) {
      expect(scheduleOf(logger)).toMatchObject({ moves: ['1', '2', '1', '2'], of: 'unlocked' });
    }
  });

  it('is on a shared store, whatever that of the scenario is', () => {
    const on = ground({ store: 'in-process', processes: 2 });
    expect(scheduleOf('unlocked', on)).toMatchObject({ program: { store: 'remote' }, of: 'own' });
  });

  it('is what was asked for, with all tasks and accidents in it', () => {
    const moves = ['1', '3', 'expiry:0:map', 'lease:a,b', 'crash:2'];
    expect(scheduleOf('atomic', ground({ processes: 2 }), moves)).toEqual({
      moves,
      of: 'asked',
      program: expect.objectContaining({
        tasks: 3,
        processes: 2,
        expiries: 1,
        leaseRunOuts: 1,
        crash: 'task',
      }),
    });
  });

  it.each(['0', 'x', '1x', 'crash:', 'expiry:map', '100'])(
    'refuses what is no move: %s',
    (move) => {
      expect(() => scheduleOf('atomic', ground(), ['1', move])).toThrow(
        `move 2 of --forced, '${move}', is not a move`,
      );
    },
  );

  it('is none where it was stopped', () => {
    const study = forcedSchedule(shipped('unlocked'), ground(), undefined);
    expect(driven(study, stoppedAfter(0))).toBeNull();
  });
});
