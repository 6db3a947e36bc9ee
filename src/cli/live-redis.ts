import type { RedisAddress } from '../jobs/queued/address.js';
import { always } from '../kernel/distributions/constant.js';
import type { LiveFound } from '../live/world/measuring.js';
import type { LoggerChoice } from '../loggers/choice.js';
import { fastestGroup } from '../measure/verdict.js';
import type { Experiment } from '../model/experiment.js';
import { STORES } from '../model/stores/index.js';
import { NOT_SCALED_ON_REDIS, onRedisNotes } from '../report/live/on-redis.js';
import { type LiveMeasurement, type LivePrediction, liveRun } from '../report/live/report.js';
import { meanOf } from '../stats/moments.js';
import { sum } from '../stats/sum.js';
import type { SimulationInput } from '../studies/job.js';
import { expectedTime_s } from '../studies/predicting.js';
import { outlineOf } from '../studies/replications.js';
import { CommandError, type Failure, usageError } from '../text/failure.js';
import { count, counted, seconds } from '../text/figures.js';
import { attended } from './attended.js';
import type { Io } from './io.js';
import { type LiveAsked, type LiveMeasured, liveReport } from './live-asked.js';
import { predicted, predictedSoon } from './live-prediction.js';
import { notice } from './notices.js';
import { redisAt } from './redis-at.js';

/** A logger, and what it came to each time. */
interface MeasuredLogger {
  readonly logger: LoggerChoice;
  readonly input: SimulationInput;
  readonly found: LiveFound[];
}

/**
 * Carries a scenario out on a real Redis, with each logger.
 * @throws CommandError where the scenario cannot be carried out on one, there is none to begin with, or a
 *   logger or strategy is at fault
 */
export async function measuredOnRedis(io: Io, asked: LiveAsked): Promise<LiveMeasured> {
  const { request, loggers, options } = asked;
  const { runs, timeScale } = options;
  const address = await redisAt(
    io,
    '--redis',
    options.redis as string,
    options.allowRemote === true,
  );
  const all = loggers.map((logger): MeasuredLogger => {
    const input = request.input(logger);
    return {
      logger,
      input: { ...input, cuts_s: [expectedTime_s(outlineOf(input), 0.5)] },
      found: [],
    };
  });
  const outline = outlineOf((all[0] as MeasuredLogger).input);
  refuseWhatIsNotReal(outline);
  tellLength(io, outline, all.length * runs, timeScale);
  const { failure, interrupted } = await measuredEach(io, all, address, options);
  const begun = all.filter(({ found }) => found.some(hasRequests));
  if (failure !== undefined && (begun.length === 0 || failure.loggerFault !== undefined)) {
    throw new CommandError(failure);
  }
  const inputs = begun.map(({ input, found }) => asMeasured(input, found, timeScale));
  const isEarly = interrupted || failure !== undefined;
  const { predictions, partial } = isEarly
    ? { predictions: await predictedSoon(inputs), partial: interrupted }
    : await predicted(io, request, inputs, options.threads);
  if (begun.length === 0 || predictions.some(({ summary }) => summary.replications.length === 0)) {
    if (failure !== undefined) throw new CommandError(failure);
    return { report: null, interrupted: true };
  }
  const report = liveReport(asked, {
    notScaled: NOT_SCALED_ON_REDIS,
    partial: failure === undefined ? null : `${failure.message}: ${failure.remedy}`,
    runs: begun.map((one, i) =>
      measurementOf(one, outline, address, timeScale, predictions[i] as LivePrediction),
    ),
  });
  return { report, interrupted: partial };
}

const hasRequests = ({ requests }: LiveFound): boolean =>
  requests.some((counts) => counts.some((one) => one > 0));

/** Refuses what no Redis can stand in for. @throws CommandError */
function refuseWhatIsNotReal({ store, modelGroups }: Experiment): void {
  if (!store.canBeReal) {
    // Without time, a snapshot is another store.
    const real = STORES.filter(
      ({ name, timeless }) => timeless.canBeReal && name === timeless.kind,
    );
    const names = real.map(({ name }) => name);
    throw usageError(
      `store '${store.kind}' is not carried out on a Redis: ${names.join(' and ')} are`,
      `take one of them: --set 'store={kind: ${names[0]}, rtt: 1ms}'`,
    );
  }
  for (const { groups } of modelGroups) {
    const limited = groups.find(({ capacity }) => capacity !== undefined);
    if (limited === undefined) continue;
    throw usageError(
      `group '${limited.name}' has a capacity, which the fake fleet of live does not have`,
      'take its capacity out; latsim run has it',
    );
  }
}

/** Says how long it will take. */
function tellLength(
  io: Io,
  { duration_s, requestLimit, modelGroups }: Experiment,
  times: number,
  timeScale: number,
): void {
  if (io.quiet === true) return;
  const most =
    requestLimit === undefined && modelGroups.every(({ load }) => load.open) ? '' : 'at most ';
  const each = seconds(duration_s / timeScale);
  const all =
    times === 1
      ? each
      : `${seconds((times * duration_s) / timeScale)}, ${counted(times, 'run')} of ${each}`;
  notice(io.stderr, `this takes ${most}${all}, in real time`);
}

/** Measures one after the other, until the user stops it or something fails. */
async function measuredEach(
  io: Io,
  all: readonly MeasuredLogger[],
  address: RedisAddress,
  { runs, timeScale }: LiveAsked['options'],
): Promise<{ readonly failure: Failure | undefined; readonly interrupted: boolean }> {
  const { measuredOnce } = await import('../live/world/measuring.js');
  return attended(io, async ({ signal, progress, printed }) => {
    const times = all.length * runs;
    let done = 0;
    for (const { logger, input, found } of all) {
      for (let replication = 0; replication < runs; replication++) {
        const one = await measuredOnce(
          { input, replication, timeScale, address },
          {
            signal,
            printed,
            progress: ({ part, requests, lost }) =>
              progress.update(
                (done + Math.min(part, 1)) / times,
                `${logger.name}: ${counted(requests, 'request')}, ${count(lost)} lost`,
              ),
          },
        );
        found.push(one);
        done++;
        if (one.failure !== undefined || signal.aborted) {
          return { failure: one.failure, interrupted: signal.aborted };
        }
      }
    }
    return { failure: undefined, interrupted: false };
  });
}

/**
 * An input whose processes have the pace that was measured, moment by moment; of what is not known so well,
 * such as how long a lease travels, the average.
 */
function asMeasured(
  input: SimulationInput,
  found: readonly LiveFound[],
  timeScale: number,
): SimulationInput {
  const trips_s = found.flatMap((one) => one.trips_s);
  if (trips_s.length === 0) return input;
  const { scenario } = input;
  const rtt = always(meanOf(trips_s) * timeScale);
  return {
    ...input,
    timings: found.map((one) => one.timings),
    scenario: { ...scenario, store: { ...scenario.store, rtt, jitter: 0 } },
  };
}

function measurementOf(
  { logger, input, found }: MeasuredLogger,
  { modelGroups, processes, samples, strategy }: Experiment,
  address: RedisAddress,
  timeScale: number,
  prediction: LivePrediction,
): LiveMeasurement {
  const trips_s = found.flatMap((one) => one.trips_s).sort((a, b) => a - b);
  const tripAt = (fraction: number) => trips_s[Math.floor(fraction * trips_s.length)] as number;
  const lost = found.every((one) => one.lost !== null)
    ? sum(found.map((one) => one.lost ?? 0))
    : null;
  const fastest_s = Math.min(
    ...modelGroups.map(({ groups }) => groups[fastestGroup(groups, samples)]!.latency.mean),
  );
  const notes = onRedisNotes({
    timeScale,
    trip: trips_s.length === 0 ? null : { mean_s: meanOf(trips_s), p95_s: tripAt(0.95) },
    late: {
      mean_s: meanOf(found.map(({ late }) => late.mean_s)),
      most_s: Math.max(...found.map(({ late }) => late.most_s)),
      fastest_s,
    },
    lost,
    differences: sum(found.map((one) => one.differences)),
    firstDifference: found.find((one) => one.differences > 0)?.firstDifference,
    broken: found.find((one) => one.broken !== undefined)?.broken,
  });
  return liveRun(
    {
      logger: logger.name,
      strategy: strategy.name,
      version: found[0]?.version ?? null,
      profile: input.scenario.router.profile,
      at: { kind: 'redis', shown: address.shown, processes: processes.count },
      updatesLost: lost,
      recorded: sum(found.map(({ recorded }) => recorded)),
      lockPerProcess: found.some((one) => one.takesLocks),
      notes,
    },
    modelGroups,
    found,
    prediction,
  );
}
