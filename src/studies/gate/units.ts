import type { ExploredProgram } from '../../expectation/kinds/kind.js';
import { CommandError } from '../../text/failure.js';
import { DEFAULT_SEARCH_OPTIONS } from '../../worlds/explore/options.js';
import { replayCommand } from '../explore/replay-command.js';
import { programSettings } from '../explore/settings.js';
import { isTried, limited, tried, type Untried } from '../first-replication.js';
import {
  type ExplorationJob,
  type Job,
  JobFailure,
  type JobResult,
  type ReplicationsJob,
  type ReplicationsResult,
  type SimulationInput,
} from '../job.js';
import type { NeededMemory } from '../memory-limit.js';
import { replicationJobs } from '../replications.js';
import { carriedOut, type Span, type Study } from '../study.js';
import type { ExploredExpectation, Finding } from './findings.js';
import type { RunPlan, WorkUnit } from './plan.js';

/** A run of the plan, with what it takes to carry it out. */
export interface LiveRun {
  readonly plan: RunPlan;
  readonly input: SimulationInput;
  /** Occurrences of one replication, about. */
  readonly occurrences: number;
  /** Memory that it needs, with the results of all runs of its plan at their first look. */
  readonly needed: NeededMemory;
}

/** Explorations stop at this number of states, below 1 GB; nothing here may depend on the machine. */
const MAX_STATES = 200_000;

const NO_LIMITS = { maxSeconds: Number.POSITIVE_INFINITY, maxMemory_MB: Number.POSITIVE_INFINITY };

/** A job, and which run it belongs to. */
interface Piece {
  readonly run: number;
  /** Position of the expectation that asks for an exploration. */
  readonly exploration?: number;
  readonly job: Job;
}

/** One that is begun before the others of its run. */
interface FirstPiece extends Piece {
  readonly job: ReplicationsJob;
}

/**
 * Carries out parts of runs, replications of a run several at a time.
 * @param at what the parts are for, for whoever watches
 * @returns what was found out; parts that were stopped are missing
 * @throws CommandError where a logger or latsim is at fault, with the command that shows it
 */
export function* gathering(
  runs: readonly LiveRun[],
  units: readonly WorkUnit[],
  at: (run: LiveRun) => string,
): Study<Finding[]> {
  const pieces = piecesOf(runs, units, at);
  const firsts = pieces.filter((piece, i) => piece.run !== pieces[i - 1]?.run);
  const trials = firsts.flatMap((piece) => trialOf(piece, runs));
  const part = trials.length / Math.max(1, pieces.length);
  const begun = yield* foundBy(trials, runs, [0, part]);
  const inputs = new Map(
    trials.map(({ run, job }, i) => {
      const result = begun[i] as ReplicationsResult | undefined;
      return [run, tried(job, result, untried(runs[run] as LiveRun))];
    }),
  );
  const others = pieces
    .filter((piece) => !(inputs.has(piece.run) && firsts.includes(piece)))
    .map((piece) => withInput(piece, inputs.get(piece.run)));
  const found = yield* foundBy(others, runs, [part, 1]);
  const results = [...begun, ...found];
  return [...trials, ...others].flatMap((piece, i) => findingsOf(piece, results[i]));
}

/** The first job of a run that is judged by its first replication, at its first look. */
function trialOf({ run, job }: Piece, runs: readonly LiveRun[]): FirstPiece[] {
  const live = runs[run] as LiveRun;
  const { looks } = live.plan;
  if (job.kind !== 'replications' || job.from >= (looks[0] as number)) return [];
  return isTried(untried(live)) ? [{ run, job: limited(job, untried(live)) }] : [];
}

function untried({ input, plan, needed }: LiveRun): Untried {
  return { input, replications: plan.looks[0] as number, needed };
}

function withInput(piece: Piece, input: SimulationInput | undefined): Piece {
  const { job } = piece;
  return input === undefined || job.kind !== 'replications'
    ? piece
    : { ...piece, job: { ...job, input } };
}

/** @throws CommandError with the command that shows what has failed */
function* foundBy(
  pieces: readonly Piece[],
  runs: readonly LiveRun[],
  span: Span,
): Study<readonly (JobResult | undefined)[]> {
  try {
    return yield* carriedOut(
      pieces.map(({ job }) => job),
      span,
    );
  } catch (error) {
    if (!(error instanceof JobFailure)) throw error;
    const { run } = pieces.find(({ job }) => job === error.job) as Piece;
    throw replayable(error, runs[run] as LiveRun);
  }
}

/** With the command that runs again what has failed, and nothing else. */
function replayable({ failure }: JobFailure, { plan }: LiveRun): CommandError {
  const { replication } = failure;
  const only =
    replication === undefined
      ? ''
      : ` --replications ${replication + 1} --replication ${replication}`;
  return new CommandError(failure, `${plan.replay}${only}`);
}

function piecesOf(
  runs: readonly LiveRun[],
  units: readonly WorkUnit[],
  at: (run: LiveRun) => string,
): Piece[] {
  const pieces: Piece[] = [];
  for (const run of new Set(units.map((unit) => unit.run))) {
    const live = runs[run] as LiveRun;
    const own = units.filter((unit) => unit.run === run);
    const numbers = own.flatMap((unit) => ('replication' in unit ? [unit.replication] : []));
    for (const job of replicationJobs(live.input, numbers, live.occurrences, at(live))) {
      pieces.push({ run, job });
    }
    for (const unit of own) {
      if (!('exploration' in unit)) continue;
      const { exploration, program } = unit;
      pieces.push({ run, exploration, job: explorationOf(live, program, at(live)) });
    }
  }
  return pieces;
}

/** An exploration is about as long as so many occurrences. */
const EXPLORATION_SIZE = 100_000;

function explorationOf(
  { plan, input }: LiveRun,
  program: ExploredProgram,
  label: string,
): ExplorationJob {
  const { retries } = input.scenario.logger;
  return {
    kind: 'exploration',
    logger: input.logger,
    program: programSettings({ ...program, profile: plan.profile, retries }),
    options: { ...DEFAULT_SEARCH_OPTIONS, maxStates: MAX_STATES },
    limits: NO_LIMITS,
    label,
    size: EXPLORATION_SIZE,
  };
}

function findingsOf({ run, exploration, job }: Piece, result: JobResult | undefined): Finding[] {
  if (result?.kind === 'replications') {
    return result.replications.map((counts) => ({ run, counts }));
  }
  if (result?.kind !== 'exploration' || job.kind !== 'exploration' || exploration === undefined) {
    return [];
  }
  if (result.report === null) throw new JobFailure(job, result.unsupported);
  const { report } = result;
  const { exhaustive, bound, states, kinds, violation } = report;
  if (bound === 'interrupted') return [];
  const program = violation?.program ?? report;
  const explored: ExploredExpectation = {
    exhaustive,
    states,
    fault: violation === null ? (kinds[0] ?? null) : `${violation.kind}: ${violation.fault}`,
    replay: replayCommand(job.logger, program, violation?.schedule ?? null),
    violation,
  };
  return [{ run, exploration, explored }];
}
