import { ExperimentRequest } from '../files/experiment-request.js';
import { tool } from '../files/tool.js';
import type { LoggerChoice } from '../loggers/choice.js';
import { SCHEMA_VERSION } from '../report/kit/json.js';
import type { LiveReport } from '../report/live/report.js';
import { commandLine } from '../text/shell.js';
import type { Invocation } from './invocation.js';
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
  /** The command that was given, without secrets. */
  readonly command: string;
}

/** What measuring came to. */
export interface LiveMeasured {
  /** Null: nothing was finished. */
  readonly report: LiveReport | null;
  /** Whether the user stopped it. */
  readonly interrupted: boolean;
}

/** Reads what is asked for. @throws CommandError or ScenarioError where scenario, logger or options are wrong */
export function askedOf(
  { io, args }: Pick<Invocation, 'io' | 'args'>,
  file: string,
  options: LiveArguments,
): LiveAsked {
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
  return { request, file, loggers, options, command: commandLine(args) };
}

/** Puts a report together. @param found what measuring came to */
export function liveReport(
  { request, options, command }: LiveAsked,
  found: Pick<LiveReport, 'notScaled' | 'partial' | 'runs'>,
): LiveReport {
  const { scenario, loaded } = request;
  const { timeScale, set = [] } = options;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: tool(),
    scenario: { name: scenario.name, hash: loaded.hash },
    changed: set,
    seed: scenario.seed,
    timeScale,
    notScaled: timeScale === 1 ? [] : found.notScaled,
    command,
    partial: found.partial,
    runs: found.runs,
  };
}
