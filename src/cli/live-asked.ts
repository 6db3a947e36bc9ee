import { ExperimentRequest } from '../files/experiment-request.js';
import type { LoggerChoice } from '../loggers/choice.js';
import type { LiveReport } from '../report/live/report.js';
import type { Io } from './io.js';
import type { LiveArguments } from './live-options.js';
import { warn } from './notices.js';

/** What is measured, and how. */
export interface LiveAsked {
  readonly request: ExperimentRequest;
  /** The scenario as it was named. */
  readonly file: string;
  /** At least one; at a proxy it is the scenario's own, and not asked. */
  readonly loggers: readonly LoggerChoice[];
  readonly options: LiveArguments;
}

/** What measuring came to. */
export interface LiveMeasured {
  /** Null: nothing was finished. */
  readonly report: LiveReport | null;
  /** Whether the user stopped it. */
  readonly interrupted: boolean;
}

/** Reads what is asked for. @throws CommandError or ScenarioError where scenario, logger or options are wrong */
export function askedOf(io: Io, file: string, options: LiveArguments): LiveAsked {
  const { processes, set = [], strategy, seed, threads } = options;
  const request = new ExperimentRequest(io.cwd, file, {
    set: [...set, ...(processes === undefined ? [] : [`processes.count=${processes}`])],
    ...(strategy !== undefined && { strategy }),
    ...(seed !== undefined && { seed }),
    ...(threads !== undefined && { threads }),
  });
  warn(io.stderr, request.loaded.warnings);
  const loggers =
    options.logger === undefined ? [request.logger(undefined)] : request.loggers(options.logger);
  return { request, file, loggers, options };
}
