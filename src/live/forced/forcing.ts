import { setTimeout as passed } from 'node:timers/promises';
import type { RedisAddress } from '../../jobs/queued/address.js';
import type { LoggerChoice } from '../../loggers/choice.js';
import type { ForcedRun } from '../../report/forced/report.js';
import type { ProgramSettings } from '../../studies/explore/settings.js';
import { CommandError } from '../../text/failure.js';
import { showsRecorded } from '../../worlds/explore/ending.js';
import type { Move } from '../../worlds/explore/move.js';
import type { Program } from '../../worlds/explore/program.js';
import { keepsAverages } from '../../worlds/explore/reference.js';
import { Runner } from '../../worlds/explore/runner.js';
import { clearKeys } from '../redis/clear.js';
import { RedisConnection } from '../redis/client.js';
import { LiveKeys } from '../redis/keys.js';
import { type Attempted, attempting } from './attempt.js';
import { loggerChosen } from './serve.js';
import { ForcedSetting } from './setting.js';
import { TaskProcess } from './task-process.js';

/** Clearing away takes no longer. */
const LAST_MS = 2000;

/** A schedule that is to be carried out on a Redis, and how often. */
export interface ForcingAsked {
  readonly address: RedisAddress;
  readonly logger: LoggerChoice;
  readonly program: ProgramSettings;
  readonly moves: readonly string[];
  readonly tries: number;
  /** Ends it after the try at hand. */
  readonly signal: AbortSignal;
  readonly told: (tries: number) => void;
  /** Takes what the logger of a user prints. */
  readonly printed: (piece: string | Uint8Array) => void;
}

/** What the tries came to. */
export interface Forced
  extends Pick<
    ForcedRun,
    'tries' | 'lost' | 'followed' | 'gaveUpAt' | 'why' | 'stuck' | 'expected'
  > {
  /** Of Redis; null: it does not say. */
  readonly version: string | null;
  /** As it was carried out. */
  readonly program: Program;
  /** All moves of the last try, with those after the schedule. */
  readonly moves: readonly Move[];
  /** Why it ended early; null: it did not, or the user stopped it. */
  readonly fault: CommandError | null;
}

/**
 * Carries a schedule out on a real Redis, again and again: tasks in processes of the operating system, each with
 * a connection of its own, and a gate before each effect. No process and no key is left behind.
 * @returns null where it was stopped before the first try
 * @throws CommandError where the first try fails
 */
export async function forcing(asked: ForcingAsked): Promise<Forced | null> {
  const { address, logger, program, printed } = asked;
  const connection = await RedisConnection.open(address);
  const own = await loggerChosen(logger);
  const processes = new Map<number, TaskProcess>();
  const started = async (process: number): Promise<TaskProcess> => {
    const setup = { address, logger, program, process };
    const one = await TaskProcess.started(setup, printed);
    processes.set(process, one);
    return one;
  };
  try {
    const setting = new ForcedSetting(program, own, connection);
    return await trying(asked, { setting, connection, processes, started });
  } finally {
    await Promise.all([...processes.values()].map((one) => one.end()));
    connection.close();
  }
}

interface Hands {
  readonly setting: ForcedSetting;
  readonly connection: RedisConnection;
  readonly processes: Map<number, TaskProcess>;
  started(process: number): Promise<TaskProcess>;
}

async function trying(asked: ForcingAsked, hands: Hands): Promise<Forced | null> {
  const { setting, connection } = hands;
  const { program } = setting;
  const averages = keepsAverages(program);
  const runner = new Runner(program);
  let found = null as Forced | null;
  for (let tries = 1; tries <= asked.tries && !asked.signal.aborted; tries++) {
    let outcome: { readonly attempted: Attempted; readonly seen: unknown };
    try {
      outcome = await oneTry(runner, asked.moves, hands);
    } catch (error) {
      if (found === null || !(error instanceof CommandError)) throw error;
      return { ...found, fault: error };
    }
    const { attempted, seen } = outcome;
    const { world, gaveUpAt, why, moves, stuck } = attempted;
    const isLost = !showsRecorded(world, seen, averages);
    found = {
      version: connection.version,
      program,
      tries,
      lost: (found?.lost ?? 0) + Number(isLost),
      followed: (found?.followed ?? 0) + Number(gaveUpAt === null),
      gaveUpAt: found?.gaveUpAt ?? gaveUpAt,
      why: found?.why ?? why,
      stuck,
      moves,
      expected: !showsRecorded(world, world.seenBy(program.processes), averages),
      fault: null,
    };
    asked.told(tries);
  }
  return found;
}

async function oneTry(runner: Runner, moves: readonly string[], hands: Hands) {
  const { setting, connection } = hands;
  const keys = new LiveKeys();
  try {
    const processes: TaskProcess[] = [];
    for (let process = 0; process < setting.program.processes; process++) {
      const known = hands.processes.get(process);
      // A schedule may have ended it.
      const one = known?.isRunning === true ? known : await hands.started(process);
      await one.tell({ do: 'try', keysId: keys.id });
      processes.push(one);
    }
    const attempted = await attempting(runner, moves, { processes, connection, keys });
    const fresh = await setting.process(setting.program.processes, keys);
    return { attempted, seen: await fresh.seen() };
  } finally {
    // A Redis that does not answer has been told of; the keys then go by their ttl.
    await Promise.race([clearKeys(connection, keys).catch(() => undefined), passed(LAST_MS)]);
  }
}
