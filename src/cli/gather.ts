import type { ExploreExpectation } from '../expectation/expectation.js';
import { CommandError } from '../text/failure.js';
import { DEFAULT_EXPLORE_OPTIONS } from '../worlds/explore/options.js';
import { DEFAULT_PROGRAM } from '../worlds/explore/program.js';
import type { Explored, Finding } from './evidence.js';
import { replayCommand } from './explore-options.js';
import type { RunPlan, Unit } from './gate-plan.js';
import type { MeasureJob } from './measuring.js';
import type { Place } from './places.js';
import { type Pool, WorkFailure } from './pool.js';
import type { Work, WorkResult } from './work.js';

/** A run of the plan, with what it takes to carry it out. */
export interface LiveRun {
  readonly plan: RunPlan;
  readonly job: Omit<MeasureJob, 'kind' | 'replications'>;
  readonly profile: string;
  /** What is read for it. */
  readonly inputs: readonly Place[];
  /** Occurrences of one replication, about. */
  readonly occurrences: number;
}

/** A piece of work should be about this long: half a second, so that threads end together. */
const OCCURRENCES_PER_PIECE = 500_000;

/** Explorations stop at this number of states, below 1 GB; nothing here may depend on the machine. */
const MAX_STATES = 200_000;

const NO_LIMITS = { maxSeconds: Number.POSITIVE_INFINITY, maxMemory_MB: Number.POSITIVE_INFINITY };

interface Piece {
  readonly units: readonly Unit[];
  readonly work: Work;
}

/**
 * Carries out parts of runs in a pool, replications of a run several at a time.
 * @param onDone gets the number of parts that are done
 * @returns what was found out; parts that were stopped are missing
 * @throws CommandError where a logger or latsim is at fault
 */
export async function gather(
  runs: readonly LiveRun[],
  units: readonly Unit[],
  pool: Pick<Pool, 'carryOut'>,
  onDone: (done: number, run: LiveRun) => void,
): Promise<Finding[]> {
  const pieces = piecesOf(runs, units);
  let done = 0;
  const works = pieces.map(({ work }) => work);
  const runOf = (piece: number) => runs[pieces[piece]?.units[0]?.run ?? 0] as LiveRun;
  const results = await pool
    .carryOut(works, (i) => {
      done += pieces[i]?.units.length ?? 0;
      onDone(done, runOf(i));
    })
    .catch((error) => {
      throw error instanceof WorkFailure ? replayable(error, runOf(error.index)) : error;
    });
  return pieces.flatMap(({ units: [first], work }, i) => {
    const result = results[i];
    return result === undefined || first === undefined ? [] : findingsOf(first, work, result);
  });
}

/** With the command that runs again what has failed, and nothing else. */
function replayable({ failure }: WorkFailure, { plan }: LiveRun): CommandError {
  const { replication } = failure;
  const only =
    replication === undefined ? '' : ` --seeds ${replication + 1} --replication ${replication}`;
  return new CommandError(failure, `${plan.replay}${only}`);
}

function piecesOf(runs: readonly LiveRun[], units: readonly Unit[]): Piece[] {
  const pieces: Piece[] = [];
  let batch: Extract<Unit, { replication: number }>[] = [];
  const close = (): void => {
    const [first] = batch;
    if (first === undefined) return;
    const { job } = runs[first.run] as LiveRun;
    const replications = batch.map(({ replication }) => replication);
    pieces.push({ units: batch, work: { kind: 'measure', ...job, replications } });
    batch = [];
  };
  for (const unit of units) {
    const run = runs[unit.run] as LiveRun;
    const room = Math.max(1, Math.floor(OCCURRENCES_PER_PIECE / run.occurrences));
    if (batch.length >= room || batch[0]?.run !== unit.run) close();
    if ('replication' in unit) {
      batch.push(unit);
    } else {
      pieces.push({ units: [unit], work: explorationOf(run, unit.exploration) });
    }
  }
  close();
  return pieces;
}

function explorationOf({ plan, job, profile }: LiveRun, position: number): Work {
  const { expectation } = plan.expectations[position] as RunPlan['expectations'][number];
  const { tasks, processes, store } = expectation as ExploreExpectation;
  const { loggerOptions: _, profile: __, store: ___, ...program } = DEFAULT_PROGRAM;
  const { retries } = job.scenario.logger;
  return {
    kind: 'explore',
    logger: job.logger,
    program: { ...program, tasks, processes, store, profile, retries },
    options: { ...DEFAULT_EXPLORE_OPTIONS, maxStates: MAX_STATES },
    limits: NO_LIMITS,
    schedule: undefined,
  };
}

function findingsOf(unit: Unit, work: Work, result: WorkResult): Finding[] {
  const { run } = unit;
  if (result.kind === 'measured') return result.replications.map((counts) => ({ run, counts }));
  if (result.kind === 'replayed' || !('exploration' in unit)) return [];
  const { report } = result;
  const { exhaustive, bound, states, kinds, violation } = report;
  if (bound === 'interrupted') return [];
  const program = violation?.program ?? report;
  const explored: Explored = {
    exhaustive,
    states,
    fault: violation === null ? (kinds[0] ?? null) : `${violation.kind}: ${violation.fault}`,
    replay: replayCommand(work.logger, program, violation?.schedule ?? null),
  };
  return [{ run, exploration: unit.exploration, explored }];
}
