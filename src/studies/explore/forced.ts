import { kindNamed } from '../../kernel/kind.js';
import type { LoggerChoice } from '../../loggers/choice.js';
import { STORES } from '../../model/stores/index.js';
import { remote } from '../../model/stores/remote.js';
import { usageError } from '../../text/failure.js';
import type { ExplorationsJob } from '../job.js';
import { carriedOut, type Study } from '../study.js';
import { settingsOf } from './choices.js';
import type { ViolationReport } from './found.js';
import { limitsAsked, optionsAsked, programAsked, type ScenarioGround } from './question.js';
import type { ProgramSettings } from './settings.js';
import { MATRIX_MAX_STATES } from './small-matrix.js';

/** A schedule that is to be carried out on the real thing. */
export interface ForcedSchedule {
  readonly program: ProgramSettings;
  /** As `--schedule` takes them. */
  readonly moves: readonly string[];
  /**
   * Whose it is: the user's, the logger's own counterexample, that of the logger with the defect, with which one is
   * confronted that has none, or one after the other by turns where nobody has any.
   */
  readonly of: 'asked' | 'own' | 'unlocked' | 'turns';
}

/** The logger with the defect. */
const DEFECT: LoggerChoice = { kind: 'shipped', name: 'unlocked' };

/** Two tasks by turns. */
const TURNS = ['1', '2', '1', '2'];

/** What is tried for a counterexample, the smallest first: nothing but the order of steps. */
const SHAPES = [2, 3].flatMap((tasks) =>
  (['same', 'distinct'] as const).map((deployments) => ({ tasks, deployments })),
);

/**
 * The schedule that is asked for; else the shortest in which explore has it that the logger loses an update, on the
 * ground of a scenario; else that of `unlocked` there.
 * @param asked moves; undefined: none are
 * @returns null where it was stopped
 * @throws CommandError for what is no move
 */
export function* forcedSchedule(
  logger: LoggerChoice,
  on: ScenarioGround,
  asked: readonly string[] | undefined,
): Study<ForcedSchedule | null> {
  const ground = sharing(on);
  // What a logger of a user is up to is known after this, whatever it is confronted with.
  const own = yield* lossOf(logger, ground);
  if (own === undefined) return null;
  if (asked !== undefined) {
    return { program: programFor(asked, ground), moves: asked, of: 'asked' };
  }
  if (own !== null) return { ...scheduleOf(own), of: 'own' };
  const defect = yield* lossOf(DEFECT, ground);
  if (defect === undefined) return null;
  return defect === null
    ? { program: programFor(TURNS, ground), moves: TURNS, of: 'turns' }
    : { ...scheduleOf(defect), of: 'unlocked' };
}

/** A Redis is shared, whatever the store of a scenario is. */
function sharing(on: ScenarioGround): ScenarioGround {
  return kindNamed(STORES, on.store).timeless.shared ? on : { ...on, store: remote.kind };
}

/** The first lost update in the smallest program; null: there is none; undefined: it was stopped. */
function* lossOf(
  logger: LoggerChoice,
  on: ScenarioGround,
): Study<ViolationReport | null | undefined> {
  const job: ExplorationsJob = {
    kind: 'explorations',
    logger,
    programs: SHAPES.map(({ tasks, deployments }) =>
      programAsked({ on, tasks, deployments, processes: Math.min(on.processes, tasks) }),
    ),
    options: optionsAsked({ maxStates: MATRIX_MAX_STATES }),
    limits: limitsAsked({}),
    label: logger.name,
    size: 1,
  };
  const [result] = yield* carriedOut([job]);
  if (result === undefined || result.results.length < SHAPES.length) return undefined;
  const violations = result.results.flatMap(({ report }) => report?.violation ?? []);
  return violations.find(isOfSteps) ?? null;
}

/** Whether it is an update that is lost by the order of steps alone. */
function isOfSteps({ kind, program, cycle }: ViolationReport): boolean {
  return kind === 'lost-update' && cycle === null && !program.select && !program.minutes;
}

function scheduleOf({ program, schedule }: ViolationReport) {
  return { program: settingsOf(program), moves: schedule.split(',') };
}

const MOVE =
  /^(?:(?:crash:)?(?<task>[1-9]\d?)|crash-process:(?<process>[1-9]\d?)|(?<expiry>expiry):\d+:.+|(?<lease>lease):.+)$/s;

/** The program that moves are of: as many tasks as they name. @throws CommandError for what is no move */
function programFor(moves: readonly string[], on: ScenarioGround): ProgramSettings {
  let [tasks, expiry, leaseExpiry] = [2, 0, 0];
  let crash: ProgramSettings['crash'] = 'none';
  for (const [i, move] of moves.entries()) {
    const parts = MOVE.exec(move)?.groups;
    if (parts === undefined) {
      throw usageError(
        `move ${i + 1} of --forced, '${move}', is not a move`,
        'write numbers of tasks, such as 1,2,1,2 (latsim explore prints such a schedule)',
      );
    }
    tasks = Math.max(tasks, Number(parts.task ?? 0));
    expiry += Number(parts.expiry !== undefined);
    leaseExpiry += Number(parts.lease !== undefined);
    if (parts.process !== undefined) crash = 'process';
    else if (move.startsWith('crash:')) crash = 'task';
  }
  const processes = Math.min(on.processes, tasks);
  return programAsked({ on, tasks, processes, expiry, leaseExpiry, crash });
}
