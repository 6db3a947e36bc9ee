import { Histories } from './histories.js';
import { findMove, type Move, moveText } from './move.js';
import { type Program, type Setting, settingOf } from './program.js';
import { World } from './world.js';

/**
 * Makes worlds of one program, in any state that a schedule leads to. Generators cannot be cloned,
 * so a state is restored by running the schedule that led there once more; all worlds share the
 * histories, so a logger that then behaves differently is found out.
 */
export class Runner {
  readonly setting: Setting;
  private readonly histories = new Histories();

  constructor(readonly program: Program) {
    this.setting = settingOf(program);
  }

  /** The world before anything has happened. */
  start(): World {
    return new World(this.program, this.setting, this.histories);
  }

  /** The world after these moves. */
  after(moves: readonly Move[]): World {
    const world = this.start();
    for (const move of moves) world.take(move);
    return world;
  }
}

/** A schedule names a move that is not possible where it stands. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';

  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/**
 * Runs a written schedule. Gives its moves.
 * @throws ScheduleError at the first move that is not possible
 */
export function replay(runner: Runner, texts: readonly string[]): Move[] {
  const world = runner.start();
  const moves: Move[] = [];
  for (const [i, text] of texts.entries()) {
    const enabled = world.enabled();
    const move = findMove(text, enabled);
    if (move === undefined) {
      throw new ScheduleError(
        `move ${i + 1} of the schedule, '${text}', is not possible there`,
        enabled.length === 0
          ? 'end the schedule before it: all tasks have ended'
          : `use one of ${enabled.map(moveText).join(', ')}`,
      );
    }
    moves.push(move);
    world.take(move);
  }
  return moves;
}
